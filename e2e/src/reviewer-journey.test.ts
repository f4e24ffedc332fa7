import { fileURLToPath } from 'node:url';
import type { AuditItemLine } from '@xingchuang/contracts';
import { STEPS, type Stage } from '@xingchuang/all';
import type { Page } from 'playwright-core';
import { barriers, PHONE, seen, type People } from './browser.ts';
import { DemoYear } from './demo-year.ts';
import { endOf, expectOpen, partsOf } from './journey.ts';

const TITLE = '一月档案抽查';
const AUDITS = '/app/evidence/audits';

let year: DemoYear;
let stage: Stage;
let people: People;

beforeAll(async () => {
  year = await DemoYear.begin('reviewer-journey');
  ({ stage, people } = year);
  await year.play(STEPS.slice(0, 2));
  await stage.at('2026-01-05');
}, 600_000);
afterAll(() => year?.stop(), 60_000);

const part = partsOf('reviewer', () => people, 600_000);

const isAt = async (page: Page, order: number) => {
  await page.waitForURL((url) => url.searchParams.get('at') === String(order));
  await page.locator('.place').filter({ hasText: `第 ${order} 件` }).waitFor(); // the address is ahead of what is shown
};
const progress = (page: Page) => seen(page.getByRole('region', { name: '进度' }));
let audit = '';
let first = '';

describe('a reviewer audits archives, in the browser', () => {
  part('she announces what will be drawn, sees how many it would be, and draws', 'draw', async () => {
    const page = await people.open('oc.reviewer', AUDITS);
    await page.getByRole('link', { name: '新的抽查' }).click();
    const form = page.getByRole('form', { name: '公布抽查' });
    await form.getByLabel('名称').fill(TITLE);
    await form.getByLabel('材料日期自').fill('2025-01-01');
    await form.getByLabel('至', { exact: true }).fill('2026-12-31');
    await form.getByLabel('每个单位的比例').fill('100');
    await form.getByRole('button', { name: '试算' }).click();
    expect(await seen(form.getByRole('region', { name: '试算结果' }))).toMatch(/范围内 \d+ 件，将抽取 \d+ 件/);
    expect(await barriers(page)).toEqual([]);
    await form.getByRole('button', { name: '公布抽查' }).click();
    await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
    audit = new URL(page.url()).pathname.split('/').at(-1)!;
    await page.getByText('已公布，待抽取').waitFor();
    await page.getByRole('button', { name: '抽取', exact: true }).click();
    await page.getByRole('list', { name: '抽查材料' }).getByRole('listitem').first().waitFor();
    expect(await progress(page)).toMatch(/已评 0 \/ \d+ 件/);
    expect(await barriers(page)).toEqual([]);
  });

  part('she judges by keyboard, one after the other, and comes back to where she was', 'judge', async () => {
    const page = await people.open('oc.reviewer', AUDITS);
    await page.getByRole('link', { name: TITLE }).click();
    await page.getByRole('link', { name: '开始评' }).click();
    const title = page.getByRole('heading', { level: 1 });
    await page.getByRole('complementary', { name: '评审' }).getByRole('group', { name: '结论' }).waitFor(); // the list before it has one too
    const at = () => new URL(page.url()).searchParams.get('at');
    await isAt(page, 1);
    first = await title.innerText();
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press('2');
    const supplement = page.getByRole('form', { name: '限期补正' });
    await supplement.getByRole('button', { name: '缺签到或签字' }).click();
    await supplement.getByLabel('补充说明').fill('请补签到表 1 2 3'); // digits in a text are no verdicts
    await page.keyboard.press('Control+Enter');
    await isAt(page, 2);
    await page.getByRole('group', { name: '结论' }).waitFor();
    await page.keyboard.press('j');
    await isAt(page, 3);
    await page.keyboard.press('k');
    await isAt(page, 2);
    await page.reload();
    await page.getByRole('group', { name: '结论' }).waitFor();
    expect(at()).toBe('2');
    await page.keyboard.press('1');
    await isAt(page, 3);
    await page.getByRole('group', { name: '结论' }).waitFor();
    await page.keyboard.press('3');
    await page.getByRole('form', { name: '不予认可' }).getByRole('button', { name: '提交结论' }).click();
    expect(await seen(page.getByRole('alert'))).toContain('请选择或填写理由');
    await page.getByRole('form', { name: '不予认可' }).getByRole('button', { name: '记录内容雷同' }).click();
    await page.getByRole('form', { name: '不予认可' }).getByRole('button', { name: '提交结论' }).click();
    await isAt(page, 4);
  });

  part('the units are told', 'publish', async () => {
    const page = await people.open('oc.reviewer', AUDITS);
    await page.getByRole('link', { name: TITLE }).click();
    await page.getByRole('button', { name: '告知单位（3 件）' }).click();
    await page.getByRole('status').filter({ hasText: '已告知单位' }).waitFor();
    expect(await progress(page)).toMatch(/已评 3 \/ .*通过 1 限期补正 1 不予认可 1/);
    const { status, body } = await stage.as('oc.reviewer').get(`/api/evidence/audits/${audit}/items`);
    expect(status).toBe(200);
    expect((body as { items: AuditItemLine[] }).items[0]).toMatchObject({ verdict: 'supplement', published: true, until: '2026-01-12' });
  });

  part('on a phone the unit reads what is missing and answers with a photograph', 'answer', async () => {
    const page = await people.open('b01.clerk', AUDITS, { viewport: PHONE });
    await page.getByRole('link', { name: TITLE }).click();
    await page.getByRole('list', { name: '抽查材料' }).getByRole('link', { name: `1. ${first}`, exact: true }).click();
    await page.getByText('缺签到或签字；请补签到表 1 2 3；5 个工作日内补正').waitFor();
    const form = page.getByRole('form', { name: '答复' });
    const chooser = page.waitForEvent('filechooser');
    await form.getByRole('button', { name: '选择文件' }).click();
    await (await chooser).setFiles(fileURLToPath(new URL('../fixtures/photo-river-patrol.jpg', import.meta.url)));
    await form.getByRole('list', { name: '已附文件' }).getByRole('listitem').waitFor();
    await form.getByLabel('说明').fill('签到表已补，见附件。');
    await expectOpen(page);
    await form.getByRole('button', { name: '提交答复' }).click();
    await page.getByText('签到表已补，见附件。').waitFor();
  });

  part('she finds the answer, passes the item, and the sheet is printed', 'sheet', async () => {
    const page = await people.open('oc.reviewer', AUDITS);
    await page.getByRole('link', { name: TITLE }).click();
    await page.getByRole('group', { name: '进展' }).getByRole('button', { name: '单位已答复' }).click();
    await page.getByRole('list', { name: '抽查材料' }).getByRole('link', { name: `1. ${first}`, exact: true }).click();
    await page.getByText('签到表已补，见附件。').waitFor();
    await page.keyboard.press('1');
    await page.getByRole('status').filter({ hasText: `通过：${first}` }).waitFor();
    await page.goto(`/app/evidence/audits/${audit}`);
    expect(await progress(page)).toMatch(/通过 2 限期补正 0 不予认可 1/);
    const sheet = await page.getByRole('link', { name: '打印抽查表' }).getAttribute('href');
    const bytes = await stage.as('oc.reviewer').bytes(sheet!);
    expect(Buffer.from(bytes.subarray(0, 5)).toString()).toBe('%PDF-');
  });

  endOf(() => people, /status of 422 .*\/verdict$/);
});
