import { chineseCalendar, day, workdaysBetween } from '@xingchuang/calendar';

const calendar = chineseCalendar();

/** How many working days there are after `from` up to and including `to`. */
export const workdaysLeft = (from: string, to: string): number => workdaysBetween(calendar, day(from), day(to)).workdays;
