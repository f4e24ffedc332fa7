import { createHash } from 'node:crypto';
import type { ArchiveKind } from '@xingchuang/contracts';
import type { Place } from '@xingchuang/rules';
import type { Stored } from '@xingchuang/server';
import { canonicalJson } from '@xingchuang/transparency';
import type { RecordRevision } from '../record/record-store.ts';

/** The evidence that one submission of a declaration relied on; nothing of it ever changes but that its bytes come to be locked. */
export interface FrozenSet extends Stored, Place {
  readonly candidacyId: string;
  readonly campaignId: string;
  readonly submission: number;
  readonly submittedAt: string;
  readonly frozenAt: string;
  readonly keepUntil: string;
  readonly digest: string;
  readonly count: number;
  readonly locked: boolean;
}

/** One thing of a frozen set as it was then. */
export interface FrozenEntry {
  readonly id: string;
  readonly setId: string;
  readonly kind: ArchiveKind;
  readonly itemId: string;
  readonly name: string;
  readonly type: string;
  /** Of a record. */
  readonly revision?: number;
  /** Of a file, the SHA-256 of its bytes; of a record, that of its content. */
  readonly digest: string;
  /** The record that brought a file along. */
  readonly via?: string;
}

export const digestOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');

/** One content of a record, with who wrote it when and why. */
export const digestOfRevision = (revision: RecordRevision): string => digestOf(JSON.parse(JSON.stringify(revision)));

type Digested = Pick<FrozenEntry, 'kind' | 'itemId' | 'revision' | 'digest'>;
const order = ({ kind, itemId }: Digested): string => `${kind} ${itemId}`;

/** What names the whole set: the same items at the same revisions give the same digest in whatever order they came. */
export function digestOfSet(entries: readonly Digested[]): string {
  const sorted = entries.toSorted((one, other) => (order(one) < order(other) ? -1 : 1));
  return digestOf(sorted.map(({ kind, itemId, revision, digest }) => ({ kind, id: itemId, ...(revision === undefined ? {} : { revision }), digest })));
}
