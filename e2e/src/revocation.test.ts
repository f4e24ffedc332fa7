import { SERVICES } from '@xingchuang/all';
import type { Running } from '@xingchuang/server';
import { Client, realNats, startServices, until, type Answer } from '@xingchuang/testkit';
import { startSystem, type System } from './system.ts';

/** One route of each service that anyone signed in may ask. */
const ROUTES = ['/api/registry/session', '/api/evidence/files', '/api/assessment/campaigns', '/api/rectification/findings', '/api/publicity/awards'];
const SECOND = 1_000;

/** A person of B01 with an account of their own, signed in. */
interface Someone {
  readonly accountId: string;
  readonly sessionId: string;
  readonly seatId: string;
  readonly token: string;
  readonly cookie: string;
  readonly again: () => Promise<Answer>;
}

let logins = 0;
async function someone(system: System): Promise<Someone> {
  const admin = await system.as('c.admin');
  const unitId = system.unit('B01');
  const { body: person } = await admin.post('/api/registry/people', { name: '卜长久', unitId, memberInService: true });
  const login = `short.lived.${(logins += 1)}`;
  const { body: made } = await admin.post('/api/registry/accounts', { login, personId: person.id });
  const { body: account } = await admin.post(`/api/registry/accounts/${made.account.id}/seats`, { role: 'clerk', unitId });
  const again = () => system.anyone.post('/api/registry/session', { login, password: made.password });
  const { body, headers } = await again();
  const cookie = headers.getSetCookie().find((one) => one.startsWith('__Host-session='))!.split(';')[0]!;
  return { accountId: account.id, sessionId: body.session.id, seatId: account.seats[0].id, token: body.token, cookie, again };
}

type End = (system: System, who: Someone) => Promise<Answer>;
const ENDINGS: readonly (readonly [how: string, end: End, mayReturn: boolean])[] = [
  ['one signs out', (system, { token }) => new Client(system.url, token).delete('/api/registry/session'), true],
  ['one ends it from another device', async (system, { again, sessionId }) => new Client(system.url, (await again()).body.token).delete(`/api/registry/session/all/${sessionId}`), true],
  ['the account is disabled', async (system, { accountId }) => (await system.as('c.admin')).post(`/api/registry/accounts/${accountId}/disable`), false],
  ['the seat is taken away', async (system, { accountId, seatId }) => (await system.as('c.admin')).delete(`/api/registry/accounts/${accountId}/seats/${seatId}`), false],
];

/** Milliseconds until every service refuses the token. */
async function refusedEverywhere(urls: ReadonlyMap<string, string>, token: string): Promise<number> {
  const began = performance.now();
  await Promise.all([...urls].map(([path, url]) => until(async () => (await new Client(url, token).get(path)).status === 401, path)));
  return performance.now() - began;
}

/** The quickest of at most three: on a loaded machine one may come late. */
async function quickest(ended: () => Promise<number>): Promise<number> {
  let best = Infinity;
  for (let tries = 0; tries < 3 && best >= SECOND; tries += 1) best = Math.min(best, await ended());
  return best;
}

function endings(start: () => Promise<{ system: System; others: Running }>): void {
  let system: System;
  let others: Running;
  let urls: ReadonlyMap<string, string>;
  beforeAll(async () => {
    ({ system, others } = await start());
    urls = new Map(ROUTES.map((path) => [path, path.startsWith('/api/registry/') ? system.url : others.url]));
  });
  afterAll(async () => {
    if (others && others !== system.running) await others.stop();
    await system?.stop();
  });

  test.each(ENDINGS)('%s: refused everywhere within a second', async (_, end, mayReturn) => {
    const ended = async () => {
      const who = await someone(system);
      for (const [path, url] of urls) expect([path, (await new Client(url, who.token).get(path)).status]).toEqual([path, 200]);
      expect((await end(system, who)).status).toBeLessThan(300);
      const ms = await refusedEverywhere(urls, who.token);
      for (const [path, url] of urls) expect((await new Client(url, who.token).get(path)).body).toMatchObject({ status: 401, code: 'session.required' });
      expect((await system.anyone.post('/api/registry/session/token', {}, { cookie: who.cookie })).status).toBe(401);
      expect((await who.again()).status === 201).toBe(mayReturn);
      return ms;
    };
    expect(await quickest(ended)).toBeLessThan(SECOND);
  });

  test('the key of a machine is revoked: refused everywhere within a second', async () => {
    const admin = await system.as('c.admin');
    const machine = new Map([...urls].map(([path, url]) => [path === '/api/registry/session' ? '/api/registry/units' : path, url]));
    const ended = async () => {
      const { body: made } = await admin.post('/api/registry/keys', { name: '对接', role: 'auditor', unitId: system.unit('C') });
      const exchange = () => system.anyone.post('/api/registry/keys/token', {}, { authorization: `ApiKey ${made.secret}` });
      const { token } = (await exchange()).body;
      for (const [path, url] of machine) expect([path, (await new Client(url, token).get(path)).status]).toEqual([path, 200]);
      expect((await admin.delete(`/api/registry/keys/${made.key.id}`)).status).toBe(204);
      const ms = await refusedEverywhere(machine, token);
      expect(await exchange()).toMatchObject({ status: 401, body: { code: 'key.wrong' } });
      return ms;
    };
    expect(await quickest(ended)).toBeLessThan(SECOND);
  });
}

describe('one process', () => {
  endings(async () => {
    const system = await startSystem();
    return { system, others: system.running };
  });
});

describe('the registry apart, over NATS', () => {
  endings(async () => {
    const { servers, prefix } = await realNats();
    const config = { NATS_URL: servers, NATS_PREFIX: prefix };
    const others = await startServices(SERVICES.filter(({ name }) => name !== 'registry'), { config });
    const system = await startSystem({ services: SERVICES.filter(({ name }) => name === 'registry'), config });
    const admin = new Client(others.url, (await system.as('c.admin')).token);
    await until(async () => (await admin.get('/api/evidence/files')).status === 403, 'the key of the registry');
    return { system, others };
  });
});
