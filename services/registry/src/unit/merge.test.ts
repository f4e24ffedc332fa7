import type { Client } from '@xingchuang/testkit';
import { openWorld, type World } from '../world.fixture.ts';

let world: World;
let admin: Client;
beforeAll(async () => {
  world = await openWorld();
  admin = await world.as('c.admin');
});
afterAll(() => world.stop());

const open = async (code: string, kind: string, parent: string, name = `单位${code}`): Promise<{ id: string; version: number }> =>
  (await admin.post('/api/registry/units', { code, name, kind, parentId: await world.id(parent) })).body;
const unit = async (code: string) => (await admin.get(`/api/registry/units/${await world.id(code)}`)).body;

test('a branch goes into another with its people and sections; its posts are vacated and its seats lapse', async () => {
  world.running.platform.clock.move(new Date('2026-03-10T02:00:00Z'));
  const [from, into] = [await open('M1', 'branch', 'U1'), await open('M2', 'branch', 'U1')];
  const section = await open('M1K', 'key_section', 'M1');
  world.running.platform.clock.move(new Date('2026-03-11T02:00:00Z'));
  admin = await world.as('c.admin');
  const person = (await admin.post('/api/registry/people', { name: '安小宁', unitId: from.id, memberInService: true, since: '2026-03-10' })).body;
  const post = (await admin.post('/api/registry/posts', { unitId: from.id, kind: 'branch_secretary' })).body;
  await admin.post(`/api/registry/posts/${post.id}/fill`, { personId: person.id });
  const { account } = (await admin.post('/api/registry/accounts', { login: 'm1.clerk', personId: person.id })).body;
  await admin.post(`/api/registry/accounts/${account.id}/seats`, { role: 'clerk', unitId: from.id });
  world.running.platform.clock.move(new Date('2026-03-12T02:00:00Z'));
  admin = await world.as('c.admin');

  const stale = await admin.post(`/api/registry/units/${from.id}/merge`, { intoId: into.id }, { 'if-match': '"7"' });
  expect(stale).toMatchObject({ status: 412, body: { code: 'thing.stale' } });
  expect(await admin.post(`/api/registry/units/${from.id}/merge`, { intoId: section.id })).toMatchObject({ status: 422, body: { code: 'unit.merge-self', field: 'intoId' } });

  const merged = await admin.post(`/api/registry/units/${from.id}/merge`, { intoId: into.id }, { 'if-match': '"1"' });
  expect(merged).toMatchObject({ status: 200, body: { unit: { closedOn: '2026-03-12', intoId: into.id }, moved: 1, people: 1, posts: 1, seats: 1 } });
  expect(await unit('M1K')).toMatchObject({ parentId: into.id });
  expect((await admin.get(`/api/registry/people/${person.id}`)).body).toMatchObject({ unitId: into.id, since: '2026-03-12' });
  expect((await admin.get(`/api/registry/posts?unitId=${from.id}`)).body.items[0]).toMatchObject({ holdings: [{ until: '2026-03-12' }] });
  expect((await admin.get(`/api/registry/units/${from.id}/history`)).body.items.at(-1)).toMatchObject({ intoId: into.id });
  expect(await admin.post(`/api/registry/units/${from.id}/merge`, { intoId: into.id })).toMatchObject({ status: 409, body: { code: 'unit.closed' } });
});

test('where a part of it cannot be, nothing of it is', async () => {
  const [from, into] = [await open('M3', 'branch', 'U1'), await open('M4', 'organ', 'C')];
  const section = await open('M3K', 'key_section', 'M3');
  const person = (await admin.post('/api/registry/people', { name: '安小宁', unitId: from.id, memberInService: true })).body;
  expect(await admin.post(`/api/registry/units/${from.id}/merge`, { intoId: into.id })).toMatchObject({ status: 422, body: { code: 'unit.wrong-parent' } }); // a section belongs to a branch
  expect(await unit('M3')).toMatchObject({ closedOn: '', version: 1 });
  expect((await admin.get(`/api/registry/units/${section.id}`)).body.parentId).toBe(from.id);
  expect((await admin.get(`/api/registry/people/${person.id}`)).body.unitId).toBe(from.id);
});

test('units are found by pinyin, whole or in initials, also those of an older build; the tree says who has units below', async () => {
  const { id } = await open('PY1', 'branch', 'U1', '会计核算中心党支部');
  const find = async (search: string) => (await admin.get(`/api/registry/units?search=${search}`)).body.items.map(({ code }: { code: string }) => code);
  expect(await find('kjhszx')).toEqual(['PY1']);
  expect(await find('hesuanzhong')).toEqual(['PY1']);
  expect(await find('esuan')).toEqual([]);
  await world.db.collection<{ _id: string }>('tree').updateOne({ _id: id }, { $unset: { spelt: '' }, $set: { grams: ['会'] } });
  world = await world.restart();
  admin = await world.as('c.admin');
  expect((await admin.get('/api/registry/units?search=kjhs')).body.items).toMatchObject([{ code: 'PY1', children: 0 }]);
  const { items } = (await admin.get('/api/registry/units?top=true')).body;
  expect(items).toMatchObject([{ code: 'C', parentId: '' }]);
  const children = (await admin.get(`/api/registry/units?parentId=${items[0].id}&pageSize=500`)).body.items;
  expect(items[0].children).toBe(children.length);
});

test('what committees and posts want, unit by unit and page by page', async () => {
  const { id } = await open('AT1', 'branch', 'U1');
  await admin.post('/api/registry/posts', { unitId: id, kind: 'branch_secretary' });
  await world.db.collection<{ _id: string }>('terms').insertOne({ _id: id, version: 1, terms: [{ since: '2023-05-01', until: '2026-05-01' }] } as never);
  const of = async (query: string) => (await admin.get(`/api/registry/attention?${query}`)).body.items.filter(({ code }: { code: string }) => code === 'AT1');
  expect(await of('days=90')).toEqual([{ unitId: id, code: 'AT1', name: '单位AT1', termUntil: '2026-05-01', vacant: ['branch_secretary'] }]);
  expect(await of('days=10')).toMatchObject([{ termUntil: '', vacant: ['branch_secretary'] }]);
  const { items, nextPageToken } = (await admin.get('/api/registry/attention?pageSize=1')).body;
  expect((await admin.get(`/api/registry/attention?pageSize=1&pageToken=${nextPageToken}`)).body.items[0].code > items[0].code).toBe(true);
});
