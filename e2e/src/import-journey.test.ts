import { readFileSync } from 'node:fs';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import type { PersonPage } from '@xingchuang/contracts';
import { Client, until } from '@xingchuang/testkit';
import type { Page } from 'playwright-core';
import { seen, unheard, type People } from './browser.ts';
import { DemoYear } from './demo-year.ts';
import { choose, endOf, expectOpenToAll, partsOf } from './journey.ts';

const ROWS = 2_000;
const ORGANS = 40;
/** Row in the file, column, what is wrong, and how the administrator mends the row. */
const BAD: readonly (readonly [row: number, column: string, words: string, make: (row: Row) => Row])[] = [
  [60, '名称', '不能为空', (row) => ({ ...row, name: '' })],
  [150, '编码', '编码“第 150”无效', (row) => ({ ...row, code: '第 150' })],
  [223, '类型', '没有“行会”这种单位类型', (row) => ({ ...row, kind: '行会' })],
  [387, '上级编码', '没有编码为 NONE 的上级单位', (row) => ({ ...row, parent: 'NONE' })],
  [501, '编码', '编码 B01 已被使用', (row) => ({ ...row, code: 'B01' })],
  [777, '编码', '编码 L0100 与第 101 行重复', (row) => ({ ...row, code: 'L0100' })],
  [888, '类型', '不能为空', (row) => ({ ...row, kind: '' })],
  [1001, '编码', '不能为空', (row) => ({ ...row, code: '' })],
  [1234, '名称', '过长：201 个字', (row) => ({ ...row, name: '长'.repeat(201) })],
  [1500, '上级编码', '的上级关系形成循环', (row) => ({ ...row, parent: row.code })],
  [1666, '成立日期', '“去年”不是日期', (row) => ({ ...row, opened: '去年' })],
  [1888, '成立日期', '不在可用范围内', (row) => ({ ...row, opened: '2099-01-01' })],
  [2001, '上级编码', '', (row) => ({ ...row, kind: '重点科室' })], // a section belongs to a branch
];
const WANTED = { row: 400, name: '会计核算中心党支部', letters: 'kjhszx' };
/** The clerk who was thrown out; and the second of two. */
const EXPECTED = [/^b01\.clerk: .*status of 401/, /status of 412 .*\/change$/];

interface Row {
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly parent: string;
  readonly opened: string;
}
const HEADER = ['编码', '名称', '类型', '上级编码', '成立日期'];
const cells = ({ code, name, kind, parent, opened }: Row): string[] => [code, name, kind, parent, opened];
/** The row of the sheet with that number; the header has number 1. */
function good(row: number): Row {
  const at = row - 1;
  const code = `L${String(at).padStart(4, '0')}`;
  if (at <= ORGANS) return { code, name: `第${at}局`, kind: '机关', parent: '', opened: '2020-01-01' };
  const parent = `L${String((at % ORGANS) + 1).padStart(4, '0')}`;
  return { code, name: row === WANTED.row ? WANTED.name : `第${at}党支部`, kind: '党支部', parent, opened: '2021-06-01' };
}

let year: DemoYear;
let people: People;
let page: Page;

beforeAll(async () => {
  year = await DemoYear.begin('import-journey');
  ({ people } = year);
}, 600_000);
afterAll(() => year?.stop(), 60_000);

const part = partsOf('import', () => people, 600_000);

const sheet = async (rows: string[][]): Promise<Buffer> => Buffer.from(await writeXlsx({ sheets: [{ name: '单位', rows }] }));
const give = (name: string, buffer: Buffer) => page.getByLabel('选择单位表格').setInputFiles({ name, mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer });

