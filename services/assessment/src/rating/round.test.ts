import type { RoundView } from '@xingchuang/contracts';
import { newId } from '@xingchuang/server';
import type { Client } from '@xingchuang/testkit';
import { Paper, RatingWorld, SCALE, scores, vote } from './rating.fixture.ts';

let world: RatingWorld;
let runner: Client;
beforeAll(async () => {
  world = await RatingWorld.start();
  runner = await world.as('reviewer', 'WC');
});
beforeEach(() => world.at('2026-04-01'));
afterAll(() => world?.system.stop());

const look = async (round: RoundView, by: Client): Promise<RoundView> => (await by.get(`/api/assessment/ratings/${round.id}`)).body as RoundView;
const close = (round: RoundView, reason = '各单位已齐') => runner.post(`/api/assessment/ratings/${round.id}/closing`, { reason });

describe('a month of mutual rating', () => {
  let round: RoundView;
  beforeAll(async () => (round = await world.open(world.mutual())));

  test('both sides are asked, each by a todo line', async () => {
    const todo = await (await world.as('clerk', 'G1')).get('/api/assessment/ratings/todo');
    expect(todo.body.items).toMatchObject([{ act: 'vote', roundId: round.id, lastDay: '2026-04-10' }]);
    expect((await (await world.as('clerk', 'S1')).get('/api/assessment/ratings/todo')).body.items).toEqual([]);
    expect((await runner.get('/api/assessment/ratings/todo')).body.items).toMatchObject([{ act: 'remind', missing: 8 }]);
  });

  test('blind until the own ballot is in; then who is missing, and never what', async () => {
    const k1 = await world.as('clerk', 'K1');
    expect(await look(round, k1)).toMatchObject({ mine: { state: 'waiting', sideId: 'a' } });
    expect((await look(round, k1)).progress).toBeUndefined();
    expect((await vote(world, round, 'K1', '90.5', '专班来得勤')).body).toEqual({ accepted: true });
    const after = await look(round, k1);
    expect(after.mine.state).toBe('voted');
    expect(after.progress).toMatchObject([{ id: 'a', voted: 1 }, { id: 'b', voted: 0 }]);
    expect(after.progress![0]!.missing.map(({ code }) => code)).toEqual(['K2', 'K3', 'K4', 'K5']);
    expect(after.results).toBeUndefined();
    expect((await look(round, runner)).results).toBeUndefined();
  });

  test('a second paper of the same unit is refused in words, also for another person of it', async () => {
    const again = await vote(world, round, 'K1', '10');
    expect([again.status, again.body.code, again.body.title]).toEqual([409, 'paper.taken', '虚拟单位K1已经投过票，每个单位只投一次']);
  });

  test('closing before everybody has voted wants a reason, and counts exactly', async () => {
    for (const [code, score] of [['K2', '80'], ['K3', '70.1'], ['G1', '60'], ['G2', '100']] as const) expect((await vote(world, round, code, score, `来自${score}`)).status).toBe(200);
    expect((await close(round, '')).body).toMatchObject({ code: 'rating.close-early', title: expect.stringContaining('尚有 3 个单位未投票') });
    const closed = (await close(round)).body as RoundView;
    expect(closed.state).toBe('closed');
    expect(closed.results).toMatchObject([{ id: 'a', ballots: 3, withheld: false }, { id: 'b', ballots: 2, withheld: true, targets: [] }]);
    const [mean] = closed.results![0]!.targets.map(({ questions: [work] }) => work);
    expect(mean).toMatchObject({ mean: '80.2', answers: 3, abstained: 0, counts: [{ value: '70.1', count: 1, percent: '33.33' }, { value: '80', count: 1 }, { value: '90.5', count: 1 }] });
    expect(closed.progress![0]!.missing.map(({ code }) => code)).toEqual(['K4', 'K5']);
    expect((await vote(world, round, 'K4', '1')).body.code).toBe('rating.closed');
    expect((await close(round)).body.code).toBe('rating.closed-already');
  });

  test('texts are seen by nobody else before they are shown', async () => {
    const k1 = await world.as('clerk', 'K1');
    const path = `/api/assessment/ratings/${round.id}/texts`;
    expect((await k1.get(path)).body.items).toEqual([]);
    const { items } = (await runner.get(path)).body;
    expect(items).toHaveLength(9); // three voters about three groups; the other side was too small, its words are gone
    expect((await runner.get('/api/assessment/ratings/todo')).body.items).toMatchObject([{ act: 'moderate', missing: 9 }]);
    expect((await k1.post(`${path}/${items[0].id}`, { show: true })).status).toBe(403);
    await runner.post(`${path}/${items[0].id}`, { show: true });
    await runner.post(`${path}/${items[1].id}`, { show: false });
    expect((await k1.get(path)).body.items.map(({ id }: { id: string }) => id)).toEqual([items[0].id]);
  });

  test('who was neither invited nor oversees it does not learn of it', async () => {
    for (const by of [await world.as('clerk', 'S1'), await world.as('leader', 'S1'), await world.as('reviewer', 'X')]) {
      expect((await by.get(`/api/assessment/ratings/${round.id}`)).status).toBe(404);
      expect((await by.get('/api/assessment/ratings')).body.items).toEqual([]);
    }
    expect((await (await world.as('auditor', 'C')).get('/api/assessment/ratings')).body.items).toHaveLength(1);
  });
});

