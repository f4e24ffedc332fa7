import { readFileSync } from 'node:fs';
import { readXlsx } from 'hucre/xlsx';
import type { Stage } from '@xingchuang/all';
import type { LevelsOverview } from '@xingchuang/contracts';
import { until } from '@xingchuang/testkit';
import type { Page } from 'playwright-core';
import { barriers, seen, type People } from './browser.ts';
import { DemoYear, stepsBefore } from './demo-year.ts';
import { endOf, expectOpenToAll, partsOf } from './journey.ts';

/** What a screen asks for when its session is gone. */
const SIGNED_OUT = /^u1\.leader: .*status of 401 .*\/api\/(assessment|rectification|evidence|registry)\//;

let year: DemoYear;
let stage: Stage;
let people: People;
let leader: Page;
let overview: LevelsOverview;

beforeAll(async () => {
  year = await DemoYear.begin('leader-journey');
  ({ stage, people } = year);
  await year.play(stepsBefore('公示'));
  await stage.at('2026-02-24');
  const supervisor = stage.as('oc.supervisor');
  for (const branch of ['B05', 'B07']) {
    const found = { unitId: stage.unit(branch).id, schemeId: 'nanyang-organ-five-star', aspect: 'S2', category: 'weak_service', title: '窗口服务排队久', origin: 'observation', foundOn: '2026-02-24' };
    const { body } = await supervisor.post('/api/rectification/findings', found);
    const noticed = await supervisor.post(`/api/rectification/findings/${(body as { id: string }).id}/notice`, { demand: '限期整改', limit: { workdays: 5 } });
    expect(noticed.status).toBe(200);
  }
  ({ body: overview } = (await stage.as('u1.leader').get('/api/assessment/overview/levels')) as { body: LevelsOverview });
  expect(overview.rated.count).toBeGreaterThan(3);
}, 600_000);
afterAll(() => year?.stop(), 60_000);

const part = partsOf('leader', () => people, 600_000);

const figure = (page: Page, title: RegExp) => page.getByRole('region', { name: title });

part('a leader signs in and sees how things stand', 'overview', async () => {
  leader = await people.work('u1.leader');
  await leader.getByRole('link', { name: '总览', exact: true }).click();
  await leader.getByRole('heading', { level: 1, name: `${overview.unit.name}总览` }).waitFor();
  expect(await seen(figure(leader, /已定级/).first().getByRole('heading'))).toContain(`${overview.rated.count} 个单位已定级`);
  expect(await seen(figure(leader, /正在整改/).getByRole('heading'))).toBe('2 个问题正在整改，其中 0 个已逾期');
  expect(await seen(leader.getByRole('link', { name: /新发现问题/ }))).toBe('2 新发现问题');
  await figure(leader, /已定级/).first().locator('canvas').waitFor();
  await expectOpenToAll(leader, { dark: true });
});

