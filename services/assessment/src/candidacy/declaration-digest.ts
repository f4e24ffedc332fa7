import { Refusal } from '@xingchuang/rules';
import { digestOf } from '../digest.ts';
import type { Declaration } from './candidacy.ts';

type Content = Pick<Declaration, 'level' | 'text' | 'evidence' | 'items'>;

/** What a declaration says, under one digest: level, words, evidence and items; not when it was handed in. */
export const declarationDigest = ({ level, text, evidence, items = [] }: Content): string => digestOf({ level, text, evidence, items });

/** Refuses a declaration that is not the one whose digest was shown before it was handed in. */
export function refuseOtherContent({ digest, ...given }: Content & { readonly digest?: string | undefined }): void {
  const now = declarationDigest(given);
  if (digest !== undefined && digest !== now) throw new Refusal('conflict', 'declaration.other-content', { shown: digest.slice(0, 12), given: now.slice(0, 12) });
}
