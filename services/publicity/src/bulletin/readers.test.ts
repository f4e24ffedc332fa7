import type { BulletinView } from '@xingchuang/contracts';
import type { Role } from '@xingchuang/rules';
import type { Client } from '@xingchuang/testkit';
import { B, BulletinWorld, textsOf, type Code } from './world.fixture.ts';

/** Who reads an issue: its readers, its issuer and those over it; for everybody else it never existed. */
let world: BulletinWorld;
let publicist: Client;
const PUBLIC = '/api/publicity/public/bulletins';

beforeAll(async () => {
  world = await BulletinWorld.open('2026-02-28');
  publicist = await world.seat('publicist', 'OC');
  await world.gives('B01', 'three', '2026-02-28');
});
afterAll(() => world?.stop());

const draftOf = async (title: string): Promise<BulletinView> => (await publicist.post(B, { kind: 'news', title })).body;
async function issued(title: string, readers: object): Promise<BulletinView> {
  const draft = await draftOf(title);
  const edited = await publicist.put(`${B}/${draft.id}`, { title, texts: textsOf(draft), readers });
  expect(edited.status).toBe(200);
  const approved = await (await world.seat('decider', 'OC')).post(`${B}/${draft.id}/approval`);
  expect(approved.status).toBe(200);
  await world.printed(draft.id, publicist);
  return approved.body;
}
/** What one gets of it by every way there is. */
async function ways(by: Client, id: string): Promise<(number | boolean)[]> {
  const paths = ['', '/document', '/word', '/workbook', '/preview', '/figures/units.total'];
  const direct = await Promise.all(paths.map(async (path) => (await fetch(`${by.url}${B}/${id}${path}`, { headers: { authorization: `Bearer ${by.token}` } })).status));
  const listed: { id: string }[] = (await by.get(`${B}?kind=news`)).body.items;
  return [...direct, listed.some((one) => one.id === id)];
}
const READ = [200, 200, 200, 200, 200, 200, true];
const NEVER = [404, 404, 404, 404, 404, 404, false];

test.each([
  ['everyone', { of: 'everyone' }, { 'clerk B01': true, 'clerk B05': true, 'leader U2': true, 'auditor C': true, 'publicist WC': true }],
  ['the units it is about', { of: 'subtree' }, { 'clerk B01': true, 'decider OC': true, 'clerk B05': false, 'leader U2': false, 'auditor C': true, 'publicist WC': true, 'admin U2': false }],
  ['a unit of another bureau that is named', { of: 'units', unitIds: ['U2'] }, { 'clerk B01': false, 'clerk B05': true, 'leader U2': true, 'leader U1': true, 'publicist OC': true }],
  ['nobody named', { of: 'units' }, { 'clerk B01': false, 'clerk B05': false, 'leader U2': false, 'publicist OC': true, 'leader C': true }],
  ['anybody', { of: 'public' }, { 'clerk B05': true, 'admin U2': true }],
] as [string, { of: string; unitIds?: Code[] }, Record<string, boolean>][])('for %s', async (name, { of, unitIds = [] }, seats) => {
  const issue = await issued(`给${name}`, { of, unitIds: unitIds.map((code) => world.units[code].id) });
  expect([issue.readers, issue.readerUnits.map((one) => one.name)]).toEqual([of, unitIds.map((code) => world.units[code].name)]);
  for (const [seat, reads] of Object.entries(seats)) {
    const [role, code] = seat.split(' ') as [Role, Code];
    expect([seat, ...(await ways(await world.seat(role, code), issue.id))]).toEqual([seat, ...(reads ? READ : NEVER)]);
  }
  const anyone = await fetch(`${world.system.url}${PUBLIC}/${issue.id}/document`);
  const listed = (await (await fetch(`${world.system.url}${PUBLIC}`)).json()) as { items: { id: string }[] };
  expect([anyone.status, listed.items.some(({ id }) => id === issue.id)]).toEqual(of === 'public' ? [200, true] : [404, false]);
});

test('what may not be read answers word for word like what never existed', async () => {
  const issue = await issued('内部情况', { of: 'units' });
  const clerk = await world.seat('clerk', 'B05');
  const never = crypto.randomUUID();
  const [hidden, absent] = [(await clerk.get(`${B}/${issue.id}`)).body, (await clerk.get(`${B}/${never}`)).body];
  const plain = (body: object, id: string) => JSON.stringify({ ...body, instance: '', correlation: '', errorId: '' }).replaceAll(id, '');
  expect(plain(hidden, issue.id)).toBe(plain(absent, never));
});

test('a draft with readers that do not exist is refused, and keeps those it had', async () => {
  const draft = await draftOf('改阅读范围');
  expect(draft.readers).toBe('everyone');
  const body = { title: draft.title, texts: textsOf(draft) };
  const refused = await publicist.put(`${B}/${draft.id}`, { ...body, readers: { of: 'units', unitIds: [world.units.U1.id, crypto.randomUUID()] } });
  expect([refused.status, refused.body.code, refused.body.field]).toEqual([422, 'bulletin.unknown-reader', 'readers.unitIds.1']);
  expect((await publicist.put(`${B}/${draft.id}`, body)).body.readers).toBe('everyone');
  expect((await publicist.put(`${B}/${draft.id}`, { ...body, readers: { of: 'subtree', unitIds: [world.units.U2.id] } })).body).toMatchObject({ readers: 'subtree', readerUnits: [] });
});

test('an issue of before there was a choice stays everybody’s who is signed in', async () => {
  const issue = await issued('旧通报', { of: 'units' });
  await world.system.platform.databases.get('publicity')!.connection.collection<{ _id: string }>('bulletins').updateOne({ _id: issue.id }, { $unset: { readers: '' } });
  expect(await ways(await world.seat('clerk', 'B05'), issue.id)).toEqual(READ);
});
