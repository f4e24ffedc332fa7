import { readXlsx, writeXlsx } from 'hucre/xlsx';
import iconv from 'iconv-lite';
import type { Client } from '@xingchuang/testkit';
import { FACTS, factsOf, PARAMETERS, SCHEME, World, type Code } from '../world.fixture.ts';
import { unpack } from '../export/package.fixture.ts';
import { readSheets, writeCsv, writeSheets } from './facts-table-file.ts';

const A = '/api/assessment';
let world: World;
let oc: Client, wc: Client;
let campaignId = '';

beforeAll(async () => {
  world = await World.start('2026-01-04T10:00:00+08:00');
  [oc, wc] = (await Promise.all([world.as('reviewer', 'OC'), world.as('decider', 'WC')])) as [Client, Client];
  campaignId = (await wc.post(`${A}/campaigns`, { title: '2025年度评定', schemeId: SCHEME, declaring: { from: '2026-01-05', to: '2026-01-16' }, parameters: PARAMETERS })).body.id;
});
afterAll(() => world?.system.stop());

const path = (rest = '') => `${A}/campaigns/${campaignId}/facts/${rest}`;
type Cell = string | number | null;
interface Book {
  readonly name: string;
  rows: Cell[][];
}
async function fetchTable(by: Client, format: 'xlsx' | 'csv'): Promise<Buffer> {
  const answer = await fetch(`${by.url}${path(`table?format=${format}`)}`, { headers: { authorization: `Bearer ${by.token}` } });
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}
const bookOf = async (by: Client): Promise<Book[]> => (await readXlsx(new Uint8Array(await fetchTable(by, 'xlsx')))).sheets.map(({ name, rows }) => ({ name, rows: rows as Cell[][] }));
const send = (bytes: Uint8Array, dryRun = false) => oc.upload(path(`table${dryRun ? '?dryRun=true' : ''}`), bytes);
const write = (book: readonly Book[]) => writeXlsx({ sheets: book.map(({ name, rows }) => ({ name, rows })) });
const column = (sheet: Book, name: string): number => sheet.rows[0]!.findIndex((cell) => String(cell).endsWith(`（${name}）`));
/** A number with places is kept as its decimal. */
const decimalsAsText = (facts: object): unknown => JSON.parse(JSON.stringify(facts, (name, value: unknown) => (name === 'score' ? String(value) : value)));
const versionOf = async (code: Code) => (await oc.get(path(world.units[code].id))).body.version;
let filled: Book[];

/** The table with the facts of all ten branches, as a person would type them. */
function fill(book: Book[]): void {
  const [main, ...lists] = book as [Book, ...Book[]];
  for (const { unit, facts } of FACTS) {
    const row = main.rows.find(([code]) => code === unit)!;
    for (const [name, value] of Object.entries(facts)) {
      const sheet = lists.find(({ name: title }) => title.endsWith(`（${name}）`));
      if (!sheet) row[column(main, name)] = value === true ? '是' : value === false ? '否' : (value as Cell);
      else for (const record of value as Record<string, unknown>[]) {
        const line: Cell[] = [unit, ''];
        for (const [field, part] of Object.entries(record)) line[column(sheet, field)] = part === true ? '是' : part === false ? '否' : (part as Cell);
        sheet.rows.push([...line].map((cell) => cell ?? null));
      }
    }
  }
}

test('the table is the template: every unit, every fact by its name, a sheet for each list of records', async () => {
  filled = await bookOf(oc);
  const [main, ...lists] = filled as [Book, ...Book[]];
  expect([main.name, main.rows.length, main.rows[0]!.slice(0, 2), main.rows[1]!.slice(0, 2)]).toEqual(['事实', 11, ['单位编码', '单位名称'], ['B01', expect.any(String)]]);
  expect(column(main, 'provincial_rank')).toBeGreaterThan(1);
  expect(lists.map(({ name }) => name).some((name) => name.endsWith('（secretary_vacancies）'))).toBe(true);
  expect((await (await world.as('clerk', 'B01')).upload(path('table'), Buffer.from('x'))).status).toBe(403);
  const own = await readXlsx(new Uint8Array(await fetchTable(await world.as('clerk', 'B01'), 'xlsx')));
  expect(own.sheets[0]!.rows.map(([code]) => code)).toEqual(['单位编码', 'B01']);
});

test('a filled workbook is looked at first, then taken whole; out again it is the same', async () => {
  fill(filled);
  const bytes = await write(filled);
  expect((await send(bytes, true)).body).toMatchObject({ rows: 10 + 8, taken: 0, changed: 10, faults: [] });
  expect((await oc.get(path(world.units.B01.id))).status).toBe(404);
  expect((await send(bytes)).body).toMatchObject({ taken: 10, changed: 10 });
  const plain = async (code: Code) => Object.fromEntries(Object.entries((await oc.get(path(world.units[code].id))).body.facts).filter(([name]) => Object.hasOwn(factsOf(code), name)));
  for (const { unit } of FACTS) expect([unit, await plain(unit)]).toEqual([unit, decimalsAsText(factsOf(unit))]);
  expect((await oc.get(path(world.units.B01.id))).body.origins.provincial_rank).toEqual({ how: 'imported' });
  expect((await send(await fetchTable(oc, 'xlsx'), true)).body).toMatchObject({ changed: 0, faults: [] });
});

