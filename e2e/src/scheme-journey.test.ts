import { readFileSync } from 'node:fs';
import { STEPS, type Stage } from '@xingchuang/all';
import { until } from '@xingchuang/testkit';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import type { Page } from 'playwright-core';
import { barriers, PHONE, seen, type People } from './browser.ts';
import { DemoYear } from './demo-year.ts';
import { endOf, expectOpen, partsOf } from './journey.ts';

const SCHEME = 'nanyang-organ-five-star';
const ROUND = '2025年度评定';
/** Whoever was second is refused, and the browser notes it. */
const STALE = /status of 412 .*\/api\/assessment\/scheme-drafts\//;

let year: DemoYear;
let stage: Stage;
let people: People;
let address = '';

beforeAll(async () => {
  year = await DemoYear.begin('scheme-journey');
  ({ stage, people } = year);
  await year.play(STEPS.slice(0, 1));
  await stage.at('2026-01-04');
  await decidedBefore();
}, 600_000);
afterAll(() => year?.stop(), 60_000);

/** A round with the facts of ten branches, for the draft to be tried on. */
async function decidedBefore(): Promise<void> {
  const parameters = { rank_behind: 10, spot_check_share: 30, notice_publisher: 'work_committee', notice_channel: '网站' };
  const opened = await stage.as('pg.decider').post('/api/assessment/campaigns', { title: ROUND, schemeId: SCHEME, unitId: stage.unit('U1').id, declaring: { from: '2026-01-05', to: '2026-01-16' }, parameters });
  expect(opened.status).toBe(201);
  const { units } = JSON.parse(readFileSync(new URL('../fixtures/organ-2025-facts.json', import.meta.url), 'utf8')) as { units: { unit: string; facts: object }[] };
  const reasons = { secretary_vacancies: '按任免文件，与组织库中的任职记录不同' };
  const given = units.map(({ unit, facts }) => ({ unit, facts, ...('secretary_vacancies' in facts && { reasons }) }));
  const taken = await stage.as('oc.reviewer').post(`/api/assessment/campaigns/${(opened.body as { id: string }).id}/facts/import`, { units: given });
  expect([taken.status, taken.body]).toEqual([200, { taken: 10 }]);
}

const part = partsOf('scheme', () => people, 600_000);

const field = (page: Page) => page.getByLabel('办法文本');
async function replace(page: Page, was: string, is: string): Promise<void> {
  const text = await field(page).inputValue();
  expect(text).toContain(was);
  await field(page).fill(text.replace(was, is));
}
/** The line that the cursor is in, from 1. */
const cursorLine = (page: Page): Promise<number> =>
  field(page).evaluate((element) => {
    const { value, selectionStart } = element as unknown as { value: string; selectionStart: number };
    return value.slice(0, selectionStart).split('\n').length;
  });
const checked = (page: Page, words: string | RegExp) => page.getByRole('region', { name: '检查结果' }).getByText(words).waitFor();

