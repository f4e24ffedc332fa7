import { readFileSync } from 'node:fs';
import type { Stage } from '@xingchuang/all';
import type { Locator, Page } from 'playwright-core';
import { barriers, PHONE, seen, unheard, type People } from './browser.ts';
import { DemoYear, stepsBefore } from './demo-year.ts';
import { endOf, expectOpen, partsOf } from './journey.ts';

/** What a declaration rests on is looked up as a file first, then as a record. */
const FILE_OR_RECORD = /status of 404 .*\/api\/evidence\/files\/[^/]+$/;
const SECOND_OF_TWO = /status of 412 .*\/(facts\/[^/]+|items)$/;
/** A value against the one that was counted, without its reason. */
const NO_REASON = /status of 422 .*\/facts\/[^/]+$/;
/** Nobody entered facts of a branch yet. */
const NO_FACTS = /status of 404 .*\/facts\/[^/]+$/;
/** A programme that leaves some cases to a body. */
const BY_HAND = 'pingdingshan-four-strong-branch';
const WORDS = '对照各星条件逐项自评，还差省内排名。';
const REASON = '请补充佐证材料：第一议题的会议记录';

let year: DemoYear;
let stage: Stage;
let people: People;
let digest = '';

beforeAll(async () => {
  year = await DemoYear.begin('declare-journey');
  ({ stage, people } = year);
  await year.play(stepsBefore('报星'));
  await stage.at('2026-01-05');
}, 600_000);
afterAll(() => year?.stop(), 60_000);

const part = partsOf('declare', () => people, 600_000);

const nameOf = (branch: string): string => stage.unit(branch).name;
const pageOf = (branch: string): string => `/app/assessment/candidacies/${stage.candidacies.get(branch)}`;
const chosen = (form: Locator, item: string, word: string): Locator => form.getByRole('radiogroup', { name: item }).getByRole('radio', { name: word, exact: true });

/** The board of a body with the case of a branch open. */
async function openCase(login: string, branch: string): Promise<Page> {
  const page = await people.open(login, '/app/assessment/board');
  await page.getByRole('list', { name: '待审单位' }).getByRole('button', { name: new RegExp(`^${nameOf(branch)}`) }).click();
  await page.getByRole('region', { name: '申报' }).getByRole('heading', { name: nameOf(branch) }).waitFor();
  return page;
}

const looked = new Set<string>();
/** A body puts the level that stands ready. The page is looked at once for each body: of the next case nothing but the names is other. */
async function judge(login: string, branch: string, verb: string): Promise<void> {
  const page = await openCase(login, branch);
  if (!looked.has(login)) expect(await barriers(page)).toEqual([]);
  looked.add(login);
  const form = page.getByRole('form', { name: verb });
  await form.getByText(/^[一二三四五]星$/).waitFor();
  if (login === 'wc.decider') await form.getByRole('checkbox', { name: '实地查看' }).check(); // the scheme names methods for the steps of this body
  await form.getByRole('button', { name: verb }).click();
  await page.getByRole('status').filter({ hasText: `已${verb}` }).waitFor();
}

async function verify(login: string, branch: string, verb: string): Promise<void> {
  const page = await openCase(login, branch);
  const form = page.getByRole('form', { name: verb });
  await form.getByRole('radio', { name: '通过', exact: true }).check();
  await form.getByLabel('查核情况').fill('逐一查核，符合条件。');
  await form.getByRole('button', { name: '提交查核记录' }).click();
  await page.getByRole('status').filter({ hasText: '查核记录已提交' }).waitFor();
}

