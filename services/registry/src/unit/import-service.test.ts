import { readFileSync } from 'node:fs';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { until, type Client } from '@xingchuang/testkit';
import { openWorld, type World } from '../world.fixture.ts';

let world: World;
let admin: Client;
beforeAll(async () => {
  world = await openWorld();
  admin = await world.as('c.admin');
});
afterAll(() => world.stop());

const fixture = (name: string) => readFileSync(new URL(`../../../../e2e/fixtures/${name}`, import.meta.url));
const upload = (bytes: Uint8Array, { dryRun = false, type = 'application/octet-stream', by = admin, name }: { dryRun?: boolean; type?: string; by?: Client; name?: string } = {}) =>
  by.upload(`/api/registry/units/import?dryRun=${dryRun}`, bytes, { 'content-type': type, ...(name === undefined ? {} : { 'x-file-name': name }) });
const count = () => world.db.collection('tree').countDocuments();
const csv = (...lines: string[]) => Buffer.from(['编码,名称,类型,上级编码', ...lines].join('\n'));

test('one bad row: nothing changes, and the row is named', async () => {
  const before = await count();
  const answer = await upload(fixture('units-unknown-parent.csv'));
  expect(answer).toMatchObject({
    status: 422,
    body: {
      code: 'import.faulty-rows',
      title: '12 行中有 1 行有误，没有导入任何单位',
      errors: [{ row: 6, field: 'parentCode', code: 'import.unknown-parent', zh: '没有编码为 SF-99 的上级单位', en: 'There is no unit with code SF-99 to be its parent' }],
    },
  });
  expect(await count()).toBe(before);
});

test('a dry run shows what would be, faults and all, and changes nothing', async () => {
  const before = await count();
  expect(await upload(fixture('units-unknown-parent.csv'), { dryRun: true })).toMatchObject({ status: 200, body: { dryRun: true, total: 12, opened: 0, faults: [{ row: 6 }] } });
  const good = await upload(fixture('units.xlsx'), { dryRun: true });
  expect(good).toMatchObject({ status: 200, body: { dryRun: true, total: 12, opened: 12, faults: [] } });
  expect(good.body.preview[8]).toEqual({ row: 10, code: 'SF-08', name: '䶮湖工作站党支部', kind: 'branch', parentCode: 'SF', openedOn: '' });
  expect(await count()).toBe(before);
});

test('a good workbook opens its units and tells of them', async () => {
  const before = await count();
  expect(await upload(fixture('units.xlsx'))).toMatchObject({ status: 200, body: { dryRun: false, total: 12, opened: 12 } });
  expect(await count()).toBe(before + 12);
  const section = await until(() => world.db.collection('units').findOne({ code: 'SF-05-K1' }), 'UnitChanged of the last row');
  expect(section).toMatchObject({ kind: 'key_section', path: [await world.id('C'), await world.id('SF'), await world.id('SF-05'), await world.id('SF-05-K1')] });
  const again = await upload(fixture('units.csv'), { type: 'text/csv' });
  expect(again.body.errors).toHaveLength(12);
  expect(again.body.errors[0]).toMatchObject({ row: 2, field: 'code', code: 'unit.duplicate-code' });
});

test('two thousand rows go in at once', async () => {
  const lines = Array.from({ length: 2_000 }, (_, at) => (at < 100 ? `M${at},第${at}局,机关,` : `M${at},第${at}支部,branch,M${at % 100}`));
  const began = Date.now();
  expect(await upload(csv(...lines))).toMatchObject({ status: 200, body: { opened: 2_000 } });
  expect(Date.now() - began).toBeLessThan(30_000);
  expect((await admin.get(`/api/registry/units?under=${await world.id('M7')}`)).body.items).toHaveLength(20);
});

test.each([
  ['an empty body', 422, 'import.empty', Buffer.alloc(0)],
  ['a picture under the name of a table', 422, 'import.not-a-table', fixture('photo-river-patrol.jpg')],
  ['no such column', 422, 'import.missing-column', Buffer.from('编码,名称\nA,甲\n')],
  ['more than the limit', 429, 'import.too-large', Buffer.alloc(9 * 1024 * 1024, 'x')],
])('%s: %i %s', async (_, status, code, bytes) => {
  const before = await count();
  expect(await upload(bytes)).toMatchObject({ status, body: { code } });
  expect(await count()).toBe(before);
});

test('a workbook that unpacks to more than any table: refused in both languages', async () => {
  const bytes = fixture('units.xlsx');
  bytes.writeUInt32LE(1 << 30, bytes.lastIndexOf('PK\u0001\u0002') + 24); // the size that its directory declares for a part
  expect(await upload(bytes)).toMatchObject({ status: 422, body: { code: 'workbook.too-much', field: 'file', title: expect.stringContaining('工作簿'), titleEn: expect.stringContaining('workbook') } });
});

test.each<[string, string, string | undefined]>([
  ['units.xlsx', encodeURIComponent('单位名册.xlsx'), undefined],
  ['units.csv', encodeURIComponent('单位名册.CSV'), undefined],
  ['units.xlsx', encodeURIComponent('单位名册.csv'), 'import.other-type'],
  ['units.csv', 'units.xlsx', 'import.other-type'],
  ['units.csv', 'units', 'import.other-type'],
  ['units.csv', '%E5%8', 'import.bad-file-name'],
])('%s under the name %s: %s', async (file, name, code) => {
  const { body } = await upload(fixture(file), { name, dryRun: true });
  expect({ code: body.code, field: body.field }).toEqual({ code, field: code && 'X-File-Name' });
});

