import { readFileSync } from 'node:fs';
import { writeXlsx } from 'hucre/xlsx';
import type { Refusal } from '@xingchuang/rules';
import { readTable } from './import-reader.ts';

const fixture = (name: string) => readFileSync(new URL(`../../../../e2e/fixtures/${name}`, import.meta.url));
// 编码,名称 / B1,一支部 in GBK, as Excel in Chinese saves it
const GBK = Buffer.from('b1e0c2eb2cc3fbb3c60d0a42312cd2bbd6a7b2bf0d0a', 'hex');

test.each([
  ['UTF-8', Buffer.from('编码,名称\nB1,一支部\n')],
  ['UTF-8 with byte order mark and CR LF', Buffer.from('\uFEFF编码,名称\r\nB1,一支部\r\n')],
  ['GBK', GBK],
  ['quoted cells and blanks around', Buffer.from('编码,名称\n"B1"," 一支部 "\n')],
])('CSV: %s', async (_, bytes) => {
  expect(await readTable(bytes)).toEqual([
    { row: 1, cells: ['编码', '名称'] },
    { row: 2, cells: ['B1', '一支部'] },
  ]);
});

test('rows keep the number that the sheet shows, and empty ones are left out', async () => {
  expect((await readTable(Buffer.from('编码,名称\n,\nB1,一支部\n'))).map(({ row }) => row)).toEqual([1, 3]);
});

test('a workbook and the CSV of the same list say the same', async () => {
  const rows = await readTable(fixture('units.xlsx'));
  expect(rows).toEqual(await readTable(fixture('units.csv')));
  expect(rows).toHaveLength(13);
  expect(rows[9]).toEqual({ row: 10, cells: ['SF-08', '䶮湖工作站党支部', 'branch', 'SF'] });
});

test('numbers and days of a workbook become text', async () => {
  const bytes = await writeXlsx({ sheets: [{ name: 'S', rows: [['编码', '成立日期'], [1001, new Date('2024-03-01T00:00:00Z')]] }] });
  expect((await readTable(Buffer.from(bytes)))[1]).toEqual({ row: 2, cells: ['1001', '2024-03-01'] });
});

test.each([
  ['an empty file', 'import.empty', Buffer.from('\n')],
  ['a picture', 'import.not-a-table', fixture('photo-river-patrol.jpg').subarray(0, 4_000)],
  ['another kind of ZIP', 'import.not-a-table', fixture('minutes-with-table.docx')],
  ['a damaged workbook', 'import.not-a-table', fixture('units.xlsx').subarray(0, 2_000)],
  ['an unclosed quote', 'import.not-a-table', Buffer.from('编码,名称\n"B1,一支部\n')],
  ['too many rows', 'import.too-many-rows', Buffer.from(`编码\n${'B1\n'.repeat(20_001)}`)],
  ['8 MiB of line ends, each of which would be a row in memory', 'import.empty', Buffer.alloc(8 << 20, '\n')],
])('%s: %s', async (_, code, bytes) => {
  await expect(readTable(bytes)).rejects.toMatchObject({ code } satisfies Partial<Refusal>);
});
