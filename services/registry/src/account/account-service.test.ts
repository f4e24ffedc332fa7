import { Client, until } from '@xingchuang/testkit';
import { openWorld, type World } from '../world.fixture.ts';

let world: World;
let admin: Client;
beforeAll(async () => {
  world = await openWorld();
  admin = await world.as('c.admin');
});
afterAll(() => world.stop());

const person = async (unit: string): Promise<string> => (await admin.post('/api/registry/people', { name: '安小宁', unitId: await world.id(unit), memberInService: false })).body.id;
const accountOf = async (login: string) => (await admin.get(`/api/registry/accounts?search=${login}`)).body.items[0];

test('an administrator opens an account with a password that is told once and is to be changed', async () => {
  const made = await admin.post('/api/registry/accounts', { login: 'New.One', personId: await person('B01') });
  expect(made).toMatchObject({ status: 201, body: { account: { login: 'new.one', passwordIsTemporary: true, disabled: false, seats: [] }, password: expect.stringMatching(/^[a-z2-9-]{19}$/) } });
  expect(await world.signIn('new.one', made.body.password)).toMatchObject({ status: 403, body: { code: 'login.no-seat' } });
  const { account } = made.body;
  const seated = await admin.post(`/api/registry/accounts/${account.id}/seats`, { role: 'clerk', unitId: await world.id('B01') });
  expect(seated).toMatchObject({ status: 201, body: { seats: [{ role: 'clerk', since: '2026-03-10', until: '' }] } });
  expect((await world.signIn('new.one', made.body.password)).body.session.passwordIsTemporary).toBe(true);
  expect(JSON.stringify((await admin.get(`/api/registry/accounts/${account.id}`)).body)).not.toContain('assword"');
});

test.each([
  ['a name that is taken', { login: 'b01.clerk' }, 409, 'account.login-taken', 'login'],
  ['a bad name', { login: 'b 01' }, 422, 'input.invalid', 'login'],
  ['an unknown person', { personId: '01a1fc76-df17-77a8-a49a-ce51e7f9fa14' }, 422, 'person.missing', 'personId'],
  ['a weak password', { password: 'xingchuang2026' }, 422, 'password.too-common', 'password'],
  ['an unknown field', { role: 'admin' }, 422, 'input.invalid', 'role'],
])('refuses %s', async (_, wrong, status, code, field) => {
  const answer = await admin.post('/api/registry/accounts', { login: 'free.name', personId: await person('B01'), ...wrong });
  expect(answer).toMatchObject({ status, body: { code, field } });
});

test.each([
  ['the role of a visitor', { role: 'public' }, 422, 'input.invalid'],
  ['a role that is none', { role: 'king' }, 422, 'input.invalid'],
  ['the same seat again', {}, 409, 'seat.already-given'],
  ['a seat that ends before it begins', { role: 'leader', since: '2026-03-01', until: '2026-02-01' }, 422, 'seat.ends-before-it-begins'],
])('refuses %s', async (_, wrong, status, code) => {
  const { id } = await accountOf('b02.clerk');
  expect(await admin.post(`/api/registry/accounts/${id}/seats`, { role: 'clerk', unitId: await world.id('B02'), ...wrong })).toMatchObject({ status, body: { code } });
});

test('the last administrator stays, even when two administrators put each other out at once', async () => {
  const first = await accountOf('c.admin');
  expect(await admin.post(`/api/registry/accounts/${first.id}/disable`)).toMatchObject({ status: 409, body: { code: 'account.last-admin' } });
  expect(await admin.delete(`/api/registry/accounts/${first.id}/seats/${first.seats[0].id}`)).toMatchObject({ status: 409, body: { code: 'account.last-admin' } });
  const { body: made } = await admin.post('/api/registry/accounts', { login: 'second.admin', personId: await person('C') });
  await admin.post(`/api/registry/accounts/${made.account.id}/seats`, { role: 'admin', unitId: await world.id('C') });
  const second = await world.as('second.admin', made.password);
  const both = await Promise.all([admin.post(`/api/registry/accounts/${made.account.id}/disable`), second.post(`/api/registry/accounts/${first.id}/disable`)]);
  expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
  // whoever is left goes on for the tests below
  const left = both[0]!.status === 200 ? world.password('c.admin') : made.password;
  admin = await world.as(both[0]!.status === 200 ? 'c.admin' : 'second.admin', left);
  await admin.post(`/api/registry/accounts/${first.id}/enable`);
});

