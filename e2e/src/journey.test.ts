import { fileURLToPath } from 'node:url';
import type { Stage } from '@xingchuang/all';
import type { Page } from 'playwright-core';
import { barriers, PHONE, seen, signIn, type People } from './browser.ts';
import { DemoYear, stepsBefore } from './demo-year.ts';
import { endOf, expectOpen, partsOf } from './journey.ts';

const PHOTO = 'photo-tree-planting.jpg'; // not among those that the steps before upload for B01
const WORDS = '对照五星条件逐条自评，材料附后。';
const NOTICE_TITLE = '关于2025年度拟评定五星机关党支部的公示';
const EARLY_CONFIRMATION = /^wc\.publicist: .*status of 409 .*\/api\/publicity\/notices\/[^/]+\/confirmation$/;

let year: DemoYear;
let stage: Stage;
let people: People;
let branch = '';

beforeAll(async () => {
  year = await DemoYear.begin('journey');
  ({ stage, people } = year);
  await year.play(stepsBefore('报星'));
  branch = stage.unit('B01').name;
  await stage.at('2026-01-05');
}, 600_000);
afterAll(() => year?.stop(), 60_000);

const part = partsOf('branch', () => people, 600_000);

/** Finds the branch in the list of work and opens what is to be done for it. */
async function openTask(login: string, verb: string): Promise<Page> {
  const page = await people.work(login);
  await page.getByRole('list', { name: '待办' }).getByRole('link', { name: `${verb}：${branch}` }).click();
  await page.getByRole('heading', { level: 1, name: branch }).waitFor();
  return page;
}

/** A body judges the branch: the level that the rules give stands ready, an opinion is written, the act is done. */
async function judge(login: string, verb: string): Promise<void> {
  const page = await openTask(login, verb);
  const form = page.getByRole('form', { name: verb });
  await form.getByText('五星', { exact: true }).waitFor();
  if (login === 'wc.decider') await form.getByRole('checkbox', { name: '实地查看' }).check(); // the scheme names methods for the steps of this body
  await form.getByLabel('意见').fill('同意。');
  await form.getByRole('button', { name: verb }).click();
  await page.getByRole('status').filter({ hasText: `已${verb}` }).waitFor();
  await form.waitFor({ state: 'detached' });
}

async function verify(login: string, verb: string): Promise<void> {
  const page = await openTask(login, verb);
  const form = page.getByRole('form', { name: verb });
  await form.getByRole('radio', { name: '通过', exact: true }).check();
  await form.getByLabel('查核情况').fill('逐一查核，符合条件。');
  await form.getByRole('button', { name: '提交查核记录' }).click();
  await page.getByRole('status').filter({ hasText: '查核记录已提交' }).waitFor();
  await form.waitFor({ state: 'detached' });
}

/** Presses "confirm the result" and yes. */
async function confirmResult(page: Page): Promise<void> {
  await page.getByRole('button', { name: '确认公示结果' }).click();
  await page.getByRole('button', { name: '确认结果', exact: true }).click();
}

