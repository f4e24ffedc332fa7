import { addDays, day, periodBefore, periodOf, type Every } from '@xingchuang/calendar';

const SHOWN = 12;
const QUARTERS = ['一', '二', '三', '四'];

/** The periods that can be told of now, the newest first. */
export function periodsUpTo(
  every: Every,
  today: string,
  covers: 'past' | 'coming',
): { readonly period: string; readonly zh: string }[] {
  const current = periodOf(every, day(today));
  const first = covers === 'past' ? periodBefore(every, current) : periodOf(every, addDays(current.to, 1));
  const periods = [first];
  while (periods.length < SHOWN) periods.push(periodBefore(every, periods.at(-1)!));
  return periods.map(({ period, from, to }) => ({ period, zh: periodName(every, period, from, to) }));
}

/** A period as people call it. */
export function periodName(every: Every, period: string, from: string, to: string): string {
  const [year, part] = [period.slice(0, 4), period.slice(5)];
  switch (every) {
    case 'week':
      return `${year}年第${Number(part.slice(1))}周（${from} 至 ${to}）`;
    case 'month':
      return `${year}年${Number(part)}月`;
    case 'quarter':
      return `${year}年第${QUARTERS[Number(part.slice(1)) - 1]}季度`;
    case 'half-year':
      return part === 'H1' ? `${year}年上半年` : `${year}年下半年`;
    case 'year':
      return `${year}年度`;
  }
}
