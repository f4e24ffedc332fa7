import data from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { type Calendar, calendarFromYears, type Words, type YearSchedule } from './calendar.ts';

// The package's functions read the host's time zone and call a year without data an ordinary one; its data do neither.
type Named = Readonly<Record<string, string>>;
const HOLIDAYS: Named = data.holidays;
const WORKED: Named = data.workdays;

/** The State Council calendar of every year that the package has whole, and of the years given, which win over the package's. */
export function chineseCalendar(extraYears: readonly YearSchedule[] = []): Calendar {
  return calendarFromYears([...packageYears(), ...extraYears]);
}

function packageYears(): YearSchedule[] {
  const years = new Set(Object.keys(HOLIDAYS).map((on) => Number(on.slice(0, 4))));
  // A notice ends with the National Day; a year known only by a New Year that began in December is not loaded.
  return [...years].filter((year) => `${year}-10-01` in HOLIDAYS).map(scheduleOf);
}

function scheduleOf(year: number): YearSchedule {
  const ofYear = (days: Named) => Object.keys(days).filter((on) => on.startsWith(`${year}-`));
  const off = ofYear(HOLIDAYS);
  const worked = ofYear(WORKED);
  const names = Object.fromEntries([...off, ...worked].map((on) => [on, words(HOLIDAYS[on] ?? WORKED[on] ?? '')]));
  return { year, off, worked, names };
}

/** The package writes "Spring Festival,春节,4". */
function words(text: string): Words {
  const [en = '', zh = ''] = text.split(',');
  return { zh, en };
}
