import { buffer } from 'node:stream/consumers';
import { writeXlsx } from 'hucre/xlsx';
import yazl from 'yazl';
import { readWorkbook } from './workbook-reader.ts';

const SPACES = Buffer.alloc(65 * 1024 * 1024, ' ');
const FAR = new Map([['1219,16383', { value: 'x', type: 'string' as const }]]);

/** A zip of one part; `claims` is the size that its directory declares. */
async function zipOf(part: Buffer, claims = part.length): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  zip.addBuffer(part, 'xl/worksheets/sheet1.xml');
  zip.end();
  const bytes = await buffer(zip.outputStream);
  bytes.writeUInt32LE(claims, bytes.lastIndexOf('PK\u0001\u0002') + 24);
  return bytes;
}

const farCells = () => Array.from({ length: 8 }, (_, at) => ({ name: `S${at}`, rows: [['a']], cells: FAR }));
const sharedText = () => [{ name: 'S', rows: Array.from({ length: 180 }, () => ['字'.repeat(100_000)]) }];

test('an ordinary workbook is read with its days, numbers and empty cells', async () => {
  const rows: (string | number | Date | null)[][] = [['编码', '成立日期', '人数'], ['B1', '2024-03-01', 12], ['B2', null, 0.5]];
  const bytes = await writeXlsx({ sheets: [{ name: '名册', rows: rows.with(1, ['B1', new Date('2024-03-01T00:00:00Z'), 12]) }, { name: '备注', rows: [['a'], ['b']] }] });
  expect(await readWorkbook(bytes, { maxRows: 10 })).toEqual([{ name: '名册', rows }, { name: '备注', rows: [['a'], ['b']] }]);
  expect(await readWorkbook(bytes, { maxRows: 2, firstOnly: true })).toEqual([{ name: '名册', rows: rows.slice(0, 2) }]);
});

test.each([
  ['declares more than any table has', SPACES.length],
  ['declares to be empty', 0],
])('a part that %s is refused before it is unpacked', async (_, claims) => {
  const bytes = await zipOf(SPACES, claims);
  const began = performance.now();
  await expect(readWorkbook(bytes, { maxRows: 10 })).rejects.toMatchObject({ kind: 'invalid', code: 'workbook.too-much', field: 'file' });
  expect(performance.now() - began).toBeLessThan(50);
});

test.each([
  ['a cell far from the others on many sheets, more than the process may hold', farCells],
  ['one long text that many cells share', sharedText],
])('%s: refused, and the next is read', async (_, sheets) => {
  const [bomb, good] = [await writeXlsx({ sheets: sheets() }), await writeXlsx({ sheets: [{ name: 'S', rows: [['a']] }] })];
  const [refused, next] = [readWorkbook(bomb, { maxRows: 200 }), readWorkbook(good, { maxRows: 200 })];
  await expect(refused).rejects.toMatchObject({ code: 'workbook.too-much' });
  expect((await next)[0]!.rows).toEqual([['a']]);
});

test.each([
  ['bytes that are no zip', async () => Buffer.from('PK\u0003\u0004 and no directory')],
  ['a zip of something else', async () => zipOf(Buffer.from('text'))],
])('%s: no workbook', async (_, bytes) => {
  await expect(readWorkbook(await bytes(), { maxRows: 10 })).rejects.not.toHaveProperty('code');
});
