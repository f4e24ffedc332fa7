/** 2026-02-28 → 2026年2月28日 (GB/T 9704: Arabic figures, no leading zeros). */
export function chineseDay(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}
