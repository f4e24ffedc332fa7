import fc from 'fast-check';
import { addDays, chineseCalendar, day, type Day } from '@xingchuang/calendar';
import type { DutyState } from '@xingchuang/contracts';
import type { KnownUnit } from '@xingchuang/server';
import type { CountedRecord } from '../record/record-store.ts';
import { filedOn, spanOf, tell, termAfter, termsWithin } from './duty-rule.ts';
import { cellsOfRecords, cellsOfTallies, Roster, visit, type Sheet } from './duty-sheet.ts';
import type { Expected } from './expected.ts';
import type { Owing } from './owing-service.ts';
import { amountAt, columnsOf, counterOf, recounted, SLOT_BYTES } from './tally-rule.ts';

const calendar = chineseCalendar();
const quarterly: Expected = { scheme: 's', duty: 'D', zh: '观摩', en: 'observation', recordType: 'observation', owers: { of: 'units', kinds: ['branch'] }, every: 'quarter', atLeast: 1, by: 'unit', grace: 0 };
const monthly: Expected = { ...quarterly, duty: 'H', recordType: 'service', owers: { of: 'members' }, every: 'month', atLeast: 120, sum: 'minutes', by: 'credits' };

test.each([
  ['2026', '2026-01', '2026-12'],
  ['2026-H2', '2026-07', '2026-12'],
  ['2026-Q1', '2026-01', '2026-03'],
  ['2026-06', '2026-06', '2026-06'],
])('%s goes from %s to %s', (asked, from, to) => {
  expect(spanOf(asked)).toEqual({ from, to });
});

