import type { Duty } from '@xingchuang/schemes';
import { periodsWithin, spanOf, standings, type Counted } from './duty-rule.ts';

const quarterly: Duty = { id: 'D', zh: '观摩', record: 'observation', each: 'branch', every: 'quarter', expect: { atLeast: 1 } };
const monthly: Duty = { id: 'H', zh: '服务', record: 'service', each: 'member', every: 'month', expect: { atLeast: 120, sum: 'minutes' } };

test.each([
  ['2026', '2026-01', '2026-12'],
  ['2026-H2', '2026-07', '2026-12'],
  ['2026-Q1', '2026-01', '2026-03'],
  ['2026-06', '2026-06', '2026-06'],
])('%s goes from %s to %s', (asked, from, to) => {
  expect(spanOf(asked)).toEqual({ from, to });
});

test.each([
  [quarterly, '2026', ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4']],
  [quarterly, '2026-H1', ['2026-Q1', '2026-Q2']],
  [quarterly, '2026-03', []], // a month holds no whole quarter
  [{ ...monthly, months: [6, 12] }, '2026-H1', ['2026-06']],
])('periods of a duty within %#', (duty, asked, ids) => {
  expect(periodsWithin(duty, asked).map(({ id }) => id)).toEqual(ids);
});

const record = (subject: string, on: string, minutes = 0, recordId = `${subject} ${on}`): Counted => ({ recordId, subject, on, values: { minutes } });
const everlasting = (subject: string) => ({ subject, from: '2020-01-01', to: '' });

test.each([
  ['2026-03-30', 'pending'],
  ['2026-03-31', 'due'],
  ['2026-04-01', 'missing'],
])('O1: on %s the unobserved branch is %s', (today, state) => {
  const branches = ['B01', 'B02'].map(everlasting);
  const found = standings(quarterly, periodsWithin(quarterly, '2026-Q1'), branches, [record('B01', '2026-03-31'), record('B02', '2026-04-01')], today);
  expect(found.map(({ subject, found, expected, state, recordIds }) => [subject, found, expected, state, recordIds])).toEqual([
    ['B01', 1, 1, 'met', ['B01 2026-03-31']],
    ['B02', 0, 1, state, []],
  ]);
});

test('H1: 120 minutes and 60 + 45 + 20 are met; 119, and 300 in another month, are not', () => {
  const records = [
    record('M1', '2026-03-07', 120), record('M2', '2026-03-07', 119),
    record('M3', '2026-03-01', 60), record('M3', '2026-03-14', 45), record('M3', '2026-03-31', 20), record('M4', '2026-02-28', 300),
  ];
  const found = standings(monthly, periodsWithin(monthly, '2026-03'), ['M1', 'M2', 'M3', 'M4'].map(everlasting), records, '2026-04-01');
  expect(found.map(({ subject, found, state }) => `${subject} ${found} ${state}`)).toEqual(['M1 120 met', 'M2 119 missing', 'M3 125 met', 'M4 0 missing']);
});

test('who comes within a period owes it, who has left before its end does not', () => {
  const owing = [
    { subject: 'came', from: '2026-03-31', to: '' },
    { subject: 'comes', from: '2026-04-01', to: '' },
    { subject: 'left', from: '2020-01-01', to: '2026-03-30' },
    { subject: 'stayed', from: '2020-01-01', to: '2026-03-31' },
  ];
  const found = standings(monthly, periodsWithin(monthly, '2026-03'), owing, [], '2026-04-01');
  expect(found.map(({ subject }) => subject)).toEqual(['came', 'stayed']);
});