test('past its last day a round takes no vote and closes by itself, once', async () => {
  const round = await world.open(world.mutual());
  for (const code of ['K1', 'K2', 'K3']) await vote(world, round, code, '88');
  world.at('2026-04-11');
  const late = await vote(world, round, 'K4', '1');
  expect(late.status).toBe(409);
  await Promise.all([world.system.platform.ticker.tick(), world.system.platform.ticker.tick()]);
  expect(await look(round, runner)).toMatchObject({ state: 'closed', closedOn: '2026-04-11', results: [{ ballots: 3 }, { ballots: 0, withheld: true }] });
});

describe('conflict of interest', () => {
  test.each([
    ['a unit on both sides', { sides: [{ name: '甲', unitIds: ['K1', 'K2', 'K3'] }, { name: '乙', unitIds: ['G1', 'G2', 'K3'] }] }],
    ['a unit inside one of the other side', { sides: [{ name: '甲', unitIds: ['S1', 'K2', 'K3'] }, { name: '乙', unitIds: ['G1', 'G2', 'G3'] }] }],
    ['a unit above one of the other side', { sides: [{ name: '甲', unitIds: ['G1', 'K2', 'K3'] }, { name: '乙', unitIds: ['S1', 'G2', 'G3'] }] }],
  ])('%s', async (_, { sides }) => {
    const named = sides.map(({ name, unitIds }) => ({ name, unitIds: unitIds.map(world.id) }));
    const { status, body } = await runner.post('/api/assessment/ratings', world.mutual({ sides: named }));
    expect([status, body.code, body.title]).toEqual([422, 'rating.own-unit', expect.stringContaining('→')]);
  });

  test('a person who belongs to a rated unit leaves the vote to a colleague', async () => {
    const round = await world.open(world.mutual());
    const person = await world.tellMember('S2');
    const paper = await Paper.make(round, 'a');
    expect((await paper.take(await world.as('clerk', 'K2', person))).body).toMatchObject({ code: 'paper.own-unit', title: expect.stringContaining('应当回避') });
    expect((await paper.take(await world.as('clerk', 'K2'))).status).toBe(200);
  });
});

test.each<[string, object, string]>([
  ['fewer invited than a result needs', { minimum: 4 }, 'rating.group-too-small'],
  ['below three there is no anonymity', { minimum: 2 }, 'input.invalid'],
  ['a last day that has passed', { lastDay: '2026-03-31' }, 'rating.last-day-past'],
  ['a period that ends before it begins', { from: '2026-04-02' }, 'rating.period-reversed'],
  ['the same question twice', { questions: [SCALE, SCALE] }, 'rating.question-twice'],
  ['a scale that does not rise', { questions: [{ ...SCALE, from: '100', to: '100' }] }, 'rating.scale-reversed'],
])('opening is refused: %s', async (_, change, code) => {
  expect(await runner.post('/api/assessment/ratings', world.mutual(change))).toMatchObject({ status: 422, body: { code } });
});

test('units that the body does not govern cannot be drawn in', async () => {
  const sides = [{ name: '甲', unitIds: ['X', 'K2', 'K3'].map(world.id) }, { name: '乙', unitIds: ['G1', 'G2', 'G3'].map(world.id) }];
  expect(await runner.post('/api/assessment/ratings', world.mutual({ sides }))).toMatchObject({ status: 422, body: { code: 'rating.units-outside' } });
});

