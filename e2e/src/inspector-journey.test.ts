import { fileURLToPath } from 'node:url';
import { FindingPage, VisitDetail, VisitList } from '@xingchuang/contracts';
import { STEPS, type Stage } from '@xingchuang/all';
import { until } from '@xingchuang/testkit';
import type { Page } from 'playwright-core';
import { barriers, beyond, PHONE, seen, type People } from './browser.ts';
import { DemoYear } from './demo-year.ts';
import { ANY, choose, expectOpen, expectOpenToAll, partsOf } from './journey.ts';

const PHOTOS = ['photo-party-day-visit.jpg', 'photo-field-service.jpg'].map((name) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url)));
const O = '/api/assessment/onsite';
const WHO = 'oc.supervisor';
/** Whether the phone keeps a file that was chosen without a network, in the page's own language. */
const KEPT = `new Promise((tell) => { indexedDB.open('xingchuang-files', 1).onsuccess = ({ target: { result } }) => { const count = result.transaction('files').objectStore('files').count(); count.onsuccess = () => tell(count.result > 0); }; })`;

let year: DemoYear;
let stage: Stage;
let people: People;
let visitId = '';
let unitName = '';

beforeAll(async () => {
  year = await DemoYear.begin('inspector-journey');
  ({ stage, people } = year);
  await year.play(STEPS.slice(0, 2));
  await stage.at('2026-04-15');
  unitName = stage.unit('B01').name;
  const planned = await stage.as(WHO).post(`${O}/visits`, { unitId: stage.unit('B01').id, kind: 'unannounced', formId: 'branch-inspection', on: '2026-04-15', inspectorIds: [await stage.personOf(WHO)] });
  expect(planned.status).toBe(201);
  visitId = (planned.body as VisitDetail).id;
}, 600_000);
afterAll(() => year?.stop(), 60_000);

const part = partsOf('inspector', () => people, 600_000);

const item = (page: Page, name: string) => page.getByRole('region', { name });
const visit = async (): Promise<VisitDetail> => VisitDetail.parse((await stage.as(WHO).get(`${O}/visits/${visitId}`)).body);
const unitSees = async (): Promise<number> => VisitList.parse((await stage.clerkOf('B01').get(`${O}/visits`)).body).items.length;

/** What stands in the form, as the inspector sees it. */
async function filledIn(page: Page): Promise<unknown[]> {
  await item(page, '三会一课记录完整、签字齐全').waitFor();
  return [
    await page.getByRole('textbox', { name: '三会一课记录完整、签字齐全' }).inputValue(),
    await item(page, '主题党日按月开展').getByRole('button', { name: '是' }).getAttribute('aria-pressed'),
    await page.getByRole('textbox', { name: '总体印象和建议（选填）' }).or(page.getByRole('textbox', { name: '总体印象和建议' })).inputValue(),
    await item(page, '主题党日按月开展').getByRole('img').count(),
    await page.getByRole('list', { name: '发现的问题' }).getByRole('listitem').allInnerTexts(),
  ];
}

