import { allCases } from '../../fixtures/scenarios/cases.ts';
import { playYear, type Year } from './year.ts';

/** All scenarios together in one system, every day of a year on the rehearsal clock. */
let year: Year;
beforeAll(async () => {
  year = await playYear(allCases().map(({ scheme }) => scheme));
}, 1_200_000);

test('nobody was refused anything, on any day, in a world of more than 200 units', () => {
  expect(year.refused).toEqual([]);
  expect(year.days).toBe(365);
  expect(year.units).toBeGreaterThan(200);
});

/** By the scenarios: L1 and what follows it, L4 and what follows it, the card of E3 and E4. */
test('what happened by itself stands in the log, each step once, in the order of its days', () => {
  const lines = year.log.filter(({ service }) => service === 'rectification').map(({ day, kind, what }) => `${day} ${kind} ${what}`);
  expect(lines.filter((line) => line.includes(' case '))).toEqual([
    '2026-01-22 case opened', '2026-01-22 case opened', '2026-01-22 case opened', '2026-02-27 case opened',
    '2026-02-27 case called',
    '2026-04-01 case called',
    '2026-06-03 case failed', '2026-06-03 case called', '2026-06-03 case begun',
    '2026-07-02 case failed', '2026-07-02 case called', '2026-07-02 case begun',
    '2026-07-06 case opened',
    '2026-08-04 case failed',
    '2026-12-04 case failed',
  ]);
  expect(lines).toContain('2026-04-01 finding overdue');
  expect(lines.map((line) => line.slice(0, 10))).toEqual(lines.map((line) => line.slice(0, 10)).sort());
});

/** Each service logs what it did without a person; a run over many units is one line with their number. */
test('every service logged its own steps, each once and in the order of its days', () => {
  const logs = Map.groupBy(year.log, ({ service }) => service);
  expect([...logs.keys()].sort()).toEqual(['assessment', 'evidence', 'publicity', 'rectification']);
  for (const [service, log] of logs) expect([service, log.map(({ day }) => day)]).toEqual([service, log.map(({ day }) => day).sort()]);
  const count = (service: string, what: string) => (logs.get(service) ?? []).filter((step) => step.what === what).length;
  expect([count('assessment', 'level-lowered'), count('assessment', 'uncured'), count('assessment', 'recheck-due'), count('assessment', 'window-closed')]).toEqual([1, 1, 1, 5]);
  expect([count('publicity', 'notice-ended'), count('publicity', 'award-issued'), count('publicity', 'award-lowered')]).toEqual([1, 6, 1]);
  const missing = logs.get('evidence')!.filter(({ what }) => what === 'records-missing');
  expect(missing.length).toBeGreaterThan(50);
  expect(Math.max(...missing.map(({ count: units }) => units))).toBeGreaterThan(50); // one line for all of them
});
