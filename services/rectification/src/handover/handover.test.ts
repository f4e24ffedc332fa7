import type { Client } from '@xingchuang/testkit';
import { finding, startWorld, type World } from '../world.fixture.ts';
import { HandoverStore } from './handover-store.ts';

const PATH = '/api/rectification/handovers';
let world: World;
let city: Client;
let u1: Client;

beforeAll(async () => {
  world = await startWorld('2026-03-02');
  city = await world.seat('supervisor', 'WC');
  u1 = await world.seat('reviewer', 'U1');
});
afterAll(() => world?.system.stop());

const give = async (over: object = {}) => (await city.post(PATH, { unitId: world.units.U1.id, title: '小区路灯不亮', limit: { workdays: 10 }, ...over })).body;
const act = (who: Client, id: string, command: string, body: object = {}) => who.post(`${PATH}/${id}/${command}`, body);
const read = async (id: string) => (await city.get(`${PATH}/${id}`)).body;

test('what is handed over is accepted, forwarded, proved, checked by another person, closed', async () => {
  const one = await give();
  expect(one).toMatchObject({ number: '交办〔2026〕1号', state: 'sent', limit: { lastDay: '2026-03-16' }, stages: [{ name: '办结', lastDay: '2026-03-16' }] });
  expect((await act(u1, one.id, 'acceptance')).body.state).toBe('accepted');
  const beyond = await act(u1, one.id, 'forwarding', { unitId: world.units.U1.id, reason: '自己' });
  expect(beyond.body.code).toBe('handover.same-unit');
  expect((await act(u1, one.id, 'forwarding', { unitId: world.units.U2.id, reason: '属其职责' })).body).toMatchObject({ state: 'sent', unitId: world.units.U2.id, limit: { lastDay: '2026-03-16' } });
  expect((await act(u1, one.id, 'acceptance')).status).toBe(404); // it is no longer theirs
  const person = '01890000-0000-7000-8000-00000000000b';
  const u2 = await world.seat('reviewer', 'U2', person);
  await act(u2, one.id, 'acceptance');
  expect((await act(u2, one.id, 'proof', { text: '已修好' })).body.state).toBe('proved');
  expect((await act(await world.seat('supervisor', 'WC', person), one.id, 'check', { solved: true, opinion: '好' })).body.code).toBe('finding.same-person');
  expect((await act(city, one.id, 'check', { solved: true, opinion: '好' })).body).toMatchObject({ state: 'closed', closedOn: '2026-03-02' });
  expect((await act(u2, one.id, 'proof', { text: '再' })).body.code).toBe('handover.wrong-state');
});

test('a returned one goes out again with a new limit', async () => {
  const one = await give();
  expect((await act(u1, one.id, 'return', { reason: '不属本单位职责' })).body.state).toBe('returned');
  expect((await act(city, one.id, 'resending', { unitId: world.units.U2.id, reason: '改派', limit: { until: '2026-03-01' } })).body.code).toBe('limit.past');
  expect((await act(city, one.id, 'resending', { unitId: world.units.U2.id, reason: '改派', limit: { workdays: 5 } })).body).toMatchObject({ state: 'sent', unitId: world.units.U2.id, limit: { lastDay: '2026-03-09' } });
});

test('nobody extends their own limit, and nothing goes beyond the giver', async () => {
  const one = await give();
  const own = await world.seat('supervisor', 'OC'); // sits at the unit that has it
  expect((await act(own, one.id, 'extension', { limit: { workdays: 5 }, reason: '难' })).body.code).toBe('limit.own');
  expect((await act(city, one.id, 'extension', { limit: { workdays: 5 }, reason: '雨季' })).body).toMatchObject({ limit: { lastDay: '2026-03-23' }, stages: [{ lastDay: '2026-03-23' }] });
  const inside = (await (await world.seat('supervisor', 'OC')).post(PATH, { unitId: world.units.B01.id, title: '补记录', limit: { workdays: 5 } })).body;
  const b01 = await world.seat('clerk', 'B01');
  expect((await act(b01, inside.id, 'forwarding', { unitId: world.units.U2.id, reason: '推走' })).body.code).toBe('handover.beyond-giver');
  expect((await act(b01, inside.id, 'forwarding', { unitId: world.units.B02.id, reason: '属其' })).body.unitId).toBe(world.units.B02.id);
});

