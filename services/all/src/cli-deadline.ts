import { chineseCalendar, day, deadline, type HolidayRule } from '@xingchuang/calendar';
import { options, WrongUsage } from './cli-usage.ts';

const wholeNumber = (name: string, text: string): number => {
  if (!/^\d+$/.test(text)) throw new WrongUsage(`--${name} 应为整数 / must be a whole number: ${text}`);
  return Number(text);
};

/** `xingchuang deadline`: the last day of a limit with its derivation, day by day. */
export function computeDeadline(args: readonly string[]): number {
  const { values } = options(args, {
    from: { type: 'string' },
    workdays: { type: 'string' },
    months: { type: 'string' },
    'count-start': { type: 'boolean' },
    holiday: { type: 'string' },
    json: { type: 'boolean' },
  });
  if (values.from === undefined) throw new WrongUsage('缺少 --from / --from is missing');
  if ((values.workdays === undefined) === (values.months === undefined)) throw new WrongUsage('--workdays 与 --months 须且只能给一个 / give exactly one of --workdays and --months');
  if (values.holiday !== undefined && !['stay', 'next'].includes(values.holiday)) throw new WrongUsage('--holiday 应为 stay 或 next / must be stay or next');
  const limit = deadline(chineseCalendar(), {
    from: day(values.from),
    ...(values.workdays === undefined ? { months: wholeNumber('months', values.months!) } : { workdays: wholeNumber('workdays', values.workdays) }),
    countStart: values['count-start'] ?? false,
    ...(values.holiday === undefined ? {} : { holiday: values.holiday as HolidayRule }),
  });
  if (values.json) {
    process.stdout.write(`${JSON.stringify(limit, null, 2)}\n`);
    return 0;
  }
  for (const step of limit.derivation) process.stdout.write(`${step.day}  ${step.zh}\n`);
  process.stdout.write(`最后一天 ${limit.lastDay}；次日 ${limit.firstDayAfter}；其后首个工作日 ${limit.firstWorkdayAfter}${limit.provisional ? '（暂定：该年放假安排尚未载入）' : ''}\n`);
  return 0;
}
