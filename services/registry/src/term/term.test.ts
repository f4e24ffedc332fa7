import { fromBinary } from '@bufbuild/protobuf';
import { day, type Day } from '@xingchuang/calendar';
import { TermsChangedSchema } from '@xingchuang/contracts';
import { until, type Client } from '@xingchuang/testkit';
import { openWorld, type World } from '../world.fixture.ts';
import { overdue, type Term } from './term-rule.ts';

const term = (since: string, end: string): Term => ({ since: day(since), until: day(end) });

test.each<[string, readonly Term[], string, readonly string[]]>([
  ['no election entered', [], '2026-03-10', []],
  ['its last day', [term('2022-09-01', '2025-08-31')], '2025-08-31', []],
  ['the day after', [term('2022-09-01', '2025-08-31')], '2025-09-01', ['2025-09-01 …']],
  ['re-elected late', [term('2022-09-01', '2025-08-31'), term('2025-10-10', '2028-10-09')], '2026-03-10', ['2025-09-01 2025-10-09']],
  ['re-elected in time', [term('2022-09-01', '2025-08-31'), term('2025-08-20', '2028-08-19')], '2026-03-10', []],
  ['re-elected on the day after', [term('2022-09-01', '2025-08-31'), term('2025-09-01', '2028-08-31')], '2026-03-10', []],
  ['late twice', [term('2019-09-01', '2022-08-31'), term('2022-09-03', '2025-08-31')], '2025-12-01', ['2022-09-01 2022-09-02', '2025-09-01 …']],
])('past the term: %s', (_, terms, today, expected) => {
  expect(overdue({ terms }, today as Day).map(({ from, to }) => `${from} ${to || '…'}`)).toEqual(expected);
});

describe('over HTTP', () => {
  let world: World;
  let clerk: Client;
  const told: string[] = [];
  beforeAll(async () => {
    world = await openWorld();
    clerk = await world.as('b01.clerk');
    await world.running.platform.bus.consume('probe', [TermsChangedSchema.typeName], async ({ body }) => {
      const { version, terms } = fromBinary(TermsChangedSchema, body);
      told.push(`${version}: ${terms.map(({ since, until: end }) => `${since} ${end}`).join(', ')}`);
    });
  });
  afterAll(() => world?.stop());
  const elect = async (electedOn: string, end: string, unit = 'B01') => clerk.post('/api/registry/terms', { unitId: await world.id(unit), electedOn, until: end });

  test('elections follow each other; the same day again corrects the end', async () => {
    expect((await elect('2022-09-01', '2024-08-31')).body).toMatchObject({ version: 1, overdue: [{ from: '2024-09-01', to: '' }] });
    expect((await elect('2022-09-01', '2025-08-31')).body).toMatchObject({ version: 2, terms: [{ since: '2022-09-01', until: '2025-08-31' }], overdue: [{ from: '2025-09-01', to: '' }] });
    expect((await elect('2025-10-10', '2028-10-09')).body.overdue).toEqual([{ from: '2025-09-01', to: '2025-10-09' }]);
    expect((await clerk.get('/api/registry/terms')).body.terms).toHaveLength(2);
    await until(async () => told.length === 3, 'the news');
    expect(told.at(-1)).toBe('3: 2022-09-01 2025-08-31, 2025-10-10 2028-10-09');
  });

  test.each([
    ['an election before the last', '2024-01-01', '2027-01-01', 409, 'term.earlier', 'electedOn'],
    ['a term that ends before it begins', '2026-01-01', '2026-01-01', 422, 'term.end-before', 'until'],
    ['an election that has not been', '2026-12-01', '2029-11-30', 422, 'person.day-out-of-range', 'electedOn'],
  ])('refuses %s', async (_, electedOn, end, status, code, field) => {
    const { status: got, body } = await elect(electedOn, end);
    expect([got, body.code, body.field]).toEqual([status, code, field]);
  });

  test('a term that runs out stands in the log, once', async () => {
    const at = async (day: string) => {
      world.running.platform.clock.move(new Date(`${day}T10:00:00+08:00`));
      await world.running.platform.ticker.tick();
    };
    await at('2028-10-09');
    await at('2028-10-12');
    await at('2028-10-13');
    const officer = await world.as('oc.reviewer');
    const { items } = (await officer.get(`/api/registry/steps?what=term-over&unitId=${await world.id('B01')}`)).body;
    expect(items.map(({ day, before, by }: { day: string; before: string; by: string }) => [day, before, by])).toEqual([['2028-10-10', '2028-10-09', '']]);
    expect((await clerk.get(`/api/registry/steps?unitId=${await world.id('B02')}`)).status).toBe(404);
  });

  test('are not another branch’s to see or to enter', async () => {
    expect((await elect('2026-01-01', '2029-01-01', 'B02')).status).toBe(404);
    expect((await clerk.get(`/api/registry/terms?unitId=${await world.id('B02')}`)).status).toBe(404);
    expect((await (await world.as('oc.reviewer')).get(`/api/registry/terms?unitId=${await world.id('B01')}`)).status).toBe(200);
  });
});
