import { Refusal } from '@xingchuang/rules';
import { addDays, day, type Day, weekday, yearOf } from './day.ts';

/** Words for people, in both languages of the product. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** One yearly notice of the State Council as data: the days off, weekends among them, and the weekend days worked for them. */
export interface YearSchedule {
  readonly year: number;
  readonly off: readonly string[];
  readonly worked: readonly string[];
  /** Day → the holiday it belongs to; where absent, the words are 放假 and 调休上班 alone. */
  readonly names?: Readonly<Record<string, Words>> | undefined;
}

/** Every loaded year at once; frozen plain data, so that a decision may keep it. */
export interface Calendar {
  readonly years: readonly number[];
  readonly marked: Readonly<Record<string, Mark>>;
}

interface Mark {
  readonly kind: 'holiday' | 'worked-weekend';
  readonly name?: Words;
}

export type DayKind = 'working' | 'weekend' | 'holiday' | 'worked-weekend';

export interface DayStatus {
  readonly day: Day;
  readonly kind: DayKind;
  readonly working: boolean;
  /** The year whose notice is not loaded, and without which this answer may change; absent where the answer is certain. */
  readonly missingYear?: number;
  readonly name?: Words;
}

// Fixed by law, not by the yearly notice (Order 270 of the State Council, art. 2): what is known of a year not loaded, and what
// every real notice must hold, so that half a file or a stray day of the next year never passes for a loaded year.
const STATUTORY = ['01-01', '05-01', '10-01'];
// A notice also arranges the last days of the December before it (29 to 31 December in 2006, 2007, 2011 and 2018).
const NEXT_NOTICE_FROM = '12-29';

/** A calendar of the given years; a later schedule of a year replaces an earlier one, as amended notices do. Refuses `calendar.…`. */
export function calendarFromYears(schedules: readonly YearSchedule[]): Calendar {
  const latest = new Map(schedules.map((schedule) => [schedule.year, schedule]));
  const years = [...latest.keys()].sort((a, b) => a - b);
  const marked: Record<string, Mark> = Object.create(null) as Record<string, Mark>;
  for (const year of years) Object.assign(marked, marksOf(latest.get(year)!));
  return Object.freeze({ years: Object.freeze(years), marked: Object.freeze(marked) });
}

/** A calendar that knows one year, from its days off and worked weekend days. */
export function calendarFromYear(year: number, days: Omit<YearSchedule, 'year'>): Calendar {
  return calendarFromYears([{ ...days, year }]);
}

/** What a day is, and whether that is certain. */
export function dayStatus(calendar: Calendar, on: Day): DayStatus {
  const missing = missingYear(calendar, on);
  const mark = calendar.marked[on];
  const statutory = STATUTORY.includes(on.slice(5));
  const kind = mark?.kind ?? (statutory ? 'holiday' : weekday(on) > 5 ? 'weekend' : 'working');
  return {
    day: on,
    kind,
    working: kind === 'working' || kind === 'worked-weekend',
    ...(missing !== undefined && !statutory && { missingYear: missing }),
    ...(mark?.name && { name: mark.name }),
  };
}

/** The first working day on or after a day. */
export function workdayFrom(calendar: Calendar, on: Day): DayStatus {
  let status = dayStatus(calendar, on);
  while (!status.working) status = dayStatus(calendar, addDays(status.day, 1));
  return status;
}

function missingYear(calendar: Calendar, on: Day): number | undefined {
  const year = yearOf(on);
  if (!calendar.years.includes(year)) return year;
  return on.slice(5) >= NEXT_NOTICE_FROM && !calendar.years.includes(year + 1) ? year + 1 : undefined;
}

function marksOf({ year, off, worked, names }: YearSchedule): Record<string, Mark> {
  const marks: Record<string, Mark> = {};
  const put = (kind: Mark['kind'], field: 'off' | 'worked') => (text: string, at: number) => {
    const on = day(text, `${field}[${at}]`);
    const belongs = yearOf(on) === year || (yearOf(on) === year - 1 && on.slice(5) >= '12-01');
    if (!belongs) throw new Refusal('invalid', 'calendar.other-year', { year, day: on }, `${field}[${at}]`);
    if (on in marks) throw new Refusal('invalid', 'calendar.day-twice', { year, day: on }, `${field}[${at}]`);
    if (kind === 'worked-weekend' && weekday(on) < 6)
      throw new Refusal('invalid', 'calendar.no-weekend', { year, day: on }, `${field}[${at}]`);
    const name = names?.[on];
    marks[on] = Object.freeze({ kind, ...(name && { name }) });
  };
  off.forEach(put('holiday', 'off'));
  worked.forEach(put('worked-weekend', 'worked'));
  const absent = STATUTORY.map((date) => `${year}-${date}`).filter((on) => marks[on]?.kind !== 'holiday');
  if (absent.length > 0) throw new Refusal('invalid', 'calendar.incomplete', { year, absent }, 'off');
  return marks;
}
