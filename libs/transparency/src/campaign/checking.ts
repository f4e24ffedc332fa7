import { createHash } from 'node:crypto';
import type { Scheme } from '@xingchuang/schemes';
import { canonicalJson } from '../canonical.ts';
import { parseJson } from '../parse-json.ts';
import type { Difference, Reader } from '../verify-report.ts';

/** The first thing that is not as it follows from the rest; nothing after it is looked at, for it would only be its shadow. */
export class Differs extends Error {
  constructor(readonly difference: Difference) {
    super(difference.object);
  }
}

/** What is looked at: of whom, in which file, which item, by which clause. */
export interface Where {
  readonly object: string;
  readonly place: string;
  readonly item: string;
  readonly clause?: string;
  readonly source?: string;
}

export const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
export const digestOf = (value: unknown): string => sha256(canonicalJson(value));

const MOST_SHOWN = 300;
const shown = (value: unknown): string => (typeof value === 'string' ? value : canonicalJson(value ?? null)).slice(0, MOST_SHOWN);

/** Compares and counts; stops at the first difference. */
export class Checking {
  checked = 0;
  /** What is being read or reckoned now: named where it has not the shape it should have. */
  at: Where = { object: 'package', place: '', item: '' };

  same(where: Where, expected: unknown, found: unknown): void {
    this.checked += 1;
    this.at = where;
    if (canonicalJson(expected ?? null) !== canonicalJson(found ?? null)) this.differs(where, expected, found);
  }

  holds(where: Where, isSo: boolean, expected: unknown, found: unknown): void {
    this.checked += 1;
    this.at = where;
    if (!isSo) this.differs(where, expected, found);
  }

  differs({ object, place, item, clause, source }: Where, expected: unknown, found: unknown): never {
    throw new Differs({ object, place, ...(item === '' ? {} : { item }), ...(clause === undefined ? {} : { clause }), ...(source === undefined ? {} : { source }), expected: shown(expected), found: shown(found) });
  }
}

/** The files of a package, each line in its one canonical form. */
export class PackageFiles {
  constructor(
    readonly reader: Reader,
    readonly check: Checking,
  ) {}

  bytes(path: string): Buffer {
    const bytes = typeof path === 'string' ? this.reader.read(path) : undefined; // nothing of a package is believed
    return bytes ?? this.check.differs({ object: String(path), place: `${this.check.at.place} ${String(path)}`.trim(), item: '' }, 'a file', 'nothing');
  }

  one<T>(path: string): T {
    return this.#value<T>(this.bytes(path).toString(), path, path);
  }

  /** Every line of a file. */
  *lines<T>(path: string): Generator<{ readonly value: T; readonly place: string; readonly from: number; readonly to: number }> {
    const bytes = this.bytes(path);
    let line = 0;
    for (let from = 0; from < bytes.length; ) {
      const end = bytes.indexOf(0x0a, from);
      line += 1;
      const place = `${path}:${line}`;
      if (end < 0) this.check.differs({ object: path, place, item: '' }, 'a line end', 'none');
      yield { value: this.#value<T>(bytes.toString('utf8', from, end + 1), path, place), place, from, to: end + 1 };
      from = end + 1;
    }
  }

  all<T>(path: string): T[] {
    return [...this.lines<T>(path)].map(({ value }) => value);
  }

  /** A line that `lines` gave, read again. */
  part<T>(path: string, from: number, to: number): T {
    return parseJson(this.bytes(path).toString('utf8', from, to)) as T;
  }

  #value<T>(text: string, path: string, place: string): T {
    let value: unknown;
    try {
      value = parseJson(text);
    } catch (error) {
      this.check.differs({ object: path, place, item: '' }, 'one JSON value', (error as Error).message);
    }
    this.check.holds({ object: path, place, item: '' }, `${canonicalJson(value)}\n` === text, 'canonical JSON and one line end', text.slice(0, 80));
    return value as T;
  }
}

/** The clauses of a scheme with the place that each comes from; what has none of its own has that of what it stands in. */
export class Clauses {
  readonly #sources = new Map<string, string>();

  constructor(scheme: Scheme) {
    this.#collect(scheme, '');
    for (const [name, fact] of Object.entries(scheme.facts)) this.#sources.set(`fact ${name}`, fact.source ?? fact.basis ?? '');
    if (scheme.total) this.#sources.set('total', scheme.total.source ?? scheme.total.basis ?? '');
    for (const name of Object.keys(scheme.figures)) this.#sources.set(name, scheme.figures[name]!.source ?? scheme.figures[name]!.basis ?? '');
    for (const name of Object.keys(scheme.populations)) this.#sources.set(name, scheme.populations[name]!.source ?? scheme.populations[name]!.basis ?? '');
  }

  of(clause: string): { readonly clause: string; readonly source: string } {
    return { clause, source: this.#sources.get(clause) ?? '' };
  }

  #collect(value: unknown, above: string): void {
    if (typeof value !== 'object' || value === null) return;
    const { id, source, basis } = value as { id?: unknown; source?: unknown; basis?: unknown };
    const own = typeof source === 'string' ? source : typeof basis === 'string' ? basis : above;
    if (typeof id === 'string' && !('format' in value) && !this.#sources.has(id)) this.#sources.set(id, own);
    for (const part of Object.values(value)) this.#collect(part, own);
  }
}

const EXPRESSIONS = new Set(['expr', 'when', 'where', 'base', 'except']);

/** The first clause of a scheme whose expression reads a fact; undefined where none does. */
export function clauseReading(scheme: Scheme, fact: string): string | undefined {
  const named = new RegExp(`(?<![\\w.'"])${fact}(?![\\w'"])`);
  const find = (value: unknown, above: string): string | undefined => {
    if (typeof value !== 'object' || value === null) return undefined;
    const { id } = value as { id?: unknown };
    const own = typeof id === 'string' ? id : above;
    for (const [key, part] of Object.entries(value)) {
      const found = typeof part === 'string' ? (EXPRESSIONS.has(key) && named.test(part) ? own : undefined) : find(part, own);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const { dimensions, extras, total, figures, exclusions, direct, vetoes, caps, levels } = scheme;
  for (const [name, part] of [...Object.entries({ dimensions, extras, total }), ...Object.entries(figures), ...Object.entries({ exclusions, direct, vetoes, caps, levels })]) {
    const found = find(part, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
