import { day, type Day } from '@xingchuang/calendar';
import type { Refusal } from '@xingchuang/rules';
import { checkAdminRemains, giveSeat, isSeatActive, takeSeat, type Account, type Seat } from './account-rule.ts';

const TODAY = day('2026-03-10');
const aSeat = (seat: Partial<Seat> = {}): Seat => ({ id: 's1', role: 'clerk', unitId: 'B01', since: day('2026-01-01'), until: '', ...seat });
const anAccount = (account: Partial<Account> = {}): Account => ({
  id: 'a1', version: 1, login: 'a', personId: 'p1', passwordHash: '', passwordIsTemporary: false, disabled: false, seats: [], ...account,
});
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'done';
  } catch (error) {
    return (error as Refusal).code;
  }
};

test.each<[string, string, string, string, boolean]>([
  ['2026-01-01', '', '', '', true],
  ['2026-03-10', '', '', '', true],
  ['2026-03-11', '', '', '', false],
  ['2026-01-01', '2026-03-10', '', '', true],
  ['2026-01-01', '2026-03-09', '', '', false],
  ['2026-01-01', '', '2026-03-10', '', true],
  ['2026-01-01', '', '2026-03-09', '', false],
  ['2026-01-01', '', '', 'gone', false],
])('a seat from %s to %s at a unit closed %s (%s) on 2026-03-10: %s', (since, until, closedOn, gone, expected) => {
  const unit = gone === '' ? { openedOn: day('2020-01-01'), closedOn: closedOn as Day | '' } : undefined;
  expect(isSeatActive({ since: since as Day, until: until as Day | '' }, unit, TODAY)).toBe(expected);
});

test.each<[string, Partial<Seat>, Partial<Seat>, string]>([
  ['same role at the same unit while the first lasts', {}, {}, 'seat.already-given'],
  ['after the first ended', { until: day('2026-02-01') }, { since: day('2026-02-02') }, 'done'],
  ['on the last day of the first', { until: day('2026-02-01') }, { since: day('2026-02-01') }, 'seat.already-given'],
  ['before the first begins', {}, { since: day('2025-01-01'), until: day('2025-12-31') }, 'done'],
  ['another role', {}, { role: 'leader' }, 'done'],
  ['another unit', {}, { unitId: 'B02' }, 'done'],
  ['ends before it begins', {}, { unitId: 'B02', until: day('2025-12-31') }, 'seat.ends-before-it-begins'],
])('a second seat: %s', (_, first, second, code) => {
  expect(codeOf(() => giveSeat(anAccount({ seats: [aSeat(first)] }), aSeat({ id: 's2', ...second })))).toBe(code);
});

test('a seat that is taken away ends yesterday; one that began today never was', () => {
  expect(takeSeat(anAccount({ seats: [aSeat()] }), 's1', TODAY).seats).toEqual([aSeat({ until: day('2026-03-09') })]);
  expect(takeSeat(anAccount({ seats: [aSeat({ since: TODAY })] }), 's1', TODAY).seats).toEqual([]);
  expect(codeOf(() => takeSeat(anAccount(), 's1', TODAY))).toBe('seat.missing');
  expect(codeOf(() => takeSeat(anAccount({ seats: [aSeat({ until: day('2026-03-09') })] }), 's1', TODAY))).toBe('seat.already-ended');
});

const admin = aSeat({ role: 'admin', unitId: 'C' });
test.each<[string, Account, Account[], string]>([
  ['the only one stays', anAccount({ seats: [admin] }), [], 'done'],
  ['the only one is disabled', anAccount({ seats: [admin], disabled: true }), [], 'account.last-admin'],
  ['the only one loses the seat', anAccount({ seats: [aSeat({ ...admin, until: TODAY })] }), [anAccount({ seats: [admin] })], 'account.last-admin'],
  ['another one stays', anAccount({ disabled: true }), [anAccount({ id: 'a2', seats: [admin] })], 'done'],
  ['another one has an end', anAccount({ disabled: true }), [anAccount({ id: 'a2', seats: [{ ...admin, until: day('2026-12-31') }] })], 'account.last-admin'],
])('administrators: %s', (_, changed, admins, code) => {
  expect(codeOf(() => checkAdminRemains(changed, admins))).toBe(code);
});