test('accounts are listed by name in pages, to administrators only', async () => {
  const named = await admin.get(`/api/registry/accounts?search=${encodeURIComponent('白一帆')}`);
  expect(named.body.items.map(({ login }: { login: string }) => login)).toEqual(['b01.clerk']);
  expect((await admin.get('/api/registry/accounts?search=byf')).body.items).toEqual(named.body.items);
  const { body } = await admin.get('/api/registry/accounts?pageSize=2&search=clerk');
  expect(body.items.map(({ login }: { login: string }) => login)).toEqual(['b01.clerk', 'b02.clerk']);
  expect((await admin.get(`/api/registry/accounts?pageSize=2&search=clerk&pageToken=${body.nextPageToken}`)).body.items[0].login).toBe('b03.clerk');
  for (const login of ['b01.clerk', 'oc.reviewer', 'c.auditor', 'u1.leader']) {
    expect((await (await world.as(login)).get('/api/registry/accounts')).status).toBe(403);
  }
});

describe('a machine', () => {
  const make = async (rest: object = {}) => admin.post('/api/registry/keys', { name: '数据交换', role: 'auditor', unitId: await world.id('U1'), ...rest });
  const exchange = (secret: string) => new Client(world.url).post('/api/registry/keys/token', {}, { authorization: `ApiKey ${secret}` });

  test('exchanges its key for tokens of its seat', async () => {
    const { status, body } = await make();
    expect({ status, key: body.key }).toMatchObject({ status: 201, key: { name: '数据交换', role: 'auditor', revoked: false } });
    expect(JSON.stringify((await admin.get('/api/registry/keys')).body)).not.toContain(body.secret.slice(-20));
    const token = await exchange(body.secret);
    expect(token.status).toBe(200);
    const machine = new Client(world.url, token.body.token);
    expect((await machine.get('/api/registry/units')).status).toBe(200);
    expect((await machine.get('/api/registry/accounts')).status).toBe(403);
    expect((await machine.get('/api/registry/session')).status).toBe(401); // a machine has no session of a person
  });

  test('is refused everywhere within a second once its key is revoked', async () => {
    const { body } = await make();
    const machine = new Client(world.url, (await exchange(body.secret)).body.token);
    expect((await machine.get('/api/registry/units')).status).toBe(200);
    expect((await admin.delete(`/api/registry/keys/${body.key.id}`)).status).toBe(204);
    await until(async () => (await machine.get('/api/registry/units')).status === 401, 'refused', 1_000);
    expect(await exchange(body.secret)).toMatchObject({ status: 401, body: { code: 'key.wrong' } });
    expect((await admin.get('/api/registry/keys')).body.items.find(({ id }: { id: string }) => id === body.key.id).revoked).toBe(true);
  });

  test('a key works until its last day', async () => {
    const { body } = await make({ until: '2026-03-10' });
    expect((await exchange(body.secret)).status).toBe(200);
    world.running.platform.clock.move(new Date('2026-03-11T04:00:00Z'));
    expect((await exchange(body.secret)).status).toBe(401);
  });

  test.each([
    ['nothing', ''],
    ['another scheme', 'Basic YTpi'],
    ['another secret under the same id', 'x'],
  ])('%s instead of the key is refused', async (_, instead) => {
    const { body } = await make();
    const authorization = instead === 'x' ? `ApiKey ${body.secret.slice(0, -4)}AAAA` : instead;
    expect(await new Client(world.url).post('/api/registry/keys/token', {}, { authorization })).toMatchObject({ status: 401, body: { code: 'key.wrong' } });
  });

  test('nobody but an administrator makes keys', async () => {
    const leader = await world.as('u1.leader');
    expect((await leader.post('/api/registry/keys', { name: '甲', role: 'admin', unitId: await world.id('U1') })).status).toBe(403);
  });
});
