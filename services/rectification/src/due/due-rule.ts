import { addDays, dayStatus, type Calendar, type Day } from '@xingchuang/calendar';
import type { RectificationSettings } from '@xingchuang/contracts';
import type { Kind } from './clocked-store.ts';

export type ReminderRule = RectificationSettings['reminders'][Kind][number];

/** The days on which a thing must fall due to be at a rung of reminders today: after `above`, up to and including `upTo`. */
export interface Due {
  readonly at: number;
  readonly to: readonly ReminderRule['to'][];
  readonly above: Day | undefined;
  readonly upTo: Day;
}

/**
 * The reminders that go out on a working day: for each rung the span of last days. `at` counts working days from the last day, before it
 * negative. After days without a sweep the last rung that was passed counts, so nobody is told twice of one thing at once.
 */
export function dueReminders(calendar: Calendar, rules: readonly ReminderRule[], today: Day): Due[] {
  if (!dayStatus(calendar, today).working) return []; // quiet on days off
  const steps = [...new Set(rules.map(({ at }) => at))].sort((a, b) => a - b);
  return steps.map((at, index) => {
    const next = steps[index + 1];
    return { at, to: [...new Set(rules.filter((rule) => rule.at === at).map(({ to }) => to))], above: next === undefined ? undefined : latest(calendar, today, next), upTo: latest(calendar, today, at) };
  });
}

/** The latest last day that lies at least so many working days back from today; for a negative count at most so many ahead. */
export function latest(calendar: Calendar, today: Day, at: number): Day {
  if (at <= 0) return addDays(workday(calendar, today, 1 - at, 1), -1);
  return addDays(at === 1 ? today : workday(calendar, today, at - 1, -1), -1);
}

/** The so-many-th working day after a day, or before it. */
function workday(calendar: Calendar, from: Day, count: number, way: 1 | -1): Day {
  let on = from;
  for (let left = count; left > 0; ) {
    on = addDays(on, way);
    if (dayStatus(calendar, on).working) left -= 1;
  }
  return on;
}