describe('an inspector scores on site, without a network', () => {
  let page: Page;

  part('the visit is on the phone before one goes', 'before', async () => {
    page = await people.open(WHO, '/app/assessment/onsite/mine', { viewport: PHONE });
    await page.getByRole('link', { name: unitName }).click();
    await page.getByRole('heading', { level: 1, name: unitName }).waitFor();
    expect(await seen(page.locator('.progress'))).toContain('已填 0 / 8 项');
    expect(await barriers(page)).toEqual([]);
    await until(() => page.evaluate<boolean>(`navigator.serviceWorker.ready.then(async () => (await caches.match('/app/')) !== undefined)`), 'the pages on the phone');
    expect(await unitSees()).toBe(0);
  });

  const everything = ['18.5', 'true', '台账清楚', 1, ['问题：一季度党课缺记录']];

  part('the network is cut; answers, photos and a finding are kept on the phone', 'cut', async () => {
    await page.context().setOffline(true);
    await page.getByRole('textbox', { name: '三会一课记录完整、签字齐全' }).fill('25');
    expect(await seen(item(page, '三会一课记录完整、签字齐全').locator('.fault'))).toContain('0 至 20');
    await page.getByRole('textbox', { name: '三会一课记录完整、签字齐全' }).fill('18.5');
    await item(page, '主题党日按月开展').getByRole('button', { name: '是' }).click();
    await page.getByLabel('拍照：主题党日按月开展').setInputFiles(PHOTOS[0]!);
    await item(page, '主题党日按月开展').getByText('已保存在本机').waitFor();
    await page.getByRole('textbox', { name: '总体印象和建议' }).fill('台账清楚');
    await item(page, '三会一课记录完整、签字齐全').getByRole('button', { name: '记问题' }).click();
    await page.getByLabel('发现的问题', { exact: true }).fill('一季度党课缺记录');
    await page.getByRole('button', { name: '记下' }).click();
    await page.getByRole('list', { name: '发现的问题' }).getByText('一季度党课缺记录').waitFor();
    expect(await filledIn(page)).toEqual(everything);
    expect(await page.getByRole('button', { name: '提交评分表' }).isDisabled()).toBe(true);
    expect(await barriers(page)).toEqual([]);
  });

  part('a reload and a dead tab lose nothing, still without a network', 'dead', async () => {
    await page.reload();
    expect(await filledIn(page)).toEqual(everything);
    const again = await page.context().newPage();
    await page.close();
    page = again;
    await page.goto(`/app/assessment/onsite/check/${visitId}`);
    expect(await filledIn(page)).toEqual(everything);
    for (const name of ['班子成员分工明确、按职责履职', '随机询问党员应知应会', '服务群众事项有台账、有回音']) await item(page, name).getByRole('button', { name: '满分' }).click();
    await item(page, '活动阵地规范、制度上墙').getByRole('button', { name: '否' }).click();
    await page.getByLabel('拍照：活动阵地规范、制度上墙').setInputFiles(PHOTOS[1]!);
    await page.getByRole('button', { name: '提交评分表' }).click();
    await page.getByText('评分表已保存在本机，联网后自动提交').waitFor();
    expect((await visit()).sheets[0]!.answers).toEqual([]);
  });

  part('with the network back all of it is uploaded, once', 'back', async () => {
    await page.context().setOffline(false);
    await page.getByText('评分表已提交。').waitFor();
    expect(await seen(page.locator('.progress'))).toContain('已上传');
    const { sheets, findings, handedIn } = await visit();
    expect([handedIn, sheets[0]!.total, findings.map(({ title }) => title)]).toEqual([1, '88.5', ['一季度党课缺记录']]);
    expect(sheets[0]!.answers.flatMap(({ itemId, photos }) => photos.map(() => itemId)).sort()).toEqual(['ground.room', 'life.party-day']);
    await page.reload();
    await page.getByText('评分表已提交。').waitFor();
    expect(await unitSees()).toBe(0);
  });

  part('the feedback of the same day tells the unit, with a limit, and what was found is in the ledger', 'feedback', async () => {
    await page.getByRole('link', { name: '去反馈' }).click();
    const form = page.getByRole('form', { name: '反馈给单位' });
    await form.getByLabel('反馈意见').fill('党课记录不全，限期补齐');
    expect(await form.getByLabel('整改期限（工作日）').inputValue()).toBe('15');
    await form.getByRole('button', { name: '提交反馈' }).click();
    await page.getByRole('heading', { name: '得分 88.5，满分 100' }).waitFor();
    await form.waitFor({ state: 'detached' });
    expect(await seen(page.getByRole('button', { name: '2026年5月9日，查看推算' }))).toContain('星期六');
    expect(await unitSees()).toBe(1);
    const found = await until(async () => {
      const { items } = FindingPage.parse((await stage.clerkOf('B01').get('/api/rectification/findings')).body);
      return items.find(({ title }) => title === '一季度党课缺记录');
    }, 'the finding in the ledger');
    expect(found).toMatchObject({ state: 'noticed', lookBack: 'due', limit: { lastDay: '2026-05-09' } });
    expect(await barriers(page)).toEqual([]);
  });

  part('plans, groups, draws and rankings open on the phone too, for everybody', 'pages', async () => {
    const office = stage.as(WHO);
    const inspectorIds = [await stage.personOf(WHO)];
    const plan = await office.post(`${O}/plans`, { title: '2026年季度检查', year: 2026, every: 'quarter', formId: 'branch-inspection', unitKind: 'branch', groupIds: [] });
    const { id: planId } = plan.body as { id: string };
    expect((await office.post(`${O}/groups`, { name: '第一督导组', leaderId: inspectorIds[0], memberIds: inspectorIds })).status).toBe(201);
    expect((await office.post(`${O}/draws`, { title: '二季度双随机', planId, count: 3, inspectorIds, perUnit: 1, kind: 'unannounced', formId: 'branch-inspection', on: '2026-04-20' })).status).toBe(201);
    for (const [path, words] of [['groups', '第一督导组'], ['plans', '2026年季度检查'], [`plans/${planId}`, '还没有检查（10 个）'], ['draws', '与抽取结果一致'], ['ranking?form=branch-inspection', '88.5'], ['visits', '已反馈'], ['visits/new', '检查哪个单位']] as const) {
      await page.goto(`/app/assessment/onsite/${path}`);
      await page.getByText(words).first().waitFor();
      expect([path, await beyond(page)]).toEqual([path, 0]);
      expect(await barriers(page)).toEqual([]);
    }
  });
});

