import { LineCounter } from 'yaml';

/** One fault in a scheme file, where it stands and what to write instead. Lines and columns count from 1. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  /** Where in the structure, e.g. `dimensions[1].award.all[0].expr`. */
  readonly path: string;
  /** `thing.reason` */
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** Words of a problem in both languages. */
export type Said = Pick<Problem, 'code' | 'zh' | 'en'>;

/** Collects problems and knows at which character of the text every path stands. */
export class Findings {
  readonly lines = new LineCounter();
  readonly #problems: Problem[] = [];
  readonly #offsets = new Map<string, number>();

  /** Remembers where the value of a path begins. */
  place(path: string, offset: number): void {
    this.#offsets.set(path, offset);
  }

  /** True when the file has something at this path. */
  has(path: string): boolean {
    return this.#offsets.has(path);
  }

  /** Adds a problem at a path, or `shift` characters after its beginning. */
  add(path: string, said: Said, shift = 0): void {
    this.addAt(this.#nearest(path) + shift, path, said);
  }

  /** Adds a problem at a character of the text. */
  addAt(offset: number, path: string, said: Said): void {
    const { line, col } = this.lines.linePos(offset);
    this.#problems.push({ line: Math.max(line, 1), column: Math.max(col, 1), path, ...said });
  }

  get none(): boolean {
    return this.#problems.length === 0;
  }

  /** All problems in the order of the text. */
  list(): Problem[] {
    return this.#problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  }

  /** A path that is not in the file (a missing key) stands where its parent does. */
  #nearest(path: string): number {
    for (let at = path; at; at = at.replace(/(\.[^.[\]]*|\[\d+\]|^[^.[\]]*)$/, '')) {
      const offset = this.#offsets.get(at);
      if (offset !== undefined) return offset;
    }
    return 0;
  }
}

/** The word of the list that the author probably meant, or undefined when none is near. */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const other of words) {
    const steps = editSteps(word.toLowerCase(), other.toLowerCase());
    if (steps < least) [best, least] = [other, steps];
  }
  return best;
}

function editSteps(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}

/** "Unknown X; write one of …", with the nearest word first. */
export function unknown(code: string, whatZh: string, whatEn: string, word: string, words: Iterable<string>): Said {
  const known = [...words];
  const near = nearest(word, known);
  const shown = known.slice(0, 12).join(', ') + (known.length > 12 ? ', …' : '');
  return {
    code,
    zh: `没有这个${whatZh}：${word}。${near ? `是否应写 ${near}？` : ''}可写：${shown || '（无）'}`,
    en: `unknown ${whatEn}: ${word}. ${near ? `Did you mean ${near}? ` : ''}Write one of: ${shown || '(none)'}`,
  };
}
