import { ACTIONS, scopeOf, type Action, type Role } from '@xingchuang/rules';
import { newId } from '@xingchuang/server';
import type { Client } from '@xingchuang/testkit';
import { listRoutes, NamedActions, type Route } from './routes.ts';
import { startSystem, type System } from './system.ts';

/** Every kind of seat of the demo world: the role, and the login that has it. */
const SEATS: readonly (readonly [role: Role, login: string])[] = [
  ['public', ''],
  ['clerk', 'b01.clerk'],
  ['reviewer', 'oc.reviewer'],
  ['reviewer', 'wc.reviewer'],
  ['reviewer', 'od.reviewer'],
  ['decider', 'pg.decider'],
  ['decider', 'wc.decider'],
  ['decider', 'sc.decider'],
  ['publicist', 'wc.publicist'],
  ['supervisor', 'oc.supervisor'],
  ['leader', 'u1.leader'],
  ['admin', 'c.admin'],
  ['auditor', 'c.auditor'],
];
/** Signing out would end the walk. */
const GOODBYE: Route = { method: 'DELETE', path: '/api/registry/session' };

let system: System;
let routes: readonly Route[];
let named: NamedActions;

beforeAll(async () => {
  let listed: Route[] = [];
  system = await startSystem({ prepare: async (app) => void (listed = listRoutes(app)) });
  named = new NamedActions(system.running.app);
  const isLast = ({ method, path }: Route): number => Number(method === GOODBYE.method && path === GOODBYE.path);
  routes = listed.sort((one, other) => isLast(one) - isLast(other));
});
afterAll(() => system?.stop());

describe('the table and the routes', () => {
  test('every route is a handler that names its action', () => {
    expect(routes.length).toBeGreaterThan(200);
    expect(routes.filter((route) => !named.has(route) || named.of(route) === undefined)).toEqual([]);
  });

  test('every action belongs to a route', () => {
    const used = new Set(named.all());
    expect(ACTIONS.filter((action) => !used.has(action))).toEqual([]);
  });

  test('every role of the demo world walks', () => {
    const roles = (all: readonly Role[]) => [...new Set(all)].sort();
    expect(roles(SEATS.map(([role]) => role))).toEqual(roles(['public', ...system.accounts.flatMap(({ seats }) => seats.map(({ role }) => role))]));
  });
});

/** Asks with ids that never existed and with an empty body: nothing can happen, only the table and the input are looked at. */
async function ask(client: Client, { method, path }: Route): Promise<{ status: number; code: string }> {
  const url = client.url + path.replaceAll(/:(\w+)/g, (_, name: string) => (name === 'version' ? '1' : newId()));
  const hasBody = method === 'POST' || method === 'PUT';
  const headers = { ...(client.token === undefined ? {} : { authorization: `Bearer ${client.token}` }), ...(hasBody ? { 'content-type': 'application/json' } : {}) };
  const answer = await fetch(url, { method, headers, redirect: 'manual', signal: AbortSignal.timeout(30_000), ...(hasBody ? { body: '{}' } : {}) }).catch(() => undefined);
  if (!answer) return { status: 0, code: 'no answer' };
  const text = await answer.text();
  const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
  return { status: answer.status, code: isProblem && text !== '' ? (JSON.parse(text) as { code: string }).code : '' };
}

/** What is wrong about the answer, or undefined. */
function fault(role: Role, action: Action, { status, code }: { status: number; code: string }, isHead: boolean): string | undefined {
  if (scopeOf(role, action) !== undefined) {
    const wantsOther = action === 'session.open' && status === 401; // it asks for a cookie, a password or a key of its own
    return (status < 200 || status === 401 || status === 403 || status >= 500) && !wantsOther ? 'should be allowed' : undefined;
  }
  const [wanted, words] = role === 'public' ? [401, 'session.required'] : [403, 'action.not-allowed'];
  return status === wanted && (isHead || code === words) ? undefined : `should be ${wanted} ${words}`;
}

test.each(SEATS)('%s %s may do what the table says, and nothing else', async (role, login) => {
  const client = role === 'public' ? system.anyone : await system.as(login, role);
  const wrong: string[] = [];
  for (const route of routes) {
    const action = named.of(route)!;
    const answer = await ask(client, route);
    const found = fault(role, action, answer, route.method === 'HEAD');
    if (found) wrong.push(`${route.method} ${route.path} (${action}) answers ${answer.status} ${answer.code}, ${found}`);
  }
  expect(wrong).toEqual([]);
});
