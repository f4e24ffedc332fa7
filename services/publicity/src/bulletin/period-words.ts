import type { Day, Every } from '@xingchuang/calendar';

/** 2026年3月1日. */
export const dayWords = (day: string): string => `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;

const QUARTERS = ['一', '二', '三', '四'];

/** The name of a period for people: 2026年第9周, 2026年3月, 2026年第一季度, 2026年上半年, 2026年度. */
export function periodWords(every: Every, period: string): string {
  const [year, part = ''] = [period.slice(0, 4), period.slice(5)];
  switch (every) {
    case 'week':
      return `${year}年第${Number(part.slice(1))}周`;
    case 'month':
      return `${year}年${Number(part)}月`;
    case 'quarter':
      return `${year}年第${QUARTERS[Number(part.slice(1)) - 1]}季度`;
    case 'half-year':
      return `${year}年${part === 'H1' ? '上' : '下'}半年`;
    case 'year':
      return `${year}年度`;
  }
}

export const spanWords = (from: Day, to: Day): string => (from === to ? dayWords(to) : `${dayWords(from)}至${dayWords(to)}`);
