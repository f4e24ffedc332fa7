import type { RoundView } from '@xingchuang/contracts';
import { digestOf } from '../digest.ts';
import { BallotBox } from './ballot-box.ts';
import { RatingWorld, vote } from './rating.fixture.ts';

const ORDER = ['K3', 'K1', 'K5', 'K2', 'K4'] as const;
const SCORES = { K1: '11', K2: '22', K3: '33', K4: '44', K5: '55' } as const;
let world: RatingWorld;
let round: RoundView;
/** Every document of the database as its operator reads it, while the round is open. */
let open: string;
const everything = async (): Promise<string> => {
  const all = await world.system.platform.databases.get('assessment')!.connection.db!.collections();
  return JSON.stringify(await Promise.all(all.map(async (collection) => ({ name: collection.collectionName, documents: await collection.find().toArray() }))));
};

beforeAll(async () => {
  world = await RatingWorld.start();
  round = await world.open(world.mutual());
  for (const code of ORDER) expect((await vote(world, round, code, SCORES[code], `意见${SCORES[code]}`)).status).toBe(200);
  open = await everything();
});
afterAll(() => world?.system.stop());

test('who voted, and what was cast, share no id, no order and no time finer than the day', async () => {
  const voters = await world.collection('rating-voters').find({ paperOn: { $ne: '' } }).toArray();
  const ballots = await world.collection('rating-ballots').find({ roundId: round.id }).toArray();
  expect(voters.map(({ paperOn }) => paperOn)).toEqual(Array(5).fill('2026-04-01'));
  expect(Object.keys(voters[0]!).sort()).toEqual(['_id', 'blinded', 'paperOn', 'roundId', 'sideId', 'unitId']);
  expect(Object.keys(ballots[0]!).sort()).toEqual(['_id', 'box', 'roundId', 'sideId']);
  const ofVoters = new Set(voters.flatMap(({ _id, unitId, blinded }) => [_id, String(unitId), String(blinded)]));
  for (const { _id, box } of ballots) {
    expect(_id).toMatch(/^[0-9a-f]{64}$/); // a keyed digest, not an id that holds a time
    expect([...ofVoters].some((word) => `${_id}${String(box)}`.includes(word))).toBe(false);
  }
});

test('boxes are of one size and tell nothing, even the one that was put in last', async () => {
  const boxes = (await world.collection('rating-ballots').find({ roundId: round.id }).sort({ $natural: 1 }).toArray()).map(({ box }) => String(box));
  expect(new Set(boxes.map((box) => box.length)).size).toBe(1);
  for (const score of Object.values(SCORES)) expect(open).not.toContain(`意见${score}`);
  const stranger = new BallotBox({ DATA_DIR: world.system.platform.config.DATA_DIR, BALLOT_SECRET: 'another secret of at least 32 signs' } as never);
  const keys = (await world.collection('rating-keys').findOne({ _id: round.id }))!;
  expect(() => stranger.unwrap(String(keys['wrapped']), round.id)).toThrow(); // the database without the secret opens nothing
});

test('nothing of a vote is kept for a repeated request', async () => {
  const answers = await world.collection('answers').find().toArray();
  expect(JSON.stringify(answers)).not.toMatch(/paper|ballots|blindSignature/);
});

test('after closing there are counts, and neither ballots, papers nor keys', async () => {
  const closed = await (await world.as('reviewer', 'WC')).post(`/api/assessment/ratings/${round.id}/closing`, { reason: '试验' });
  expect(closed.body.results[0]).toMatchObject({ ballots: 5, targets: [{ questions: [{ mean: '33' }] }, {}, {}] });
  for (const name of ['rating-ballots', 'rating-gates', 'rating-keys', 'rating-visits']) expect(await world.collection(name).countDocuments()).toBe(0);
  expect(await world.collection('rating-voters').countDocuments({ blinded: { $ne: '' } })).toBe(0);
  const texts = await world.collection('rating-texts').find().sort({ $natural: 1 }).toArray();
  expect(Object.keys(texts[0]!).sort()).toEqual(['_id', 'questionId', 'roundId', 'state', 'targetId', 'text', 'version']);
  expect(texts.map(({ _id }) => _id)).toEqual(texts.map(({ _id }) => _id).sort()); // an order of chance
  expect(texts.every(({ _id }) => /^[0-9a-f-]{14}4/.test(_id))).toBe(true); // chance, not time
});

test('the result is the same in whatever order the votes come', async () => {
  const again = await world.open(world.mutual());
  for (const code of ORDER.toReversed()) await vote(world, again, code, SCORES[code]);
  const [one, other] = await Promise.all([round, again].map(async ({ id }, at) => {
    const by = await world.as('reviewer', 'WC');
    if (at === 1) await by.post(`/api/assessment/ratings/${id}/closing`, { reason: '试验' });
    return ((await by.get(`/api/assessment/ratings/${id}`)).body as RoundView).results![0]!.targets.map(({ questions: [work] }) => work);
  }));
  expect(digestOf(one)).toBe(digestOf(other));
});
