import { until } from '@xingchuang/testkit';
import type { Page } from 'playwright-core';
import { addPortal } from '../../services/all/src/portal-pages.ts';
import { People, seen } from './browser.ts';
import { ANY, choose, endOf, expectOpenToAll, partsOf, send } from './journey.ts';
import type { Play, Row } from './scenarios/play.ts';
import { Player } from './scenarios/player.ts';

/** What several units have in common, plans of stages, reminders, summaries, the log of automatic steps and a loaded holiday year, by people in browsers. */
const ORGAN = 'nanyang-organ-five-star';
const PLAY: Play = { title: 'common problems and the clock', scheme: ORGAN, starts: '2026-03-02', rows: [] };
const [SUPERVISOR, ADMIN, CLERK] = ['supervisor@OC', 'admin@C', 'clerk@B01'];
const YEAR_2027 = ['2027-01-01..2027-01-03,休,元旦', '2027-01-09,班,元旦', '2027-02-05..2027-02-11,休,春节', '2027-05-01..2027-05-05,休,劳动节', '2027-10-01..2027-10-07,休,国庆节'].join('\n');

let player: Player;
let people: People;
const findings: string[] = [];

beforeAll(async () => {
  player = await Player.start(PLAY, [ORGAN], addPortal);
  people = await People.meet(player.system.url, player.account);
}, 600_000);
afterAll(async () => {
  await people?.leave();
  await player?.stop();
}, 60_000);

const part = partsOf('rectification', () => people, 600_000);

const give = async (row: Row): Promise<{ id: string }> => (await player.must(row)) as { id: string };
const at = (day: string): Promise<void> => player.system.moveClock(`${day}T02:00:00Z`);

const form = (page: Page, name: string) => page.getByRole('form', { name });

part('an administrator sets when a problem is common, whom to remind, and the stages of an item; a second one at the same time is told', 'settings', async () => {
  const page = await people.open(ADMIN, '/app/system/rectification');
  const late = await people.open(ADMIN, '/app/system/rectification', { window: 'late-admin' });
  await form(late, '整改设置').getByLabel('同一问题满几个单位为共性问题').fill('9');

  const ours = form(page, '整改设置');
  await ours.getByLabel('同一问题满几个单位为共性问题').fill('2');
  await page.getByRole('button', { name: '为问题整改增加一条提醒' }).click();
  await page.getByRole('button', { name: '增加一种办理阶段' }).click();
  await ours.getByLabel('名称').fill('督办事项两步办理');
  await ours.getByLabel('第 1 阶段').fill('签批');
  await ours.getByLabel('几个工作日').first().fill('2');
  await page.getByRole('button', { name: '增加一个阶段' }).click();
  await ours.getByLabel('第 2 阶段').fill('办结');
  await ours.getByLabel('几个工作日').last().fill('5');
  await ours.getByLabel('周', { exact: true }).check();
  await expectOpenToAll(page);
  await send(page, '保存设置', '设置已保存');
  await page.reload();
  expect(await ours.getByLabel('同一问题满几个单位为共性问题').inputValue()).toBe('2');
  expect(await ours.getByLabel('第 2 阶段').inputValue()).toBe('办结');
  expect(await ours.getByLabel('周', { exact: true }).isChecked()).toBe(true);

  await late.getByRole('button', { name: '保存设置' }).click();
  await late.getByRole('button', { name: '载入最新内容，保留已填的' }).waitFor();
});