part('a click on the chart leads to the units behind it, and from there to the record', 'drill', async () => {
  const best = overview.held.at(-1)!;
  const name = overview.levels.find(({ id }) => id === best.level)!.zh;
  const chart = figure(leader, /已定级/).first().getByRole('img');
  const box = (await chart.boundingBox())!;
  await leader.mouse.click(box.x + box.width / 3, box.y + 30); // the first bar is the highest level
  await leader.getByRole('heading', { level: 1, name: `截至2026年2月24日的${name}` }).waitFor();
  await leader.getByText(`共 ${best.count} 条`).waitFor();
  const lines = leader.getByRole('list', { name: `截至2026年2月24日的${name}` }).getByRole('listitem');
  expect(await lines.count()).toBe(best.count);
  expect(await barriers(leader)).toEqual([]);
  const unit = await seen(lines.first().getByRole('link'));
  await lines.first().getByRole('link').click();
  await leader.waitForURL(/\/app\/assessment\/candidacies\//);
  expect(await seen(leader.getByRole('heading', { level: 1 }))).toContain(unit);
});

part('whoever does not use a mouse reads the same numbers in a table and follows them', 'table', async () => {
  await leader.goto('/app/work/overview');
  const card = figure(leader, /已定级/).first();
  await card.getByRole('button', { name: '看表' }).press('Enter');
  const table = card.getByRole('table');
  for (const { level, count } of overview.held) {
    const name = overview.levels.find(({ id }) => id === level)!.zh;
    expect(await seen(table.getByRole('row', { name: new RegExp(`^${name}`) }))).toBe(`${name} ${count}`);
  }
  await table.getByRole('link').first().press('Enter');
  await leader.waitForURL(/\/app\/work\/overview\/records\/levels/);
  await leader.goBack();
  await leader.getByRole('table', { name: '' }).first().waitFor({ state: 'attached' });
});

part('an earlier day and a unit below are chosen, and stand in the address', 'as-of', async () => {
  await leader.goto('/app/work/overview');
  await leader.getByLabel('截至日期').fill('2026-01-05');
  await leader.getByRole('heading', { name: '截至2026年1月5日，还没有单位定级' }).waitFor();
  expect(new URL(leader.url()).searchParams.get('on')).toBe('2026-01-05');
  await leader.goto(`/app/work/overview?unit=${stage.unit('B05').id}`);
  await leader.getByRole('heading', { level: 1, name: `${stage.unit('B05').name}总览` }).waitFor();
  expect(await seen(figure(leader, /正在整改/).getByRole('heading'))).toBe('1 个问题正在整改，其中 0 个已逾期');
});

part('the numbers go along as a workbook, a chart as a picture', 'export', async () => {
  await leader.goto('/app/work/overview');
  const card = figure(leader, /已定级/).first();
  await card.locator('canvas').waitFor();
  const given = async (click: () => Promise<void>) => {
    const [download] = await Promise.all([leader.waitForEvent('download'), click()]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  };
  const book = await given(() => leader.getByRole('button', { name: '导出表格' }).click());
  expect(book.name).toMatch(/^总览 .*\.xlsx$/);
  const { sheets } = await readXlsx(book.bytes);
  const rows = new Map(sheets[0]!.rows.map(([name, count]) => [name, count]));
  for (const { level, count } of overview.held) expect(rows.get(overview.levels.find(({ id }) => id === level)!.zh)).toBe(count);
  const picture = await given(() => card.getByRole('button', { name: '存为图片' }).click());
  expect([picture.name.endsWith('.png'), picture.bytes.subarray(1, 4).toString(), picture.bytes.length > 5_000]).toEqual([true, 'PNG', true]);
});

part('the big screen is dark, names nobody, and keeps its numbers when the session ends without asking anybody to sign in', 'screen', async () => {
  await leader.clock.install();
  await leader.goto('/app/work/overview');
  await leader.getByRole('link', { name: '大屏' }).click();
  const screen = leader.getByRole('main', { name: '大屏' });
  const great = screen.getByRole('list', { name: '主要数字' });
  expect(await seen(great)).toContain(`${overview.rated.count} 已定级单位`);
  await screen.getByText('每分钟自动更新').waitFor();
  await screen.locator('canvas').first().waitFor();
  expect(await leader.evaluate("getComputedStyle(document.querySelector('.screen')).backgroundColor")).toBe('rgb(18, 24, 31)');
  expect(await barriers(leader)).toEqual([]);
  expect(await screen.innerText()).not.toContain('鲁向东');
  const { body } = await stage.as('oc.supervisor').post('/api/rectification/findings', {
    unitId: stage.unit('B01').id, schemeId: 'nanyang-organ-five-star', aspect: 'S4', category: 'weak_service', title: '台账不全', origin: 'observation', foundOn: '2026-02-24',
  });
  expect((body as { state: string }).state).toBe('open');
  await leader.clock.fastForward(61_000);
  await great.getByText('3', { exact: true }).waitFor(); // read again by itself
  await leader.context().clearCookies();
  await leader.clock.fastForward(61_000);
  await screen.getByText(/登录已到期，显示的是/).waitFor();
  expect([await leader.getByLabel('密码').count(), await leader.getByRole('dialog').count()]).toEqual([0, 0]);
  expect(await seen(great)).toContain('3 正在整改');
});

part('a clerk’s inbox counts right, says how days are counted, and a line goes when it is done on the page', 'inbox', async () => {
  const clerk = await people.work('b05.clerk');
  const list = clerk.getByRole('list', { name: '待办' });
  const kinds = clerk.getByRole('group', { name: '待办类别' });
  await list.getByText('签收整改通知').waitFor();
  const said = await clerk.getByText(/^待办 \d+ 件/).innerText(); // once each service has told its part
  const lines = () => list.locator(':scope > li').count();
  const before = await lines();
  expect(said).toMatch(new RegExp(`^待办 ${before} 件`));
  const numbers = (await kinds.getByRole('button').allInnerTexts()).map((text) => Number(/\d+$/.exec(text)![0]));
  expect([numbers[0], numbers.slice(1).reduce((sum, one) => sum + one, 0)]).toEqual([before, before]);
  await kinds.getByRole('button', { name: '整改 1' }).click();
  await clerk.waitForURL((url) => url.searchParams.get('kind') === 'rectification');
  await until(async () => (await lines()) === 1, 'the one line');
  await list.getByRole('button', { name: /怎么算/ }).click();
  expect(await seen(clerk.getByText('第 5 个工作日'))).toContain('第 5 个工作日');
  await clerk.keyboard.press('Escape');
  await expectOpenToAll(clerk, { dark: true });
  await list.getByRole('button', { name: /^签收/ }).click();
  await list.getByText('提交整改证明').waitFor();
  expect([await list.getByText('签收整改通知').count(), await lines()]).toEqual([0, 1]);
  await list.getByRole('link', { name: /提交整改证明/ }).click();
  await clerk.waitForURL(/\/app\/rectification\/findings\//);
});

endOf(() => people, SIGNED_OUT);