test.each([['UTF-8', 'utf-8'], ['GBK', 'gbk']])('a CSV in %s changes what it speaks of and leaves the rest', async (_, encoding) => {
  const rank = encoding === 'gbk' ? 5 : 4;
  const csv = `单位编码,全省排名（provincial_rank）\r\nB02,${rank}\r\n`;
  const head = (await fetchTable(oc, 'csv')).toString().split('\r\n')[0]!.split(',').find((cell) => cell.endsWith('（provincial_rank）'))!;
  const sent = await send(iconv.encode(csv.replace('全省排名（provincial_rank）', head), encoding));
  expect([sent.status, sent.body]).toMatchObject([200, { rows: 1, taken: 1, changed: 1, faults: [] }]);
  const { facts } = (await oc.get(path(world.units.B02.id))).body;
  expect([facts.provincial_rank, facts.secretary_vacancies]).toEqual([rank, [{ from: '2025-05-01', to: '2025-06-30' }]]);
});

describe('what is wrong is named by row and column, and nothing is entered', () => {
  const book = (rows: Cell[][], ...lists: Book[]): Book[] => [{ name: '事实', rows }, ...lists];
  test.each([
    ['a value of another type', book([['单位编码', 'provincial_rank'], ['B01', '第六']]), 2, 'provincial_rank', /整数/],
    ['yes or no', book([['单位编码', 'learning_platform_done'], ['B01', '是'], ['B02', '大概']]), 3, 'learning_platform_done', /“是”或“否”/],
    ['a fact that must be there', book([['单位编码', 'provincial_rank'], ['B05', 6], ['B06', 6]], { name: 'criticisms', rows: [['单位编码', 'on', 'form', 'about'], ['B06', '2025-05-01', '通报', '慢作为']] }), 2, 'form', /上级通报批评/],
    ['a unit that is not there', book([['单位编码', 'provincial_rank'], ['B01', 6], ['Z99', 6]]), 3, '单位编码', /Z99/],
    ['a unit twice', book([['单位编码', 'provincial_rank'], ['B01', 6], ['B02', 6], ['B01', 6]]), 4, '单位编码', /第 2 行/],
    ['no code', book([['单位编码', 'provincial_rank'], ['', 6]]), 2, '单位编码', /不能为空/],
    ['a stray column', book([['单位编码', '名次'], ['B01', 6]]), 1, '名次', /没有“名次”/],
    ['a column twice', book([['单位编码', 'provincial_rank', 'provincial_rank'], ['B01', 6, 6]]), 1, 'provincial_rank', /两次/],
    ['no column of codes', book([['单位', 'provincial_rank'], ['B01', 6]]), 1, '单位编码', /缺少/],
    ['a stray sheet', book([['单位编码', 'provincial_rank'], ['B01', 6]], { name: '附表', rows: [['单位编码'], ['B01']] }), 1, '', /附表/],
    ['a day of a record', book([['单位编码'], ['B01']], { name: 'secretary_vacancies', rows: [['单位编码', 'from', 'to'], ['B01', '2025-02-30', '2025-03-01']] }), 2, 'from', /日期/],
  ] as [string, Book[], number, string, RegExp][])('%s', async (_, sheets, row, at, words) => {
    const before = await versionOf('B01');
    const bytes = await write(sheets);
    const preview = await send(bytes, true);
    expect([preview.status, preview.body.taken]).toEqual([200, 0]);
    expect(preview.body.faults[0]).toMatchObject({ row, column: at, zh: expect.stringMatching(words), en: expect.stringMatching(/[a-z]/) });
    const refused = await send(bytes);
    expect([refused.status, refused.body.code, refused.body.errors[0].field]).toEqual([422, 'facts.faulty-rows', expect.stringContaining(`第 ${row} 行`)]);
    expect(await versionOf('B01')).toBe(before);
  });

  test.each([['nothing', Buffer.alloc(0), 'import.empty'], ['a picture', Buffer.from([0x89, 0x50, 0, 0, 1]), 'import.not-a-table'], ['a broken workbook', Buffer.from('PK\x03\x04 not a workbook'), 'import.not-a-table']])('%s', async (_, bytes, code) => {
    const { status, body } = await send(bytes);
    expect([status, body.code]).toEqual([422, code]);
  });

  test('one sheet that is right beside one that is wrong is not entered either', async () => {
    const before = await versionOf('B03');
    expect((await send(await write(book([['单位编码', 'provincial_rank'], ['B03', 1], ['B04', 'x']])))).status).toBe(422);
    expect(await versionOf('B03')).toBe(before);
  });
});

describe('cells that a spreadsheet would run', () => {
  const table = [{ name: '事实', rows: [['单位编码', '说明'], ['B01', '=HYPERLINK("x")'], ['B02', '-3'], ['B03', '@SUM(A1)'], ['B04', '+86 1']] as (string | number)[][] }];
  test('are text in a CSV and come back as they were', async () => {
    const csv = writeCsv(table);
    expect(csv.split('\r\n').slice(1, 5)).toEqual(['B01,"\'=HYPERLINK(""x"")"', 'B02,-3', "B03,'@SUM(A1)", "B04,'+86 1"]);
    expect((await readSheets(Buffer.from(csv)))[0]!.rows.map(({ cells }) => cells)).toEqual(table[0]!.rows);
  });
  test('are text in a workbook', async () => {
    const bytes = await writeSheets(table);
    expect((await readSheets(Buffer.from(bytes)))[0]!.rows.map(({ cells }) => cells)).toEqual(table[0]!.rows);
    const sheet = (await unpack(Buffer.from(bytes))).get('worksheets/sheet1.xml')!.toString();
    expect([sheet.includes('<row'), /<f[ >]/.test(sheet)]).toEqual([true, false]);
  });
});
