import type { Glyph, Piece, Shaper } from '../font/glyph-shaper.ts';
import { meanderBorder } from '../layout/border-marks.ts';
import { breakLines, measure, type Setting } from '../layout/line-breaker.ts';
import { BLACK, GREY, MM, RED, tagged, type Colour, type Draft, type Mark, type Role } from '../layout/page-marks.ts';
import { qrMarks } from '../layout/qr-marks.ts';
import { area, cropMarks, dashedCircle, frame, horizontalRule, star, verticalRule } from '../layout/shape-marks.ts';
import { textMarks } from '../layout/text-marks.ts';
import { breakTitle } from '../layout/title-breaker.ts';
import { fieldsOf, patternsOf } from './layout-file.ts';
import type { Element, Sheet } from './layout-schema.ts';
import { fill, parsePattern, placesOf, raw, type Pattern, type Scope } from './pattern.ts';

const MOST_BASES = 32;
/** A little under half of a character's height lies above the middle of its line. */
const MIDDLE = 0.36;

type Data = Readonly<Record<string, unknown>>;
type Base = { readonly marks: readonly Mark[] };

interface Part {
  readonly element: Element;
  readonly patterns: readonly Pattern[];
  readonly order: number;
  readonly isOwn: boolean;
}

/** A sheet whose elements are sorted into what a whole batch shares, drawn once, and what is each one's own. */
export class SheetTemplate {
  readonly #parts: readonly Part[];
  readonly #title: Pattern;
  readonly #author: Pattern;
  /** By the values that they show. */
  readonly #bases = new Map<string, Base>();