test.each<[Partial<Expected>, string, string[]]>([
  [quarterly, '2026', ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4']],
  [quarterly, '2026-H1', ['2026-Q1', '2026-Q2']],
  [quarterly, '2026-03', []], // a month holds no whole quarter
  [{ ...monthly, months: [6, 12] }, '2026-H1', ['2026-06']],
  [{ ...quarterly, every: 'week' }, '2026-01', ['2026-W01', '2026-W02', '2026-W03', '2026-W04', '2026-W05']], // 29 January is a Thursday
])('periods of an expectation within %#', (expected, asked, ids) => {
  expect(termsWithin(expected as Expected, asked, day('2026-01-01'), calendar).map(({ id }) => id)).toEqual(ids);
});

test('every week of four years stands in one month, and a week without a working day is skipped with its holiday', () => {
  for (const year of [2023, 2024, 2025, 2026]) {
    const weekly: Expected = { ...quarterly, every: 'week' };
    const whole = termsWithin(weekly, String(year), day('2026-01-01'), calendar).map(({ id }) => id);
    const byMonth = Array.from({ length: 12 }, (_, i) => termsWithin(weekly, `${year}-${String(i + 1).padStart(2, '0')}`, day('2026-01-01'), calendar).map(({ id }) => id)).flat();
    expect(byMonth).toEqual(whole);
  }
  const weeks = termsWithin({ ...quarterly, every: 'week' }, '2026-02', day('2026-12-31'), calendar);
  expect(weeks.map(({ id, unmet, note }) => [id, unmet, note?.zh])).toEqual([
    ['2026-W06', 'missing', undefined],
    ['2026-W07', 'missing', undefined],
    ['2026-W08', 'skipped', '春节，没有工作日'], // 15 to 23 February are off
    ['2026-W09', 'missing', undefined],
  ]);
});

test('a limit of six months after an appointment is due a month before its end and overdue after it (S3 L23)', () => {
  const limit = { since: 'appointment', within: { months: 6 }, remind: 30 } as const;
  const stands = ['2026-08-01', '2026-08-02', '2026-09-01', '2026-09-02'].map((today) => termAfter(day('2026-03-01'), limit, 0, day(today), calendar).unmet);
  expect(stands).toEqual(['pending', 'due', 'due', 'missing']);
});

test.each([
  ['N2 the date stays', {}, '2026-07-12', 'missing'],
  ['N2 moved to the next working day', { holiday: 'next' }, '2026-07-13', 'due'],
] as const)('%s: a limit that ends on a Sunday', (_, rule, to, unmet) => {
  const term = termAfter(day('2026-01-12'), { since: 'appointment', within: { months: 6, ...rule }, remind: 30 }, 0, day('2026-07-13'), calendar);
  expect([term.to, term.unmet]).toEqual([to, unmet]);
});

const unit = (id: string, life: Partial<KnownUnit> = {}): KnownUnit => ({ id, version: 1, code: id, name: id, kind: 'branch', parentId: 'U', path: ['C', 'U', id], jurisdictionId: id, openedOn: '2020-01-01', closedOn: '', stays: [], ...life });
const owing = (subject: string, span: Partial<Owing> = {}): Owing => ({ subject, unit: unit(subject), home: unit(subject), from: '2020-01-01', to: '', ...span });
let count = 0;
const record = (subject: string, on: string, minutes = 0, filed = on): CountedRecord => ({
  id: `r${(count += 1)}`, unitId: subject, day: on, filedAt: `${filed}T04:00:00.000Z`, sums: { minutes }, credits: [{ personId: subject, values: { minutes } }], marks: [], fits: [], hidden: false,
});
const sheet = (expected: Expected, who: readonly Owing[], records: readonly CountedRecord[], asked: string, today: string, node?: string): Sheet => {
  const terms = termsWithin(expected, asked, day(today), calendar);
  const roster = new Roster(who, expected.owers.of === 'units' ? expected.owers.kinds : undefined, node);
  return { expected, roster, reach: undefined, termsOf: () => terms, cells: cellsOfRecords(expected, records), exemptions: new Map() };
};
const seen = (of: Sheet): string[] => {
  const lines: string[] = [];
  visit(of, ({ subject }, { id }, state) => lines.push(`${subject} ${id} ${state}`));
  return lines;
};

test.each([
  ['2026-03-30', 'pending'],
  ['2026-03-31', 'due'],
  ['2026-04-01', 'missing'],
])('O1: on %s the unobserved branch is %s', (today, state) => {
  const records = [record('B01', '2026-03-31'), record('B02', '2026-04-01')];
  expect(seen(sheet(quarterly, ['B01', 'B02'].map((id) => owing(id)), records, '2026-Q1', today))).toEqual(['B01 2026-Q1 met', `B02 2026-Q1 ${state}`]);
});

test('H1: 120 minutes and 60 + 45 + 20 are met; 119, and 300 in another month, are not', () => {
  const records = [
    record('M1', '2026-03-07', 120), record('M2', '2026-03-07', 119),
    record('M3', '2026-03-01', 60), record('M3', '2026-03-14', 45), record('M3', '2026-03-31', 20), record('M4', '2026-02-28', 300),
  ];
  expect(seen(sheet(monthly, ['M1', 'M2', 'M3', 'M4'].map((id) => owing(id)), records, '2026-03', '2026-04-01'))).toEqual(['M1 2026-03 met', 'M2 2026-03 missing', 'M3 2026-03 met', 'M4 2026-03 missing']);
});

test('filed after the end of the period is late, by so many days; grace moves that', () => {
  const term = termsWithin(quarterly, '2026-Q1', day('2026-05-01'), calendar)[0]!;
  const late = record('B01', '2026-03-20', 0, '2026-04-03');
  expect(seen(sheet(quarterly, [owing('B01')], [late], '2026-Q1', '2026-05-01'))).toEqual(['B01 2026-Q1 late']);
  expect(tell(quarterly, term, 'B01', [late]).lateBy(1)).toBe(3);
  expect(seen(sheet({ ...quarterly, grace: 3 }, [owing('B01')], [late], '2026-Q1', '2026-05-01'))).toEqual(['B01 2026-Q1 met']);
  expect(seen(sheet({ ...quarterly, grace: 3 }, [owing('B01')], [], '2026-Q1', '2026-04-03'))).toEqual(['B01 2026-Q1 due']);
});

test('who comes within a period owes it, who has left before its end does not', () => {
  const who = [owing('came', { from: '2026-03-31' }), owing('comes', { from: '2026-04-01' }), owing('left', { to: '2026-03-30' }), owing('stayed', { to: '2026-03-31' })];
  expect(seen(sheet(monthly, who, [], '2026-03', '2026-04-01'))).toEqual(['came 2026-03 missing', 'stayed 2026-03 missing']);
});

test('a unit that moved stands, period by period, where it was when the period ended', () => {
  const moved = unit('B', { path: ['C', 'V', 'B'], stays: [{ since: '2020-01-01', kind: 'branch', path: ['C', 'U', 'B'] }, { since: '2026-05-01', kind: 'branch', path: ['C', 'V', 'B'] }] });
  const who = [owing('B', { unit: moved, home: moved })];
  const under = (node: string) => seen(sheet(quarterly, who, [], '2026-H1', '2026-07-01', node));
  expect([under('U'), under('V'), under('C')]).toEqual([['B 2026-Q1 missing'], ['B 2026-Q2 missing'], ['B 2026-Q1 missing', 'B 2026-Q2 missing']]);
});

const aDay = fc.integer({ min: 0, max: 364 }).map((n) => addDays(day('2026-01-01'), n));
const aRecord = fc.record({ on: aDay, after: fc.nat(120), minutes: fc.nat(400), subject: fc.constantFrom('B01', 'B02') }).map(({ on, after, minutes, subject }) => record(subject, on, minutes, addDays(on, after)));

test('law: the order in which records come in changes nothing', () => {
  fc.assert(
    fc.property(fc.array(aRecord, { maxLength: 30 }), fc.infiniteStream(fc.nat(1e6)), aDay, (records, chance, today) => {
      const shuffled = records.map((one) => [chance.next().value as number, one] as const).sort(([a], [b]) => a - b).map(([, one]) => one);
      const told = (list: readonly CountedRecord[]) => seen(sheet({ ...quarterly, every: 'month', atLeast: 2 }, [owing('B01'), owing('B02')], list, '2026', today));
      expect(told(shuffled)).toEqual(told(records));
    }),
    { numRuns: 100 },
  );
});

test('law: a unit opened mid-year owes nothing before, one that was closed nothing after', () => {
  fc.assert(
    fc.property(aDay, aDay, fc.constantFrom('week', 'month', 'quarter', 'half-year', 'year'), (one, other, every) => {
      const [openedOn, closedOn] = one < other ? [one, other] : [other, one];
      const life = unit('B', { openedOn, closedOn });
      const owed: { from: Day; to: Day }[] = [];
      visit(sheet({ ...quarterly, every: every as 'week' }, [owing('B', { unit: life, home: life, from: openedOn, to: closedOn })], [], '2026', '2026-12-31'), (_, { from, to }) => void owed.push({ from, to }));
      expect(owed.filter(({ to }) => to < openedOn || to > closedOn)).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('law: tallies tell the same as the records themselves', () => {
  const kinds: Expected[] = (['month', 'quarter', 'half-year', 'year'] as const).flatMap((every) => [
    { ...quarterly, every, atLeast: 2 }, { ...quarterly, every, grace: 40 }, { ...quarterly, every, atLeast: 500, sum: 'minutes' }, { ...quarterly, every, fit: 'f' },
  ]);
  fc.assert(
    fc.property(fc.array(aRecord, { maxLength: 40 }), fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), (bare, fitting) => {
      const records = bare.map((one, i) => ({ ...one, fits: fitting[i] ? ['f'] : [] }));
      const tallies = new Map<string, Uint8Array>();
      for (const id of ['B01', 'B02']) {
        const mine = records.filter(({ unitId }) => unitId === id);
        let cells: Uint8Array = new Uint8Array(0);
        kinds.forEach((expected, slot) => {
          for (let month = 0; month < 12; month += 1) cells = recounted(cells, slot, counterOf(expected)!, 2026, month, mine.filter((one) => Number(one.day.slice(5, 7)) === month + 1));
        });
        tallies.set(id, cells);
      }
      kinds.forEach((expected, slot) => {
        const fromRecords = sheet(expected, [owing('B01'), owing('B02')], records, '2026', '2026-12-31');
        expect(seen({ ...fromRecords, cells: cellsOfTallies(fromRecords.roster.columns(tallies), slot) })).toEqual(seen(fromRecords));
      });
    }),
    { numRuns: 50 },
  );
});

test('a tally without a slot says nothing; amounts stop at what fits', () => {
  expect(amountAt(columnsOf([undefined]), 0, 0, 0, 11)).toBe(0);
  expect(amountAt(columnsOf([new Uint8Array(SLOT_BYTES)]), 0, 1, 0, 11)).toBe(0);
  const counter = counterOf({ ...quarterly, sum: 'minutes' })!;
  const cells = recounted(new Uint8Array(0), 2, counter, 2026, 0, [record('B01', '2026-01-05', 60_000), record('B01', '2026-01-06', 60_000)]);
  expect(amountAt(columnsOf([undefined, cells]), 1, 2, 0, 2)).toBe(65_535 * 65_536 + 65_535);
});

test('the day of entry is the Shanghai day', () => {
  expect([filedOn({ filedAt: '2026-03-31T15:59:59.999Z' }), filedOn({ filedAt: '2026-03-31T16:00:00.000Z' })]).toEqual(['2026-03-31', '2026-04-01']);
});

test.each<[number, number, DutyState]>([[2, 2, 'met'], [2, 1, 'late'], [1, 1, 'exempt']])('with %i found, %i in time, and let off: %s', (found, inTime, state) => {
  const one = sheet({ ...quarterly, atLeast: 2 }, [owing('B01')], [], '2026-Q1', '2026-05-01');
  const exemptions = new Map([['s/D/2026-Q1/B01//', {} as never]]);
  expect(seen({ ...one, exemptions, cells: () => () => found * 65_536 + inTime })).toEqual([`B01 2026-Q1 ${state}`]);
});
