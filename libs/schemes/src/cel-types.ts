/** The types of expressions. Numbers carry their decimal places: every value is an integer of the smallest unit, never a float. */
export type Type =
  | { readonly is: 'number'; readonly places: number; readonly nullable?: boolean }
  | { readonly is: 'boolean'; readonly nullable?: boolean }
  | { readonly is: 'text'; readonly values?: readonly string[]; readonly nullable?: boolean }
  | { readonly is: 'day'; readonly nullable?: boolean }
  | { readonly is: 'level'; readonly nullable?: boolean }
  | { readonly is: 'texts'; readonly values?: readonly string[]; readonly nullable?: boolean }
  | { readonly is: 'records'; readonly fields: ReadonlyMap<string, Slot>; readonly nullable?: boolean }
  | { readonly is: 'record'; readonly fields: ReadonlyMap<string, Slot>; readonly nullable?: boolean }
  | { readonly is: 'null'; readonly nullable?: boolean };

/** A value of a row: scaled integer, truth, text, day, level index, list of texts, list of record rows, or null. */
export type Value = number | boolean | string | null | readonly string[] | readonly Row[];
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
}

/** Hands out slots. */
export class NamesBuilder {
  readonly #names = new Map<string, Slot>();
  readonly #functions = new Map<string, RowFunction>();
  #levels: readonly string[] = [];
  #width = 0;

  add(name: string, type: Type): Slot {
    const slot = { type, slot: this.#width++ };
    this.#names.set(name, slot);
    return slot;
  }

  levels(ids: readonly string[]): this {
    this.#levels = ids;
    return this;
  }

  function(name: string, takes: 'level', run: RowFunction['run']): void {
    this.#functions.set(name, { takes, run });
  }

  build(): Names {
    return { names: this.#names, levels: this.#levels, functions: this.#functions, width: this.#width };
  }
}

const TYPE_WORDS: Record<Type['is'], readonly [string, string]> = {
  number: ['数', 'a number'],
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
