import { textTable } from '../text-table.ts';

interface Cell {
  readonly about: string;
  readonly what: string;
  readonly expected: string;
  readonly actual: string;
}

/** The table of expected and actual. What is expected is written down by hand, never computed by the system under demonstration. */
export class Cells {
  readonly #cells: Cell[] = [];

  /** `about` names the case of the acceptance scenarios, `what` the thing looked at. */
  add(about: string, what: string, expected: string, actual: string): void {
    this.#cells.push({ about, what, expected, actual });
  }

  get count(): number {
    return this.#cells.length;
  }

  get unequal(): number {
    return this.#cells.filter(({ expected, actual }) => expected !== actual).length;
  }

  print(): string {
    const rows = this.#cells.map(({ about, what, expected, actual }) => [about, what, expected, actual, expected === actual ? '相符' : '✘ 不符']);
    return textTable([['场景', '事项', '预期', '实际', '结果'], ...rows]);
  }
}