part('the same problem in two units becomes a common one, is studied for both, and each keeps its own line', 'matter', async () => {
  for (const unit of ['B01', 'B02']) {
    const { id } = await give({ by: SUPERVISOR, do: 'finding', unit, with: { unitId: '{unit}', schemeId: ORGAN, aspect: 'S1', category: 'weak_service', title: '党课没有记录', origin: 'observation', foundOn: '2026-03-02' } });
    findings.push(id);
  }
  let page = await people.open(SUPERVISOR, '/app/rectification/matters');
  await page.getByText('还没有归并的问题').waitFor();
  await page.goto('/app/rectification/matters/new');
  await choose(page, '涉及方面', ANY);
  await page.getByRole('textbox', { name: '问题', exact: true }).fill('党课没有记录');
  await expectOpenToAll(page);
  await send(page, '建立', '已建立');
  await page.getByText('个别问题，满 2 个单位为共性').waitFor();
  await page.getByRole('combobox', { name: '各单位的问题' }).click();
  const options = page.locator('.ant-select-item-option:visible');
  await options.nth(1).waitFor();
  for (const option of await options.all()) await option.click();
  await page.keyboard.press('Escape');
  await send(page, '归入', '已归入');
  await page.getByText('2026年3月2日起为共性问题').waitFor();
  const ofUnits = page.getByRole('list', { name: '各单位的问题' }).getByRole('listitem');
  await ofUnits.nth(1).waitFor();
  expect(await ofUnits.count()).toBe(2);
  await page.getByRole('button', { name: '记录研究结果' }).first().click();
  await form(page, '记录研究结果').getByLabel('共同原因').fill('没有统一的记录本');
  await form(page, '记录研究结果').getByLabel('共同措施').fill('统一印发');
  await send(page, '记录研究结果', '研究结果已记录');
  await page.locator('.words').getByText('统一印发').waitFor();
  await expectOpenToAll(page);
  page = await people.open(SUPERVISOR, '/app/rectification/matters?common=true');
  await page.getByRole('link', { name: '党课没有记录' }).waitFor();
  await expectOpenToAll(page);
});

part('an item is handed over in the stages that were set; what falls due is told once a working day', 'digest', async () => {
  for (const id of findings) await give({ by: SUPERVISOR, do: `POST /api/rectification/findings/${id}/notice`, with: { demand: '补齐', limit: { workdays: 5 } } });
  let page = await people.open(SUPERVISOR, '/app/rectification/handovers/new');
  await choose(page, '交给哪个单位', /党支部/);
  await page.getByRole('textbox', { name: '事项' }).fill('统一记录本');
  await choose(page, '办理阶段', /督办事项两步办理/);
  await page.locator('.ant-btn').and(page.getByRole('button', { name: '交办', exact: true })).click();
  await page.getByText('已交办').first().waitFor();
  expect(await seen(page.getByText('2026年3月4日').first())).toContain('2026年3月4日');

  await at('2026-03-06');
  page = await people.open(CLERK, '/app/rectification/digest');
  expect(await seen(page.getByRole('list', { name: '提醒' }).getByRole('listitem').filter({ hasText: '党课没有记录' }))).toContain('提前 1 个工作日提醒');
  await expectOpenToAll(page);
  await page.getByLabel('日期').fill('2026-03-01');
  await page.getByText('2026年3月1日不是工作日').waitFor();
  await page.getByText('2026年3月1日没有提醒').waitFor();
});

part('what passes by itself stands in the log, on the map and in the summary of the month', 'log', async () => {
  await at('2026-03-10');
  let page = await people.open(SUPERVISOR, '/app/rectification/steps');
  expect(await seen(page.getByRole('list', { name: '自动处理记录' }).getByRole('listitem').filter({ hasText: '逾期未解决' }).first())).toMatch(/问题整改.*2026年3月10日 自动/);
  await expectOpenToAll(page);
  await choose(page, '处理', /应列入整顿/);
  await page.getByRole('listitem').filter({ hasText: '领导包联整改' }).first().waitFor();
  page = await people.open(SUPERVISOR, '/app/rectification/due?view=map');
  await page.getByText(/个单位有逾期/).waitFor();
  await expectOpenToAll(page);
  await at('2026-04-01');
  page = await people.open(SUPERVISOR, '/app/rectification/summaries');
  await page.getByText('2026年3月', { exact: true }).waitFor();
  expect(await seen(page.getByRole('row').filter({ hasText: '合计：问题整改' }))).toBe('合计：问题整改 2 0 0 2 2');
  await expectOpenToAll(page);
  await page.getByRole('button', { name: '按周' }).click();
  await page.getByText('2026年第13周').waitFor();
});

