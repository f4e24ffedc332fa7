import type { Colour, Mark, PathMark, Step, Tag, TextMark } from '../layout/page-marks.ts';
import type { EmbeddedFonts } from './font-objects.ts';

/** What a page shows, as the operators of its content, and which pieces of it belong to which tag. */
export interface Content {
  readonly operators: string;
  readonly tags: readonly Tag[];
}

/** Marks in their order; each run of one tag is a numbered piece, numbered on from `first`; `prefix` keeps the fonts of two layers apart. */
export function content(marks: readonly Mark[], height: number, fonts: EmbeddedFonts, prefix: string, first = 0): Content {
  const lines: string[] = [];
  const tags: Tag[] = [];
  let open: Tag | 'artifact' | undefined;
  for (const mark of marks) {
    const belongs = mark.tag ?? 'artifact';
    if (belongs !== open) {
      if (open !== undefined) lines.push('EMC');
      if (belongs === 'artifact') lines.push('/Artifact BMC');
      else {
        lines.push(`/${belongs.role} <</MCID ${first + tags.length}>> BDC`);
        tags.push(belongs);
      }
      open = belongs;
    }
    if (mark.kind === 'text') lines.push(text(mark, height, fonts, prefix));
    else if (mark.steps.length > 0) lines.push(path(mark, height));
  }
  if (open !== undefined) lines.push('EMC');
  return { operators: lines.join('\n'), tags };
}

function text(mark: TextMark, height: number, fonts: EmbeddedFonts, prefix: string): string {
  const codes = fonts.get(mark.font)?.codes;
  let hex = '';
  for (const char of mark.text) {
    const code = codes?.get(char);
    if (code === undefined) throw new Error(`${char} was not embedded in ${mark.font}`);
    hex += code;
  }
  const spacing = mark.spacing === 0 ? '' : ` ${round(mark.spacing)} Tc`;
  const stretch = mark.stretch === 1 ? '' : ` ${round(100 * mark.stretch)} Tz`;
  const reset = `${spacing && ' 0 Tc'}${stretch && ' 100 Tz'}`;
  return `BT ${colour(mark.colour, 'fill')} /${prefix}${mark.font} ${round(mark.size)} Tf${spacing}${stretch} ${round(mark.x)} ${round(height - mark.y)} Td <${hex}> Tj${reset} ET`;
}

function path({ steps, fill, stroke }: PathMark, height: number): string {
  const set = [
    ...(fill ? [colour(fill, 'fill')] : []),
    ...(stroke ? [colour(stroke.colour, 'stroke'), `${round(stroke.width)} w`] : []),
    ...(stroke?.dash ? [`[${stroke.dash.join(' ')}] 0 d`] : []),
  ];
  return `q ${set.join(' ')}\n${steps.map((step) => stepOperator(step, height)).join('\n')}\n${fill && stroke ? 'B' : fill ? 'f' : 'S'} Q`;
}

function stepOperator(step: Step, height: number): string {
  const flip = (y: number) => round(height - y);
  switch (step[0]) {
    case 'M':
      return `${round(step[1])} ${flip(step[2])} m`;
    case 'L':
      return `${round(step[1])} ${flip(step[2])} l`;
    case 'C':
      return `${round(step[1])} ${flip(step[2])} ${round(step[3])} ${flip(step[4])} ${round(step[5])} ${flip(step[6])} c`;
    case 'R':
      return `${round(step[1])} ${flip(step[2] + step[4])} ${round(step[3])} ${round(step[4])} re`;
    case 'Z':
      return 'h';
  }
}

function colour(parts: Colour, use: 'fill' | 'stroke'): string {
  const operator = parts.length === 4 ? 'k' : 'rg';
  return `${parts.map(round).join(' ')} ${use === 'fill' ? operator : operator.toUpperCase()}`;
}

/** A thousandth of a point is finer than any printer, and keeps the file short. */
export function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