describe('a clerk brings things in with a phone, in and out of the network', () => {
  const CLERK = 'b01.clerk';
  const MEETING = '/app/evidence/records/new?type=meeting';
  const form = () => page.getByRole('form', { name: '会议记录' });
  const offline = () => page.getByRole('status').filter({ hasText: '现在没有网络' });
  let page: Page;

  part('a form that is being filled in outlives the session: one signs in over it, or finds it again after a reload', 'expired', async () => {
    page = await people.open(CLERK, MEETING, { viewport: PHONE });
    await form().getByLabel('标题').fill('四月支部党员大会');
    await page.context().clearCookies();
    await choose(page, '会议类别', '党员大会', '党员大会'); // nobody is there whose people may be read
    await form().getByRole('button', { name: '从已有材料中选择' }).click();
    const again = page.getByRole('dialog', { name: '登录已过期，请重新登录' });
    await again.waitFor();
    await expectOpen(page);
    const { password } = await people.accounts(CLERK);
    await again.getByLabel('密码', { exact: true }).fill(password);
    await again.getByRole('button', { name: '登录', exact: true }).click();
    await again.waitFor({ state: 'detached' });
    expect(await form().getByLabel('标题').inputValue()).toBe('四月支部党员大会');
    await page.context().clearCookies();
    await people.open(CLERK, MEETING);
    expect(await form().getByLabel('标题').inputValue()).toBe('四月支部党员大会');
    expect(await seen(form())).toContain('党员大会');
  });

  part('without a network the form says so, opens again and keeps what is typed', 'form-offline', async () => {
    await until(() => page.evaluate<boolean>(`navigator.serviceWorker.ready.then(async () => (await caches.match('/app/')) !== undefined)`), 'the pages on the phone');
    await page.reload(); // from now on the phone keeps what a page loads
    await form().waitFor();
    await page.context().setOffline(true);
    await offline().waitFor();
    await form().getByLabel('标题').fill('四月支部党员大会（补）');
    await page.reload();
    await form().waitFor();
    await offline().waitFor();
    expect(await form().getByLabel('标题').inputValue()).toBe('四月支部党员大会（补）');
    await expectOpen(page);
    await page.context().setOffline(false);
    await offline().waitFor({ state: 'hidden' });
  });

  part('a photograph taken without a network outlives its page, and is sent when the network is back', 'photo-offline', async () => {
    await page.goto('/app/evidence/files');
    await page.getByRole('heading', { level: 1, name: '档案' }).waitFor();
    await page.context().setOffline(true);
    await page.getByLabel('拍照上传').setInputFiles(PHOTOS[0]!);
    await page.getByText('网络中断，恢复后自动续传').first().waitFor();
    await until(() => page.evaluate<boolean>(KEPT), 'the photograph on the phone');
    await page.goto('about:blank');
    await page.goto('/app/evidence/files');
    await page.getByText('网络中断，恢复后自动续传').first().waitFor();
    await expectOpen(page);
    await page.context().setOffline(false);
    await page.getByText('已收到 1 / 1 个文件').waitFor();
    await until(async () => !(await page.evaluate<boolean>(KEPT)), 'the photograph off the phone');
  });
});

