import sharp from 'sharp';
import { STEPS } from '@xingchuang/all';
import { until } from '@xingchuang/testkit';
import type { CDPSession, Locator, Page } from 'playwright-core';
import { seen, type People } from './browser.ts';
import { DemoYear } from './demo-year.ts';
import { choose, endOf, expectOpenToAll, partsOf } from './journey.ts';

const LOGIN = 'b01.clerk';
const WHO = '白一帆';
const PHOTOS = 200;
/** The line is cut once so many files have arrived. */
const CUTS = [1, 50, 110];
const FILM = '主题党日全程录像.mp4';
const FILM_BYTES = 24 * 1024 * 1024;
/** Slow enough for a film to be on its way when the line is cut: bytes a second. */
const LINE = 3 * 1024 * 1024;
const MEETING = '十二月支部党员大会';
const TOPIC = '学习关于机关党的建设的重要论述，研究香樟苗木认养事宜';
/** What a cut line shows on the console; a table that is refused, who comes second, and a server that is away for a moment. */
const EXPECTED = [/status of 412 .*\/correction$/, /net::ERR_(INTERNET_DISCONNECTED|NETWORK_CHANGED|FAILED|ABORTED)/, /status of 422 .*\/api\/evidence\/record-lists$/, /status of 503 .*\/api\/evidence\/tus\//];

let year: DemoYear;
let people: People;
let page: Page;
/** What the page asked for the film, and how that was answered. */
const film: string[] = [];

beforeAll(async () => {
  year = await DemoYear.begin('clerk-journey');
  await year.play(STEPS.slice(0, 1));
  const { stage } = year;
  ({ people } = year);
  await stage.at('2026-01-05');
  expect((await stage.as('pg.decider').post('/api/assessment/adoptions', { schemeId: 'nanyang-organ-five-star', since: '2025-01-01' })).status).toBe(201);
  page = await people.page(LOGIN);
  const isFilm = (url: string) => new URL(url).pathname.startsWith('/api/evidence/tus');
  page.on('request', (asked) => isFilm(asked.url()) && film.push(asked.method()));
  page.on('response', (answer) => isFilm(answer.url()) && film.push(`${answer.request().method()} ${answer.status()}`));
}, 600_000);
afterAll(() => year?.stop(), 60_000);

const part = partsOf('clerk', () => people, 600_000);

/** Small pictures, no two the same, and a film made of chance. */
const photos = (): Promise<{ name: string; base64: string }[]> =>
  Promise.all(Array.from({ length: PHOTOS }, async (_, n) => {
    const background = { r: (n * 37) % 256, g: (n * 91) % 256, b: (n * 151) % 256 };
    const mark = Buffer.from(`<svg width="240" height="180"><circle cx="${20 + ((n * 29) % 200)}" cy="${20 + ((n * 53) % 140)}" r="${8 + (n % 12)}" fill="white"/><text x="10" y="170" font-size="20" fill="black">${n + 1}</text></svg>`);
    const bytes = await sharp({ create: { width: 240, height: 180, channels: 3, background } }).composite([{ input: mark }]).jpeg().toBuffer();
    return { name: `植树现场${String(n + 1).padStart(3, '0')}.jpg`, base64: bytes.toString('base64') };
  }));

/** What a hand drops in the page: a film, and pictures behind it; said in the page's own language. */
const dragged = (pictures: Awaited<ReturnType<typeof photos>>): string => `(() => {
  const made = new DataTransfer();
  const film = new Uint8Array(${FILM_BYTES});
  for (let at = 0; at < film.length; at += 65536) crypto.getRandomValues(film.subarray(at, at + 65536));
  film.set(new TextEncoder().encode('\\0\\0\\0\\u0018ftypisom\\0\\0\\0\\u0001isomavc1'));
  made.items.add(new File([film], ${JSON.stringify(FILM)}, { type: 'video/mp4' }));
  for (const { name, base64 } of ${JSON.stringify(pictures)}) made.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name, { type: 'image/jpeg' }));
  return made;
})()`;

const line = (session: CDPSession, offline: boolean, throughput: number) =>
  session.send('Network.emulateNetworkConditions', { offline, latency: 0, downloadThroughput: -1, uploadThroughput: throughput });
const status = (): Locator => page.getByRole('status').filter({ hasText: `/ ${PHOTOS + 1} 个文件` });

/** Chooses by typing, and closes a list that waits for more. */
async function pick(label: string, option: string): Promise<void> {
  await choose(page, label, option, option);
  await page.keyboard.press('Escape');
}

/** Goes down a long list to its end, of which only what is in view is drawn, and gives the names it met. */
async function walkDown(name: string, count: number): Promise<Set<string>> {
  const list = page.getByRole('list', { name });
  const met = new Set<string>();
  await list.getByRole('listitem').first().waitFor();
  await until(async () => {
    for (const words of await list.locator('strong, a.title').allInnerTexts()) met.add(words);
    await list.getByRole('listitem').last().scrollIntoViewIfNeeded(); // the last that is drawn has been read: nothing is passed over
    return (await list.locator(`[aria-posinset="${count}"][aria-setsize="${count}"]`).count()) === 1;
  }, `the end of ${name}`, 60_000);
  for (const words of await list.locator('strong, a.title').allInnerTexts()) met.add(words);
  expect(await list.getByRole('listitem').count()).toBeLessThan(count);
  return met;
}

async function openCalendar(): Promise<void> {
  await page.getByRole('link', { name: '档案', exact: true }).click();
  await page.getByRole('link', { name: '应有记录' }).click();
  await page.getByRole('button', { name: '日历' }).click();
  await page.getByRole('button', { name: '前一年' }).click();
  await page.getByText('2025年', { exact: true }).waitFor();
}

describe('a clerk keeps the archive, in the browser', () => {
  part('she signs in and comes to the files of her branch', 'files', async () => {
    await people.open(LOGIN, '/app/evidence/files');
    await page.getByRole('heading', { level: 1, name: '档案' }).waitFor();
    expect(await seen(page.getByText('还没有材料'))).toBe('还没有材料');
    await expectOpenToAll(page);
  });

  part('she drops 200 photographs and a film; the line is cut three times, and all goes on by itself', 'upload', async () => {
    const session = await page.context().newCDPSession(page);
    await line(session, false, LINE);
    const data = await page.evaluateHandle(dragged(await photos()));
    await page.locator('.drop-zone').dispatchEvent('drop', { dataTransfer: data });
    const arrived = async () => Number(/已收到 (\d+)/.exec(await seen(status()))![1]);
    const rows = page.getByRole('list', { name: '上传进度' }).getByRole('listitem');
    await page.route('**/api/evidence/tus/*', (route) => (route.request().method() === 'HEAD' && !film.includes('HEAD 503') ? route.fulfill({ status: 503 }) : route.fallback()));
    await until(async () => film.includes('PATCH'), 'the film is on its way'); // its address is known to the page
    for (const [nth, cut] of CUTS.entries()) {
      await until(async () => (await arrived()) >= cut, `${cut} files have arrived`, 60_000);
      await line(session, true, 0);
      await rows.filter({ hasText: '网络中断，恢复后自动续传' }).first().waitFor();
      expect(await arrived()).toBeLessThan(PHOTOS);
      if (nth === 0) {
        expect(await seen(rows.filter({ hasText: FILM }).getByText('网络中断'))).toBe('网络中断，恢复后自动续传');
        await expectOpenToAll(page);
      }
      await line(session, false, LINE);
    }
    await line(session, false, -1);
    await status().filter({ hasText: `已收到 ${PHOTOS + 1} / ${PHOTOS + 1} 个文件` }).waitFor({ timeout: 90_000 });
    expect(await seen(page.getByRole('status').filter({ hasText: '一个不缺' }))).toContain(`本批已收到 ${PHOTOS + 1} / ${PHOTOS + 1}，一个不缺`);
    expect(film).toContain('HEAD 503');
    const begun = film.filter((one) => one === 'POST 201').length;
    expect([begun, begun === 1 ? [] : film]).toEqual([1, []]); // it went on where it was, and was not begun anew
  });

  part('the receipt names every one of them', 'receipt', async () => {
    await page.getByRole('status').filter({ hasText: '一个不缺' }).getByRole('link', { name: '查看回执' }).click();
    await page.getByRole('heading', { level: 1, name: '上传回执' }).waitFor();
    await page.getByText(`已收到 ${PHOTOS + 1} / ${PHOTOS + 1}`).waitFor();
    const lines = page.getByRole('list', { name: '本批文件' }).getByRole('listitem');
    expect((await walkDown('本批文件', PHOTOS + 1)).size).toBe(PHOTOS + 1);
    await page.keyboard.press('Home');
    expect(await seen(lines.filter({ hasText: FILM }))).toContain('已收到');
    await page.getByRole('group', { name: '文件状态' }).getByRole('button').last().click(); // a page of so many lines takes the examination minutes
    await page.getByText('没有这类文件').waitFor();
    await expectOpenToAll(page);
  });

  part('she files a meeting, with those who were there and its photographs', 'record', async () => {
    await page.goto('/app/evidence/records/new?type=meeting');
    const form = page.getByRole('form', { name: '会议记录' });
    await form.getByLabel('标题').fill(MEETING);
    await form.getByLabel('发生日期').fill('2025-12-26');
    await pick('会议类别', '党员大会');
    for (const field of ['主持人', '记录人', '出席人员']) await pick(field, WHO);
    await form.getByRole('radiogroup').filter({ hasText: '是' }).first().getByLabel('是', { exact: true }).check();
    await form.getByLabel('“第一议题”学习内容').fill(TOPIC);
    await form.getByLabel('会议内容').fill('会议通过了年度工作总结。');
    await form.getByRole('button', { name: '从已有材料中选择' }).click();
    const shelf = form.getByRole('list', { name: '可选材料' });
    for (const name of ['植树现场199.jpg', '植树现场200.jpg']) await shelf.getByRole('checkbox', { name: new RegExp(name) }).check();
    expect(await form.getByRole('list', { name: '已附文件' }).getByRole('listitem').count()).toBe(2);
    await expectOpenToAll(page);
    await form.getByRole('button', { name: '提交台账' }).click();
    await page.getByRole('heading', { level: 1, name: MEETING }).waitFor();
    const main = await seen(page.getByRole('main'));
    for (const words of ['会议记录 · 2025年12月26日', '党员大会', WHO, TOPIC, '植树现场199.jpg', '植树现场200.jpg']) expect(main).toContain(words);
    await expectOpenToAll(page);
  });

  part('of two who correct it at once the second is told, and her words stand over the newest, field by field', 'two-at-once', async () => {
    const address = `${new URL(page.url()).pathname}/correct`;
    await page.goto(address);
    const other = await people.open('oc.reviewer', address);
    const [hers, others] = [page, other].map((one) => one.getByRole('form', { name: '更正' })) as [Locator, Locator];
    await hers.getByLabel('会议内容').fill('会议通过了年度工作总结，部署了明年的工作。');
    await hers.getByLabel('为什么更正').fill('补记部署');
    await others.getByLabel('“第一议题”学习内容').fill(`${TOPIC}。`);
    await others.getByLabel('为什么更正').fill('补句号');
    await others.getByRole('button', { name: '提交更正' }).click();
    await other.getByRole('heading', { level: 1, name: MEETING, exact: true }).waitFor();
    await hers.getByRole('button', { name: '提交更正' }).click();
    await hers.getByRole('alert').filter({ hasText: '刚被他人修改' }).waitFor();
    await hers.getByRole('button', { name: '载入最新内容，保留已填的' }).click();
    await until(async () => (await hers.getByLabel('“第一议题”学习内容').inputValue()) === `${TOPIC}。`, 'what the other wrote comes');
    expect(await hers.getByLabel('会议内容').inputValue()).toBe('会议通过了年度工作总结，部署了明年的工作。');
    expect(await hers.getByLabel('为什么更正').inputValue()).toBe('补记部署');
    await hers.getByRole('button', { name: '提交更正' }).click();
    await page.getByRole('heading', { level: 1, name: MEETING, exact: true }).waitFor();
    await page.getByRole('list', { name: '过程' }).getByText('补记部署').waitFor();
    const main = await seen(page.getByRole('main'));
    for (const words of [`${TOPIC}。`, '部署了明年的工作', '补句号', '补记部署']) expect(main).toContain(words);
  });

  part('what a learning platform gives out comes in as a table, and a fault is told by row and column', 'list', async () => {
    await page.goto('/app/evidence/records?type=platform_learning');
    const table = (name: string) => ({ name: '学习.csv', mimeType: 'text/csv', buffer: Buffer.from(`日期,党员,平台,积分或学时,是否完成任务\r\n2025-12-26,${name},学习强国,3600,是\r\n`) });
    await page.getByLabel('导入网络平台学习').setInputFiles(table('无名氏'));
    const refused = await seen(page.getByRole('alert'));
    for (const words of ['未作任何更改', '本单位没有“无名氏”', '第 2 行 党员']) expect(refused).toContain(words);
    await expectOpenToAll(page);
    await page.getByLabel('导入网络平台学习').setInputFiles(table(WHO));
    await page.getByRole('list', { name: '网络平台学习' }).getByRole('link', { name: '网络平台学习' }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await expectOpenToAll(page);
  });

  part('the calendar says what is missing, and after she files it that it came', 'calendar', async () => {
    await openCalendar();
    const december = page.getByRole('link', { name: /^每月报机关党委备案，12月：/ });
    const november = page.getByRole('link', { name: /^每月报机关党委备案，11月：/ });
    expect(await december.getAttribute('title')).toBe('到期 1');
    expect(await november.getAttribute('title')).toBe('缺少 1');
    await expectOpenToAll(page);
    for (const [month, day] of [['2025-11', '2025-11-29'], ['2025-12', '2025-12-30']] as const) {
      await page.goto('/app/evidence/records/new?type=service_filing');
      const form = page.getByRole('form', { name: '服务情况备案' });
      await form.getByLabel('标题').fill(`${month} 社区服务备案`);
      await form.getByLabel('发生日期').fill(day);
      await form.getByLabel('所属月份').fill(month);
      await form.getByLabel('参加党员').fill('1');
      await form.getByLabel('服务总时长').fill('150');
      await form.getByLabel('支部讲评').fill('全体党员均达到2小时。');
      await form.getByRole('button', { name: '提交台账' }).click();
      await page.getByRole('heading', { level: 1, name: `${month} 社区服务备案` }).waitFor();
    }
    await openCalendar();
    expect(await december.getAttribute('title')).toBe('已完成 1');
    expect(await november.getAttribute('title')).toBe('迟报 1');
    await expectOpenToAll(page);
  });

  part('all photographs lie side by side, and arrows go from one to the next', 'gallery', async () => {
    await page.getByRole('link', { name: '照片', exact: true }).click();
    const shots = page.getByRole('list', { name: '照片，用方向键逐张查看' }).getByRole('listitem');
    await shots.first().waitFor();
    await expectOpenToAll(page);
    expect((await walkDown('照片，用方向键逐张查看', PHOTOS)).size).toBe(PHOTOS);
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    expect(await shots.count()).toBe(PHOTOS); // on paper are all of them
    await page.evaluate('dispatchEvent(new Event("afterprint"))');
    const last = page.locator(`[aria-posinset="${PHOTOS}"]`).getByRole('link');
    const path = (await last.getAttribute('href'))!;
    await last.click();
    await page.waitForURL((url) => url.pathname === path);
    await page.goBack();
    await last.waitFor(); // the way back leads to where she was
    await page.keyboard.press('Home');
    await page.locator('[aria-posinset="1"]').waitFor();
    await shots.first().getByRole('link').focus();
    await page.keyboard.press('ArrowRight');
    await shots.nth(1).locator('a:focus').waitFor();
  });

  part('she looks at a photograph and links it to a task', 'viewer', async () => {
    await page.getByRole('link', { name: '材料', exact: true }).click();
    await page.getByRole('list', { name: '材料', exact: true }).getByRole('link', { name: '植树现场200.jpg' }).click();
    await page.getByRole('heading', { level: 1, name: '植树现场200.jpg' }).waitFor();
    const viewer = page.getByRole('region', { name: '查看 植树现场200.jpg' });
    await viewer.getByRole('img', { name: '植树现场200.jpg' }).and(page.locator('.there')).waitFor({ timeout: 60_000 }); // its bytes have come and are shown
    await page.getByRole('button', { name: '放大' }).click();
    await page.getByText('150%').waitFor();
    await pick('选择任务', '第一议题制度');
    await page.getByRole('button', { name: '关联', exact: true }).click();
    expect(await seen(page.getByRole('list', { name: '已关联的任务' }).getByRole('listitem'))).toContain('第一议题制度');
    await expectOpenToAll(page);
  });

  part('she finds the meeting by words of it', 'search', async () => {
    await page.getByRole('link', { name: '档案', exact: true }).click();
    await page.getByRole('link', { name: '查找', exact: true }).click();
    await page.getByLabel('查找的词语').waitFor();
    await expectOpenToAll(page); // before anything is asked
    await page.getByLabel('查找的词语').fill('没有这样的词语');
    await page.getByText('没有找到').first().waitFor();
    await expectOpenToAll(page);
    await page.getByLabel('查找的词语').fill('苗木认养');
    const hit = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: MEETING }) });
    expect(await seen(hit.locator('mark'))).toBe('苗木认养');
    await expectOpenToAll(page);
    await hit.getByRole('link', { name: MEETING }).click();
    await page.getByRole('heading', { level: 1, name: MEETING }).waitFor();
  });

  endOf(() => people, ...EXPECTED);
});