describe('a branch becomes a five-star branch, in the browser', () => {
  part('the clerk is refused a wrong password', 'refusal', async () => {
    const page = await people.page('b01.clerk');
    await page.goto('/');
    await page.getByRole('button', { name: '登录', exact: true }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await signIn(page, 'b01.clerk', 'wrong password');
    expect(await seen(page.getByRole('alert'))).toContain('登录名或密码不正确');
  });

  part('the clerk signs in and sees what to do', 'sign-in', async () => {
    const page = await people.page('b01.clerk');
    await signIn(page, 'b01.clerk', (await people.accounts('b01.clerk')).password);
    await page.getByRole('heading', { level: 1, name: '我的工作' }).waitFor();
    await page.getByRole('link', { name: `自评并申报：${branch}` }).waitFor();
    expect(await barriers(page)).toEqual([]);
  });

  part('the clerk uploads a photograph and gets its receipt', 'upload', async () => {
    const page = await people.work('b01.clerk');
    await page.getByRole('link', { name: '档案' }).click();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: '选择文件' }).click();
    await (await chooser).setFiles(fileURLToPath(new URL(`../fixtures/${PHOTO}`, import.meta.url)));
    expect(await seen(page.getByRole('list', { name: '上传进度' }).getByRole('listitem').filter({ hasText: '回执' }))).toMatch(new RegExp(`^${PHOTO}.*已收到 回执 [0-9a-f]{8}$`));
    expect(await seen(page.getByRole('list', { name: '材料', exact: true }).getByRole('listitem').filter({ hasText: PHOTO }))).toContain('图片');
  });

  part('the clerk declares five stars', 'declare', async () => {
    const page = await openTask('b01.clerk', '自评并申报');
    const form = page.getByRole('form', { name: '申报星级' });
    await form.getByRole('radio', { name: '五星' }).check();
    await form.getByLabel('自评').fill(WORDS);
    await form.getByText('选择台账').click();
    await form.getByRole('checkbox', { name: /^支部党员大会/ }).check();
    await form.getByText('选择材料').click();
    await form.getByRole('checkbox', { name: new RegExp(PHOTO) }).check();
    await form.getByText('已选 2 项').waitFor();
    expect(await barriers(page)).toEqual([]);
    await form.getByRole('button', { name: '提交申报' }).click();
    await page.getByRole('button', { name: '确认提交' }).click();
    await page.getByText('已报星').first().waitFor();
    expect(await seen(page.getByRole('tabpanel'))).toMatch(/申报星级 五星.*逐条自评.*2026年1月5日/);
  });

  part('five bodies judge and verify it, each in its turn', 'review', async () => {
    await stage.at('2026-01-22');
    await judge('oc.reviewer', '提出建议');
    await judge('pg.decider', '推荐');
    await stage.at('2026-01-30');
    await judge('wc.decider', '确定五星推荐对象');
    await stage.at('2026-02-06');
    await verify('od.reviewer', '组织部查核验收');
    await verify('wc.reviewer', '工委查核验收');
    await stage.at('2026-02-12');
    await judge('sc.decider', '研究确定五星');
    const page = await people.page('sc.decider');
    await page.getByText('已审定', { exact: true }).waitFor();
    await page.getByRole('tab', { name: '过程' }).click();
    const history = await seen(page.getByRole('tabpanel', { name: '过程' }));
    for (const act of ['自评并申报', '提出建议', '推荐', '确定五星推荐对象', '组织部查核验收', '工委查核验收', '研究确定五星']) expect(history).toContain(act);
    const office = await people.page('oc.reviewer');
    await office.goto(`/app/assessment/candidacies/${stage.candidacies.get('B01')}`);
    expect(await seen(office.getByRole('region', { name: '2025年台账统计' }).filter({ hasText: /宣传报道数\s*0/ }))).toMatch(/宣传报道数 ?0/);
    expect(await barriers(office)).toEqual([]);
  });

  part('the decision says why, clause by clause with its source', 'decision', async () => {
    const page = await people.page('b01.clerk');
    await page.goto(`/app/assessment/candidacies/${stage.candidacies.get('B01')}`);
    await page.getByRole('link', { name: '评定依据' }).click();
    await page.getByRole('heading', { level: 1, name: '评定依据' }).waitFor();
    expect(await seen(page.getByRole('region').getByRole('heading', { name: /五星/ }))).toContain('五星');
    const clauses = page.getByRole('list', { name: '逐条依据' });
    await clauses.getByText('政治坚定星').first().click();
    expect(await seen(clauses.getByText(/^依据：.*S0 L131/).first())).toContain('S0 L131');
    await clauses.getByText('学习氛围浓厚 符合').waitFor();
    expect(await barriers(page)).toEqual([]);
  });

  part('the notice is published, read by anyone, and not confirmed before its end', 'notice', async () => {
    await stage.at('2026-02-13');
    const page = await people.work('wc.publicist');
    await page.getByRole('list', { name: '待办' }).getByRole('link', { name: /^发布公示/ }).click();
    await page.getByRole('checkbox', { name: new RegExp(`^${branch}（五星`) }).check();
    await page.getByLabel('公示标题').fill(NOTICE_TITLE);
    await page.getByLabel('反映电话').fill('0399-0000000');
    await page.getByRole('button', { name: '发布公示' }).click();
    await page.getByRole('heading', { level: 1, name: NOTICE_TITLE }).waitFor();
    expect(await seen(page.getByRole('region', { name: '公示名单' }))).toBe(`${branch} 五星`);
    expect(await barriers(page)).toEqual([]);

    const anyone = await people.page('anyone');
    await anyone.goto('/app/notices');
    await anyone.getByRole('link', { name: NOTICE_TITLE }).click();
    await anyone.getByRole('heading', { level: 1, name: NOTICE_TITLE }).waitFor();
    expect(await seen(anyone.getByRole('row', { name: branch }))).toBe(`${branch} 五星`);
    await anyone.getByText('公示期自2026年2月13日起，至2026年2月27日止').waitFor();
    expect(await barriers(anyone)).toEqual([]);

    await stage.at('2026-02-27');
    await page.reload();
    await confirmResult(page);
    expect(await seen(page.getByRole('alert'))).toMatch(/公示期至2026(-02-|年2月)27日?，期满之后才能确认/);
  });

  part('the day after, the result is confirmed; anyone verifies the award on a phone', 'award', async () => {
    await stage.at('2026-02-28');
    const page = await people.work('wc.publicist');
    await page.getByRole('link', { name: '确认公示结果' }).click();
    await confirmResult(page);
    await page.getByText('2026年2月28日已确认').waitFor();

    await page.getByRole('link', { name: '公示表彰' }).click();
    await page.getByRole('link', { name: '表彰', exact: true }).click();
    const line = await seen(page.getByRole('list', { name: '证书' }).getByRole('listitem').filter({ hasText: branch }));
    expect(line).toMatch(/XC-2026-0001 · 2026年2月28日颁发.*有效/);

    const stranger = await people.page('stranger', PHONE);
    await stranger.goto('/verify/XC-2026-0001');
    expect(await seen(stranger.getByRole('status'))).toBe('有效');
    expect(await seen(stranger.getByRole('main'))).toMatch(new RegExp(`${branch}.*等级 五星`));
    await expectOpen(stranger);
  });

  endOf(() => people, EARLY_CONFIRMATION);
});