describe('branches judge themselves item by item and are decided at each level, in the browser', () => {
  part('a clerk fills in items on a phone; the draft keeps itself and survives a reload', 'draft', async () => {
    const page = await people.open('b04.clerk', pageOf('B04'), { viewport: PHONE });
    const form = page.getByRole('form', { name: '申报星级' });
    await form.getByText('已填 0 / 78 项').waitFor();
    await form.getByRole('radio', { name: '三星' }).check();
    await chosen(form, '第一议题制度', '是').check();
    await form.getByLabel(/^四种学习方式/).fill('4');
    await form.getByLabel(/^严肃党内政治生活和政治纪律/).fill('全年组织生活12次，无违纪。');
    await form.getByText('已填 3 / 78 项').waitFor();
    await form.getByRole('button', { name: '为“第一议题制度”挂接材料' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('选择台账').click();
    await dialog.getByRole('checkbox', { name: /^支部党员大会/ }).check();
    await dialog.getByRole('button', { name: '好', exact: true }).click();
    expect(await seen(form.getByRole('button', { name: '为“第一议题制度”挂接材料' }))).toBe('材料 1 件');
    await form.getByText('草稿已保存，换一台设备也能接着填').waitFor();
    await expectOpen(page);
    await page.reload();
    await form.getByText('已填 3 / 78 项').waitFor();
    expect(await chosen(form, '第一议题制度', '是').isChecked()).toBe(true);
  });

  part('she goes on at her desk, sees what will be fixed and who is next, and hands in', 'submit', async () => {
    const page = await people.open('b04.clerk', pageOf('B04'), { window: 'b04.desk' });
    const form = page.getByRole('form', { name: '申报星级' });
    await form.getByText('已填 3 / 78 项').waitFor();
    expect(await form.getByLabel(/^四种学习方式/).inputValue()).toBe('4');
    await form.getByLabel('自评').fill(WORDS);
    expect(await barriers(page)).toEqual([]);
    await form.getByRole('button', { name: '提交申报' }).click();
    const dialog = page.getByRole('dialog', { name: '提交前核对' });
    await dialog.getByText('下一步').waitFor();
    const shown = await seen(dialog);
    expect(shown).toMatch(/申报 三星 逐项情况 已填 3 项，共 78 项，还有 75 项没填 附材料 1 件 下一步 机关党委：提出建议 内容摘要 [0-9a-f]{16}/);
    [digest = ''] = /[0-9a-f]{16}/.exec(shown) ?? [];
    await dialog.getByRole('button', { name: '确认提交' }).click();
    await page.getByText('已报星').first().waitFor();
    expect(await seen(page.getByRole('tabpanel', { name: '内容' }))).toMatch(new RegExp(`${WORDS}.*内容摘要 ${digest}.*第一议题制度.*是`));
    expect(await barriers(page)).toEqual([]);
  });

  part('the reviewer looks at it beside its evidence, writes what she found, and returns it with a reason', 'return', async () => {
    await stage.at('2026-01-06');
    const page = await openCase('oc.reviewer', 'B04');
    const items = page.getByRole('region', { name: '逐项情况' });
    expect(await seen(items.getByRole('row', { name: /^第一议题制度/ }))).toMatch(/是 来源 1 件/);
    await items.getByRole('row', { name: /^第一议题制度/ }).getByText('来源 1 件').click();
    await items.getByRole('link', { name: /支部党员大会/ }).waitFor();
    await items.getByRole('row', { name: /^四种学习方式/ }).getByText('写复核').click();
    await items.getByLabel(/^复核：四种学习方式/).fill('3');
    await unheard(page, '**/api/assessment/candidacies/**', async () => {
      const candidacy = `/api/assessment/candidacies/${stage.candidacies.get('B04')}`;
      expect((await stage.as('oc.reviewer').put(`${candidacy}/items`, { items: [{ item: 'T02.1', value: 2 }] })).status).toBe(200);
      await items.getByRole('button', { name: '保存复核（1 项）' }).click();
      await items.getByRole('alert').filter({ hasText: '刚被他人修改' }).waitFor();
    });
    await items.getByRole('button', { name: '载入最新内容，保留已填的' }).click();
    await items.getByRole('status').filter({ hasText: '其中 1 项已由他人复核' }).waitFor();
    await items.getByRole('button', { name: '保存复核（1 项）' }).click();
    await page.getByRole('status').filter({ hasText: '复核已保存' }).waitFor();
    await items.getByText('与单位不同').waitFor();
    expect(await seen(page.getByRole('region', { name: '差什么：离四星还差 1 颗星' }))).toMatch(/有排名的在省内前6名.*S0 L131.*业务省内排名：7/);
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('heading', { level: 1 }).click(); // nobody types now
    await page.keyboard.press('2');
    const form = page.getByRole('form', { name: '退回' });
    await form.getByRole('button', { name: '请补充佐证材料' }).click();
    expect(await form.getByLabel('退回原因').inputValue()).toBe('请补充佐证材料：');
    await form.getByLabel('退回原因').fill(REASON);
    await form.getByLabel('重新申报截止日').fill('2026-01-14');
    await form.getByRole('button', { name: '退回', exact: true }).click();
    await page.getByText('没有等您审核的评定').waitFor();
  });

  part('the clerk reads why, mends it and hands in again under another digest', 'mend', async () => {
    await stage.at('2026-01-12');
    const page = await people.open('b04.clerk', pageOf('B04'), { window: 'b04.desk' });
    await page.getByText(`已退回：${REASON}（可在2026年1月14日前重新申报）`).waitFor();
    const form = page.getByRole('form', { name: '申报星级' });
    await form.getByRole('button', { name: '只看没填的' }).click();
    await chosen(form, '一岗双责', '是').check();
    await form.getByText('已填 4 / 78 项').waitFor();
    await form.getByRole('button', { name: '提交申报' }).click();
    const dialog = page.getByRole('dialog', { name: '提交前核对' });
    await dialog.getByText('下一步').waitFor();
    expect(await seen(dialog)).not.toContain(digest);
    await dialog.getByRole('button', { name: '确认提交' }).click();
    await page.getByText('已报星').first().waitFor();
  });

  part('of two who enter facts of one branch the second is told; her entries survive a reload and stand beside the newest', 'two-at-once', async () => {
    const path = `/campaigns/${stage.campaignId}/facts/${stage.unit('B10').id}`;
    const windows = [await people.open('oc.reviewer', `/app/assessment${path}`), await people.open('wc.reviewer', `/app/assessment${path}`)] as const;
    const [first, second] = windows.map((page) => page.getByRole('form', { name: '考评事实' })) as [Locator, Locator];
    const answer = (form: Locator, fact: string, word: string): Locator => form.locator('.ant-form-item').filter({ hasText: fact }).getByRole('radio', { name: word });
    await answer(first, '完成就业创业任务', '否').check();
    await answer(second, '完成企业发展任务', '否').check();
    await second.getByLabel('说明').fill('依据专项通报');
    await first.getByRole('button', { name: '保存事实' }).click();
    await windows[0].getByRole('status').filter({ hasText: '事实已保存' }).waitFor();
    await second.getByRole('button', { name: '保存事实' }).click();
    await second.getByRole('alert').filter({ hasText: '刚被他人修改' }).waitFor();
    await windows[1].reload();
    await answer(second, '完成就业创业任务', '否').and(windows[1].locator(':checked')).waitFor();
    expect(await answer(second, '完成企业发展任务', '否').isChecked()).toBe(true);
    expect(await second.getByLabel('说明').inputValue()).toBe('依据专项通报');
    await second.getByRole('button', { name: '保存事实' }).click();
    await windows[1].getByRole('status').filter({ hasText: '事实已保存' }).waitFor();
    const { facts } = (await stage.as('oc.reviewer').get(`/api/assessment${path}`)).body as { facts: Readonly<Record<string, unknown>> };
    expect([facts['employment_done'], facts['enterprise_done']]).toEqual([false, false]);
    expect(await seen(windows[1].getByRole('list', { name: '过程' }))).toContain('依据专项通报');
  });

  part('what the register counts is counted anew; whoever enters something else says why, where she enters it', 'counted', async () => {
    const { id } = stage.unit('B10');
    const path = `/campaigns/${stage.campaignId}/facts/${id}`;
    const page = await people.open('oc.reviewer', `/app/assessment${path}`);
    const form = page.getByRole('form', { name: '考评事实' });
    const elections = form.locator('.ant-form-item').filter({ hasText: '未按期换届' });
    const reason = form.getByLabel('与来源不同的理由：未按期换届');
    await elections.getByText(/^取自组织登记/).waitFor();
    expect([await elections.getByRole('group').count(), await reason.isVisible()]).toEqual([0, false]);
    expect((await stage.as('c.admin').post('/api/registry/terms', { unitId: id, electedOn: '2022-06-01', until: '2025-06-01' })).status).toBe(201);
    await form.getByLabel('说明').fill('依据复查');
    await form.getByRole('button', { name: '保存事实' }).click();
    await elections.getByRole('group', { name: '未按期换届 第 1 条' }).waitFor(); // nobody said anything else: the register is right
    await elections.getByText('取自组织登记，已核取').waitFor();
    await elections.getByRole('button', { name: '删除第 1 条' }).click();
    await reason.waitFor();
    await form.getByRole('button', { name: '保存事实' }).click();
    await form.getByRole('alert').filter({ hasText: '请说明理由' }).waitFor();
    await expectOpen(page);
    await reason.fill('换届批复在案');
    await form.getByRole('button', { name: '保存事实' }).click();
    await elections.getByText(/核取为“届满日 2025年6月.*”，现以填写为准：换届批复在案/).waitFor();
    await form.getByRole('button', { name: '不填写，采用核取的' }).and(page.locator(':visible')).first().click();
    await form.getByRole('button', { name: '保存事实' }).click();
    await elections.getByText('取自组织登记，已核取').waitFor();
    expect((await stage.as('c.admin').post('/api/registry/terms', { unitId: id, electedOn: '2022-06-01', until: '2026-06-01' })).status).toBe(201);
    await page.getByRole('button', { name: '重新核取' }).click();
    await page.getByRole('status').filter({ hasText: '核取完毕，1 个单位的事实有变化' }).waitFor();
    await elections.getByText('没有', { exact: true }).waitFor();
  });

  part('where the scheme leaves it to a body, the body keeps a branch out with its reason and takes it back, on a phone, too', 'exclusion', async () => {
    const admin = stage.as('c.admin');
    const text = readFileSync(new URL(`../../schemes/${BY_HAND}.yaml`, import.meta.url), 'utf8');
    const draft = (await admin.post('/api/assessment/scheme-drafts', { text })).body as { id: string; version: number };
    await admin.post(`/api/assessment/scheme-drafts/${draft.id}/publication`, {}, { 'if-match': `"${draft.version}"` });
    const parameters = { implementation_period: 'assessed_year', catch_all_by: 'organ_committee', naming_tolerance: 10, subsidy_amount: 5000 };
    const round = (await stage.as('pg.decider').post('/api/assessment/campaigns', { title: '四强', schemeId: BY_HAND, unitId: stage.unit('U1').id, declaring: { from: '2026-01-12', to: '2026-01-30' }, parameters })).body as { id: string };
    const page = await people.open('oc.reviewer', `/app/assessment/campaigns/${round.id}/facts/${stage.unit('B10').id}`, { viewport: PHONE, window: 'oc.phone' });
    const region = page.getByRole('region', { name: '人工认定的不得参评' });
    await region.getByText('没有人工认定的不得参评情形。').waitFor();
    expect(await seen(region.getByRole('list', { name: '由其他机构认定' }))).toMatch(/^评定年度之后、命名之前发生的情形.*（V7，.*）：由.*直工委认定$/);
    const form = region.getByRole('form', { name: '认定不得参评' });
    await form.getByRole('button', { name: '认定不得参评' }).click();
    await form.getByText('请写明理由').waitFor();
    await form.getByLabel('理由').fill('年度内被列为软弱涣散支部');
    await expectOpen(page);
    await form.getByRole('button', { name: '认定不得参评' }).click();
    const standing = region.getByRole('list', { name: '人工认定的不得参评' });
    await standing.getByText('理由：年度内被列为软弱涣散支部').waitFor();
    expect(await seen(standing)).toMatch(/^其他不符合参评资格情形（V6，S4 L89.*2026年1月/);
    await expectOpen(page);
    await standing.getByRole('button', { name: '撤销认定' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: '撤销认定' }).click();
    await region.getByText('没有人工认定的不得参评情形。').waitFor();
  });

  part('the reviewer compares three branches and accepts them at once', 'bulk', async () => {
    for (const [branch, level] of [['B01', 'five'], ['B02', 'four']] as const) {
      await stage.clerkOf(branch).post(`/api/assessment/candidacies/${stage.candidacies.get(branch)}/declare`, { level, text: '自评', evidence: [] });
    }
    await stage.at('2026-01-22');
    const page = await people.open('oc.reviewer', '/app/assessment/board');
    const board = page.getByRole('list', { name: '待审单位' });
    for (const branch of ['B01', 'B02', 'B04'] as const) await page.getByRole('checkbox', { name: `选中${nameOf(branch)}` }).check();
    await page.getByRole('link', { name: '并排比较' }).click();
    const table = page.getByRole('region', { name: '比较' });
    expect(await seen(table.getByRole('row', { name: /^业务出彩星/ }))).toBe('业务出彩星 获评 获评 未获评');
    expect(await seen(table.getByRole('row', { name: /^业务省内排名/ }))).toMatch(/7$/);
    expect(await barriers(page)).toEqual([]);
    await page.goBack();
    for (const branch of ['B01', 'B02', 'B04'] as const) await page.getByRole('checkbox', { name: `选中${nameOf(branch)}` }).check();
    await page.getByRole('button', { name: '一并提出建议' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '确认办理' }).click();
    await page.getByText('已办理 3 件').waitFor();
    await board.getByText(nameOf('B04')).waitFor({ state: 'detached' });
  });

  part('each level is decided by the body that the scheme names', 'decide', async () => {
    await judge('pg.decider', 'B04', '研究审定');
    for (const branch of ['B02', 'B01'] as const) await judge('pg.decider', branch, '推荐');
    await stage.at('2026-01-30');
    await judge('wc.decider', 'B02', '认定四星');
    await judge('wc.decider', 'B01', '确定五星推荐对象');
    await stage.at('2026-02-06');
    await verify('od.reviewer', 'B01', '组织部查核验收');
    await verify('wc.reviewer', 'B01', '工委查核验收');
    await stage.at('2026-02-12');
    await judge('sc.decider', 'B01', '研究确定五星');
    const clerk = await people.open('b04.clerk', pageOf('B04'), { window: 'b04.desk' });
    await clerk.getByText('已定级', { exact: true }).waitFor();
    const leader = await people.open('u1.leader', `/app/assessment/campaigns/${stage.campaignId}`);
    const units = leader.getByRole('list', { name: '参评单位' });
    for (const [branch, words] of [['B04', /三星.*已定级/], ['B02', /四星.*已审定/], ['B01', /五星.*已审定/]] as const) {
      expect(await seen(units.getByRole('listitem').filter({ hasText: nameOf(branch) }))).toMatch(words);
    }
    expect(await barriers(leader)).toEqual([]);
  });

  part('the decision says first what it is, then what is missing, then why, with the records behind it; on paper all is unfolded', 'decision', async () => {
    const page = await people.open('b04.clerk', `${pageOf('B04')}/decision`, { viewport: PHONE });
    expect(await seen(page.getByRole('region', { name: /^三星：获评3颗星/ }))).toContain('三星');
    expect(await seen(page.getByRole('region', { name: '差什么：离四星还差 1 颗星' }))).toMatch(/有排名的在省内前6名 不符合 .*依据：S0 L131/);
    const conditions = page.getByRole('list', { name: '逐条依据：各方面条件' });
    await conditions.getByText('政治坚定星').first().click();
    await conditions.getByText('学习氛围浓厚 符合').click();
    await conditions.getByText('来源 2 件').first().click();
    await conditions.getByRole('list', { name: '来源' }).getByRole('link').first().waitFor();
    expect(await seen(page.getByRole('list', { name: '逐条依据：一票否决' }))).toContain('没有出现');
    await page.getByText('以上是审核时固定下来的依据').waitFor();
    await expectOpen(page);
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    expect(await page.locator('.decision details:not([open])').count()).toBe(0);
    await page.evaluate('dispatchEvent(new Event("afterprint"))');
    expect(await page.locator('.decision details:not([open])').count()).toBeGreaterThan(0);
  });

  part('the round shows its way with the days of each step', 'schedule', async () => {
    const page = await people.open('u1.leader', `/app/assessment/campaigns/${stage.campaignId}`, { window: 'leader-phone', viewport: PHONE });
    await page.getByText('日程和期限').click();
    const steps = page.getByRole('list', { name: '日程' }).getByRole('listitem');
    expect(await seen(steps.filter({ hasText: '自评并申报' }))).toMatch(/2026年1月5日至2026年1月16日/);
    expect(await seen(steps.filter({ hasText: '公示不少于' }))).toContain('5 个工作日');
    await expectOpen(page);
  });

  endOf(() => people, FILE_OR_RECORD, SECOND_OF_TWO, NO_REASON, NO_FACTS);
});
