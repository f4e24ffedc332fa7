import { MM, RED, type Colour, type Mark, type PathMark } from './page-marks.ts';
import { frame, polylines, type Point } from './shape-marks.ts';

export const GOLD: Colour = [0.76, 0.58, 0.24];

const OUTER = 9 * MM;
const BAND = 5.2 * MM;

/** 回纹 border: a red rule, a band of golden meanders that closes at every corner, a thin red rule. */
export function certificateBorder(width: number, height: number): Mark[] {
  const inner = OUTER + BAND;
  return [
    frame(OUTER, OUTER, width - 2 * OUTER, height - 2 * OUTER, 2.4, RED),
    meanders(width, height),
    frame(inner, inner, width - 2 * inner, height - 2 * inner, 0.8, RED),
  ];
}

/** Square spirals side by side along the middle of the band; their pitch divides both sides of the page exactly. */
function meanders(width: number, height: number): PathMark {
  const middle = OUTER + BAND / 2;
  const across = evenly(middle, width - middle, BAND * 0.78);
  const down = evenly(middle, height - middle, BAND * 0.78);
  const places = [
    ...across.flatMap((x) => [[x, middle] as const, [x, height - middle] as const]),
    ...down.slice(1, -1).flatMap((y) => [[middle, y] as const, [width - middle, y] as const]),
  ];
  return polylines(
    places.map(([x, y]) => spiral(x, y, BAND * 0.27)),
    0.8,
    GOLD,
  );
}

function evenly(from: number, to: number, about: number): number[] {
  const count = Math.round((to - from) / about);
  return Array.from({ length: count + 1 }, (_, index) => from + ((to - from) * index) / count);
}

function spiral(x: number, y: number, half: number): Point[] {
  const step = (2 * half) / 3;
  return [
    [x - half, y + half],
    [x - half, y - half],
    [x + half, y - half],
    [x + half, y + half],
    [x - half + step, y + half],
    [x - half + step, y - half + step],
    [x + half - step, y - half + step],
    [x + half - step, y + half - step],
  ];
}
