import type { ShareView } from '@xingchuang/contracts';
import { countLevels, type Scheme } from '@xingchuang/schemes';

/** For every level how many of the units hold exactly it and how many it or a higher one; any order of levels gives the same. */
export function sharesOf(scheme: Scheme, levels: readonly string[]): ShareView[] {
  const counts = countLevels(scheme, levels);
  let atLeast = levels.length;
  return scheme.levels.map(({ id, zh, en }) => {
    const exactly = counts[id]!;
    const share = { level: { id, zh, ...(en === undefined ? {} : { en }) }, exactly, atLeast, total: levels.length, percent: percent(atLeast, levels.length) };
    atLeast -= exactly;
    return share;
  });
}

/** Percent cut, not rounded, to two places: 79.999 % must never read as the 80 % that a title demands. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '0';
  const hundredths = Math.floor((part * 10_000) / whole);
  const rest = hundredths % 100;
  return rest === 0 ? `${hundredths / 100}` : `${Math.floor(hundredths / 100)}.${String(rest).padStart(2, '0').replace(/0$/, '')}`;
}
