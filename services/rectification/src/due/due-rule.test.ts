import { addDays, chineseCalendar, day, workdaysBetween, type Day } from '@xingchuang/calendar';
import { dueReminders, latest } from './due-rule.ts';

const calendar = chineseCalendar();
const RULES = [{ at: -5, to: 'unit' }, { at: -1, to: 'unit' }, { at: 0, to: 'unit' }, { at: 1, to: 'unit' }, { at: 1, to: 'superior' }, { at: 3, to: 'superior' }] as const;

/** The rung of a last day on a day, counted by hand: the last one that is not ahead. */
function byHand(due: Day, today: Day): number | undefined {
  const gone = -workdaysBetween(calendar, today, due).workdays;
  return RULES.map(({ at }) => at).findLast((at) => at <= gone);
}

test('on every working day of a year each last day is at the rung that counting by hand gives, and at no other', () => {
  for (let today = day('2026-01-01'); today <= '2026-12-31'; today = addDays(today, 1)) {
    const spans = dueReminders(calendar, RULES, today);
    if (spans.length === 0) continue;
    for (let ahead = -30; ahead <= 30; ahead += 1) {
      const due = addDays(today, ahead);
      const at = spans.filter(({ above, upTo }) => due <= upTo && (above === undefined || due > above)).map((span) => span.at);
      if (JSON.stringify(at) !== JSON.stringify([byHand(due, today)].filter((one) => one !== undefined))) throw new Error(`${today}: ${due} is at ${String(at)}, should be at ${byHand(due, today)}`);
    }
  }
});

test.each(['2026-02-16', '2026-03-07', '2026-10-01'])('%s is a day off: nobody is reminded', (today) => {
  expect(dueReminders(calendar, RULES, day(today))).toEqual([]);
});
test.each(['2026-02-14', '2026-02-28', '2026-10-10'])('%s is worked in exchange: reminders go out', (today) => {
  expect(dueReminders(calendar, RULES, day(today))).toHaveLength(5);
});

test.each([
  ['2026-02-13', -5, '2026-02-27'], // 14, 24, 25, 26, 27 lie between; the 28th is the sixth
  ['2026-02-13', 0, '2026-02-13'],
  ['2026-02-14', 0, '2026-02-23'], // what ends in the holiday is as due as what ends before it
  ['2026-02-24', 1, '2026-02-23'],
  ['2026-02-25', 3, '2026-02-13'],
])('from %s, %i working days reach the last day %s', (today, at, upTo) => {
  expect(latest(calendar, day(today), at)).toBe(upTo);
});