test('progress is asked at set points, and an overdue one reaches the unit above, each once', async () => {
  const found = (await (await world.seat('supervisor', 'OC')).post('/api/rectification/findings', finding(world.units.B05, 'S1', '2026-03-02'))).body;
  const wrong = await city.post(PATH, { unitId: world.units.B05.id, title: '补课', limit: { workdays: 10 }, askOn: ['2026-03-02'] });
  expect([wrong.status, wrong.body.field]).toEqual([422, 'askOn[0]']);
  const one = await give({ unitId: world.units.B05.id, findingId: found.id, askOn: ['2026-03-09', '2026-03-05', '2026-03-12'] });
  const b05 = await world.seat('clerk', 'B05');
  await act(b05, one.id, 'acceptance');
  const due = async () => (await b05.get('/api/rectification/due')).body.items.filter(({ id }: { id: string }) => id === one.id).map((line: { of: string; due: string; provisional: boolean }) => [line.of, line.due, line.provisional]);
  const todo = async () => (await b05.get('/api/rectification/todo')).body.items.filter(({ id }: { id: string }) => id === one.id).map((line: { kind: string; due: string }) => [line.kind, line.due]);
  expect([await due(), await todo()]).toEqual([[['progress', '2026-03-05', false], ['limit', '2026-03-16', false]], [['handover.progress', '2026-03-05']]]);
  await world.at('2026-03-05');
  const asked = async (who: Client) => (await who.get('/api/rectification/digest')).body.items.filter(({ id, of }: { id: string; of: string }) => id === one.id && of === 'progress').map(({ due, offset, escalated }: { due: string; offset: number; escalated: boolean }) => [due, offset, escalated]);
  expect([await asked(b05), await asked(city)]).toEqual([[['2026-03-05', 0, false]], []]);
  expect((await act(b05, one.id, 'progress', { text: '完成一半' })).body.asks[0]).toEqual({ day: '2026-03-05', toldOn: '2026-03-05', missed: false });
  await world.at('2026-03-09');
  expect(await asked(b05)).toEqual([['2026-03-09', 0, false]]);
  await world.at('2026-03-10');
  await world.at('2026-03-10');
  const leader = await world.seat('leader', 'U1');
  expect([await asked(b05), await asked(leader), await asked(city)]).toEqual([[], [['2026-03-09', 1, true]], [['2026-03-09', 1, true]]]); // above, and the giver
  expect([await due(), await todo()]).toEqual([[['progress', '2026-03-09', false], ['progress', '2026-03-12', false], ['limit', '2026-03-16', false]], [['handover.progress', '2026-03-09']]]); // what was missed is still owed
  expect((await b05.get('/api/rectification/due')).body.counts).toMatchObject({ overdue: 1, today: 0 });
  await world.at('2026-03-11');
  expect([await asked(leader), await asked(city)]).toEqual([[], []]); // once
  await world.at('2026-03-20');
  await world.at('2026-03-20');
  expect([await due(), await todo()]).toEqual([[['progress', '2026-03-12', false], ['limit', '2026-03-16', false]], [['handover.progress', '2026-03-12']]]);
  const late = await read(one.id);
  expect(late).toMatchObject({ overdue: true, overdueOn: '2026-03-17', stages: [{ overdueOn: '2026-03-17' }] });
  expect(late.asks.map(({ missed }: { missed: boolean }) => missed)).toEqual([false, true, true]);
  expect(late.history.filter(({ by }: { by: string }) => by === '').map(({ day, what }: { day: string; what: string }) => [day, what])).toEqual([['2026-03-10', 'progress-missed'], ['2026-03-13', 'progress-missed'], ['2026-03-17', 'overdue']]);
  const above = (await (await world.seat('leader', 'U1')).get('/api/rectification/digest')).body;
  expect(above.items).toContainEqual(expect.objectContaining({ id: one.id, escalated: true, offset: 3 }));
  expect((await (await world.seat('leader', 'U2')).get('/api/rectification/digest')).body.items.map(({ id }: { id: string }) => id)).not.toContain(one.id);
  expect((await city.get(`${PATH}?findingId=${found.id}`)).body.items.map(({ id }: { id: string }) => id)).toEqual([one.id]);
});

