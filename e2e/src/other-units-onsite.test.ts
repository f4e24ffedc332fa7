import { newId } from '@xingchuang/server';
import type { Answer, Client } from '@xingchuang/testkit';
import { startSystem, type System } from './system.ts';
import { expectUnknown } from './unknown.ts';

const O = '/api/assessment/onsite';
const FORM = 'branch-inspection';
const NAME = '香樟督导';

/** Ids of what the organ committee of U1 planned at B01; the visit was announced, so B01 knows of it. */
interface Things {
  unit: string;
  group: string;
  plan: string;
  draw: string;
  visit: string;
  hidden: string;
}

let system: System;
/** The committee that planned; a body of another place with the same rights; B01 itself, and another branch. */
let [office, street, owner, stranger]: Client[] = [];
const theirs = {} as Things;

const made = ({ status, body }: Answer): string => {
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body.id as string;
};
const personOf = async (client: Client): Promise<string> => (await client.get('/api/registry/session')).body.person.id as string;
const visit = (unitId: string, kind: string, inspectorIds: string[], more: object = {}) => ({ unitId, kind, formId: FORM, on: '2026-01-05', inspectorIds, ...more });

beforeAll(async () => {
  system = await startSystem();
  [office, street, owner, stranger] = await Promise.all(([['oc.supervisor'], ['j1.reviewer'], ['b01.clerk'], ['b02.clerk']] as const).map(([login]) => system.as(login)));
  const people = [await personOf(office!)];
  theirs.unit = system.unit('B01');
  theirs.group = made(await office!.post(`${O}/groups`, { name: NAME, leaderId: people[0], memberIds: people }));
  theirs.plan = made(await office!.post(`${O}/plans`, { title: `${NAME}计划`, year: 2026, every: 'quarter', formId: FORM, unitKind: 'branch', groupIds: [theirs.group] }));
  theirs.draw = made(await office!.post(`${O}/draws`, { title: `${NAME}抽取`, planId: theirs.plan, count: 3, inspectorIds: people, perUnit: 1, kind: 'unannounced', formId: FORM, on: '2026-01-06' }));
  theirs.visit = made(await office!.post(`${O}/visits`, visit(theirs.unit, 'announced', people, { planId: theirs.plan })));
  theirs.hidden = made(await office!.post(`${O}/visits`, visit(theirs.unit, 'unannounced', people)));
}, 120_000);
afterAll(() => system?.stop());

type Who = 'office' | 'street' | 'owner' | 'stranger';
const seat = (who: Who): Client => ({ office, street, owner, stranger })[who]!;

describe('what is asked for by its id', () => {
  test.each<[keyof Things, Who, Who, (id: string) => string]>([
    ['plan', 'office', 'street', (id) => `plans/${id}`],
    ['draw', 'office', 'street', (id) => `draws/${id}`],
    ['visit', 'office', 'street', (id) => `visits/${id}`],
    ['visit', 'owner', 'stranger', (id) => `visits/${id}`],
    ['visit', 'office', 'street', (id) => `visits/${id}/entries`],
    ['hidden', 'office', 'street', (id) => `visits/${id}`],
    ['hidden', 'office', 'owner', (id) => `visits/${id}`],
    ['hidden', 'office', 'stranger', (id) => `visits/${id}`],
  ])('%s: %s has it, %s does not', async (thing, whose, who, path) => {
    expect((await seat(whose).get(`${O}/${path(theirs[thing])}`)).status).toBe(200);
    await expectUnknown((id) => seat(who).get(`${O}/${path(id)}`), theirs[thing]);
  });
});

