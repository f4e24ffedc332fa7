import type { RoundView } from '@xingchuang/contracts';
import { STEPS, type Stage } from '@xingchuang/all';
import type { Page } from 'playwright-core';
import { barriers, PHONE, seen, type People } from './browser.ts';
import { DemoYear } from './demo-year.ts';
import { endOf, expectOpen, partsOf } from './journey.ts';

const TITLE = '三月双向互评';
const LEFT = ['B01', 'B02', 'B03'];
const RIGHT = ['B04', 'B05', 'B06'];

let year: DemoYear;
let stage: Stage;
let people: People;
let round: RoundView;

beforeAll(async () => {
  year = await DemoYear.begin('vote-journey');
  ({ stage, people } = year);
  await year.play(STEPS.slice(0, 1));
  await stage.at('2026-04-01');
  const ids = (codes: readonly string[]) => codes.map((code) => stage.unit(code).id);
  const opened = await stage.as('oc.reviewer').post('/api/assessment/ratings', {
    kind: 'mutual', name: 'mutual_month', title: TITLE, from: '2026-03-01', to: '2026-03-31', lastDay: '2026-04-10', minimum: 3,
    questions: [{ id: 'work', kind: 'scale', text: '工作配合', from: '0', to: '100', places: 1 }, { id: 'advice', kind: 'text', text: '意见建议' }],
    sides: [{ name: '甲组', unitIds: ids(LEFT) }, { name: '乙组', unitIds: ids(RIGHT) }],
  });
  round = opened.body as RoundView;
}, 600_000);
afterAll(() => year?.stop(), 60_000);

const part = partsOf('vote', () => people, 600_000);

async function vote(page: Page, score: string): Promise<void> {
  await page.getByRole('link', { name: /投票/ }).first().click();
  await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
  for (const code of RIGHT) await page.getByLabel(`${stage.unit(code).name}：工作配合`, { exact: true }).fill(score);
  await page.getByRole('button', { name: '投票（投出后不能更改）' }).click();
  await page.getByText('已经投票。每个单位只投一次').waitFor();
}

describe('a month of mutual rating, in the browser', () => {
  part('on a phone a branch is asked, told that and why it is secret, and votes', 'vote', async () => {
    const page = await people.work('b01.clerk', { viewport: PHONE });
    await page.getByRole('link', { name: /投票/ }).first().click();
    await page.getByRole('heading', { level: 2, name: '这次投票不记名' }).waitFor();
    await page.getByText('管理数据库的人也对不上').waitFor();
    expect(await page.getByRole('region', { name: '投票情况' }).count()).toBe(0); // blind until the own ballot is in
    await page.getByRole('button', { name: '投票（投出后不能更改）' }).click();
    await page.getByText('还有 3 处没有作答').waitFor();
    for (const [at, code] of RIGHT.entries()) await page.getByLabel(`${stage.unit(code).name}：工作配合`, { exact: true }).fill(String(90 - at));
    await page.getByLabel(`${stage.unit('B04').name}：意见建议`, { exact: true }).fill('联系多，回复快');
    await expectOpen(page);
    const sent = page.waitForRequest((request) => request.url().endsWith('/api/assessment/ballots'));
    await page.getByRole('button', { name: '投票（投出后不能更改）' }).click();
    const headers = await (await sent).allHeaders();
    expect([headers['cookie'], headers['authorization'], headers['referer']]).toEqual([undefined, undefined, undefined]);
    await page.getByText('已经投票。每个单位只投一次').waitFor();
  });

  part('a second try is told, on the page and to whoever goes past it', 'again', async () => {
    const page = await people.work('b01.clerk');
    await page.goto(`/app/assessment/ratings/${round.id}`);
    await page.getByText('已经投票。每个单位只投一次，不能再投或更改').waitFor();
    expect(await page.getByRole('form', { name: '选票' }).count()).toBe(0);
    const answer = await stage.as('b01.clerk').post(`/api/assessment/ratings/${round.id}/paper`, { blinded: 'A'.repeat(342) });
    expect(answer).toMatchObject({ status: 409, body: { code: 'paper.taken' } });
  });

  part('who runs it sees by name who is missing, and no result', 'missing', async () => {
    const page = await people.work('oc.reviewer');
    await page.getByRole('link', { name: /催投票/ }).click();
    const part = await seen(page.getByRole('region', { name: '投票情况' }));
    expect(part).toContain('已投 1 / 3');
    for (const code of ['B02', 'B03', ...RIGHT]) expect(part).toContain(stage.unit(code).name);
    expect(part).not.toContain(stage.unit('B01').name);
    expect(await page.getByRole('table').count()).toBe(0);
  });

  part('after closing the result is there, and none of a side with too few ballots', 'result', async () => {
    await vote(await people.work('b02.clerk'), '80');
    await vote(await people.work('b03.clerk'), '70.5');
    const page = await people.work('oc.reviewer');
    await page.goto(`/app/assessment/ratings/${round.id}`);
    await page.getByLabel('提前结束的理由').fill('乙组另行组织');
    await page.getByRole('button', { name: '结束投票' }).click();
    const result = page.getByRole('region', { name: '甲组的评价' });
    expect(await seen(result)).toContain(`甲组共 3 票，工作配合最高的是${stage.unit('B04').name}，平均 80.1667 分`);
    expect(await seen(page.getByRole('region', { name: '乙组的评价' }))).toContain('收到 0 票，不足 3 票');
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('region', { name: '文字意见' }).getByText('联系多，回复快').waitFor();
    await page.getByRole('button', { name: '公开', exact: true }).click();
    await page.getByText('已公开').waitFor();
    const voter = await people.page('b02.clerk');
    await voter.reload();
    await voter.getByRole('region', { name: '甲组的评价' }).waitFor();
    await voter.getByText('联系多，回复快').waitFor();
  });

  endOf(() => people);
});
