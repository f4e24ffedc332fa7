/** When somebody looked at the overview before today, on this device; undefined the first time. Asked again on the same day it is the same. */
export function visitBefore(seatId: string, today: string): string | undefined {
  const key = `overview-visit:${seatId}`;
  const [last, before] = (localStorage.getItem(key) ?? '').split(' ');
  if (last === today) return before || undefined;
  localStorage.setItem(key, `${today} ${last && last < today ? last : ''}`);
  return last && last < today ? last : undefined;
}