describe('ballots that are none', () => {
  let round: RoundView;
  beforeAll(async () => (round = await world.open(world.mutual({ name: 'odd_ballots' }))));

  test.each<[string, (round: RoundView) => object, string]>([
    ['a score beyond the scale', (it) => scores(it, 'b', '100.1'), 'ballot.off-scale'],
    ['a score finer than the scale', (it) => scores(it, 'b', '99.55'), 'ballot.off-scale'],
    ['no number', (it) => scores(it, 'b', '很好'), 'ballot.off-scale'],
    ['all abstained', (it) => scores(it, 'b', null), 'ballot.empty'],
    ['a unit left out', (it) => Object.fromEntries(Object.entries(scores(it, 'b', '5')).slice(1)), 'ballot.unanswered'],
    ['a unit of the own side', (it) => ({ ...scores(it, 'b', '5'), [world.id('G1')]: { work: '5' } }), 'ballot.other-target'],
    ['a question that is not asked', (it) => ({ ...scores(it, 'b', '5'), [world.id('K1')]: { work: '5', more: '1' } }), 'ballot.unknown-question'],
  ])('%s', async (_, answers, code) => {
    const paper = await Paper.make(round, 'b');
    const voter = await world.as('clerk', 'G3', '0190c000-0000-7000-8000-000000000001');
    await world.collection('rating-voters').updateOne({ _id: `${round.id}:${world.id('G3')}` }, { $set: { paperOn: '', blinded: '' } }); // the paper of the case before
    const taken = await paper.take(voter);
    expect(await world.anyone.post('/api/assessment/ballots', paper.ballot(taken, answers(round)))).toMatchObject({ status: 422, body: { code } });
    expect((await world.anyone.post('/api/assessment/ballots', paper.ballot(taken, scores(round, 'b', '5')))).status).toBe(200); // the paper is still good
  });

  test('a made-up signature, one of the other side, one of another round', async () => {
    const other = await world.open(world.mutual({ name: 'other_round' }));
    const paper = await Paper.make(round, 'a');
    const ballot = paper.ballot(await paper.take(await world.as('clerk', 'K1')), scores(round, 'a', '5'));
    const wrong = [
      { ...ballot, signature: 'A'.repeat(342) }, { ...ballot, token: '0'.repeat(64) },
      { ...ballot, sideId: 'b', answers: scores(round, 'b', '5') }, { ...ballot, roundId: other.id, answers: scores(other, 'a', '5') },
    ];
    for (const cast of wrong) expect(await world.anyone.post('/api/assessment/ballots', cast)).toMatchObject({ status: 403, body: { code: 'ballot.not-signed' } });
  });
});

describe('races', () => {
  test('100 papers asked for at once by one unit: one', async () => {
    const round = await world.open(world.mutual());
    const papers = await Promise.all(Array.from({ length: 100 }, () => Paper.make(round, 'a')));
    const seats = await Promise.all(papers.map(() => world.as('clerk', 'K1')));
    const taken = await Promise.all(papers.map((paper, at) => paper.take(seats[at]!)));
    expect(Map.groupBy(taken, ({ status, body }) => `${status} ${body.code ?? ''}`.trim()).entries().map(([what, all]) => [what, all.length]).toArray().sort()).toEqual([['200', 1], ['409 paper.taken', 99]]);
  });

  test('one request 100 times: the same paper; one ballot 100 times: one vote; another one with the same paper: refused', async () => {
    const round = await world.open(world.mutual());
    const paper = await Paper.make(round, 'a');
    const voter = await world.as('clerk', 'K1');
    const taken = await Promise.all(Array.from({ length: 100 }, () => paper.take(voter)));
    expect(new Set(taken.map(({ body }) => body.blindSignature))).toHaveProperty('size', 1);
    const ballot = paper.ballot(taken[0]!, scores(round, 'a', '77'));
    const cast = await Promise.all(Array.from({ length: 100 }, () => world.anyone.post('/api/assessment/ballots', ballot)));
    expect(new Set(cast.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await world.anyone.post('/api/assessment/ballots', { ...ballot, answers: scores(round, 'a', '78') })).toMatchObject({ status: 409, body: { code: 'ballot.cast-already' } });
    expect(await world.collection('rating-ballots').countDocuments({ roundId: round.id })).toBe(1);
  });

  test('closing while 100 answer: every accepted one is counted and no other', async () => {
    const round = await world.open(world.survey({ minimum: 3, perAddress: 1_000 }));
    const code = round.link!.split('/').at(-1)!;
    const answer = () => world.anyone.post(`/api/assessment/public/surveys/${code}/answers`, { device: newId().replaceAll('-', '').repeat(2), answers: { [world.id('S1')]: { how: 'good' } } });
    const early = await Promise.all(Array.from({ length: 3 }, answer));
    const sent = Array.from({ length: 97 }, answer);
    const closings = await Promise.all(Array.from({ length: 3 }, () => close(round)));
    const late = await Promise.all(sent);
    expect(closings.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(new Set(late.map(({ status }) => status)).isSubsetOf(new Set([200, 409]))).toBe(true);
    const accepted = [...early, ...late].filter(({ status }) => status === 200).length;
    expect((await look(round, runner)).results).toMatchObject([{ ballots: accepted, targets: [{ questions: [{ counts: [{ value: 'good', count: accepted, percent: '100' }, {}, {}] }] }] }]);
  });
});
