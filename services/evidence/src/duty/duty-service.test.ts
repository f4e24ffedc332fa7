import type { DutyLine, DutyPage } from '@xingchuang/contracts';
import type { Client } from '@xingchuang/testkit';
import { openWorld, SCHEME, type World } from '../world.fixture.ts';

let world: World;
let reviewer: Client;

beforeAll(async () => {
  world = await openWorld();
  reviewer = await world.as('reviewer', 'OC');
});
afterAll(() => world.running.stop());

async function file(unit: string, type: string, day: string, fields: object): Promise<void> {
  const client = type === 'community_service' ? await world.as('clerk', unit) : reviewer;
  const { status, body } = await client.post('/api/evidence/records', { unitId: world.id(unit), type, day, title: `${type} ${day}`, fields });
  if (status !== 201) throw new Error(JSON.stringify(body));
}

async function duties(query: string, client = reviewer): Promise<DutyPage> {
  const { status, body } = await client.get(`/api/evidence/duties?scheme=${SCHEME}&${query}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}

const states = ({ items }: DutyPage) => items.map(({ unitCode, state }) => `${unitCode} ${state}`);

test('O1: nine of ten branches are observed in the first quarter; the tenth is missing', async () => {
  world.moveClock('2026-03-31');
  for (let n = 1; n <= 9; n += 1) await file(`B0${n}`, 'observation', `2026-03-${10 + n}`, { way: 'observation', findings: '良好' });
  const whole = `unitId=${world.id('U1')}&subtree=true&duty=D1&period=2026-Q1`;
  expect(states(await duties(`${whole}&alert=true`))).toEqual(['B10 due']);
  world.moveClock('2026-04-01');
  const page = await duties(`${whole}&alert=true`);
  expect(page.totals).toEqual({ met: 9, late: 0, pending: 0, due: 0, missing: 1, skipped: 0, exempt: 0 });
  expect(page.items).toEqual([
    expect.objectContaining({ scheme: SCHEME, duty: 'D1', unitCode: 'B10', unitName: '单位B10', period: { id: '2026-Q1', from: '2026-01-01', to: '2026-03-31' }, expected: 1, found: 0, state: 'missing', source: 'S0 L123「每季度组织」', recordIds: [] }),
  ]);
  const met = await duties(`${whole}&state=met`);
  expect(met.items.map(({ found, recordIds }) => [found, recordIds.length])).toEqual(Array.from({ length: 9 }, () => [1, 1]));
});

test('H1: service minutes of each member in March', async () => {
  world.moveClock('2026-03-31');
  const names = ['M1', 'M2', 'M3', 'M4'];
  const ids: string[] = [];
  for (const _ of names) ids.push(await world.member('B01'));
  const serve = (day: string, minutes: Record<number, number>) =>
    file('B01', 'community_service', day, { people: Object.entries(minutes).map(([who, count]) => ({ personId: ids[Number(who)], minutes: count })), time: 'weekend', activity: 'patrol' });
  await serve('2026-02-28', { 3: 300 });
  await serve('2026-03-07', { 0: 120, 1: 119, 2: 60 });
  await serve('2026-03-14', { 2: 45 });
  await serve('2026-03-31', { 2: 20 });
  world.moveClock('2026-04-01');
  const { items } = await duties(`unitId=${world.id('B01')}&duty=D3&period=2026-03`, await world.as('clerk', 'B01'));
  const row = (id: string) => items.find(({ personId }) => personId === id)!;
  expect(ids.map((id, i) => `${names[i]} ${row(id).found}/${row(id).expected} ${row(id).state}`)).toEqual(['M1 120/120 met', 'M2 119/120 missing', 'M3 125/120 met', 'M4 0/120 missing']);
  expect(row(ids[2]!)).toMatchObject({ sum: 'minutes', unitCode: 'B01', recordIds: [expect.any(String), expect.any(String), expect.any(String)] });
  const flagged = await duties('duty=D3&period=2026-03&alert=true');
  expect(flagged.items.map(({ personId }) => personId).toSorted()).toEqual([ids[1], ids[3]].toSorted());
});

test('Y1: a study on 18 June meets June, late where it was entered in July; one of 2 July does not', async () => {
  world.moveClock('2026-07-03');
  await file('PG', 'party_work_study', '2026-07-02', { topics: '机关党建' });
  expect(states(await duties('duty=D2&period=2026-06'))).toEqual(['PG missing']);
  await file('PG', 'party_work_study', '2026-06-18', { topics: '机关党建' });
  const { items } = await duties('duty=D2&period=2026-06');
  expect(items.map(({ unitCode, state, lateBy }) => [unitCode, state, lateBy])).toEqual([['PG', 'late', 3]]);
});

test('Y2: without a study by 31 December there is an alert for December', async () => {
  world.moveClock('2026-12-30');
  expect(states(await duties('duty=D2&period=2026-12&alert=true'))).toEqual([]);
  world.moveClock('2026-12-31');
  expect(states(await duties('duty=D2&period=2026-12&alert=true'))).toEqual(['PG due']);
  world.moveClock('2027-01-01');
  expect(states(await duties('duty=D2&period=2026-12&alert=true'))).toEqual(['PG missing']);
});

test('R-162: nine real things do not meet the year, ten do', async () => {
  world.moveClock('2026-12-20');
  const ask = async () => (await duties(`unitId=${world.id('U1')}&duty=D4&period=2026`)).items.map(({ found, expected, state }: DutyLine) => `${found}/${expected} ${state}`);
  for (let n = 1; n <= 9; n += 1) await file('U1', 'real_thing', `2026-0${n}-01`, { community: '黄河社区', text: `第${n}件` });
  expect(await ask()).toEqual(['9/10 pending']);
  await file('U1', 'real_thing', '2026-12-19', { community: '黄河社区', text: '第10件' });
  expect(await ask()).toEqual(['10/10 met']);
});

test('a corrected day counts where it now stands', async () => {
  world.moveClock('2026-07-03');
  const { body } = await reviewer.post('/api/evidence/records', { unitId: world.id('B10'), type: 'observation', day: '2026-06-30', title: '观摩', fields: { way: 'observation', findings: '良好' } });
  const second = async () => (await duties(`unitId=${world.id('B10')}&duty=D1&period=2026-H1`)).items.map(({ period, state }) => `${period.id} ${state}`);
  expect(await second()).toEqual(['2026-Q1 missing', '2026-Q2 late']);
  await reviewer.post(`/api/evidence/records/${body.id}/correction`, { day: '2026-07-01', title: '观摩', fields: { way: 'observation', findings: '良好' }, reason: '日期有误' });
  expect(await second()).toEqual(['2026-Q1 missing', '2026-Q2 missing']);
});

test('a branch sees its own duties and its members’, no others', async () => {
  const clerk = await world.as('clerk', 'B02');
  await world.member('B02');
  const { items } = await duties('period=2026-Q1', clerk);
  expect(new Set(items.map(({ unitCode, duty }) => `${unitCode} ${duty}`))).toEqual(new Set(['B02 D1', 'B02 D3']));
  expect((await clerk.get(`/api/evidence/duties?unitId=${world.id('B01')}`)).status).toBe(404);
  expect((await clerk.get(`/api/evidence/duties?unitId=${world.id('U1')}&subtree=true`)).status).toBe(404);
  const below = await duties(`unitId=${world.id('U1')}&subtree=true&period=2026-Q1`, await world.as('clerk', 'U1')); // nor does who sits above the branches
  expect(below.items.filter(({ unitCode }) => unitCode !== 'U1')).toEqual([]);
  expect((await (await world.as('admin', 'C')).get('/api/evidence/duties')).status).toBe(403);
});

test('pages follow each other without a gap; without a period it is the year of the clock', async () => {
  world.moveClock('2026-04-01');
  const all = await duties('duty=D1&limit=1000');
  expect(all.items).toHaveLength(40);
  const seen: DutyLine[] = [];
  for (let token = ''; ; ) {
    const { items, nextPageToken } = await duties(`duty=D1&limit=7${token}`);
    seen.push(...items);
    if (!nextPageToken) break;
    token = `&pageToken=${encodeURIComponent(nextPageToken)}`;
  }
  expect(seen).toEqual(all.items);
  expect((await reviewer.get('/api/evidence/duties?period=2026-13')).body).toMatchObject({ status: 422, field: 'period' });
});
