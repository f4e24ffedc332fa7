import type { Cited, Scheme, Words } from '@xingchuang/schemes';
import { parametersIn, type Token } from './scheme-words.ts';

export interface Line {
  /** The clause id, or the name of a parameter or fact; '' where the document has none. */
  readonly id: string;
  /** The id is a name that only expressions use, no number of a clause. */
  readonly isName?: true;
  readonly words: readonly Token[];
  /** What follows more quietly: to which body, until when. */
  readonly more?: readonly (readonly Token[])[];
  readonly stars?: number;
  readonly source?: string | undefined;
  readonly basis?: string | undefined;
  readonly expressions?: readonly string[];
  readonly parameters?: readonly string[];
  readonly below?: readonly Line[];
}
export interface Section {
  readonly title: string;
  readonly id: string;
  readonly source?: string | undefined;
  readonly basis?: string | undefined;
  readonly lines: readonly Line[];
}
export interface Chapter {
  /** From 1. */
  readonly number: number;
  readonly title: string;
  readonly sections: readonly Section[];
}

export type Clause = Words & Cited & { readonly id?: string; readonly when?: string; readonly expr?: string };

export const cited = ({ source, basis }: Cited): Pick<Line, 'source' | 'basis'> => ({ source, basis });
export const plain = (...lines: readonly Line[]): Section => ({ title: '', id: '', lines });

/** One clause with its words, its place, and what its expressions read. */
export function line(scheme: Scheme, clause: Clause, more: Partial<Line> = {}): Line {
  const expressions = [clause.when ? `适用：${clause.when}` : '', clause.expr ?? ''].filter((one) => one !== '');
  return { id: clause.id ?? '', words: [clause.zh], ...cited(clause), ...(expressions.length ? { expressions } : {}), parameters: parametersIn(scheme, clause.when, clause.expr), ...more };
}

/** A chapter before it has its number. */
export type Unnumbered = Omit<Chapter, 'number'>;
