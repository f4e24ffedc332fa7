import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { PersonChangedSchema, PersonNamesReplySchema, PersonNamesRequestSchema, PostChangedSchema, type PersonChanged, type PostChanged } from '@xingchuang/contracts';
import { until, type Client } from '@xingchuang/testkit';
import { openWorld, type World } from '../world.fixture.ts';

let world: World;
let admin: Client;
let clerk: Client;
const heard: PersonChanged[] = [];
beforeAll(async () => {
  world = await openWorld();
  await world.running.platform.bus.consume('probe', [PersonChangedSchema.typeName], async ({ body }) => void heard.push(fromBinary(PersonChangedSchema, body)));
  [admin, clerk] = [await world.as('c.admin'), await world.as('b01.clerk')];
});
afterAll(() => world.stop());

const today = (day: string) => world.running.platform.clock.move(new Date(`${day}T04:00:00Z`));
const enter = async (by: Client, unit: string, rest: object = {}) => by.post('/api/registry/people', { name: '魏小满', unitId: await world.id(unit), memberInService: true, ...rest });
const told = (id: string) => heard.filter(({ personId }) => personId === id).map(({ version, since, until: end, memberInService }) => [version, since, end, memberInService]);

test('a clerk enters a person of the own branch; others hear of the membership, not of the name', async () => {
  const answer = await enter(clerk, 'B01');
  expect(answer).toMatchObject({ status: 201, body: { name: '魏小满', memberInService: true, unitId: await world.id('B01'), since: '2026-03-10', until: '', version: 1 } });
  await until(async () => told(answer.body.id).length === 1, 'PersonChanged');
  expect(told(answer.body.id)).toEqual([[1, '2026-03-10', '', true]]);
  expect(JSON.stringify(await world.db.collection('outbox').find().toArray())).not.toContain(Buffer.from('魏小满').toString('base64').slice(0, 10));
});

test('a clerk neither sees nor changes people of another branch; an official sees those of the subtree; a clerk above sees none below', async () => {
  const { body: stranger } = await enter(admin, 'B02');
  const wrong = [
    await clerk.get(`/api/registry/people/${stranger.id}`),
    await clerk.post(`/api/registry/people/${stranger.id}/change`, { name: '改' }),
    await clerk.post(`/api/registry/people/${stranger.id}/leave`),
    await clerk.get(`/api/registry/people?unitId=${await world.id('B02')}`),
    await clerk.get(`/api/registry/people?unitId=${await world.id('U1')}&subtree=true`),
    await enter(clerk, 'B02'),
    await clerk.post(`/api/registry/people/${(await enter(clerk, 'B01')).body.id}/transfer`, { unitId: await world.id('B02') }),
  ];
  for (const { status, body } of wrong) expect({ status, code: body.code }).toEqual({ status: 404, code: 'thing.missing' });
  const own = await clerk.get('/api/registry/people');
  expect(own.body.items.map(({ unitId }: { unitId: string }) => unitId)).toEqual(own.body.items.map(() => clerkUnit));
  const reviewer = await world.as('oc.reviewer');
  expect((await reviewer.get(`/api/registry/people/${stranger.id}`)).status).toBe(200);
  expect((await reviewer.get(`/api/registry/people?unitId=${await world.id('U1')}&subtree=true&search=${encodeURIComponent('白二')}`)).body.items).toMatchObject([{ name: '白二川' }]);
  expect((await enter(reviewer, 'B02')).status).toBe(403);
  const { body: above } = await enter(admin, 'U1');
  const { body: made } = await admin.post('/api/registry/accounts', { login: 'u1.clerk', personId: above.id });
  await admin.post(`/api/registry/accounts/${made.account.id}/seats`, { role: 'clerk', unitId: await world.id('U1') });
  const seen = (await (await world.as('u1.clerk', made.password)).get('/api/registry/people?subtree=true')).body.items as { id: string; unitId: string }[];
  expect([seen.some(({ id }) => id === above.id), seen.filter(({ unitId }) => unitId !== above.unitId)]).toEqual([true, []]);
  expect((await (await world.as('c.auditor')).get('/api/registry/people')).status).toBe(403);
});
let clerkUnit = '';
beforeAll(async () => void (clerkUnit = await world.id('B01')));

test('a transfer ends the one membership the day before the other begins, and tells both', async () => {
  today('2026-04-01');
  const { body: person } = await enter(admin, 'B03');
  today('2026-05-01');
  const moved = await admin.post(`/api/registry/people/${person.id}/transfer`, { unitId: await world.id('B04'), since: '2026-04-20' });
  expect(moved.body.memberships).toEqual([
    { unitId: await world.id('B03'), since: '2026-04-01', until: '2026-04-19' },
    { unitId: await world.id('B04'), since: '2026-04-20', until: '' },
  ]);
  const changed = await admin.post(`/api/registry/people/${person.id}/change`, { memberInService: false });
  expect(changed.body).toMatchObject({ memberInService: false, name: '魏小满' });
  await until(async () => told(person.id).length === 4, 'four tellings');
  expect(told(person.id)).toEqual([
    [1, '2026-04-01', '', true],
    [2, '2026-04-01', '2026-04-19', true],
    [3, '2026-04-20', '', true],
    [4, '2026-04-20', '', false],
  ]);
  expect(await admin.post(`/api/registry/people/${person.id}/transfer`, { unitId: await world.id('B05'), since: '2026-04-20' })).toMatchObject({ status: 422, body: { code: 'person.day-out-of-range', field: 'since' } });
  expect((await admin.post(`/api/registry/people/${person.id}/leave`, { until: '2026-04-30' })).body).toMatchObject({ until: '2026-04-30' });
  expect(await admin.post(`/api/registry/people/${person.id}/leave`)).toMatchObject({ status: 409, body: { code: 'person.not-member' } });
  expect(await admin.post(`/api/registry/people/${person.id}/change`, { name: '旧' }, { 'if-match': '1' })).toMatchObject({ status: 412 });
});

