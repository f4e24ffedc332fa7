import type { Page } from 'playwright-core';
import { addPortal } from '../../services/all/src/portal-pages.ts';
import { barriers, People, seen } from './browser.ts';
import { ANY, choose, endOf, partsOf, send } from './journey.ts';
import { allPlays, type Play, type Row } from './scenarios/play.ts';
import { holds, Player } from './scenarios/player.ts';

/** From a finding up the ladder and back, and from a yellow card to a lost star and back, by people in browsers. What is not rectification goes through the API. */
const MODEL = 'jiaozuo-five-star-model-branch';
const ORGAN = 'nanyang-organ-five-star';
const PLAY = allPlays().find(({ scheme }) => scheme === MODEL)!;
/** The rows of the play up to the slipping of B, and the limit of its card, which is set on a page here. */
const BEFORE = PLAY.rows.slice(0, PLAY.rows.findIndex((row) => row.do?.endsWith('/limit'))).filter((row) => row.refused === undefined && !row.case?.startsWith('F'));
/** Those of its first day, on which the finding is found too. */
const FIRST = BEFORE.slice(0, BEFORE.findIndex(({ on }) => on !== undefined));

let player: Player;
let people: People;
let findingUrl = '';
let cardUrl = '';

beforeAll(async () => {
  const world: Play = { ...PLAY, world: { ...PLAY.world, F: ['branch', 'U3'] } };
  player = await Player.start(world, [MODEL, ORGAN], addPortal);
  for (const one of FIRST) await row(one);
  people = await People.meet(player.system.url, player.account);
}, 600_000);
afterAll(async () => {
  await people?.leave();
  await player?.stop();
}, 60_000);

const part = partsOf('ladder', () => people, 600_000);

/** Does a row of a play; what it gives is waited for, and a refusal fails. */
async function row(one: Row): Promise<unknown> {
  const answered = await player.must(one, (given) => one.of !== undefined || one.gives === undefined || holds(given, one.gives));
  if (one.of === undefined && one.gives !== undefined) expect(answered).toMatchObject(one.gives as object);
  return answered;
}
const at = async (day: string): Promise<void> => player.system.moveClock(`${day}T02:00:00Z`);

