import { Client } from '@xingchuang/testkit';
import { openWorld, type World } from '../world.fixture.ts';

let world: World;
let admin: Client;
beforeAll(async () => {
  world = await openWorld();
  admin = await world.as('c.admin');
});
afterAll(() => world.stop());

const open = async (query = '') => (await admin.get(`/api/registry/sessions${query}`)).body.items;

test('an administrator sees who is signed in and where, and ends one: it is refused at once', async () => {
  const clerk = await world.as('b01.clerk');
  const [newest] = await open();
  expect(newest).toMatchObject({ login: 'b01.clerk', role: 'clerk', unitId: await world.id('B01'), current: false, unitName: expect.any(String) });
  expect(newest.name).not.toBe('');
  expect((await open()).some(({ login, current }: { login: string; current: boolean }) => login === 'c.admin' && current)).toBe(true);
  expect((await clerk.get('/api/registry/session')).status).toBe(200);
  expect((await admin.delete(`/api/registry/sessions/${newest.id}`)).status).toBe(204);
  expect((await clerk.get('/api/registry/unit-kinds')).status).toBe(401); // refused by its token alone, before the word of it has gone round
  expect((await open()).map(({ id }: { id: string }) => id)).not.toContain(newest.id);
  expect(await admin.delete(`/api/registry/sessions/${newest.id}`)).toMatchObject({ status: 404, body: { code: 'session.missing' } });
});

test('all of one account at once; the pages of the list follow one another', async () => {
  const clerks = [await world.as('b02.clerk'), await world.as('b02.clerk')];
  const { accountId } = (await open()).find(({ login }: { login: string }) => login === 'b02.clerk');
  expect(await open(`?accountId=${accountId}`)).toHaveLength(2);
  const first = (await admin.get('/api/registry/sessions?pageSize=1')).body;
  expect((await admin.get(`/api/registry/sessions?pageSize=1&pageToken=${first.nextPageToken}`)).body.items[0].id).not.toBe(first.items[0].id);
  expect((await admin.delete(`/api/registry/accounts/${accountId}/sessions`)).body).toEqual({ ended: 2 });
  for (const clerk of clerks) expect((await clerk.get('/api/registry/session')).status).toBe(401);
});

test('a machine that nobody uses any more and one left alone too long are not in the list', async () => {
  await world.as('b03.clerk');
  const [newest] = await open();
  await world.db.collection<{ _id: string }>('sessions').updateOne({ _id: newest.id }, { $set: { usedAt: new Date(Date.now() - 31 * 60_000) } });
  expect((await open()).map(({ id }: { id: string }) => id)).not.toContain(newest.id);
});

test('nobody else', async () => {
  const clerk = await world.as('b01.clerk');
  expect((await clerk.get('/api/registry/sessions')).status).toBe(403);
  expect((await clerk.delete('/api/registry/sessions/01a1fc76-df17-77a8-a49a-ce51e7f9fa14')).status).toBe(403);
});

describe('a key', () => {
  const machine = async (limits: object) => {
    const { key, secret } = (await admin.post('/api/registry/keys', { name: '数据交换', role: 'admin', unitId: await world.id('C'), ...limits })).body;
    const { token } = (await new Client(world.url).post('/api/registry/keys/token', {}, { authorization: `ApiKey ${secret}` })).body;
    return { key, client: new Client(world.url, token) };
  };
  const unit = async () => ({ code: `K${Math.random()}`.slice(0, 12), name: '甲', kind: 'branch', parentId: await world.id('U1') });

  test('that only reads changes nothing', async () => {
    const { client, key } = await machine({ readOnly: true });
    expect(key).toMatchObject({ readOnly: true, areas: [], usedAt: '' });
    expect((await client.get('/api/registry/units')).status).toBe(200);
    expect(await client.post('/api/registry/units', await unit())).toMatchObject({ status: 403, body: { code: 'key.read-only' } });
  });

  test('for another part of the system is refused here', async () => {
    expect(await (await machine({ areas: ['evidence'] })).client.get('/api/registry/units')).toMatchObject({ status: 403, body: { code: 'key.other-area' } });
    expect((await (await machine({ areas: ['registry'] })).client.post('/api/registry/units', await unit())).status).toBe(201);
  });

  test('says when it was used, and is refused once it is revoked', async () => {
    const { key, client } = await machine({});
    const known = (await admin.get('/api/registry/keys')).body.items.find(({ id }: { id: string }) => id === key.id);
    expect(Date.now() - Date.parse(known.usedAt)).toBeLessThan(60_000);
    await admin.delete(`/api/registry/keys/${key.id}`);
    expect((await client.get('/api/registry/units')).status).toBe(401);
  });
});
