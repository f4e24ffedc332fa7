import { readFileSync } from 'node:fs';
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
