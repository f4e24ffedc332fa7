import { readXlsx } from 'hucre/xlsx';
import type { Client } from '@xingchuang/testkit';
import { picture } from '../file/bytes.fixture.ts';
import { openWorld, upload, type World } from '../world.fixture.ts';

const ORDERS = '/api/evidence/community/orders';
const REGISTRATIONS = '/api/evidence/community/registrations';
const EVALUATIONS = '/api/evidence/community/evaluations';
const STATISTICS = '/api/evidence/community/statistics';

let world: World;
let seats: Record<'b01' | 'b02' | 'b03' | 'community' | 'village' | 'street' | 'organ', Client>;
const members: Record<string, string[]> = { B01: [], B02: [] };

beforeAll(async () => {
  world = await openWorld();
  await world.open('ST', 'street', 'C');
  await world.open('CM', 'community', 'ST');
  await world.open('VL', 'village', 'ST');
  for (const code of ['ST', 'CM', 'VL']) await world.heard('units', world.id(code));
  const [b01, b02, b03, community, village] = await Promise.all(['B01', 'B02', 'B03', 'CM', 'VL'].map((code) => world.as('clerk', code)));
  seats = { b01: b01!, b02: b02!, b03: b03!, community: community!, village: village!, street: await world.as('reviewer', 'ST'), organ: await world.as('reviewer', 'OC') };
  for (const code of ['B01', 'B02']) for (let n = 0; n < 5; n += 1) members[code]!.push(await world.member(code));
});
afterAll(() => world.running.stop());

const register = (client: Client, code: string, over: object = {}) => client.post(REGISTRATIONS, { unitId: world.id(code), communityId: world.id('CM'), basis: 'resident', from: '2026-01-02', ...over });
const home = (client: Client, code: string, personId: string, over: object = {}) => register(client, code, { personId, basis: 'home', ...over });
const ids = (answer: { body: { items: { unitId: string; personId?: string }[] } }) => answer.body.items.map(({ unitId, personId }) => personId ?? unitId).toSorted();

describe('registration', () => {
  test('a branch at one community, a member at another place: each lists its own (R-157)', async () => {
    expect((await register(seats.b01, 'B01')).status).toBe(201);
    expect((await home(seats.b01, 'B01', members['B01']![0]!, { communityId: world.id('VL') })).status).toBe(201);
    expect(ids(await seats.community.get(REGISTRATIONS))).toEqual([world.id('B01')]);
    expect(ids(await seats.village.get(REGISTRATIONS))).toEqual([members['B01']![0]]);
    expect(ids(await seats.b01.get(REGISTRATIONS))).toEqual([world.id('B01'), members['B01']![0]].toSorted());
    expect(ids(await seats.b02.get(REGISTRATIONS))).toEqual([]);
    expect(ids(await seats.street.get(REGISTRATIONS))).toHaveLength(2);
    expect(ids(await seats.organ.get(`${REGISTRATIONS}?kind=member`))).toEqual([members['B01']![0]]);
  });

  test('an agreement is kept with the registration', async () => {
    const { body } = await upload(seats.b02, world.id('B02'), await picture('png', 21, 9), '共建协议.png');
    expect(await register(seats.b02, 'B02', { basis: 'contracted', fileIds: [body.id] })).toMatchObject({ status: 201, body: { fileIds: [body.id] } });
    expect(await register(seats.b01, 'B01', { communityId: world.id('VL'), fileIds: [body.id] })).toMatchObject({ status: 422, body: { code: 'registration.file-unknown', field: 'fileIds[0]' } });
  });

  test.each<[string, () => object, number, string]>([
    ['at an organ', () => ({ communityId: world.id('U1') }), 422, 'registration.not-community'],
    ['ahead of its day', () => ({ from: '2026-01-06' }), 422, 'registration.day-ahead'],
    ['a unit at home', () => ({ basis: 'home' }), 422, 'registration.basis'],
    ['a member of another branch', () => ({ personId: members['B02']![0], basis: 'home' }), 422, 'registration.not-member'],
    ['another unit', () => ({ unitId: world.id('B02') }), 404, 'thing.missing'],
    ['twice', () => ({}), 409, 'registration.running'],
    ['a member at two places', () => ({ personId: members['B01']![0], basis: 'home' }), 409, 'registration.running'],
  ])('%s is refused in both languages and nothing is kept', async (_, over, status, code) => {
    const before = [await world.count('registrations'), await world.count('log-entries')];
    const answer = await register(seats.b01, 'B01', over());
    expect(answer).toMatchObject({ status, body: { code, title: expect.stringMatching(/[一-鿿]/), titleEn: expect.stringMatching(/[a-z]{3}/) } });
    expect([await world.count('registrations'), await world.count('log-entries')]).toEqual(before);
  });

  test('of two at once one holds', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => home(seats.b02, 'B02', members['B02']![4]!)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
  });

  test('it ends on a day with a reason, once; then one may register anew', async () => {
    const { body } = await home(seats.b01, 'B01', members['B01']![4]!);
    const end = (over: object = {}, client = seats.b01) => client.post(`${REGISTRATIONS}/${body.id}/end`, { on: '2026-01-05', reason: '搬家', ...over });
    expect(await end({ on: '2026-01-01' })).toMatchObject({ status: 422, body: { code: 'registration.end-day', field: 'on' } });
    expect((await end({}, seats.b02)).status).toBe(404);
    expect((await end({}, seats.community)).status).toBe(404);
    expect(await end()).toMatchObject({ status: 200, body: { until: '2026-01-05', reason: '搬家', version: 2 } });
    expect(await end()).toMatchObject({ status: 409, body: { code: 'registration.ended' } });
    expect((await home(seats.b01, 'B01', members['B01']![4]!, { communityId: world.id('VL') })).status).toBe(201);
    expect((await seats.b01.get(`${REGISTRATIONS}?active=false`)).body.items).toHaveLength(1);
  });
});