describe('an administrator brings in two thousand units, thirteen of them wrong', () => {
  let rest: string[][] = [];

  part('she sees each of the thirteen rows with its number, what is wrong and what to do; nothing has come in', 'preview', async () => {
    page = await people.open('c.admin', '/app/units');
    await page.getByRole('tree', { name: '单位' }).waitFor();
    await expectOpenToAll(page);
    await page.getByRole('link', { name: '导入单位' }).click();
    const wrong = new Map(BAD.map(([row, , , make]) => [row, make]));
    const all = Array.from({ length: ROWS }, (_, at) => good(at + 2)).map((row, at) => cells(wrong.get(at + 2)?.(row) ?? row));
    await give('两千个单位.xlsx', await sheet([HEADER, ...all]));
    expect(await seen(page.getByRole('status').filter({ hasText: '共 2000 行' }))).toBe('共 2000 行，有 13 行不能导入；现在一行也没有导入。');
    const lines = page.getByRole('table', { name: '有问题的行' }).getByRole('row');
    expect(await lines.count()).toBe(1 + BAD.length);
    for (const [at, [row, column, words]] of BAD.entries()) {
      const line = await seen(lines.nth(at + 1));
      expect(line).toMatch(new RegExp(`^${row} ${column} `));
      expect(line).toContain(words);
    }
    await expectOpenToAll(page);
  });

  part('she takes the good rows and gets the others as a sheet with the reasons', 'download', async () => {
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: '下载有误的行（13）' }).click();
    const { sheets } = await readXlsx(new Uint8Array(readFileSync(await (await downloading).path())));
    rest = sheets[0]!.rows.map((row) => row.map((cell) => String(cell ?? '')));
    expect(rest[0]).toEqual([...HEADER, '原行号', '问题']);
    expect(rest.slice(1).map((row) => Number(row[5]))).toEqual(BAD.map(([row]) => row));
    expect(rest.slice(1).every((row) => row[6] !== '')).toBe(true);
    await page.getByRole('button', { name: '先导入其余 1987 行' }).click();
    expect(await seen(page.getByRole('status').filter({ hasText: '已导入' }))).toContain('已导入 1987 个单位，其余 13 行没有导入');
  });

  part('she mends the sheet and brings it in', 'mended', async () => {
    await give('有误的行.xlsx', await sheet([rest[0]!, ...rest.slice(1).map((row) => [...cells(good(Number(row[5]))), row[5]!, row[6]!])]));
    await page.getByRole('button', { name: '导入 13 个单位' }).click();
    expect(await seen(page.getByRole('status').filter({ hasText: '已导入' }))).toContain('已导入 13 个单位');
    expect(await page.getByRole('table', { name: '有问题的行' }).count()).toBe(0);
  });

  part('she finds a unit by the initials of its pinyin and opens its card', 'find', async () => {
    await page.getByRole('link', { name: '查看组织' }).click();
    await page.getByLabel('查找单位').fill(WANTED.letters);
    await page.getByRole('list', { name: '找到的单位' }).getByRole('link', { name: WANTED.name }).click();
    await page.getByRole('heading', { level: 1, name: WANTED.name }).waitFor();
    await page.getByText('还没有登记换届').waitFor();
    const main = await seen(page.getByRole('main'));
    for (const words of [good(WANTED.row).code, '机关党支部', '人员', '职务', '任期', '还没有登记换届', '2021年6月1日']) expect(main).toContain(words);
    await expectOpenToAll(page);
  });

  part('the tree is gone through with the keyboard, and only what is in view is drawn', 'tree', async () => {
    await page.goto('/app/units');
    const tree = page.getByRole('tree', { name: '单位' });
    await tree.getByRole('treeitem').nth(5).waitFor();
    await tree.focus();
    await page.keyboard.press('End');
    const last = tree.locator('[aria-selected="true"]');
    expect(await last.getAttribute('aria-level')).toBe('2');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    for (let step = 0; step < 60 && (await last.getAttribute('aria-expanded')) === null; step += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await tree.locator('[aria-level="3"]').first().waitFor();
    await page.keyboard.press('ArrowRight');
    expect(await last.getAttribute('aria-level')).toBe('3');
    const organs = Number(await tree.locator('[aria-level="2"]').first().getAttribute('aria-setsize'));
    expect(organs).toBeGreaterThanOrEqual(ORGANS);
    expect(await tree.getByRole('treeitem').count()).toBeLessThan(organs);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1 }).filter({ hasNotText: '组织' }).waitFor();
  });

  part('of two who rename one unit the second is told, keeps what she typed, and can go on', 'two-at-once', async () => {
    await page.getByRole('button', { name: '更名或改类型' }).click();
    const form = page.getByRole('form', { name: '更名或改类型' });
    await form.getByLabel('名称').fill('乙改的名称');
    await expectOpenToAll(page);
    const other = year.stage.as('c.admin');
    const id = new URL(page.url()).pathname.split('/').at(-1)!;
    await unheard(page, '**/api/registry/**', async () => {
      expect((await other.post(`/api/registry/units/${id}/change`, { name: '甲改的名称' })).status).toBe(200);
      await form.getByRole('button', { name: '保存' }).click();
      expect(await seen(form.getByRole('alert').filter({ hasText: '刚被他人修改' }))).toContain('thing.stale');
    });
    expect((await other.get(`/api/registry/units/${id}`)).body).toMatchObject({ name: '甲改的名称' });
    await form.getByRole('button', { name: '载入最新内容，保留已填的' }).click();
    await page.getByRole('heading', { level: 1, name: '甲改的名称' }).waitFor();
    expect(await seen(form.getByRole('status').filter({ hasText: '已被他人修改' }))).toContain('这里保留的是您填的');
    expect(await form.getByLabel('名称').inputValue()).toBe('乙改的名称');
    await form.getByRole('button', { name: '保存' }).click();
    await page.getByRole('heading', { level: 1, name: '乙改的名称' }).waitFor();
    const history = page.locator('section').filter({ has: page.getByRole('heading', { name: '沿革' }) });
    await history.getByRole('link', { name: '甲改的名称' }).waitFor(); // what it was called stays to be seen
    await history.getByRole('listitem').nth(2).waitFor();
    expect(await history.getByRole('listitem').count()).toBe(3);
  });

  part('of two who correct one person the second is told, and takes what the first wrote', 'person', async () => {
    const unitId = new URL(page.url()).pathname.split('/').at(-1)!;
    const people = page.getByRole('list', { name: '人员名单' });
    await page.getByText('添加人员', { exact: true }).click();
    const adding = page.getByRole('form', { name: '添加人员' });
    await adding.getByLabel('姓名').fill('王小满');
    await adding.getByRole('button', { name: '添加', exact: true }).click();
    await page.getByRole('button', { name: '变更王小满' }).click();
    const form = page.getByRole('form', { name: '更正人员' });
    await form.getByLabel('姓名').fill('乙写的姓名');
    const other = year.stage.as('c.admin');
    const { items } = (await other.get(`/api/registry/people?unitId=${unitId}`)).body as PersonPage;
    const person = items.find(({ name }) => name === '王小满')!;
    await unheard(page, '**/api/registry/**', async () => {
      expect((await other.post(`/api/registry/people/${person.id}/change`, { name: '王晓满' })).status).toBe(200);
      await form.getByRole('button', { name: '保存' }).click();
      await form.getByRole('alert').filter({ hasText: '刚被他人修改' }).waitFor();
    });
    await form.getByRole('button', { name: '放弃已填的，用最新内容' }).click();
    await people.getByText('王晓满').waitFor();
    await until(async () => (await form.getByLabel('姓名').inputValue()) === '王晓满', 'the form shows what the first wrote');
    await form.getByLabel('姓名').fill('王晓曼');
    await form.getByRole('button', { name: '保存' }).click();
    await people.getByText('王晓曼').waitFor();
  });
});