test('stages are off until somebody sets a plan; then each runs on its own limit', async () => {
  const none = await city.post(PATH, { unitId: world.units.B07.id, title: '督办', stagePlan: 'four' });
  expect([none.status, none.body.code]).toEqual([422, 'handover.no-plan']);
  const admin = await world.seat('admin', 'C');
  const { version, settings } = (await admin.get('/api/rectification/settings')).body as { version: number; settings: object };
  const stages = [{ name: '一', limit: { workdays: 1 } }, { name: '三', limit: { workdays: 3 } }, { name: '七', limit: { workdays: 7 } }, { name: '月', limit: { months: 1 } }];
  const plan = { id: 'four', zh: '四段督办', stages };
  expect((await admin.put('/api/rectification/settings', { ...settings, stagePlans: [plan] }, { 'if-match': `"${version}"` })).status).toBe(200);
  expect((await admin.put('/api/rectification/settings', { ...settings, stagePlans: [] }, { 'if-match': String(version) })).status).toBe(412);
  const one = (await city.post(PATH, { unitId: world.units.B07.id, title: '督办', stagePlan: 'four' })).body;
  const b07 = await world.seat('clerk', 'B07');
  await act(b07, one.id, 'acceptance');
  const ends: string[] = [];
  for (const { name } of stages) {
    const now = await read(one.id);
    ends.push(now.limit.lastDay);
    expect((await act(b07, one.id, 'proof', { text: `${name}段完成` })).body.state).toBe('proved');
    expect((await act(city, one.id, 'check', { solved: true, opinion: '可以' })).status).toBe(200);
  }
  expect(ends).toEqual(['2026-03-23', '2026-03-25', '2026-03-31', '2026-04-20']);
  expect(await read(one.id)).toMatchObject({ state: 'closed', stage: 3 });
});

test('the zero list: what is left, and the total is that of the list', async () => {
  const zero = (await city.get(`${PATH}/zero-list`)).body;
  const all = (await city.get(PATH)).body.items as { unitId: string; state: string }[];
  expect(zero.total).toMatchObject({ total: all.length, closed: all.filter(({ state }) => state === 'closed').length });
  expect(zero.items.find(({ unitId }: { unitId: string }) => unitId === world.units.B07.id)).toMatchObject({ total: 1, closed: 1, open: 0, cleared: true });
  expect(zero.items.find(({ unitId }: { unitId: string }) => unitId === world.units.B05.id)).toMatchObject({ open: 1, overdue: 1, cleared: false });
  const mine = (await (await world.seat('clerk', 'B05')).get(`${PATH}/zero-list`)).body;
  expect(mine.items.map(({ unitId }: { unitId: string }) => unitId)).toEqual([world.units.B05.id]);
});

test('handovers of an older build know no reminders of progress: they get them at the start, and each once', async () => {
  const one = await give({ unitId: world.units.B08.id, askOn: ['2026-03-24'] });
  const b08 = await world.seat('clerk', 'B08');
  await act(b08, one.id, 'acceptance');
  const { db } = world.system.platform.databases.get('rectification')!.connection;
  await db!.collection<{ _id: string }>('handovers').updateOne({ _id: one.id }, { $unset: { askReminded: '', askMissed: '', missReminded: '' } });
  const store = world.system.app.get(HandoverStore, { strict: false });
  const reminded: number[] = [];
  for (let start = 0; start < 2; start += 1) {
    await store.onApplicationBootstrap();
    await world.at('2026-03-24');
    reminded.push((await b08.get('/api/rectification/digest')).body.items.filter(({ id, of }: { id: string; of: string }) => id === one.id && of === 'progress').length);
  }
  expect(reminded).toEqual([1, 1]);
  expect((await b08.get('/api/rectification/due')).body.items.filter(({ id }: { id: string }) => id === one.id)).toHaveLength(2);
  expect(await db!.collection('reminders').countDocuments({ itemId: one.id, of: 'progress' })).toBe(1); // the digest alone would show two as one
});