test('a vacant post shows since when; a clerk fills those of the own branch with people that the clerk may see', async () => {
  today('2026-06-01');
  const reviewer = await world.as('oc.reviewer');
  const vacant = (await reviewer.get(`/api/registry/posts?unitId=${await world.id('B02')}`)).body.items[0];
  expect(vacant).toMatchObject({ kind: 'branch_secretary', vacant: true, vacancies: [{ since: '2020-01-01', until: '' }] });
  expect(vacant.holder).toBeUndefined();
  const [second, first] = [await world.as('b02.clerk'), clerk];
  const { body: own } = await enter(second, 'B02');
  const { body: foreign } = await enter(first, 'B01');
  const fill = (by: Client, personId: string, since = '2026-05-01') => by.post(`/api/registry/posts/${vacant.id}/fill`, { personId, since });
  expect((await fill(first, foreign.id)).status).toBe(404);
  expect((await fill(second, foreign.id)).status).toBe(404);
  expect(await fill(second, own.id)).toMatchObject({
    status: 200,
    body: { vacant: false, holder: { personId: own.id, name: '魏小满', since: '2026-05-01' }, vacancies: [{ since: '2020-01-01', until: '2026-04-30' }] },
  });
  expect(await fill(second, own.id)).toMatchObject({ status: 409, body: { code: 'post.held' } });
  expect((await second.post(`/api/registry/posts/${vacant.id}/vacate`, { until: '2026-05-15' })).body).toMatchObject({ vacant: true, vacancies: [{}, { since: '2026-05-16', until: '' }] });
  const establish = (kind: string) => second.post('/api/registry/posts', { unitId: own.unitId, kind });
  expect((await establish('party_worker')).status).toBe(201);
  expect(await establish('party_worker')).toMatchObject({ status: 409, body: { code: 'post.exists', field: 'kind' } });
  expect(await establish('poet')).toMatchObject({ status: 422, body: { code: 'post.unknown-kind', field: 'kind' } });
  expect((await second.get('/api/registry/post-kinds')).body).toContainEqual({ kind: 'branch_secretary', zh: '党支部书记', en: 'branch secretary', responsibility: 'direct', responsibilityZh: '直接责任人' });
});

test('posts are told with their holders, when the world is planted and with every change; never a name', async () => {
  const posts = async (): Promise<PostChanged[]> => {
    const rows = await world.db.collection('outbox').find({ type: PostChangedSchema.typeName }).toArray();
    return rows.map((row) => fromBinary(PostChangedSchema, new Uint8Array((row['body'] as { buffer: Uint8Array }).buffer))).sort((a, b) => a.version - b.version);
  };
  expect((await posts()).filter(({ kind }) => kind === 'branch_secretary').map(({ holdings }) => holdings.length)).toEqual(expect.arrayContaining([0, 1]));
  today('2026-06-01');
  const { body: post } = await admin.post('/api/registry/posts', { unitId: await world.id('B07'), kind: 'branch_discipline' });
  const { body: person } = await enter(admin, 'B07', { since: '2026-06-01' });
  await admin.post(`/api/registry/posts/${post.id}/fill`, { personId: person.id });
  await admin.post(`/api/registry/posts/${post.id}/vacate`);
  const news = (await posts()).filter(({ postId }) => postId === post.id);
  expect(news.map(({ kind, version, holdings }) => [kind, version, holdings.map(({ personId, until: end }) => `${personId} ${end}`)])).toEqual([
    ['branch_discipline', 1, []],
    ['branch_discipline', 2, [`${person.id} `]],
    ['branch_discipline', 3, [`${person.id} 2026-06-01`]],
  ]);
});

test('who downloads a document gets the names that the seat may see, and no others', async () => {
  const [here, there] = [(await enter(clerk, 'B01')).body, (await enter(admin, 'B02')).body];
  const ask = async (role: string, unit: string) => {
    const unitId = await world.id(unit);
    const asked = create(PersonNamesRequestSchema, { personIds: [here.id, there.id, '00000000-0000-7000-8000-000000000000'], role, unitId, jurisdictionId: unitId });
    const reply = await world.running.platform.bus.request('registry.person-names', toBinary(PersonNamesRequestSchema, asked), 5_000);
    return fromBinary(PersonNamesReplySchema, reply).names;
  };
  expect(await ask('clerk', 'B01')).toEqual({ [here.id]: '魏小满' });
  expect(await ask('reviewer', 'U1')).toEqual({ [here.id]: '魏小满', [there.id]: '魏小满' });
  expect(await ask('auditor', 'C')).toEqual({});
});
