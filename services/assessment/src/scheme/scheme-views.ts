import { z } from 'zod';
import type { Scheme } from '@xingchuang/schemes';
import { wordsOnly } from '../views.ts';

export const Version = z.coerce.number().int().min(1);

interface ClauseWords {
  readonly id: string;
  readonly zh: string;
  readonly en?: string;
  readonly source?: string;
  readonly basis?: string;
}

/** The words of every clause, by its id; of several schemes the last that has it. */
export function clauseWords(...schemes: readonly Scheme[]): Map<string, ClauseWords> {
  const found = new Map<string, ClauseWords>();
  for (const scheme of schemes) note(scheme, found);
  return found;
}

function note(value: unknown, found: Map<string, ClauseWords>): void {
  if (typeof value !== 'object' || value === null) return;
  const { id, zh, en, source, basis } = value as Partial<ClauseWords>;
  if (typeof id === 'string' && typeof zh === 'string') found.set(id, { id, ...wordsOnly({ zh, ...(en === undefined ? {} : { en }) }), ...(source === undefined ? {} : { source }), ...(basis === undefined ? {} : { basis }) });
  for (const [name, part] of Object.entries(value)) {
    if (typeof part === 'object' && part !== null && 'zh' in part && !('id' in part) && !found.has(name)) note({ id: name, ...part }, found);
    else note(part, found);
  }
}