describe('what is listed', () => {
  const LISTS = ['groups', 'plans', 'draws', 'visits', 'mine', 'todo', `ranking?formId=${FORM}&from=2026-01-01&to=2026-12-31`];

  test.each(LISTS)('%s holds nothing of another place', async (path) => {
    const { status, body } = await street!.get(`${O}/${path}`);
    expect(status).toBe(200);
    for (const one of [...Object.values(theirs), NAME]) expect(JSON.stringify(body)).not.toContain(one);
  });

  test.each(['visits'])('%s holds nothing of another branch, and the unit has not what it must not know yet', async (path) => {
    const ids = async (client: Client) => ((await client.get(`${O}/${path}`)).body.items as { id: string }[]).map(({ id }) => id);
    expect(await ids(stranger!)).toEqual([]);
    expect(await ids(owner!)).toEqual([theirs.visit]);
    expect((await ids(office!)).filter((id) => id === theirs.visit || id === theirs.hidden)).toHaveLength(2);
  });

  test.each(['groups', 'plans', 'draws'])('%s show their office what there is', async (path) => {
    expect(JSON.stringify((await office!.get(`${O}/${path}`)).body)).toContain(NAME);
  });

  test('visits of a unit, by its name', async () => {
    for (const client of [street!, stranger!]) {
      const { status, body } = await client.get(`${O}/visits?unitId=${theirs.unit}`);
      expect([404, 200]).toContain(status);
      expect(body.items ?? []).toEqual([]);
    }
  });
});

describe('what is done', () => {
  const note = (visitId: string) => ({ device: newId(), entries: [{ id: newId(), visitId, sequence: 1, at: '2026-01-05T02:00:00Z', what: 'hand-in' }] });

  test.each<[keyof Things, Who, string, (id: string) => Promise<Answer>]>([
    ['group', 'street', 'changes', (id) => street!.put(`${O}/groups/${id}`, { name: '改名', leaderId: newId(), memberIds: [newId()] })],
    ['visit', 'street', 'reports', (id) => street!.post(`${O}/visits/${id}/file`, { heldOn: '2026-01-05', feedback: '好' })],
    ['visit', 'street', 'closes', (id) => street!.post(`${O}/visits/${id}/close`, { text: '完成' })],
    ['visit', 'street', 'calls off', (id) => street!.post(`${O}/visits/${id}/call-off`, { reason: '无关' })],
    ['hidden', 'street', 'calls off', (id) => street!.post(`${O}/visits/${id}/call-off`, { reason: '无关' })],
  ])('%s: %s %s it', async (thing, _, __, act) => {
    await expectUnknown(act, theirs[thing]);
  });

  test.each<keyof Things>(['visit', 'hidden'])('notes of a phone for a %s of others are refused like those for none', async (thing) => {
    const outcome = async (visitId: string) => {
      const { status, body } = await street!.post(`${O}/sync`, note(visitId));
      return [status, body.answers?.[0]?.outcome, body.answers?.[0]?.refusal?.code];
    };
    expect(await outcome(theirs[thing])).toEqual(await outcome(newId()));
    expect((await outcome(theirs[thing]))[1]).toBe('refused');
  });

  test('plans a visit to another place', async () => {
    expect(await street!.post(`${O}/visits`, visit(theirs.unit, 'announced', [await personOf(street!)]))).toMatchObject({ status: 404, body: { code: 'thing.missing' } });
  });

  test('takes groups and plans of others for its own', async () => {
    const never = newId();
    const plan = (id: string) => street!.post(`${O}/plans`, { title: '借用', year: 2026, every: 'quarter', formId: FORM, unitKind: 'branch', groupIds: [id] });
    const [other, none] = [await plan(theirs.group), await plan(never)];
    expect([other.status, other.body.code]).toEqual([none.status, none.body.code]);
    expect(other.status).toBeGreaterThanOrEqual(400);
  });

  test('has changed nothing', async () => {
    const [group] = (await office!.get(`${O}/groups`)).body.items as { name: string }[];
    const states = await Promise.all([theirs.visit, theirs.hidden].map(async (id) => (await office!.get(`${O}/visits/${id}`)).body.state as string));
    expect([group!.name, ...states]).toEqual([NAME, 'planned', 'planned']);
  });
});