describe('a scheme is read, changed and published, in the browser', () => {
  part('on a phone everybody reads it as a document: search, a link to one clause, nothing in the way', 'read', async () => {
    const page = await people.open('b01.clerk', `/app/assessment/schemes/${SCHEME}#clause-S2.a`, { viewport: PHONE });
    const clause = page.locator('[id="clause-S2.a"]');
    await clause.waitFor();
    expect(await seen(clause)).toContain('前6名');
    await until(async () => (await clause.boundingBox())!.y < PHONE.height, 'the clause that the address names');
    await page.getByLabel('在本办法中查找').fill('约谈');
    await page.getByText(/找到 \d+ 条/).waitFor();
    expect(await page.locator('mark').first().innerText()).toBe('约谈');
    expect(await page.getByRole('button', { name: /修改/ }).count()).toBe(0);
    await expectOpen(page);
  });

  part('a reviewer begins a new version; a fault is told with its line, and a click goes there', 'fault', async () => {
    const page = await people.open('wc.decider', `/app/assessment/schemes/${SCHEME}`);
    await page.getByRole('button', { name: '修改（起草新版）' }).click();
    await checked(page, '没有发现问题');
    address = new URL(page.url()).pathname;
    await replace(page, 'expr: provincial_rank <= 6', 'expr: provincial_rnak <= 7');
    const problem = page.getByRole('button', { name: /第 \d+ 行.*是否应写 provincial_rank/ });
    await problem.click();
    const line = (await field(page).inputValue()).split('\n').findIndex((one) => one.includes('provincial_rnak')) + 1;
    expect(await cursorLine(page)).toBe(line);
    expect(await page.locator('.gutter .faulty').innerText()).toBe(String(line));
    await replace(page, 'provincial_rnak', 'provincial_rank');
    await checked(page, '没有发现问题');
    expect(await barriers(page)).toEqual([]);
  });

  part('what was typed survives a reload, and is saved as one says so', 'reload', async () => {
    const page = await people.open('wc.decider', address);
    await page.getByText('上次没有保存的内容已经找回').waitFor();
    expect(await field(page).inputValue()).toContain('provincial_rank <= 7');
    await page.getByRole('button', { name: '改为 2' }).click();
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByText('已保存', { exact: false }).first().waitFor();
    await page.getByText('1 处不同').waitFor();
    expect(await seen(page.getByRole('row', { name: /S2\.a/ }))).toContain('provincial_rank <= 6 → provincial_rank <= 7');
  });

  part('a second editor is told, compares, and loses nothing', 'second', async () => {
    const first = await people.open('wc.decider', address);
    const second = await people.open('wc.reviewer', address);
    await checked(first, '没有发现问题');
    await checked(second, '没有发现问题');
    await replace(first, 'zh: 南阳机关', 'zh: 南阳市机关');
    await replace(second, 'en: Nanyang organ', 'en: Nanyang city organ');
    await second.getByRole('button', { name: '保存', exact: true }).click();
    await second.getByText('草稿', { exact: true }).waitFor();
    await first.getByRole('button', { name: '保存', exact: true }).click();
    await first.getByText('您的改动还没有保存').waitFor();
    await first.getByRole('button', { name: '比较两份' }).click();
    const lines = await seen(first.getByRole('region', { name: '对方的（−）和我的（＋）' }));
    expect([lines.includes('Nanyang city organ'), lines.includes('南阳市机关')]).toEqual([true, true]);
    expect(await barriers(first)).toEqual([]);
    await first.getByRole('button', { name: '改用对方的，放弃我的' }).click();
    expect(await field(first).inputValue()).toContain('Nanyang city organ');
  });

  part('old rounds are tried: the unit whose level would change, and why', 'dry-run', async () => {
    const page = await people.open('wc.decider', address);
    await page.getByRole('button', { name: '用往年数据试算' }).click();
    await page.getByRole('button', { name: /^试\s*算$/ }).click();
    await page.getByRole('heading', { name: new RegExp(ROUND) }).waitFor();
    const row = await seen(page.getByRole('row', { name: /三星/ }));
    expect(row).toContain(stage.unit('B04').name);
    expect(row).toMatch(/三星 五星 .*S2\.a 有排名的在省内前6名 S0 L131/);
    expect(await barriers(page)).toEqual([]);
  });

  part('a workbook goes out, is filled in wrongly, and names the cell; right again, it becomes the text', 'excel', async () => {
    const page = await people.open('wc.decider', address);
    await page.getByRole('button', { name: 'Excel', exact: true }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载这份草稿的 Excel' }).click()]);
    const bytes = readFileSync(await download.path());
    const sheets = (await readXlsx(new Uint8Array(bytes))).sheets.map(({ name, rows }) => ({ name, rows }));
    const spoilt = await writeXlsx({ sheets: sheets.map(({ name, rows }) => ({ name, rows: rows.map((cells) => cells.map((cell) => (cell === 'provincial_rank <= 7' ? 'provincial_rnak <= 7' : cell))) })) });
    const choose = (buffer: Buffer) => page.getByLabel('选择填好的 Excel').setInputFiles({ name: '办法.xlsx', mimeType: 'application/octet-stream', buffer });
    await choose(Buffer.from(spoilt));
    const fault = await seen(page.getByRole('row', { name: /获星条件/ }));
    expect(fault).toMatch(/获星条件 [A-Z]\d+ 条件 .*是否应写 provincial_rank/);
    await choose(bytes);
    await page.getByRole('button', { name: '换成这份' }).click();
    await checked(page, '没有发现问题');
    expect(await field(page).inputValue()).toContain('expr: provincial_rank <= 7');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByText('草稿', { exact: true }).waitFor();
  });

  part('the administrator publishes it; the version and the draft do not change any more', 'publish', async () => {
    const page = await people.open('c.admin', address);
    await checked(page, '没有发现问题');
    await page.getByRole('button', { name: /发\s*布…/ }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: /^发\s*布$/ }).isDisabled()).toBe(true);
    await dialog.getByLabel(/已看过/).check();
    await dialog.getByRole('button', { name: /^发\s*布$/ }).click();
    await page.getByText('第 2 版 · 摘要').waitFor();
    expect(await seen(page.locator('[id="clause-S2.a"]'))).toContain('前6名');
    const draft = await people.open('wc.decider', address);
    await draft.getByText('这份草稿不再改动').waitFor();
    expect(await field(draft).getAttribute('readonly')).not.toBeNull();
    expect((await stage.as('wc.decider').get(`/api/assessment/schemes/${SCHEME}/1`)).status).toBe(200);
  });

  endOf(() => people, STALE);
});
