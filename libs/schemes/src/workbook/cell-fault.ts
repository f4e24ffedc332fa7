import type { Said } from '../problem.ts';

/** What a cell of a workbook holds; truth values and days come as text. */
export type Cell = string | number | null;

/** What stands in a cell cannot be read. */
export class CellFault extends Error {
  constructor(readonly said: Said) {
    super(said.en);
  }
}