part('a limit into a year without holidays is provisional; the year is loaded on a page, the date moves, and that is told', 'calendar', async () => {
  await at('2026-12-28');
  const { id } = await give({ by: SUPERVISOR, do: 'finding', unit: 'B01', with: { unitId: '{unit}', schemeId: ORGAN, aspect: 'S1', category: 'weak_service', title: '年底没有总结', origin: 'observation', foundOn: '2026-12-28' } });
  await give({ by: SUPERVISOR, do: `POST /api/rectification/findings/${id}/notice`, with: { demand: '补', limit: { workdays: 20 } } });
  let page = await people.open(SUPERVISOR, '/app/rectification/due?which=provisional');
  await page.getByRole('button', { name: '年底没有总结的期限推算' }).click();
  expect(await seen(page.getByRole('list', { name: '到期事项' }).getByRole('listitem').first())).toMatch(/2027年1月26日\s*星期二\s*（暂定）/);
  await expectOpenToAll(page);

  page = await people.open(ADMIN, '/app/system/calendar');
  const ours = form(page, '载入一年的安排');
  await ours.getByLabel('年份').fill('2027');
  await ours.getByLabel('通知文号').fill('国办发明电〔2026〕虚1号');
  await ours.getByLabel('安排', { exact: true }).fill(`${YEAR_2027}\n2027-13-01,休`);
  await page.getByRole('button', { name: '试读' }).click();
  await page.getByText('有 1 行不对，什么也没有载入').waitFor();
  await ours.getByLabel('安排', { exact: true }).fill(YEAR_2027);
  await page.getByRole('button', { name: '试读' }).click();
  expect(await seen(page.getByRole('row').filter({ hasText: '问题整改' }))).toMatch(/2027年1月26日\s*2027年1月25日/);
  await expectOpenToAll(page);
  await page.getByRole('button', { name: '载入 2027 年' }).click();
  await page.getByText('2027年：放假 22 天，调休上班 1 天。已载入').waitFor();

  page = await people.open(SUPERVISOR, '/app/rectification/steps?what=moved');
  await until(async () => {
    await player.system.running.platform.ticker.tick();
    await page.reload();
    return page.getByText('截止日 2027年1月26日 → 2027年1月25日').waitFor({ timeout: 10_000 }).then(() => true, () => false);
  }, 'the date that moved', 120_000);
  page = await people.open(CLERK, '/app/rectification/digest');
  expect(await seen(page.getByRole('row').filter({ hasText: '问题整改' }))).toMatch(/2027年1月26日\s*2027年1月25日/);
  page = await people.open(SUPERVISOR, `/app/rectification/findings/${id}`);
  await page.getByRole('button', { name: /2027年1月25日/ }).first().click();
  expect(await seen(page.locator('.derivation:visible').first())).toContain('元旦');
  await expectOpenToAll(page);
  await page.goto('/app/rectification/handovers/new');
  await page.getByRole('combobox', { name: '办理阶段' }).waitFor();
  await page.getByRole('button', { name: '增加一个日期' }).click();
  await page.getByRole('textbox', { name: /第 1 次报告/ }).fill('2027-01-09');
  await page.getByRole('textbox', { name: /第 1 次报告/ }).blur();
  expect(await page.getByText('2027年1月9日不是工作日').count()).toBe(0); // a Saturday that is worked by the loaded year
  await page.getByRole('textbox', { name: /第 1 次报告/ }).fill('2027-02-08');
  await page.getByText('2027年2月8日不是工作日（春节）').waitFor();
});

endOf(() => people, /status of (401|404|412|422)/);
