import { Refusal } from '@xingchuang/rules';
import type { FontId, FontRole, Fonts } from './font-catalogue.ts';

export interface Glyph {
  readonly char: string;
  readonly font: FontId;
  /** Width in ems. */
  readonly em: number;
  /** Takes a whole cell of the grid: ideographs, full-width marks, half of a 破折号. */
  readonly wide: boolean;
  readonly field: string;
}

/** A piece of text and the input it came from, or the name of a fixed label. */
export interface Piece {
  readonly text: string;
  readonly field: string;
}

/** Picks a font for every character of a document and remembers what no font has. */
export class Shaper {
  readonly #missing = new Map<string, Set<string>>();

  constructor(readonly fonts: Fonts) {}

  /** `field` is the path of the input, or the name of a fixed label. */
  shape(text: string, role: FontRole, field: string): Glyph[] {
    return Array.from(text, (char) => this.#glyph(char, role, field));
  }

  shapeAll(pieces: readonly Piece[], role: FontRole): Glyph[] {
    return pieces.flatMap(({ text, field }) => this.shape(text, role, field));
  }

  get isMissing(): boolean {
    return this.#missing.size > 0;
  }

  /** Refuses the document when a character would have come out blank; a PDF draws nothing for it and says nothing. */
  refuseMissing(): void {
    const places = Array.from(this.#missing, ([field, characters]) => ({ field, characters: [...characters] }));
    const [first] = places;
    if (!first) return;
    const characters = [...new Set(places.flatMap((place) => place.characters))];
    const codePoints = characters.map((char) => `U+${char.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`);
    throw new Refusal('invalid', 'pdf.glyph-missing', { characters, codePoints, field: first.field, places }, first.field);
  }

  #glyph(char: string, role: FontRole, field: string): Glyph {
    const chain = this.fonts.chains[role];
    for (const font of chain) {
      const em = this.fonts.files.get(font)?.advance(char);
      if (em !== undefined) return { char, font, em, wide: char === '—' || (em === 1 && char > '\x7f'), field };
    }
    this.#missing.set(field, (this.#missing.get(field) ?? new Set()).add(char));
    return { char, font: chain[0] ?? 'serif', em: 1, wide: true, field };
  }
}
