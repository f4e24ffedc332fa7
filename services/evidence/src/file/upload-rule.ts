import { Refusal } from '@xingchuang/rules';
import type { UploadAbout } from './upload-headers.ts';

/** The first day of a period such as 2026, 2026-H2, 2026-Q1 or 2026-03. */
export function firstDayOf(period: string): string {
  const [year, part = '01'] = period.split('-') as [string, string?];
  const [, kind, number] = /^([HQ])(\d)$/.exec(part) ?? [];
  const month = kind === undefined ? Number(part) : (Number(number) - 1) * (kind === 'H' ? 6 : 3) + 1;
  return `${year}-${String(month).padStart(2, '0')}-01`;
}

const HEADERS = { eventDate: 'X-Event-Date', period: 'X-Period' };

/** Evidence is of what has happened: refuses a day and a period that lie ahead, by the fields that said so. */
export function checkDays({ eventDate, period }: Pick<UploadAbout, 'eventDate' | 'period'>, today: string, fields = HEADERS): void {
  if (eventDate !== undefined && eventDate > today) throw new Refusal('invalid', 'file.event-ahead', { eventDate }, fields.eventDate);
  if (period !== undefined && firstDayOf(period) > today) throw new Refusal('invalid', 'file.period-ahead', { period }, fields.period);
}
