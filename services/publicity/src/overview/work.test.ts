import { newId, type Running } from '@xingchuang/server';
import { Client, startServices, tellUnits, testTrust, until, type TestTrust, type TestUnit } from '@xingchuang/testkit';
import { publicity } from '../index.ts';

const WORLD = { C: ['city_committee', ''], WC: ['work_committee', 'C', 'body'], U1: ['organ', 'C'], B01: ['branch', 'U1'], U2: ['organ', 'C'], X1: ['branch', 'U2'] } as const;
type Code = keyof typeof WORLD;
const ME = newId();

let system: Running;
let trust: TestTrust;
let units: Record<Code, TestUnit>;
const seat = async (role: Parameters<TestTrust['token']>[0]['role'], code: Code, personId = newId()) =>
  new Client(system.url, await trust.token({ role, unitId: units[code].id, unitKind: units[code].kind, jurisdictionId: units[code].jurisdictionId, personId }));
const work = async (who: Client): Promise<string[]> => {
  const { status, body } = await who.get('/api/publicity/todo');
  expect(status).toBe(200);
  return body.items.map(({ kind, title, due }: { kind: string; title: string; due: string }) => [kind, title, due].filter((part) => part !== '').join(' ')).sort();
};

beforeAll(async () => {
  system = await startServices([publicity], { now: '2026-03-02T10:00:00+08:00' });
  trust = await testTrust(system.platform.bus);
  units = await tellUnits(system.platform.bus, WORLD);
  const db = system.platform.databases.get('publicity')!.connection.db!;
  await until(async () => (await db.collection('units').countDocuments()) === Object.keys(WORLD).length, 'the units');
  const put = (collection: string, things: readonly object[]) => db.collection<{ _id: string }>(collection).insertMany(things.map((thing) => ({ _id: newId(), version: 1, ...thing })));
  const at = (code: Code) => ({ unitId: units[code].id, path: [...units[code].path], unitName: code });
  const custody = { handedOn: '', handedTo: '', hungOn: '', photoId: '', dueBackOn: '', takenBackOn: '' };
  await put('awards', [
    { ...at('B01'), number: '1', form: 'plaque', certificate: 'x', ending: null, custody },
    { ...at('B01'), number: '2', form: 'plaque', certificate: '', ending: null, custody }, // not made yet
    { ...at('B01'), number: '3', form: 'certificate', certificate: 'x', ending: null, custody },
    { ...at('B01'), number: '4', form: 'plaque', certificate: 'x', ending: null, custody: { ...custody, handedOn: '2026-03-01' } },
    { ...at('X1'), number: '5', form: 'plaque', certificate: 'x', ending: { state: 'revoked' }, custody: { ...custody, handedOn: '2026-03-01', dueBackOn: '2026-03-09' }, plaqueDue: true },
  ]);
  await put('bulletins', [
    { ...at('WC'), unitName: undefined, key: 'a', state: 'draft', title: '一季度通报', writers: [newId()] },
    { ...at('WC'), unitName: undefined, key: 'b', state: 'draft', title: '我写的', writers: [ME] },
    { ...at('WC'), unitName: undefined, key: 'c', state: 'approved', title: '已发', writers: [] },
  ]);
  await put('reward-lines', [
    { ...at('B01'), slot: 'a', seq: 1, zh: '补助', state: 'due', suspendedOn: '', by: 'work_committee', dueOn: '2026-03-20' },
    { ...at('B01'), slot: 'b', seq: 1, zh: '别家落实', state: 'due', suspendedOn: '', by: 'party_group', dueOn: '' },
    { ...at('B01'), slot: 'c', seq: 1, zh: '暂停', state: 'due', suspendedOn: '2026-03-01', by: '', dueOn: '' },
  ]);
  await put('articles', [
    { ...at('B01'), title: '好做法', state: 'submitted', authors: [newId()], grams: [] },
    { ...at('B01'), title: '我的做法', state: 'submitted', authors: [ME], grams: [] },
    { ...at('X1'), title: '草稿', state: 'draft', authors: [newId()], grams: [] },
  ]);
});
afterAll(() => system?.stop());

test('whoever issues has plaques, others’ bulletins, rewards of their body and articles of others before them', async () => {
  expect(await work(await seat('publicist', 'WC', ME))).toEqual(['article.review 好做法', 'bulletin.approve 一季度通报', 'plaque.hand-over B01，1', 'plaque.take-back X1，5 2026-03-09', 'reward.carry B01，补助 2026-03-20']);
});

test('a branch hangs its own plaque; others are not asked', async () => {
  expect(await work(await seat('clerk', 'B01'))).toEqual(['plaque.hang B01，4']);
  expect([await work(await seat('clerk', 'X1')), await work(await seat('reviewer', 'WC')), await work(await seat('admin', 'C'))]).toEqual([[], ['reward.carry B01，补助 2026-03-20'], []]);
});

test('nothing of another subtree', async () => {
  expect(await work(await seat('publicist', 'U1'))).toEqual(['article.review 好做法', 'article.review 我的做法', 'plaque.hand-over B01，1']);
  expect(await work(await seat('leader', 'WC'))).toEqual(['bulletin.approve 一季度通报', 'bulletin.approve 我写的']);
});
