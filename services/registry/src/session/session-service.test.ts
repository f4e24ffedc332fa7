import { request } from 'node:http';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { TrustReplySchema, TrustRequestSchema } from '@xingchuang/contracts';
import { TokenVerifier, TRUST_SUBJECT } from '@xingchuang/server';
import { Client, type Answer } from '@xingchuang/testkit';
import { LoginGate } from '../account/login-gate.ts';
import { openWorld, type World } from '../world.fixture.ts';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.stop());

const cookieOf = (answer: Answer, name: string): string => answer.headers.getSetCookie().find((cookie) => cookie.startsWith(`${name}=`)) ?? '';
const valueOf = (cookie: string): string => cookie.split(';')[0]!;
const renew = (sessionCookie: string): Promise<Answer> => new Client(world.url).post('/api/registry/session/token', {}, { cookie: sessionCookie });
const me = (token: string): Promise<Answer> => new Client(world.url, token).get('/api/registry/session');
const accountId = async (login: string): Promise<string> => String((await world.db.collection('accounts').findOne({ login }))!._id);

/** Milliseconds until a route that knows nothing of sessions refuses the token. */
async function refusedAfter(token: string): Promise<number> {
  const began = Date.now();
  while (Date.now() - began < 5_000) {
    if ((await new Client(world.url, token).get('/api/registry/unit-kinds')).status === 401) return Date.now() - began;
  }
  throw new Error('still accepted after five seconds');
}