describe('what is open to everybody, and what takes a person with the right', () => {
  part('the public pages lead to each other, and the one that takes a number says what is wrong with it', 'public', async () => {
    const page = await people.page('passer-by');
    await page.goto('/app/login');
    const to = (name: string) => page.getByRole('navigation', { name: '公开页面' }).getByRole('link', { name, exact: true }).click();
    for (const [name, title] of [['典型案例', '典型案例'], ['反映查询', '反映办理查询'], ['存证日志', '存证日志'], ['公示', '公示'], ['证书核验', '证书核验']] as const) {
      await to(name);
      await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
      await expectOpenToAll(page, { dark: true });
    }
    await page.getByLabel('证书或牌匾编号').fill('五星');
    await page.getByRole('button', { name: '核验' }).click();
    expect(await seen(page.getByRole('alert'))).toContain('“五星”不是证书或牌匾的编号');
    await expectOpenToAll(page, { dark: true });
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'Verify a certificate or plaque' }).waitFor();
    await page.getByRole('link', { name: 'Notices' }).click();
    await page.getByRole('heading', { level: 1, name: 'Notice' }).waitFor(); // the language goes along
  });

  part('a file shows what was pointed out about it, and is held and let go again', 'hold', async () => {
    const page = await people.open('pg.decider', '/app/evidence/files');
    await page.getByRole('main').getByRole('link', { name: 'minutes-with-table.docx' }).first().click();
    expect(await seen(page.getByRole('region', { name: '系统提示' }))).toContain('照片或文件重复');
    await page.getByText('巡察、诉讼等期间不得销毁，可以保全').click();
    await page.getByRole('form', { name: '保全' }).getByLabel('理由').fill('巡察期间暂停销毁');
    await page.getByRole('button', { name: '开始保全' }).click();
    await page.getByRole('button', { name: '解除保全' }).waitFor();
    await page.goto('/app/evidence/holds');
    expect(await seen(page.getByRole('list', { name: '保全' }))).toContain('巡察期间暂停销毁');
    await expectOpenToAll(page);
    await page.getByRole('button', { name: '解除保全' }).click();
    await page.getByRole('button', { name: '解除', exact: true }).click();
    await page.getByText('已解除', { exact: true }).waitFor();
  });

  part('the index is made anew, and the key of the log changed by two', 'system', async () => {
    const admin = await people.open('c.admin', '/app/evidence/integrity');
    await admin.getByRole('button', { name: '重建索引' }).click();
    await admin.getByText(/上次重建/).waitFor();
    await admin.getByRole('button', { name: '更换密钥' }).click();
    await admin.getByRole('button', { name: '提出', exact: true }).click();
    await admin.getByRole('button', { name: '撤回' }).waitFor();
    const auditor = await people.open('c.auditor', '/app/evidence/integrity');
    await auditor.getByRole('button', { name: '同意更换' }).click();
    await auditor.getByRole('button', { name: '同意', exact: true }).click();
    await auditor.getByRole('list', { name: '密钥' }).getByRole('listitem').nth(1).waitFor();
    await expectOpenToAll(auditor);
  });

  part('a search is narrowed down to who uploaded', 'uploader', async () => {
    const page = await people.open('oc.reviewer', '/app/evidence/search');
    const found = page.getByRole('status').filter({ hasText: '找到' });
    const all = await seen(found);
    await page.getByText('按单位、日期、类型、任务、提示或上传人缩小范围').click();
    await choose(page, '上传人', ANY, '白');
    await page.getByRole('group', { name: '已选条件' }).getByText('上传人：').waitFor();
    await until(async () => (await seen(found)) !== all, 'fewer');
  });
});
