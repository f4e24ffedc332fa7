import type { RoundView } from '@xingchuang/contracts';
import { newId } from '@xingchuang/server';
import { RatingWorld } from './rating.fixture.ts';
import { RatingFacts } from './rating-facts.ts';

let world: RatingWorld;
let round: RoundView;
let path: string;
beforeAll(async () => {
  world = await RatingWorld.start();
  round = await world.open(world.survey({ perAddress: 4 }));
  path = `/api/assessment/public/surveys/${round.link!.split('/').at(-1)}`;
});
afterAll(() => world?.system.stop());

const device = () => newId().replaceAll('-', '').repeat(2);
const answer = (how: string, by = device(), advice = '') => world.anyone.post(`${path}/answers`, { device: by, answers: { [world.id('S1')]: { how, ...(advice ? { advice } : {}) } } });

test('whoever has the link reads the questions without an account', async () => {
  expect(await world.anyone.get(path)).toMatchObject({ status: 200, body: { title: '群众满意度测评', state: 'open', targets: [{ code: 'S1' }], questions: [{ id: 'how' }, { id: 'advice' }] } });
  expect((await world.anyone.get('/api/assessment/public/surveys/guessed')).status).toBe(404);
  expect((await world.anyone.get(`/api/assessment/public/surveys/${round.id}`)).status).toBe(404);
});

test('one answer of each device, however often it is sent at once', async () => {
  const mine = device();
  const sent = await Promise.all(Array.from({ length: 30 }, (_, at) => answer(at % 2 ? 'good' : 'bad', mine)));
  expect(sent.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
  expect(new Set(sent.filter(({ status }) => status !== 200).map(({ body }) => body.code)).isSubsetOf(new Set(['survey.answered-already', 'survey.too-many-from-here']))).toBe(true);
  expect(await world.collection('rating-ballots').countDocuments({ roundId: round.id })).toBe(1);
});

test('an address that sends too many is held up, and what was held up is not counted', async () => {
  const other = await world.open(world.survey({ name: 'second_survey', perAddress: 3 }));
  path = `/api/assessment/public/surveys/${other.link!.split('/').at(-1)}`;
  for (const how of ['good', 'good', 'fair']) expect((await answer(how, device(), '路灯修得快')).status).toBe(200);
  expect(await answer('bad')).toMatchObject({ status: 429, body: { code: 'survey.too-many-from-here' } });
  const closed = await (await world.as('reviewer', 'WC')).post(`/api/assessment/ratings/${other.id}/closing`, { reason: '测评结束' });
  expect(closed.body.results[0]).toMatchObject({ ballots: 3, targets: [{ questions: [{ id: 'how', counts: [{ value: 'good', count: 2, percent: '66.67' }, { value: 'fair', percent: '33.33' }, { value: 'bad', percent: '0' }] }] }] });
  expect(await answer('good')).toMatchObject({ status: 409, body: { code: 'rating.closed' } });
});

test('a scheme hears of it as of a survey', async () => {
  const facts = await world.system.app.get(RatingFacts, { strict: false }).of([world.id('S1')], { from: '2026-01-01', to: '2026-12-31' });
  expect(facts.get(world.id('S1'))!.ratings).toMatchObject([{ kind: 'survey', name: 'second_survey', count: 3, on: '2026-03-31' }]);
});
