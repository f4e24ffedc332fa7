import { Refusal } from '@xingchuang/rules';
import { calendarFromYears, type Words, type YearSchedule } from './calendar.ts';
import { addDays, type Day, daysBetween, findDay, weekday, yearOf } from './day.ts';

/** What is wrong with a line of the file; line 0 is the file as a whole. `code` finds its words in the catalogue. */
export interface LineFault {
  readonly line: number;
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export type YearFile = { readonly schedule: YearSchedule; readonly faults: readonly [] } | { readonly schedule?: undefined; readonly faults: readonly LineFault[] };

const MOST_LINES = 400;
/** No holiday of the yearly notices is longer, so that a slip in a range does not close half a year. */
const LONGEST = 31;
const OFF = ['休', '放假', 'off'];
const WORKED = ['班', '上班', 'work'];

/**
 * Reads a year's schedule as people write it: `2027-02-05..2027-02-11,休,春节` or `2027-02-14,班,春节`, one line a day or a span;
 * empty lines and what follows `#` are left out. All faults at once, each with its line.
 */
export function readYear(year: number, text: string): YearFile {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const faults: LineFault[] = [];
  const days = new Map<Day, { readonly worked: boolean; readonly name: string }>();
  const say = (line: number, code: string, facts: LineFault['facts'] = {}) => void faults.push({ line, code, facts });
  if (lines.length > MOST_LINES) say(0, 'calendar.too-long', { lines: lines.length, most: MOST_LINES });
  lines.slice(0, MOST_LINES).forEach((written, index) => {
    const line = index + 1;
    const content = written.split('#')[0]!.trim();
    if (content === '') return;
    const [span = '', kind = '', name = ''] = content.split(/[,，\t]/).map((cell) => cell.trim());
    const ends = span.split('..');
    const [first, last] = [findDay(ends[0]), findDay(ends.at(-1))];
    const isWorked = WORKED.includes(kind.toLowerCase());
    if (!first || !last || ends.length > 2) return say(line, 'calendar.bad-day', { text: span });
    if (!isWorked && !OFF.includes(kind.toLowerCase())) return say(line, 'calendar.bad-kind', { text: kind });
    if (last < first || daysBetween(first, last) >= LONGEST) return say(line, 'calendar.bad-span', { text: span, most: LONGEST });
    for (let on = first; on <= last; on = addDays(on, 1)) {
      const code = codeOf(year, on, isWorked, days.has(on));
      if (code) say(line, code, { year, day: on });
      days.set(on, { worked: isWorked, name });
    }
  });
  if (faults.length > 0) return { faults };
  const all = [...days].sort(([a], [b]) => (a < b ? -1 : 1));
  const schedule: YearSchedule = {
    year,
    off: all.filter(([, { worked }]) => !worked).map(([on]) => on),
    worked: all.filter(([, { worked }]) => worked).map(([on]) => on),
    names: Object.fromEntries(all.filter(([, { name }]) => name !== '').map(([on, { name }]): [string, Words] => [on, { zh: name, en: name }])),
  };
  try {
    calendarFromYears([schedule]);
    return { schedule, faults: [] };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error; // what only the whole file shows: a holiday by law is absent
    return { faults: [{ line: 0, code: error.code, facts: error.facts }] };
  }
}

function codeOf(year: number, on: Day, isWorked: boolean, isTwice: boolean): string | undefined {
  const belongs = yearOf(on) === year || (yearOf(on) === year - 1 && on.slice(5) >= '12-01');
  if (!belongs) return 'calendar.other-year';
  if (isTwice) return 'calendar.day-twice';
  return isWorked && weekday(on) < 6 ? 'calendar.no-weekend' : undefined;
}
