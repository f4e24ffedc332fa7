const WEEKDAYS = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'];

/** `2026-02-13` as people write it: 2026年2月13日. */
export function dayWords(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return year && month && date ? `${year}年${month}月${date}日` : day;
}

export const weekdayWords = (day: string): string => WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? '';

const SHANGHAI = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** An instant as Shanghai's clock shows it: 2026年2月13日 09:05. */
export function momentWords(instant: string): string {
  const part = Object.fromEntries(SHANGHAI.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  return `${part['year']}年${part['month']}月${part['day']}日 ${part['hour']}:${part['minute']}`;
}

export function sizeWords(bytes: number): string {
  if (bytes < 1_024) return `${bytes} 字节`;
  if (bytes < 1_048_576) return `${Math.round(bytes / 1_024)} KB`;
  return `${(bytes / 1_048_576).toFixed(1)} MB`;
}
