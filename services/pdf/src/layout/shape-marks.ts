import { type Colour, type PathMark, type Step } from './page-marks.ts';

// Length of the control arms that make four Bézier curves a circle.
const ARM = 0.5523;
// Distance of the inner corners of a regular five-pointed star from its centre.
const INNER = 0.381966;

export type Point = readonly [number, number];

/** A five-pointed star standing on two points; `radius` reaches its outer corners. */
export function star(x: number, y: number, radius: number, fill: Colour): PathMark {
  const corners = Array.from({ length: 10 }, (_, corner): Point => {
    const angle = (Math.PI * corner) / 5 - Math.PI / 2;
    const reach = corner % 2 === 0 ? radius : radius * INNER;
    return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)];
  });
  return { kind: 'path', fill, steps: [...through(corners), ['Z']] };
}

/** A circle of dashes, such as the place kept free for a seal. */
export function dashedCircle(x: number, y: number, radius: number, colour: Colour): PathMark {
  const arm = radius * ARM;
  const steps: Step[] = [
    ['M', x + radius, y],
    ['C', x + radius, y + arm, x + arm, y + radius, x, y + radius],
    ['C', x - arm, y + radius, x - radius, y + arm, x - radius, y],
    ['C', x - radius, y - arm, x - arm, y - radius, x, y - radius],
    ['C', x + arm, y - radius, x + radius, y - arm, x + radius, y],
    ['Z'],
  ];
  return { kind: 'path', steps, stroke: { colour, width: 0.9, dash: [4, 3] } };
}

export function horizontalRule(x: number, y: number, length: number, width: number, colour: Colour): PathMark {
  return {
    kind: 'path',
    stroke: { colour, width },
    steps: [
      ['M', x, y],
      ['L', x + length, y],
    ],
  };
}

export function verticalRule(x: number, y: number, length: number, width: number, colour: Colour): PathMark {
  return {
    kind: 'path',
    stroke: { colour, width },
    steps: [
      ['M', x, y],
      ['L', x, y + length],
    ],
  };
}

export function frame(x: number, y: number, width: number, height: number, line: number, colour: Colour): PathMark {
  return { kind: 'path', stroke: { colour, width: line }, steps: [['R', x, y, width, height]] };
}

export function area(x: number, y: number, width: number, height: number, fill: Colour): PathMark {
  return { kind: 'path', fill, steps: [['R', x, y, width, height]] };
}

/** Where a sheet is cut: eight short lines outside the bleed, in all four process colours so that every plate carries them. */
export function cropMarks(width: number, height: number, margin: number, bleed: number): PathMark {
  const [left, top, right, bottom] = [margin, margin, margin + width, margin + height];
  const [from, to] = [0.15 * margin, margin - bleed];
  const lines = [
    ...[top, bottom].flatMap((y): Point[][] => [[[from, y], [to, y]], [[right + bleed, y], [right + margin - from, y]]]),
    ...[left, right].flatMap((x): Point[][] => [[[x, from], [x, to]], [[x, bottom + bleed], [x, bottom + margin - from]]]),
  ];
  return polylines(lines, 0.25, [1, 1, 1, 1]);
}

/** Open lines through these points, all one path: one stroke is cheaper than two hundred. */
export function polylines(lines: readonly (readonly Point[])[], width: number, colour: Colour): PathMark {
  return { kind: 'path', stroke: { colour, width }, steps: lines.flatMap(through) };
}

function through(points: readonly Point[]): Step[] {
  return points.map(([x, y], index) => [index === 0 ? 'M' : 'L', x, y]);
}
