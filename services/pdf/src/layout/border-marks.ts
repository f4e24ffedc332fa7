import type { Colour, Mark, PathMark } from './page-marks.ts';
import { frame, polylines, type Point } from './shape-marks.ts';

export interface Border {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly band: number;
  readonly colour: Colour;
  readonly rules: Colour;
}

/** 回纹 border: a thick rule, a band of meanders that closes at every corner, a thin rule. */
export function meanderBorder(border: Border): Mark[] {
  const { x, y, width, height, band, rules } = border;
  return [
    frame(x, y, width, height, 2.4, rules),
    meanders(border),
    frame(x + band, y + band, width - 2 * band, height - 2 * band, 0.8, rules),
  ];
}

/** Square spirals side by side along the middle of the band; their pitch divides all sides exactly. */
function meanders({ x, y, width, height, band, colour }: Border): PathMark {
  const half = band / 2;
  const across = evenly(x + half, x + width - half, band * 0.78);
  const down = evenly(y + half, y + height - half, band * 0.78);
  const places = [
    ...across.flatMap((at) => [[at, y + half] as const, [at, y + height - half] as const]),
    ...down.slice(1, -1).flatMap((at) => [[x + half, at] as const, [x + width - half, at] as const]),
  ];
  return polylines(
    places.map(([px, py]) => spiral(px, py, band * 0.27)),
    band * 0.054,
    colour,
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