describe('signing in', () => {
  test('opens a session at the first seat, with cookies that no script and no other site gets', async () => {
    const answer = await world.signIn('oc.reviewer');
    expect(answer).toMatchObject({
      status: 201,
      body: {
        session: {
          person: { name: '季为先' },
          login: 'oc.reviewer',
          seat: { role: 'reviewer', unitCode: 'OC', unitKind: 'organ_committee', jurisdictionId: await world.id('U1') },
          seats: [{ role: 'reviewer' }, { role: 'supervisor' }],
          passwordIsTemporary: false,
        },
      },
    });
    for (const name of ['__Host-session', '__Host-access']) {
      expect(cookieOf(answer, name)).toMatch(/; Path=\/;.*HttpOnly; Secure; SameSite=Strict$/);
      expect(cookieOf(answer, name)).not.toMatch(/Domain/);
    }
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(valueOf(cookieOf(answer, '__Host-session')).length).toBeGreaterThan('__Host-session='.length + 42); // 256 bits
  });

  test('the token says who acts from where for five minutes, and any service can check it by itself', async () => {
    const { body } = await world.signIn('pg.decider');
    expect(decodeProtectedHeader(body.token)).toMatchObject({ alg: 'EdDSA', typ: 'at+jwt' });
    const claims = decodeJwt(body.token);
    expect(claims).toMatchObject({ iss: 'xingchuang', sub: body.session.person.id, sid: body.session.id, role: 'decider', unit: await world.id('PG'), kind: 'party_group', jur: await world.id('U1') });
    expect(claims.exp! - claims.iat!).toBe(300);
    expect(Date.parse(body.expiresAt) / 1_000).toBe(claims.exp);
    const elsewhere = new TokenVerifier(world.running.platform.bus);
    expect(await elsewhere.verify(body.token)).toMatchObject({ role: 'decider', unitKind: 'party_group', sessionId: body.session.id });
    const [head, payload, signature] = String(body.token).split('.');
    const forged = Buffer.from(JSON.stringify({ ...claims, role: 'admin' })).toString('base64url');
    expect(await elsewhere.verify([head, forged, signature].join('.'))).toBeUndefined();
    expect(await elsewhere.verify([Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url'), payload, ''].join('.'))).toBeUndefined();
  });

  test('capitals and blanks around the name do not matter; the seat may be chosen', async () => {
    const { body } = await world.signIn('oc.reviewer');
    const supervisor = body.session.seats[1].id as string;
    const answer = await world.signIn(' OC.Reviewer ', world.password('oc.reviewer'), { seat: supervisor });
    expect(answer.body.session.seat).toMatchObject({ id: supervisor, role: 'supervisor' });
    const foreign = await world.signIn('b01.clerk', undefined, { seat: supervisor });
    expect(foreign).toMatchObject({ status: 422, body: { code: 'seat.not-yours', field: 'seat' } });
  });

  test('an unknown name, a wrong password and a disabled account get one answer', async () => {
    const admin = await world.as('c.admin');
    await admin.post(`/api/registry/accounts/${await accountId('b10.clerk')}/disable`);
    const answers = [await world.signIn('nobody.here', 'whatever it is'), await world.signIn('b09.clerk', 'whatever it is'), await world.signIn('b10.clerk')];
    for (const { status, body } of answers) expect({ status, body }).toEqual({ status: 401, body: answers[0]!.body });
    expect(answers[0]!.body).toMatchObject({ code: 'login.wrong', title: '登录名或密码不正确', titleEn: 'The login name or the password is wrong' });
    await admin.post(`/api/registry/accounts/${await accountId('b10.clerk')}/enable`);
  });

  test.each([
    ['no password', { login: 'a' }, 'password'],
    ['an unknown field', { login: 'a', password: 'b', admin: true }, 'admin'],
    ['a wrong type', { login: 1, password: 'b' }, 'login'],
  ])('%s is refused by name', async (_, body, field) => {
    const answer = await new Client(world.url).post('/api/registry/session', body);
    expect(answer).toMatchObject({ status: 422, body: { code: 'input.invalid', field } });
  });
});

describe('guessing', () => {
  /** Signs in from another address of this machine, as a stranger elsewhere would. */
  const fromElsewhere = (localAddress: string, login: string, password: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const sent = request(`${world.url}/api/registry/session`, { method: 'POST', localAddress, headers: { 'content-type': 'application/json' } }, (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode!));
      });
      sent.once('error', reject).end(JSON.stringify({ login, password }));
    });

  test('one name: three tries, then a growing wait that holds for the right password too', async () => {
    const statuses: number[] = [];
    for (let at = 0; at < 5; at += 1) statuses.push(await fromElsewhere('127.0.0.2', 'wc.reviewer', 'wrong wrong wrong'));
    expect(statuses).toEqual([401, 401, 401, 401, 429]);
    expect(await fromElsewhere('127.0.0.2', 'wc.reviewer', world.password('wc.reviewer'))).toBe(429);
  });

  test('a name that does not exist is slowed down alike, with words and seconds', async () => {
    for (let at = 0; at < 4; at += 1) await world.signIn('no.such.name', 'wrong wrong wrong');
    expect(await world.signIn('no.such.name', 'wrong wrong wrong')).toMatchObject({
      status: 429,
      body: { code: 'login.wait', title: expect.stringMatching(/^尝试次数过多，请在 [1-5] 秒后再试$/), facts: { seconds: expect.any(Number) } },
    });
  });

  test('a crowd of guesses at once is counted one by one, also under an Idempotency-Key', async () => {
    const crowd = Array.from({ length: 24 }, (_, at) =>
      new Client(world.url).post('/api/registry/session', { login: 'u1.leader', password: `guess number ${at}` }, { 'idempotency-key': `crowd-of-guesses-${at}` }),
    );
    const statuses = (await Promise.all(crowd)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(4);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(20);
  });

  test('strangers elsewhere do not shut the owner out of an address where the owner signed in', async () => {
    expect((await world.signIn('wc.decider')).status).toBe(201);
    for (let at = 0; at < 6; at += 1) await fromElsewhere('127.0.0.3', 'wc.decider', 'wrong wrong wrong');
    expect(await fromElsewhere('127.0.0.4', 'wc.decider', world.password('wc.decider'))).toBe(429);
    expect((await world.signIn('wc.decider')).status).toBe(201);
  });

  test('an address that tries one password on many names is slowed down', async () => {
    const statuses = new Set<number>();
    for (let at = 0; at < 60; at += 1) statuses.add(await fromElsewhere('127.0.0.5', `spray.${at}`, 'Sommer-2026-Regen'));
    expect([...statuses]).toEqual([401, 429]);
  });
});

describe('a session', () => {
  test('its cookie gives fresh tokens until it idles out or its time is over', async () => {
    const answer = await world.signIn('b02.clerk');
    const cookie = valueOf(cookieOf(answer, '__Host-session'));
    const fresh = await renew(cookie);
    expect(fresh).toMatchObject({ status: 200, body: { session: { id: answer.body.session.id, login: 'b02.clerk' } } });
    expect(cookieOf(fresh, '__Host-access')).toContain(fresh.body.token);
    expect((await renew('__Host-session=none-such')).status).toBe(401);
    expect((await renew('')).status).toBe(401);
    const sessions = world.db.collection<{ _id: string }>('sessions');
    await sessions.updateOne({ _id: answer.body.session.id }, { $set: { usedAt: new Date(Date.now() - 29 * 60_000) } });
    expect((await renew(cookie)).status).toBe(200); // and it was used just now
    await sessions.updateOne({ _id: answer.body.session.id }, { $set: { usedAt: new Date(Date.now() - 31 * 60_000) } });
    expect((await renew(cookie)).status).toBe(401);
    expect((await me(answer.body.token)).status).toBe(401);
    await sessions.updateOne({ _id: answer.body.session.id }, { $set: { usedAt: new Date(), endsAt: new Date(Date.now() - 1_000) } });
    expect((await renew(cookie)).status).toBe(401);
  });

  test('acts from another seat of the same person', async () => {
    const { body } = await world.signIn('oc.reviewer');
    const client = new Client(world.url, body.token);
    const switched = await client.post('/api/registry/session/seat', { seat: body.session.seats[1].id });
    expect(switched).toMatchObject({ status: 200, body: { session: { id: body.session.id, seat: { role: 'supervisor' } } } });
    expect(decodeJwt(switched.body.token)).toMatchObject({ role: 'supervisor', sid: body.session.id });
    expect((await me(switched.body.token)).body.seat.role).toBe('supervisor');
    const foreign = (await world.signIn('b03.clerk')).body.session.seat.id;
    expect(await client.post('/api/registry/session/seat', { seat: foreign })).toMatchObject({ status: 422, body: { code: 'seat.not-yours' } });
  });

  test('signed out, it is refused everywhere within a second, and its cookies are cleared', async () => {
    const answer = await world.signIn('b04.clerk');
    const elsewhere = new TokenVerifier(world.running.platform.bus);
    const ended = await new Client(world.url, answer.body.token).delete('/api/registry/session');
    expect(ended.status).toBe(204);
    expect(cookieOf(ended, '__Host-session')).toMatch(/^__Host-session=;.*Expires=Thu, 01 Jan 1970/);
    expect(await refusedAfter(answer.body.token)).toBeLessThan(1_000);
    expect((await renew(valueOf(cookieOf(answer, '__Host-session')))).status).toBe(401);
    expect(await elsewhere.verify(answer.body.token)).toBeUndefined(); // a process that starts now hears of it with the keys
    const trust = fromBinary(TrustReplySchema, await world.running.platform.bus.request(TRUST_SUBJECT, toBinary(TrustRequestSchema, create(TrustRequestSchema)), 3_000));
    expect(trust.endedSessions).toContain(answer.body.session.id);
    expect(trust.publicJwks.join()).not.toMatch(/"d"/); // the private part stays
  });

  test('one sees one’s own sessions and ends another device, but nobody else’s', async () => {
    const [here, there, stranger] = [await world.signIn('b05.clerk'), await world.signIn('b05.clerk'), await world.signIn('b06.clerk')];
    const client = new Client(world.url, here.body.token);
    const listed = (await client.get('/api/registry/session/all')).body.items as { id: string; current: boolean }[];
    expect(listed.filter(({ current }) => current).map(({ id }) => id)).toEqual([here.body.session.id]);
    expect(listed.map(({ id }) => id)).toContain(there.body.session.id);
    expect(listed.map(({ id }) => id)).not.toContain(stranger.body.session.id);
    expect((await client.delete(`/api/registry/session/all/${stranger.body.session.id}`)).status).toBe(404);
    expect((await client.delete(`/api/registry/session/all/${there.body.session.id}`)).status).toBe(204);
    expect(await refusedAfter(there.body.token)).toBeLessThan(1_000);
    expect((await me(here.body.token)).status).toBe(200);
    expect((await me(stranger.body.token)).status).toBe(200);
  });

  test.each([
    ['the account is disabled', async (admin: Client, id: string) => admin.post(`/api/registry/accounts/${id}/disable`)],
    ['the password is reset', async (admin: Client, id: string) => admin.post(`/api/registry/accounts/${id}/reset-password`)],
    ['a seat is taken away', async (admin: Client, id: string) => {
      const { body } = await admin.get(`/api/registry/accounts/${id}`);
      return admin.delete(`/api/registry/accounts/${id}/seats/${body.seats[0].id}`);
    }],
  ])('ends within a second when %s', async (_, act) => {
    const admin = await world.as('c.admin');
    const { body: person } = await admin.post('/api/registry/people', { name: '卜长久', unitId: await world.id('B01'), memberInService: true });
    const login = `short.${person.id.slice(-8)}`;
    const { body: made } = await admin.post('/api/registry/accounts', { login, personId: person.id });
    await admin.post(`/api/registry/accounts/${made.account.id}/seats`, { role: 'clerk', unitId: await world.id('B01') });
    const { body } = await world.signIn(login, made.password);
    expect((await me(body.token)).status).toBe(200);
    expect((await act(admin, made.account.id)).status).toBe(200);
    expect(await refusedAfter(body.token)).toBeLessThan(1_000);
    expect((await world.signIn(login, made.password)).status).toBeGreaterThanOrEqual(401);
  });

  test('ends by itself when the last day of its seat is over', async () => {
    const admin = await world.as('c.admin');
    const id = await accountId('od.reviewer');
    await admin.post(`/api/registry/accounts/${id}/seats`, { role: 'supervisor', unitId: await world.id('OD'), until: '2026-03-10' });
    const { body } = await world.signIn('od.reviewer');
    const brief = body.session.seats.find(({ role }: { role: string }) => role === 'supervisor').id;
    const { body: switched } = await new Client(world.url, body.token).post('/api/registry/session/seat', { seat: brief });
    expect(switched.session.seat.role).toBe('supervisor');
    expect((await admin.put('/api/registry/clock', { now: '2026-03-10T15:59:59Z' })).status).toBe(200);
    expect((await me(switched.token)).status).toBe(200); // still 10 March in Shanghai
    await admin.put('/api/registry/clock', { now: '2026-03-10T16:00:01Z' });
    expect(await refusedAfter(switched.token)).toBeLessThan(1_000);
    expect((await world.signIn('od.reviewer')).body.session.seats).toHaveLength(1);
  });
});

describe('one’s own password', () => {
  test('is changed with the old one; every other session ends', async () => {
    const [here, there] = [await world.signIn('b07.clerk'), await world.signIn('b07.clerk')];
    const client = new Client(world.url, here.body.token);
    const old = world.password('b07.clerk');
    const change = (password: string, newPassword: string) => client.put('/api/registry/session/password', { password, newPassword });
    expect(await change('not the old one', '春江潮水连海平海上明')).toMatchObject({ status: 422, body: { code: 'password.wrong', field: 'password' } });
    expect(await change(old, 'short')).toMatchObject({ status: 422, body: { code: 'password.too-short', field: 'newPassword', title: expect.stringContaining('10') } });
    expect(await change(old, old)).toMatchObject({ status: 422, body: { code: 'password.unchanged' } });
    expect((await change(old, '春江潮水连海平海上明')).status).toBe(204);
    expect(await refusedAfter(there.body.token)).toBeLessThan(1_000);
    expect((await me(here.body.token)).status).toBe(200);
    expect((await world.signIn('b07.clerk', old)).status).toBe(401);
    expect((await world.signIn('b07.clerk', '春江潮水连海平海上明')).status).toBe(201);
  });
});

test('of two visitors behind a trusted proxy one slows only oneself down; without such a proxy nobody chooses an address', async () => {
  const behind = await openWorld({ extra: { TRUST_PROXY: 'loopback' } });
  try {
    const guess = (at: World, address: string, login: string) => new Client(at.url).post('/api/registry/session', { login, password: 'wrong wrong wrong' }, { 'x-forwarded-for': address });
    for (let at = 0; at < 51; at += 1) await guess(behind, '203.0.113.7', `spray.${at}`);
    expect((await guess(behind, '203.0.113.7', 'spray.x')).status).toBe(429);
    expect((await guess(behind, '203.0.113.8', 'spray.y')).status).toBe(401);
    const statuses = [];
    for (let at = 0; at < 5; at += 1) statuses.push((await guess(world, `203.0.113.${at}`, 'forwarded.name')).status);
    expect(statuses).toContain(429);
  } finally {
    await behind.stop();
  }
});

test('a seat taken away while its owner signs in leaves no session', async () => {
  const admin = await world.as('c.admin');
  const { body: person } = await admin.post('/api/registry/people', { name: '来去', unitId: await world.id('B01'), memberInService: true });
  const { body: made } = await admin.post('/api/registry/accounts', { login: 'come.and.go', personId: person.id });
  const seat = async () => (await admin.post(`/api/registry/accounts/${made.account.id}/seats`, { role: 'clerk', unitId: await world.id('B01') })).body.seats[0].id as string;
  const take = async (seatId: string, pause: number) => {
    await new Promise((resolve) => setTimeout(resolve, pause));
    await admin.delete(`/api/registry/accounts/${made.account.id}/seats/${seatId}`);
  };
  const first = await seat();
  const began = Date.now();
  await world.signIn('come.and.go', made.password);
  const usual = Date.now() - began;
  await take(first, 0);
  for (let early = 24; early >= 0; early -= 1) { // so that some of them meet in the middle of the sign-in's transaction
    const [signedIn] = await Promise.all([world.signIn('come.and.go', made.password), take(await seat(), Math.max(0, usual - early))]);
    expect([201, 403]).toContain(signedIn.status);
    expect(await world.db.collection('sessions').countDocuments({ accountId: made.account.id, endedAt: null })).toBe(0);
    if (signedIn.status === 201) expect(await refusedAfter(signedIn.body.token)).toBeLessThan(1_000);
  }
});

test.each([
  ['signs in', 401, 'login.wrong', async (login: string, password: string) => world.signIn(login, password)],
  ['sets another', 422, 'password.wrong', async (login: string, password: string) => (await world.as(login, password)).put('/api/registry/session/password', { password, newPassword: '春江潮水连海平海上明' })],
])('a password is reset while its owner %s with it', async (_, status, code, act) => {
  const admin = await world.as('c.admin');
  const { body: person } = await admin.post('/api/registry/people', { name: '先后', unitId: await world.id('B01'), memberInService: true });
  const login = `reset.${person.id.slice(-8)}`;
  const { body: made } = await admin.post('/api/registry/accounts', { login, personId: person.id });
  await admin.post(`/api/registry/accounts/${made.account.id}/seats`, { role: 'clerk', unitId: await world.id('B01') });
  const gate = world.running.app.get(LoginGate, { strict: false });
  const usual = gate.succeeded.bind(gate);
  let resets = code === 'login.wrong' ? 1 : 2; // signing in first passes the gate once
  gate.succeeded = async (...about) => {
    resets -= 1;
    if (resets === 0) await admin.post(`/api/registry/accounts/${made.account.id}/reset-password`);
    return usual(...about);
  };
  try {
    expect(await act(login, made.password)).toMatchObject({ status, body: { code } });
  } finally {
    gate.succeeded = usual;
  }
  expect(await world.db.collection('sessions').countDocuments({ accountId: made.account.id, endedAt: null })).toBe(0);
});

test('nothing secret is kept as it is', async () => {
  const answer = await world.signIn('c.auditor');
  const admin = await world.as('c.admin');
  const { body: key } = await admin.post('/api/registry/keys', { name: '试', role: 'auditor', unitId: await world.id('C') }, { 'idempotency-key': 'keep-no-secret-1' });
  const secrets = [world.password('c.auditor'), valueOf(cookieOf(answer, '__Host-session')).split('=')[1]!, String(key.secret), String(answer.body.token)];
  for (const { name } of await world.db.db!.listCollections().toArray()) {
    const text = JSON.stringify(await world.db.collection(name).find().toArray());
    for (const secret of secrets) expect(text.includes(secret) ? name : undefined).toBeUndefined();
  }
  const { passwordHash } = (await world.db.collection('accounts').findOne({ login: 'c.auditor' })) as unknown as { passwordHash: string };
  expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});