const post = async (over: object = {}): Promise<string> =>
  (await seats.community.post(ORDERS, { communityId: world.id('CM'), kind: 'door', title: '为老人修灯', place: '三号楼', ...over })).body.id;
const step = (client: Client, id: string, act: string, body: object = {}, headers?: Record<string, string>) => client.post(`${ORDERS}/${id}/${act}`, body, headers);
const finishing = (personId: string, minutes: number, over: object = {}) => ({ day: '2026-01-05', time: 'after_hours', activity: 'other', people: [{ personId, minutes }], text: '换灯管两只', ...over });

async function serve(id: string, client: Client, code: string, personId: string, minutes: number): Promise<void> {
  await step(seats.street, id, 'dispatch', { unitIds: [world.id(code)] });
  await step(client, id, 'accept');
  await step(client, id, 'claim', { personIds: [personId] });
  const { status } = await step(client, id, 'finish', finishing(personId, minutes));
  if (status !== 200) throw new Error(`finish: ${status}`);
}

describe('orders', () => {
  test('an order moves through its states, each with person and time, and files the service record once (R-161)', async () => {
    const member = members['B01']![1]!;
    const records = await world.count('records');
    const id = await post();
    const waits = async (client: Client) => (await client.get('/api/evidence/todo')).body.items.filter((one: { id: string }) => one.id === id).map(({ kind }: { kind: string }) => kind);
    expect([await waits(seats.street), await waits(seats.b01)]).toEqual([['order.dispatch'], []]);
    expect((await step(seats.street, id, 'dispatch', { unitIds: [world.id('B01'), world.id('B02')] })).body.state).toBe('dispatched');
    expect(await waits(seats.street)).toEqual([]);
    expect(await waits(seats.b01)).toEqual(['order.accept']);
    expect((await step(seats.b01, id, 'accept')).body.state).toBe('accepted');
    expect(await waits(seats.b01)).toEqual(['order.claim']);
    expect((await step(seats.b01, id, 'claim', { personIds: [member] })).body.state).toBe('claimed');
    expect((await step(seats.b02, id, 'return', { reason: '人手不足' })).status).toBe(200);
    expect([await waits(seats.b01), await waits(seats.b02), await waits(seats.b03)]).toEqual([['order.finish'], [], []]);
    const { body } = await step(seats.b01, id, 'finish', finishing(member, 90), { 'idempotency-key': 'finish-0001' });
    expect(body).toMatchObject({ state: 'done', parts: [{ unitId: world.id('B01'), state: 'done', people: [{ personId: member, minutes: 90 }] }] });
    expect((await step(seats.b01, id, 'finish', finishing(member, 90), { 'idempotency-key': 'finish-0001' })).body).toEqual(body);
    expect(await step(seats.b01, id, 'finish', finishing(member, 90))).toMatchObject({ status: 409, body: { code: 'order.wrong-state' } });
    expect(await world.count('records')).toBe(records + 1);
    expect((await seats.b01.get(`/api/evidence/records/${body.parts[0].recordId}`)).body).toMatchObject({ type: 'community_service', day: '2026-01-05', title: '为老人修灯', sums: { minutes: 90 } });
    expect(await waits(seats.community)).toEqual(['order.rate']);
    const rated = (await step(seats.community, id, 'rate', { satisfaction: 'satisfied', text: '很好' })).body;
    expect(rated.state).toBe('rated');
    expect(await waits(seats.community)).toEqual([]);
    expect(rated.history.map(({ act }: { act: string }) => act)).toEqual(['posted', 'dispatched', 'accepted', 'claimed', 'returned', 'done', 'rated']);
    expect(rated.history.every(({ at, by }: { at: string; by: string }) => at.startsWith('2026-01-05') && by.length === 36)).toBe(true);
  });

  test('the minutes count for the member’s month (R-158)', async () => {
    const { items } = (await seats.b01.get(`/api/evidence/duties?period=2026-01&limit=500`)).body;
    const month = items.find(({ personId, sum }: { personId?: string; sum?: string }) => personId === members['B01']![1] && sum === 'minutes');
    expect(month).toMatchObject({ found: 90, expected: 120 });
    await serve(await post(), seats.b01, 'B01', members['B01']![1]!, 30);
    const again = (await seats.b01.get(`/api/evidence/duties?period=2026-01&limit=500`)).body.items;
    expect(again.find(({ personId, sum }: { personId?: string; sum?: string }) => personId === members['B01']![1] && sum === 'minutes')).toMatchObject({ found: 120, state: 'met' });
  });

  test('an order to members goes to their unit, and only they may take it', async () => {
    const [named, other] = [members['B02']![4]!, members['B02']![3]!]; // registered above
    const id = await post();
    expect(await step(seats.street, id, 'dispatch', { personIds: [other] })).toMatchObject({ status: 422, body: { code: 'order.member-not-registered', field: 'personIds[0]' } });
    await step(seats.street, id, 'dispatch', { personIds: [named] });
    await step(seats.b02, id, 'accept');
    expect(await step(seats.b02, id, 'claim', { personIds: [other] })).toMatchObject({ status: 422, body: { code: 'order.not-named' } });
    expect((await step(seats.b02, id, 'claim', { personIds: [named] })).status).toBe(200);
  });

  test('a unit that is not registered gets no order; nobody but its own people moves one', async () => {
    const id = await post();
    expect(await step(seats.street, id, 'dispatch', { unitIds: [world.id('B03')] })).toMatchObject({ status: 422, body: { code: 'order.unit-not-registered', field: 'unitIds[0]' } });
    expect((await step(seats.organ, id, 'dispatch', { unitIds: [world.id('B01')] })).status).toBe(404);
    expect((await step(seats.b01, id, 'accept')).status).toBe(404);
    await step(seats.street, id, 'dispatch', { unitIds: [world.id('B01')] });
    expect((await step(seats.village, id, 'cancel', { reason: '不需要' })).status).toBe(404);
    expect((await seats.b02.get(`${ORDERS}/${id}`)).body).toEqual((await seats.b02.get(`${ORDERS}/00000000-0000-7000-8000-000000000000`)).body);
    expect((await seats.b02.get(ORDERS)).body.items.map((order: { id: string }) => order.id)).not.toContain(id);
  });

  test('a unit sees its own part of an order, the community all', async () => {
    const id = await post();
    await step(seats.street, id, 'dispatch', { unitIds: [world.id('B01'), world.id('B02')] });
    await step(seats.b02, id, 'accept');
    const units = ({ parts }: { parts: { unitId: string }[] }) => parts.map(({ unitId }) => unitId);
    expect(units((await seats.b01.get(`${ORDERS}/${id}`)).body)).toEqual([world.id('B01')]);
    expect(units((await seats.community.get(`${ORDERS}/${id}`)).body)).toHaveLength(2);
    expect((await seats.b01.get(`${ORDERS}/${id}`)).body.history.map(({ act }: { act: string }) => act)).toEqual(['posted', 'dispatched']);
    expect((await step(seats.street, id, 'withdraw', { unitId: world.id('B02'), reason: '改派' })).status).toBe(200);
    expect((await step(seats.community, id, 'cancel', { reason: '居民撤回' })).body).toMatchObject({ state: 'cancelled' });
    expect(await step(seats.b01, id, 'accept')).toMatchObject({ status: 409, body: { code: 'order.wrong-state' } });
  });

  test('of two who move it at once from one version one is told that it was late', async () => {
    const id = await post();
    await step(seats.street, id, 'dispatch', { unitIds: [world.id('B01')] });
    await step(seats.b01, id, 'accept');
    const answers = await Promise.all([2, 3].map((n) => step(seats.b01, id, 'claim', { personIds: [members['B01']![n]!] }, { 'if-match': '"3"' })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  });

  test('a finish that the record refuses leaves the order as it was', async () => {
    const id = await post();
    await step(seats.street, id, 'dispatch', { unitIds: [world.id('B01')] });
    await step(seats.b01, id, 'accept');
    await step(seats.b01, id, 'claim', { personIds: [members['B01']![2]!] });
    const before = [await world.count('records'), await world.count('log-entries')];
    expect((await step(seats.b01, id, 'finish', finishing(members['B01']![2]!, 30, { activity: 'dancing' }))).status).toBe(422);
    expect((await step(seats.b01, id, 'finish', finishing(members['B01']![2]!, 30, { day: '2026-01-06' }))).status).toBe(422);
    expect([await world.count('records'), await world.count('log-entries')]).toEqual(before);
    expect((await seats.b01.get(`${ORDERS}/${id}`)).body.state).toBe('claimed');
  });
});

describe('evaluation both ways (R-167)', () => {
  const give = (client: Client, code: string, over: object = {}) => client.post(EVALUATIONS, { communityId: world.id('CM'), unitId: world.id(code), month: '2026-01', score: 92, ...over });
  const of = async (client: Client, code: string) => (await client.get(`${EVALUATIONS}?month=2026-01`)).body.items.find(({ unitId }: { unitId: string }) => unitId === world.id(code));

  test('both sides are kept, and the missing side is named', async () => {
    expect(await of(seats.community, 'B01')).toMatchObject({ missing: ['community', 'unit'] });
    expect((await give(seats.community, 'B01')).body).toMatchObject({ community: { score: 92 }, missing: ['unit'] });
    expect((await give(seats.b01, 'B01', { score: 88 })).body).toMatchObject({ community: { score: 92 }, unit: { score: 88 }, missing: [] });
    expect(await of(seats.street, 'B02')).toMatchObject({ missing: ['community', 'unit'] });
    expect(await give(seats.b01, 'B01')).toMatchObject({ status: 409, body: { code: 'evaluation.given' } });
  });

  test.each<[string, () => Client, string, object, number, string]>([
    ['a month ahead', () => seats.b01, 'B01', { month: '2026-02' }, 422, 'evaluation.month-ahead'],
    ['a month before the registration', () => seats.b01, 'B01', { month: '2025-12' }, 422, 'evaluation.not-registered'],
    ['a unit that is not registered', () => seats.community, 'B03', {}, 422, 'evaluation.not-registered'],
    ['speaking for another', () => seats.b02, 'B01', {}, 404, 'thing.missing'],
    ['101 points', () => seats.b02, 'B02', { score: 101 }, 422, 'input.invalid'],
  ])('%s is refused', async (_, client, code, over, status, refusal) => {
    expect(await give(client(), code, over)).toMatchObject({ status, body: { code: refusal } });
  });
});

describe('statistics', () => {
  const span = 'from=2026-01-01&to=2026-01-31';

  test('registered and active members: never more active than registered (R-164, R-170)', async () => {
    for (const [code, client] of [['B01', seats.b01], ['B02', seats.b02]] as const) for (const id of members[code]!.slice(0, 4)) await home(client, code, id);
    for (const id of members['B01']!) await serve(await post({ kind: 'service' }), seats.b01, 'B01', id, 30);
    for (const id of members['B02']!.slice(0, 2)) await serve(await post({ kind: 'service' }), seats.b02, 'B02', id, 45);
    const { body } = await seats.street.get(`${STATISTICS}?by=community&${span}`);
    expect(body.total).toMatchObject({ counts: { unitsRegistered: 2, membersRegistered: 10, membersActive: 7 }, rates: { activity: 70 } });
    const { body: organ } = await seats.organ.get(`${STATISTICS}?${span}`);
    expect(organ.total).toMatchObject({ counts: { membersInService: 10, membersRegistered: 10, membersActive: 7 }, rates: { registration: 100, activity: 70 } });
    expect(organ.items.map(({ unitCode }: { unitCode: string }) => unitCode)).toEqual(['B01', 'B02']);
  });

  test('a clerk of a street counts nothing of the communities below it', async () => {
    const all = `${STATISTICS}?by=community&unitId=${world.id('ST')}&subtree=true&${span}`;
    expect([(await seats.street.get(all)).body.items.length, (await (await world.as('clerk', 'ST')).get(all)).body.items.length]).toEqual([2, 0]);
  });

  test('person-times and minutes are those of the records (R-165)', async () => {
    const { body } = await seats.organ.get(`${STATISTICS}?${span}`);
    const { items } = (await seats.organ.get('/api/evidence/records?type=community_service&limit=500')).body as { items: { sums: { minutes: number }; fields: { people: unknown[] } }[] };
    expect(body.total.counts).toMatchObject({
      minutes: items.reduce((sum, { sums }) => sum + sums.minutes, 0),
      personTimes: items.reduce((sum, { fields }) => sum + fields.people.length, 0),
    });
    expect(body.total.counts.minutes).toBe(90 + 30 + 5 * 30 + 2 * 45);
  });

  test('three services, two rated satisfied: 66.7 percent (R-168)', async () => {
    const orders = [await post({ kind: 'wish' }), await post({ kind: 'wish' }), await post({ kind: 'wish' })];
    for (const id of orders) await serve(id, seats.b01, 'B01', members['B01']![0]!, 20);
    for (const [i, satisfaction] of ['satisfied', 'satisfied', 'dissatisfied'].entries()) await step(seats.community, orders[i]!, 'rate', { satisfaction });
    const { body } = await seats.community.get(`${STATISTICS}?by=community&kind=wish&${span}`);
    expect(body.items).toMatchObject([{ unitCode: 'CM', counts: { ordersDone: 3, ordersSatisfied: 2 }, rates: { satisfaction: 66.7 } }]);
  });

  test('the sheet holds the same numbers', async () => {
    const { rows } = (await readXlsx(await seats.organ.bytes(`${STATISTICS}/sheet?${span}`))).sheets[0]!;
    expect(rows[1]!.slice(0, 6)).toEqual(['编码', '名称', '报到单位', '在职党员', '报到党员', '活跃党员']);
    expect(rows.at(-1)!.slice(1, 6)).toEqual(['合计', 2, 10, 10, 7]);
  });

  test('a span that runs backwards is refused', async () => {
    expect(await seats.b01.get(`${STATISTICS}?from=2026-02-01&to=2026-01-01`)).toMatchObject({ status: 422, body: { code: 'statistics.span', field: 'to' } });
  });

  test('each move and registration stands in the log', async () => {
    const acts = await world.running.platform.databases.get('evidence')!.connection.collection('log-entries').distinct('act');
    expect(acts).toEqual(expect.arrayContaining(['registration.made', 'registration.ended', 'order.posted', 'order.dispatched', 'order.accepted', 'order.claimed', 'order.done', 'order.rated', 'order.returned', 'order.withdrawn', 'order.cancelled', 'evaluation.given']));
  });
});