test('nobody but an administrator imports', async () => {
  expect((await upload(csv('Q,甲,branch,U1'), { by: await world.as('b01.clerk') })).status).toBe(403);
});

describe('a table with good and bad rows', () => {
  const table = csv('G1,好支部,branch,U1', 'G2,,branch,U1', 'G3,科,key_section,G2', 'G4,又一支部,guild,U1', 'G5,科,key_section,G1');

  test('says which rows wait for a bad one, and takes the good ones when asked to', async () => {
    const seen = await upload(table, { dryRun: true });
    expect(seen.body).toMatchObject({ opened: 0, faults: [{ row: 3, code: 'import.empty-cell' }, { row: 5, code: 'unit.unknown-kind' }], held: [{ row: 4, code: 'import.parent-held' }] });
    const before = await count();
    expect((await upload(table)).status).toBe(422);
    expect(await count()).toBe(before);
    const taken = await admin.upload('/api/registry/units/import?skipFaulty=true', table);
    expect(taken).toMatchObject({ status: 200, body: { opened: 2 } });
    expect(await count()).toBe(before + 2);
  });

  test('gives the rest as a sheet with the reasons, which comes in again when it is mended', async () => {
    const rest = await fetch(`${world.url}/api/registry/units/import/faulty-rows`, { method: 'POST', body: csv('H1,好支部,branch,U1', 'H2,,branch,U1', 'H3,科,key_section,H2') as Uint8Array<ArrayBuffer>, headers: { authorization: `Bearer ${admin.token}`, 'content-type': 'application/octet-stream' } });
    const bytes = Buffer.from(await rest.arrayBuffer());
    const { sheets } = await readXlsx(new Uint8Array(bytes));
    expect(sheets[0]!.rows).toEqual([
      ['编码', '名称', '类型', '上级编码', '原行号', '问题'],
      ['H2', '', 'branch', 'U1', '3', '不能为空'],
      ['H3', '科', 'key_section', 'H2', '4', expect.stringContaining('H2')],
    ]);
    const mended = await writeXlsx({ sheets: [{ name: 'S', rows: sheets[0]!.rows.map((row, at) => (at === 1 ? row.with(1, '补好的支部') : row)) as string[][] }] });
    expect(await upload(Buffer.from(mended))).toMatchObject({ status: 200, body: { opened: 2 } });
  });
});

test('as many as are taken at once do fit; one more is refused before anything is looked at', async () => {
  const branches = (most: number) => csv(...Array.from({ length: most }, (_, at) => `N${at},南阳市第${at}局机关党支部委员会,branch,U1`));
  expect(await upload(branches(3_001), { dryRun: true })).toMatchObject({ status: 429, body: { code: 'import.too-many-rows' } });
  expect(await upload(branches(3_000))).toMatchObject({ status: 200, body: { opened: 3_000 } });
  const people = (most: number) => Buffer.from(['姓名,单位编码,在职党员', ...Array.from({ length: most }, (_, at) => `欧阳某某${at},N${at % 3_000},是`)].join('\n'));
  expect(await admin.upload('/api/registry/people/import?dryRun=false', people(3_001))).toMatchObject({ status: 429, body: { code: 'import.too-many-rows' } });
  expect(await admin.upload('/api/registry/people/import?dryRun=false', people(3_000))).toMatchObject({ status: 200, body: { entered: 3_000 } });
}, 60_000);

describe('people from a table', () => {
  const send = (bytes: Buffer, dryRun: boolean, by = admin) => by.upload(`/api/registry/people/import?dryRun=${dryRun}`, bytes);
  const people = (...lines: string[]) => Buffer.from(['姓名,单位编码,在职党员,起始日期', ...lines].join('\n'));
  const names = async (code: string) => (await admin.get(`/api/registry/people?unitId=${await world.id(code)}`)).body.items.map(({ name }: { name: string }) => name);

  test('every fault by row and column, and nobody comes in', async () => {
    const before = await names('B02');
    const bad = people(',B02,是,', '甲,X99,是,', '乙,B02,也许,', '丙,B02,否,2026-13-01', '丁,B02,否,2099-01-01', '戊,B02,是,', '戊,B02,是,');
    const seen = await send(bad, true);
    expect(seen.body.faults.map(({ row, field, code }: Record<string, string>) => `${row} ${field} ${code}`)).toEqual([
      '2 name import.empty-cell',
      '3 unitCode import.unknown-unit',
      '4 memberInService import.bad-yes',
      '5 since import.bad-day',
      '6 since person.day-out-of-range',
      '8 name import.person-twice',
    ]);
    expect(await send(bad, false)).toMatchObject({ status: 422, body: { code: 'import.faulty-people' } });
    expect(await names('B02')).toEqual(before);
  });

  test('good rows come in, once', async () => {
    const good = people('乔大山,B02,是,2026-01-05', '曾国强,B02,否,');
    expect((await send(good, true)).body).toMatchObject({ entered: 2, faults: [] });
    expect((await send(good, false)).body).toMatchObject({ entered: 2 });
    expect(await names('B02')).toEqual(expect.arrayContaining(['乔大山', '曾国强']));
    expect((await send(good, true)).body.faults).toMatchObject([{ code: 'import.person-known' }, { code: 'import.person-known' }]);
    expect((await admin.get(`/api/registry/people?unitId=${await world.id('B02')}&search=zengguo`)).body.items).toMatchObject([{ name: '曾国强' }]);
  });

  test('nobody but an administrator', async () => {
    expect((await send(people('甲,B01,是,'), true, await world.as('b01.clerk'))).status).toBe(403);
  });
});
