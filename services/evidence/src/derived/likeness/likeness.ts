import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { LikenessView } from '@xingchuang/contracts';
import type { Source } from '../derived-store.ts';
import { LikenessIndex, type Candidate, type Marks } from './likeness-index.ts';
import { LikenessStore, type Alike } from './likeness-store.ts';

/** What a look at the two pictures says: how alike they are where they overlap, and how much of both the overlap is. */
export type Look = (candidate: Candidate) => Promise<{ readonly correlation: number; readonly shared: number } | undefined>;

/** Further pairs of one picture say nothing new. */
export const MOST_ALIKE = 50;
const MOST_LOOKS = 24;
export const LEAST_CORRELATION = 0.92;
/** Less than this of the picture was cut away: it is the same picture. */
export const LEAST_SHARED = 0.93;
/** What is kept in memory at most; of more pictures, the newest. */
const MOST_PICTURES = 150_000;
const AT_ONCE = 500;
const IDLE_MS = 60_000;
/** Clocks of two machines may differ by so much. */
const OVERLAP_MS = 60_000;

/** Which files look alike, across units and years. A hint for people who judge, never a verdict. */
@Injectable()
export class Likeness implements OnModuleDestroy {
  #index: LikenessIndex | undefined;
  #readUpTo = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(@Inject(LikenessStore) readonly store: LikenessStore) {}

  onModuleDestroy(): void {
    this.#rest();
  }

  /** Keeps what a picture is recognised by and finds those that it is like. Marks first: of two that come at once, at least one sees the other. */
  async note(source: Source, marks: Omit<Marks, 'fileId'>, look: Look, unitOf: (fileId: string) => Promise<string | undefined>): Promise<void> {
    const mine = { fileId: source.id, ...marks };
    await this.store.keepMarks(mine);
    const index = await this.#fresh();
    const found: Omit<Alike, 'id'>[] = [];
    for (const candidate of await index.near(mine, MOST_LOOKS)) {
      const seen = await look(candidate);
      const unitId = seen && seen.correlation >= LEAST_CORRELATION ? await unitOf(candidate.fileId) : undefined;
      if (unitId === undefined) continue;
      const kind = seen!.shared >= LEAST_SHARED ? 'near' : 'crop';
      const distance = kind === 'near' ? candidate.distance : Math.max(1, candidate.alignment!.distance);
      found.push({ files: [source.id, candidate.fileId], units: [source.unitId, unitId], kind, distance });
    }
    await this.store.keepPairs(found);
  }

  /** Notes files with the same bytes. */
  async noteSame(source: Source, others: readonly Source[]): Promise<void> {
    await this.store.keepPairs(others.map(({ id, unitId }) => ({ files: [source.id, id], units: [source.unitId, unitId], kind: 'same', distance: 0 })));
  }

  /** The files that look like this one, nearest first, at most 50. Of any unit: who may see which is the caller's to ask. */
  async near(fileId: string): Promise<LikenessView[]> {
    return (await this.store.pairsOf([fileId], MOST_ALIKE)).map((pair) => otherOf(pair, fileId));
  }

  /** The same for many files at once. */
  async nearEach(fileIds: readonly string[]): Promise<Map<string, LikenessView[]>> {
    const pairs = await this.store.pairsOf(fileIds, fileIds.length * MOST_ALIKE);
    return new Map(fileIds.map((id) => [id, pairs.filter(({ files }) => files.includes(id)).map((pair) => otherOf(pair, id))]));
  }

  /** Forgets a file that is disposed of. */
  async forget(fileId: string): Promise<void> {
    await this.store.forget(fileId);
    this.#rest();
  }

  /** The index with all that is known by now, of other processes too. */
  async #fresh(): Promise<LikenessIndex> {
    if (this.#index && this.#index.size >= MOST_PICTURES) this.#rest();
    const index = (this.#index ??= new LikenessIndex());
    const since = await this.store.markedSince(this.#readUpTo - OVERLAP_MS, Math.floor(MOST_PICTURES * 0.9));
    const unknown = since.map(({ fileId }) => fileId).filter((id) => !index.has(id));
    for (let from = 0; from < unknown.length; from += AT_ONCE) for (const marks of await this.store.marksOf(unknown.slice(from, from + AT_ONCE))) index.add(marks);
    this.#readUpTo = since[0]?.at ?? this.#readUpTo;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#rest(), IDLE_MS).unref();
    return index;
  }

  #rest(): void {
    clearTimeout(this.#idle);
    this.#index = undefined;
    this.#readUpTo = 0;
  }
}

function otherOf({ files, units, kind, distance }: Alike, fileId: string): LikenessView {
  const other = files[0] === fileId ? 1 : 0;
  return { fileId: files[other], unitId: units[other], kind, distance };
}