const form = (page: Page, name: string) => page.getByRole('form', { name });
/** Unfolds the acts that are seldom needed and takes one of them. */
async function other(page: Page, act: string): Promise<void> {
  const folded = page.locator('details').filter({ hasText: '其他办理' });
  if ((await folded.getAttribute('open')) === null) await folded.locator('summary').click();
  await folded.getByRole('group', { name: '其他办理' }).getByRole('button', { name: act, exact: true }).click();
}
/** Opens one of the cases listed and gives its address. */
async function follow(page: Page, name: string): Promise<string> {
  await page.getByRole('list', { name: '整顿事项' }).getByRole('link', { name }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  return new URL(page.url()).pathname;
}
const fill = async (page: Page, name: string, values: Readonly<Record<string, string>>): Promise<void> => {
  for (const [label, value] of Object.entries(values)) await form(page, name).getByLabel(new RegExp(`^${label}( *（可选）)?$`)).fill(value);
};

describe('a finding climbs the ladder', () => {
  const [SUPERVISOR, DECIDER, CLERK] = ['supervisor@OC3', 'decider@PG3', 'clerk@F'];

  part('it is found, the unit is told with a limit, and says what it will do', 'found', async () => {
    let page = await people.open(SUPERVISOR, '/app/rectification/findings/new');
    await choose(page, '单位', /虚拟单位F/);
    await choose(page, '评定办法', /南阳/);
    await choose(page, '涉及方面', ANY);
    await choose(page, '问题类型', /服务中心不力/);
    await page.getByRole('textbox', { name: '问题', exact: true }).fill('窗口服务差');
    await choose(page, '来源', /观摩/);
    await page.getByLabel('发现日期').fill('2025-03-03');
    await send(page, '登记问题', '问题已登记');
    await page.getByRole('heading', { level: 1, name: '窗口服务差' }).waitFor();
    findingUrl = new URL(page.url()).pathname;
    expect(findingUrl).toMatch(/findings\/[0-9a-f-]{36}$/);
    await fill(page, '下发整改通知', { 整改要求: '一周内改好', 几个工作日: '5' });
    await send(page, '下发整改通知', '整改通知已下发');
    expect(await seen(page.getByRole('button', { name: /2025年3月10日/ }).first())).toContain('2025年3月10日');

    page = await people.open(CLERK, findingUrl);
    await send(page, '签收', '已签收');
    await other(page, '整改方案');
    await fill(page, '整改方案', { 责任人: '支部书记', 原因分析: '人手不足', 整改措施: '轮岗', 长效机制: '每月自查' });
    await send(page, '保存整改方案', '整改方案已保存');
    await other(page, '陈述');
    await fill(page, '陈述', { 陈述内容: '正在搬迁' });
    await send(page, '提交陈述', '陈述已提交');
    expect(await barriers(page)).toEqual([]);
  });

  part('the limit is moved, stands still and goes on, and passes all the same', 'limit', async () => {
    const page = await people.open(SUPERVISOR, findingUrl);
    await other(page, '延长期限');
    await fill(page, '延长期限', { 几个工作日: '2', 理由: '搬迁' });
    await send(page, '延长期限', '期限已延长');
    await other(page, '中止计时');
    await fill(page, '中止计时', { 理由: '受灾' });
    await send(page, '中止计时', '已中止计时');
    await other(page, '恢复计时');
    await send(page, '恢复计时', '已恢复计时');
    await other(page, '记录上报');
    await send(page, '记录已上报', '已记录上报');
    expect(await seen(page.getByRole('button', { name: /2025年3月12日/ }).first())).toContain('2025年3月12日');
    await at('2025-03-13');
    await people.open(SUPERVISOR, findingUrl);
    await page.getByText('逾期未解决').first().waitFor();
  });

  let caseUrl = '';
  part('a leader takes it for three months, which pass; the work group begins by itself for six', 'rungs', async () => {
    let page = await people.open(DECIDER, '/app/rectification/cases');
    await follow(page, '领导包联整改');
    await fill(page, '列入整顿', { 负责人或工作组: '党组成员' });
    await send(page, '列入整顿', '已列入整顿');
    await page.getByText('整顿中').first().waitFor();
    expect(await seen(page.getByRole('button', { name: /2025年6月13日/ }).first())).toContain('2025年6月13日');
    await at('2025-06-14');
    page = await people.open(DECIDER, '/app/rectification/cases');
    caseUrl = await follow(page, '列为软弱涣散党组织整顿');
    const ladder = page.getByRole('list', { name: '逐级整顿' });
    expect(await seen(ladder.locator('li').filter({ hasText: '领导包联整改' }).first())).toContain('逾期未完成');
    expect(await seen(ladder.locator('li').filter({ hasText: '列为软弱涣散' }).first())).toContain('2025年6月14日开始');
    await other(page, '更换负责人');
    await fill(page, '更换负责人', { 负责人或工作组: '整顿工作组' });
    await send(page, '更换负责人', '负责人已更换');
    expect(await barriers(page)).toEqual([]);
  });

  part('what is mended is shown by the unit, found so by another person, and the unit has left the ladder', 'back', async () => {
    let page = await people.open(CLERK, findingUrl);
    await fill(page, '提交整改证明', { 整改情况: '已轮岗' });
    await send(page, '提交整改证明', '已提交，等待复核');
    page = await people.open(SUPERVISOR, findingUrl);
    await form(page, '复核').getByText('未解决', { exact: true }).click();
    await fill(page, '复核', { 复核意见: '还差一个窗口' });
    await send(page, '提交复核意见', '复核意见已提交');
    page = await people.open(CLERK, findingUrl);
    await fill(page, '提交整改证明', { 整改情况: '全部窗口已轮岗' });
    await send(page, '提交整改证明', '已提交，等待复核');
    page = await people.open(SUPERVISOR, findingUrl);
    await form(page, '复核').getByText('已解决', { exact: true }).click();
    await fill(page, '复核', { 复核意见: '属实' });
    await send(page, '提交复核意见', '复核意见已提交');
    await page.getByText('已销号').first().waitFor();
    page = await people.open(DECIDER, caseUrl);
    await page.getByText('问题全部销号，整顿完成').waitFor();
  });
});

describe('a yellow card until the star is lost, and back', () => {
  const [DECIDER, CHECKER] = ['decider@WC', 'supervisor@WC'];
  const levelOf = async (): Promise<string> => {
    const { level, id } = (await row({ by: DECIDER, do: 'look', unit: 'B' })) as { level: { zh: string }; id: string };
    const page = await people.open(DECIDER, `/app/assessment/candidacies/${id}`);
    await page.getByText(level.zh).first().waitFor();
    return level.zh;
  };

  part('the work of the branch slips, the card waits for its limit, the unit states its side', 'card', async () => {
    for (const one of BEFORE.slice(FIRST.length)) await row(one);
    expect(await levelOf()).toContain('五星');
    let page = await people.open(DECIDER, '/app/rectification/cases');
    cardUrl = await follow(page, '工作滑坡的黄牌警告');
    await fill(page, '确定整顿期限', { 负责人或工作组: '机关党委书记', 几个工作日: '20' });
    await send(page, '确定期限', '期限已确定');
    expect(await seen(page.getByRole('button', { name: /2026年8月3日/ }).first())).toContain('2026年8月3日');
    page = await people.open('clerk@B', cardUrl);
    await fill(page, '提交整改证明', { 整改情况: '正在整顿' });
    await send(page, '提交整改证明', '已提交，等待复核');
    page = await people.open('clerk@B', cardUrl);
    await other(page, '陈述');
    await fill(page, '陈述', { 陈述内容: '全年抗洪' });
    await send(page, '提交陈述', '陈述已提交');
    page = await people.open(CHECKER, cardUrl);
    await form(page, '复核').getByText('未解决', { exact: true }).click();
    await fill(page, '复核', { 复核意见: '没有改' });
    await send(page, '提交复核意见', '复核意见已提交');
  });

  part('its last day passes, the statement is answered, and the star is gone', 'lost', async () => {
    await at('2026-08-04');
    const page = await people.open(DECIDER, cardUrl);
    await page.getByText('等待答复陈述').waitFor();
    expect(await levelOf()).toContain('五星');
    const again = await people.open(DECIDER, cardUrl);
    await form(again, '答复陈述').getByText('不采纳', { exact: true }).click();
    await fill(again, '答复陈述', { 理由: '与整顿无关' });
    await send(again, '答复陈述', '已答复');
    await again.getByText('已按办法处理').waitFor();
    await row({ by: DECIDER, do: 'look', unit: 'B', gives: { level: { id: 'none' } } });
    expect(await levelOf()).toBe('未获评');
    await row({ by: DECIDER, do: 'ledger', unit: 'B', gives: { items: [{ from: { id: 'five_star' }, to: { id: 'none' }, clause: 'YC' }] } });
  });

  part('the next evaluation gives it back', 'again', async () => {
    const [open] = PLAY.rows.filter(({ do: verb, refused }) => verb === 'open' && refused === undefined).slice(-1);
    await at('2027-01-11');
    await row({ ...open!, on: '2027-01-11', with: { ...(open!.with as object), title: '2027年度评定', declaring: { from: '2027-01-11', to: '2027-06-30' } } });
    await row({ by: 'reviewer@WC', do: 'import', with: { units: [{ unit: 'B', facts: { aspect_1: 9, aspect_2: 9, aspect_3: 9, aspect_4: 9, aspect_5: 9, aspect_6: 9, aspect_7: 8, daily_score: 27 } }] } });
    await row({ by: 'clerk@B', do: 'declare', unit: 'B', with: { level: 'five_star', text: '自评' } });
    await row({ by: 'reviewer@WC', do: 'verify', unit: 'B', with: { passed: true, text: '片区观摩打分' } });
    await row({ on: '2027-06-21', by: DECIDER, do: 'decide', unit: 'B' });
    expect(await levelOf()).toContain('五星');
  });

  endOf(() => people, /status of (401|404)/);
});