describe('who may come in, people and machines', () => {
  let secret = '';
  const token = () => new Client(people.url).post('/api/registry/keys/token', {}, { authorization: `ApiKey ${secret}` });

  part('a key is made, shown once, used, and revoked', 'key', async () => {
    await page.goto('/app/system/keys');
    await page.getByText('新建接口密钥').click();
    const form = page.getByRole('form', { name: '新建接口密钥' });
    await form.getByLabel('名称').fill('人事系统');
    await choose(page, '单位', WANTED.name, WANTED.letters);
    await choose(page, '角色', '审核');
    await form.getByLabel('组织与账号').check();
    await expectOpenToAll(page);
    await form.getByRole('button', { name: '新建', exact: true }).click();
    secret = await seen(page.getByRole('status').filter({ hasText: '只显示这一次' }).locator('code'));
    await page.goto('/app/system/keys');
    const line = page.getByRole('list', { name: '接口密钥' }).getByRole('listitem').filter({ hasText: '人事系统' });
    expect(await seen(line)).toContain('还没有用过');
    expect(await page.content()).not.toContain(secret.slice(-20));
    const machine = new Client(people.url, (await token()).body.token);
    expect((await machine.get('/api/registry/units?pageSize=1')).status).toBe(200);
    expect(await machine.post('/api/registry/units', {})).toMatchObject({ status: 403, body: { code: 'key.read-only' } });
    expect(await machine.get('/api/evidence/records')).toMatchObject({ status: 403, body: { code: 'key.other-area' } });
    await page.reload();
    expect(await seen(line)).toContain('最近使用');
    await page.getByRole('button', { name: '撤销密钥 人事系统' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: '撤 销' }).or(page.getByRole('button', { name: '撤销', exact: true })).last().click();
    await line.getByText('已撤销').waitFor();
    expect((await token()).status).toBe(401);
    expect((await machine.get('/api/registry/units?pageSize=1')).status).toBe(401);
    await expectOpenToAll(page);
  });

  part('a session that an administrator ends throws its person out at once', 'session', async () => {
    const clerk = await people.open('b01.clerk', '/app/work');
    await clerk.getByRole('heading', { level: 1 }).waitFor();
    await page.goto('/app/system/sessions');
    await page.getByRole('list', { name: '登录列表' }).getByRole('listitem').filter({ hasText: 'b01.clerk' }).waitFor();
    await expectOpenToAll(page);
    await page.getByRole('button', { name: '结束 b01.clerk 的登录' }).click();
    await page.getByRole('button', { name: '结束 b01.clerk 的登录' }).waitFor({ state: 'detached' });
    await clerk.getByRole('link', { name: '档案', exact: true }).click();
    await clerk.getByRole('dialog').getByLabel('密码').waitFor();
  });

  endOf(() => people, ...EXPECTED);
});