  constructor(readonly layout: Sheet) {
    const own = new Set(layout.own);
    this.#parts = layout.elements.map((element, order) => {
      const patterns = patternsOf(element).map(parsePattern);
      return { element, patterns, order, isOwn: patterns.some((pattern) => placesOf(pattern).some((place) => own.has(place.split('.')[0] ?? ''))) };
    });
    this.#title = parsePattern(layout.title);
    this.#author = parsePattern(layout.author);
  }

  draft(data: Data, shaper: Shaper): Draft {
    const { layout } = this;
    const scope: Scope = { fields: fieldsOf(layout), data };
    const drawing = new Drawing(layout, shaper);
    const own = this.#parts.filter(({ isOwn }) => isOwn).flatMap((part) => drawing.marks(part, values(part, scope)));
    const margin = (layout.print?.margin ?? 0) * MM;
    const text = (pattern: Pattern) => (fill(pattern, scope) ?? []).map((piece) => piece.text).join('');
    return {
      title: text(this.#title),
      author: text(this.#author),
      createdAt: new Date(data['createdAt'] as string),
      pages: [
        {
          width: layout.page.width * MM + 2 * margin,
          height: layout.page.height * MM + 2 * margin,
          marks: own,
          base: this.#base(scope, drawing),
          ...(layout.print ? { print: { margin, bleed: layout.print.bleed * MM } } : {}),
        },
      ],
    };
  }

  #base(scope: Scope, drawing: Drawing): Base {
    const shared = this.#parts.filter(({ isOwn }) => !isOwn).map((part) => ({ part, pieces: values(part, scope) }));
    const key = JSON.stringify(shared.map(({ pieces }) => pieces.map((said) => said?.map(({ text }) => text))));
    const known = this.#bases.get(key);
    if (known) return known;
    const marks = [...drawing.cutting(), ...shared.flatMap(({ part, pieces }) => drawing.marks(part, pieces))];
    const base = { marks };
    if (drawing.shaper.isMissing) return base; // refused by the caller; never kept
    if (this.#bases.size >= MOST_BASES) this.#bases.delete(this.#bases.keys().next().value ?? '');
    this.#bases.set(key, base);
    return base;
  }
}

const values = ({ element, patterns }: Part, scope: Scope) => patterns.map((pattern) => ('qr' in element ? fill(pattern, scope, raw) : fill(pattern, scope)));

/** Draws the elements of one sheet. */
class Drawing {
  readonly #margin: number;

  constructor(
    readonly layout: Sheet,
    readonly shaper: Shaper,
  ) {
    this.#margin = (layout.print?.margin ?? 0) * MM;
  }

  /** An element with a value missing is left out. */
  marks({ element, order }: Part, pieces: readonly (readonly Piece[] | undefined)[]): Mark[] {
    if ('rows' in element) return this.#rows(element, pieces, order);
    if (pieces.some((said) => said === undefined)) return [];
    const [said = []] = pieces;
    const as = (role: Role, marks: Mark[], alt?: string) => tagged(marks, { role, order, ...(alt === undefined ? {} : { alt }) });
    if ('text' in element) return element.as === 'decoration' ? this.#text(element, said) : as(element.as, this.#text(element, said));
    if ('qr' in element) {
      const address = said.map(({ text }) => text).join('');
      return as('Figure', qrMarks(address, this.#at(element.at[0]), this.#at(element.at[1]), element.side * MM), `二维码：${address}`);
    }
    return this.#shape(element, Number(said[0]?.text ?? 0));
  }

  /** Where the printer cuts. */
  cutting(): Mark[] {
    const { print, page } = this.layout;
    return print && print.margin > print.bleed ? [cropMarks(page.width * MM, page.height * MM, this.#margin, print.bleed * MM)] : [];
  }

  #shape(element: Exclude<Element, { text: unknown } | { rows: unknown } | { qr: unknown }>, count: number): Mark[] {
    const colour = this.#colour(element.colour);
    if ('meander' in element) {
      const { page } = this.layout;
      const { inset, band } = element.meander;
      return meanderBorder({ x: this.#at(inset), y: this.#at(inset), width: (page.width - 2 * inset) * MM, height: (page.height - 2 * inset) * MM, band: band * MM, colour, rules: this.#colour(element.rules) });
    }
    if ('rule' in element) return [(element.upright ? verticalRule : horizontalRule)(this.#at(element.rule[0]), this.#at(element.rule[1]), element.length * MM, element.weight, colour)];
    if ('frame' in element || 'area' in element) {
      const [x, y, width, height] = 'frame' in element ? element.frame : element.area;
      const box = [this.#at(x), this.#at(y), width * MM, height * MM] as const;
      return ['frame' in element ? frame(...box, element.weight, colour) : area(...box, colour)];
    }
    if ('star' in element) return [star(this.#at(element.star[0]), this.#at(element.star[1]), element.radius * MM, colour)];
    if ('stars' in element) {
      const { at, pitch, radius } = element;
      return Array.from({ length: count }, (_, index) => star(this.#at(at[0] + (index - (count - 1) / 2) * pitch), this.#at(at[1]), radius * MM, colour));
    }
    const [x, y] = [this.#at(element.seal[0]), this.#at(element.seal[1])];
    const label = this.shaper.shape(element.label, 'song', 'label');
    const setting = { size: 8, tracking: 2 };
    return [dashedCircle(x, y, element.radius * MM, colour), ...textMarks(label, setting, { x: x - measure(label, setting) / 2, y: y + (element.radius - 4) * MM, colour }, this.shaper.fonts)];
  }

  /** At the largest size at which it stays within its box; at the smallest if none does. Its middle stands at y. */
  #text(element: Extract<Element, { text: unknown }>, said: readonly Piece[]): Mark[] {
    const glyphs = this.shaper.shapeAll(said, element.font);
    const width = element.width * MM;
    const { tracking, leading, align } = element;
    const height = (size: number) => breakLines(glyphs, { size, tracking }, () => width).length * size * leading;
    const size = element.sizes.find((tried) => height(tried) <= element.height * MM) ?? element.sizes.at(-1) ?? 10;
    const setting: Setting = { size, tracking };
    const lines = align === 'center' ? breakTitle(glyphs, setting, width) : breakLines(glyphs, setting, () => width);
    const first = this.#at(element.at[1]) + size * MIDDLE - ((lines.length - 1) * size * leading) / 2;
    return lines.flatMap((line, index) => {
      const shift = align === 'left' ? 0 : align === 'right' ? measure(line, setting) : measure(line, setting) / 2;
      return textMarks(line, setting, { x: this.#at(element.at[0]) - shift, y: first + index * size * leading, colour: this.#colour(element.colour) }, this.shaper.fonts);
    });
  }

  /** Label and value in small type, long values wrapped under themselves, all around the middle y. */
  #rows(element: Extract<Element, { rows: unknown }>, pieces: readonly (readonly Piece[] | undefined)[], order: number): Mark[] {
    const { at, width, size, pitch, rows } = element;
    const indent = Math.max(...rows.map(({ label }) => label.length)) * size;
    const lines = rows.flatMap(({ label }, index): { label: Glyph[]; value: Glyph[] }[] => {
      const said = pieces[index];
      if (!said) return [];
      const wrapped = breakLines(this.shaper.shapeAll(said, 'song'), { size }, () => width * MM - indent);
      return wrapped.map((value, line) => ({ label: line === 0 ? this.shaper.shape(label, 'song', 'label') : [], value }));
    });
    const [x, first] = [this.#at(at[0]), this.#at(at[1]) + size * MIDDLE - ((lines.length - 1) * pitch) / 2];
    const marks = lines.flatMap(({ label, value }, index) => {
      const y = first + index * pitch;
      return [...textMarks(label, { size }, { x, y, colour: this.#colour(element.colour) }, this.shaper.fonts), ...textMarks(value, { size }, { x: x + indent, y }, this.shaper.fonts)];
    });
    return tagged(marks, { role: 'P', order });
  }

  #at(millimetres: number): number {
    return millimetres * MM + this.#margin;
  }

  #colour(name: string): Colour {
    return this.layout.colours[name] ?? COLOURS[name] ?? BLACK;
  }
}

const COLOURS: Readonly<Record<string, Colour>> = { black: BLACK, red: RED, grey: GREY, white: [1, 1, 1] };
