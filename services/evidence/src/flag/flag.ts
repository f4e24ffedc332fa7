import type { FLAG_KINDS, EVIDENCE_KINDS } from '@xingchuang/contracts';
import type { Stored } from '@xingchuang/server';

export type FlagKind = (typeof FLAG_KINDS)[number];
export type ItemKind = (typeof EVIDENCE_KINDS)[number];

/** One of the things that a flag is about; a burst is about a unit. */
export interface FlagSide {
  readonly kind: ItemKind | 'unit';
  readonly id: string;
  readonly unitId: string;
  readonly path: readonly string[];
}

/** A hint with the values that its words name. */
export interface Hint {
  readonly kind: FlagKind;
  readonly sides: readonly FlagSide[];
  readonly facts: Readonly<Record<string, string | number>>;
}

export interface Flag extends Stored, Hint {
  readonly at: string;
  readonly dismissed?: { readonly reason: string; readonly by: string; readonly at: string };
}

/** What the rules of flags read of a record or a file. */
export interface Mark {
  readonly id: string;
  readonly kind: ItemKind;
  readonly unitId: string;
  readonly path: readonly string[];
  readonly title: string;
  readonly day: string;
  /** When it came in. */
  readonly at: string;
  /** Of a file. */
  readonly sha256?: string;
  /** Of a record: everybody named in it. */
  readonly people: readonly string[];
  /** Of a record: its files. */
  readonly fileIds: readonly string[];
  /** Of a record: from when to when, HH:MM, where it says so. */
  readonly hours?: readonly [from: string, to: string];
  readonly bands: readonly string[];
  readonly pieces: Uint32Array;
}

export const sideOf = ({ kind, id, unitId, path }: Mark): FlagSide => ({ kind, id, unitId, path });
