import type { Fraction } from './fraction.ts';

/** The types of expressions. Numbers carry their decimal places: every value is an integer of the smallest unit, never a float. */
export type Type =
  | { readonly is: 'number'; readonly places: number; readonly nullable?: boolean }
  | { readonly is: 'fraction'; readonly nullable?: boolean }
  | { readonly is: 'boolean'; readonly nullable?: boolean }
  | { readonly is: 'text'; readonly values?: readonly string[]; readonly nullable?: boolean }
  | { readonly is: 'day'; readonly nullable?: boolean }
  | { readonly is: 'level'; readonly nullable?: boolean }
  | { readonly is: 'texts'; readonly values?: readonly string[]; readonly nullable?: boolean }
  | { readonly is: 'records'; readonly fields: ReadonlyMap<string, Slot>; readonly nullable?: boolean }
  | { readonly is: 'record'; readonly fields: ReadonlyMap<string, Slot>; readonly nullable?: boolean }
  | { readonly is: 'null'; readonly nullable?: boolean };

/** A value of a row: scaled integer, fraction, truth, text, day, level index, list of texts, list of record rows, or null. */
export type Value = number | Fraction | boolean | string | null | readonly string[] | readonly Row[];
export type Row = readonly Value[];
/** The row an expression runs over: the named values first, then one place per nested list variable. */
export type Frame = (Value | Row)[];

export interface Slot {
  readonly type: Type;
  readonly slot: number;
}

/** A typed piece of an expression; `constant` where its value stands in the text. */
export interface Piece {
  readonly type: Type;
  readonly run: (frame: Frame) => Value | Row;
  readonly constant?: Value;
  /** A number that cannot be 0 or less, such as the size of a group that the unit is in. */
  readonly positive?: boolean;
}

/** A function over the group of a population that a unit stands in, such as its rank by a number. */
export interface PopulationCall extends Slot {
  readonly text: string;
  readonly population: string;
  readonly call: string;
  readonly args: readonly Piece[];
  /** Names that its arguments read. */
  readonly reads: readonly string[];
}

/** What the compiler needs to know of populations: whether all units take part, and where it keeps the calls that it meets. */
export interface Populations {
  readonly all: ReadonlyMap<string, boolean>;
  readonly calls: Map<string, PopulationCall>;
  /** Told of each call once, after all that its arguments read. */
  readonly met: (call: PopulationCall) => void;
}

/** A function over the row, such as a count of units by level. */
export interface RowFunction {
  readonly takes: 'level';
  readonly run: (frame: Frame, level: number) => number;
}

/**
 * The names that an expression may use. `names` has plain names and dotted ones (`stars.<dimension>`); `levels` are constants in rising
 * order; `width` is the number of slots in use, list variables come after.
 */
export interface Names {
  readonly names: ReadonlyMap<string, Slot>;
  readonly levels: readonly string[];
  readonly functions: ReadonlyMap<string, RowFunction>;
  readonly width: number;
  readonly populations?: Populations;
}

/** Thrown where the type of a computed name depends on itself. */
export class CycleError extends Error {
  constructor(readonly names: readonly string[]) {
    super(names.join(' → '));
  }
}

/** Hands out slots. */
export class NamesBuilder {
  readonly #names = new Map<string, Slot>();
  readonly #functions = new Map<string, RowFunction>();
  #levels: readonly string[] = [];
  #populations: Populations | undefined;
  #width = 0;

  add(name: string, type: Type): Slot {
    const slot = { type, slot: this.#width++ };
    this.#names.set(name, slot);
    return slot;
  }

  /** A name whose type comes from the expression behind it, found when it is first read. */
  computed(name: string, typeOf: (name: string) => Type): Slot {
    const slot: Slot = {
      slot: this.#width++,
      get type() {
        return typeOf(name);
      },
    };
    this.#names.set(name, slot);
    return slot;
  }

  populations(all: ReadonlyMap<string, boolean>, met: Populations['met']): void {
    this.#populations = { all, calls: new Map(), met };
  }

  levels(ids: readonly string[]): this {
    this.#levels = ids;
    return this;
  }

  function(name: string, takes: 'level', run: RowFunction['run']): void {
    this.#functions.set(name, { takes, run });
  }

  build(): Names {
    return { names: this.#names, levels: this.#levels, functions: this.#functions, width: this.#width, ...(this.#populations ? { populations: this.#populations } : {}) };
  }
}

const TYPE_WORDS: Record<Type['is'], readonly [string, string]> = {
  number: ['数', 'a number'],
  fraction: ['分数', 'a fraction'],
  boolean: ['真假', 'true or false'],
  text: ['文字', 'a text'],
  day: ['日期', 'a day'],
  level: ['星级', 'a level'],
  texts: ['文字列表', 'a list of texts'],
  records: ['记录列表', 'a list of records'],
  record: ['记录', 'a record'],
  null: ['空', 'null'],
};
export const typeWords = (is: Type['is']): readonly [string, string] => TYPE_WORDS[is];
