import type { RankMove } from '@xingchuang/contracts';

/** One that is ranked: by level first, then by points; a level of -1 and points of null where it has none. */
export interface Ranked {
  /** The unit, or the name where the list ranks somebody else. */
  readonly key: string;
  readonly unitId: string;
  readonly unitName: string;
  readonly level: number;
  readonly levelName: string;
  readonly score: string;
}
export interface Placed extends Ranked {
  readonly place: number;
}
export interface Moved extends Placed {
  readonly before: number | null;
  readonly move: RankMove;
}

const pointsOf = ({ score }: Ranked): number => (score === '' ? -Infinity : Number(score));
const best = (a: Ranked, b: Ranked): number => b.level - a.level || (pointsOf(a) === pointsOf(b) ? 0 : pointsOf(b) - pointsOf(a));
const listed = (a: Ranked, b: Ranked): number => best(a, b) || a.unitName.localeCompare(b.unitName, 'zh-CN') || (a.key < b.key ? -1 : 1);

/** The best first. Equals share the better place, and the places after them stay empty: as quotas of a scheme have it. */
export function placed(lines: readonly Ranked[]): Placed[] {
  const sorted = lines.toSorted(listed);
  let place = 0;
  return sorted.map((one, index) => {
    if (index === 0 || best(sorted[index - 1]!, one) !== 0) place = index + 1;
    return { ...one, place };
  });
}

/** Each with the place it had before. */
export function moved(now: readonly Placed[], then: readonly Placed[]): Moved[] {
  const before = new Map(then.map(({ key, place }) => [key, place]));
  return now.map((one) => {
    const was = before.get(one.key) ?? null;
    return { ...one, before: was, move: was === null ? 'new' : was > one.place ? 'up' : was < one.place ? 'down' : 'same' };
  });
}

/** So many from the top or the bottom; equals at the edge come in together or stay out together, as the scheme has it. */
export function cut<T extends Placed>(lines: readonly T[], { first, last, ties }: { readonly first?: number | undefined; readonly last?: number | undefined; readonly ties: 'in' | 'out' }): T[] {
  if (first === undefined && last === undefined) return [...lines];
  const edge = (room: number, ordered: readonly T[]): T[] => {
    if (room >= ordered.length) return [...ordered];
    const { place } = ordered[room - 1]!;
    if (ordered[room]!.place !== place) return ordered.slice(0, room);
    return ties === 'in' ? ordered.slice(0, ordered.findLastIndex((one) => one.place === place) + 1) : ordered.slice(0, ordered.findIndex((one) => one.place === place));
  };
  const top = first === undefined ? [] : edge(first, lines);
  const bottom = last === undefined ? [] : edge(last, lines.toReversed()).toReversed();
  return [...top, ...bottom.filter(({ key }) => !top.some((one) => one.key === key))];
}

/** ↑2, ↓1, — or 新增. */
export function changeWords({ move, before, place }: Moved): string {
  if (move === 'new') return '新增';
  return move === 'same' ? '—' : `${move === 'up' ? '↑' : '↓'}${Math.abs(before! - place)}`;
}
