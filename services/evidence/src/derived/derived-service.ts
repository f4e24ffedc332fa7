import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Blob, Blobs } from '@xingchuang/blobs';
import type { DerivedView, FileReceived, FileText, Lack, LikenessCounts, LikenessView, PublishableRequest } from '@xingchuang/contracts';
import { covers, Refusal, type Actor } from '@xingchuang/rules';
import { BLOBS, UNITS, type UnitDirectory } from '@xingchuang/server';
import { usable } from '../file/file-scan-rule.ts';
import { FileService } from '../file/file-service.ts';
import { FileAccess } from '../file/file-access.ts';
import { FileStore, type EvidenceFile } from '../file/file-store.ts';
import { DeriveWorker } from './derive-worker.ts';
import { hasPreview, noPreview, noText, sortOf } from './derived-rule.ts';
import { DerivedStore, type Derived, type Source } from './derived-store.ts';
import { Deriver } from './deriver.ts';
import { Likeness } from './likeness/likeness.ts';
import { Unparsable } from './parser-host.ts';

/** So long news takes at most, as a rule. */
const NEWS_MS = 2_000;
/** Photos that another service may ask for at once. */
const MOST_PUBLISHED = 20;

export interface Picture extends Blob {
  readonly file: EvidenceFile;
  readonly bytes: () => Promise<Readable>;
}

/** What was derived from a file, for those who may read the file. */
@Injectable()
export class DerivedService {
  constructor(
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(FileService) readonly files: FileService,
    @Inject(FileStore) readonly entries: FileStore,
    @Inject(FileAccess) readonly access: FileAccess,
    @Inject(DerivedStore) readonly store: DerivedStore,
    @Inject(DeriveWorker) readonly worker: DeriveWorker,
    @Inject(Deriver) readonly deriver: Deriver,
    @Inject(Likeness) readonly likeness: Likeness,
  ) {}

  /** Files are there, checked and kept: queues them. */
  async received(files: readonly FileReceived[]): Promise<void> {
    await this.store.enqueue(files.map(({ fileId, unitId, sha256, size, mediaType }) => ({ id: fileId, unitId, sha256, size: Number(size), mediaType })));
  }

  async view(id: string, by: Actor): Promise<DerivedView> {
    const { file, row } = await this.#read(id, by);
    const { parts } = row;
    const alike = await this.likeness.near(id);
    return {
      fileId: id,
      preview: { ...stateOf(parts.pages?.length ? 'ready' : undefined, parts.noPreview, row), pages: parts.pages?.length ? parts.pageCount! : 0 },
      text: { ...stateOf(parts.text ? 'ready' : undefined, parts.noText, row), characters: 0, ...parts.text },
      hints: file.hints,
      likeness: { count: alike.length, items: await this.#visible(alike, by) },
    };
  }

  async thumbnail(id: string, by: Actor): Promise<Picture> {
    const { file, row } = await this.#read(id, by);
    const isWaiting = row.stage === 'make' && hasPreview(file.mediaType);
    const { parts } = isWaiting ? await this.#madeNow(row) : row;
    if (!parts.thumbnail) throw noPreview(parts.noPreview ?? 'waiting');
    return this.#picture(file, parts.thumbnail);
  }

  /** A page as picture; one that nobody turned to before is made now. */
  async page(id: string, n: number, by: Actor): Promise<Picture> {
    const { file, row: known } = await this.#read(id, by);
    const row = known.stage === 'make' ? await this.#madeNow(known) : known;
    const { pages = [], pageCount, noPreview: lack } = row.parts;
    const kept = pages.find((page) => page.n === n);
    if (kept) return this.#picture(file, kept);
    if (pages.length === 0 || pageCount === undefined) throw noPreview(lack ?? 'waiting');
    if (n > pageCount) throw new Refusal('missing', 'file.no-page', { page: n, pages: pageCount });
    const made = await this.deriver.pagesAt(row, n).catch((error: unknown) => {
      throw error instanceof Unparsable ? noPreview(error.lack) : noPreview('too-much');
    });
    await this.store.keep(id, { pages: made });
    const page = made.find((one) => one.n === n);
    if (!page) throw noPreview('damaged');
    return this.#picture(file, page);
  }

  async text(id: string, by: Actor): Promise<FileText> {
    const { row } = await this.#read(id, by);
    const { text: about, noText: lack } = row.parts;
    const text = about && (await this.store.textOf(id));
    if (!about || text === undefined) throw noText(lack ?? 'waiting');
    return { fileId: id, source: about.source, ...(about.confidence !== undefined && { confidence: about.confidence }), text };
  }

  /** How many files look like each of these, of those that the reader may see; others are left out in silence. */
  async counts(ids: readonly string[], by: Actor): Promise<LikenessCounts> {
    const near = await this.likeness.nearEach(ids);
    const readable = new Set((await this.access.among(await this.entries.byIds(ids), by)).filter((file) => covers(by, 'file.read', file)).map(({ id }) => id));
    const items: { fileId: string; count: number }[] = [];
    for (const [fileId, alike] of near) {
      if (alike.length > 0 && readable.has(fileId)) items.push({ fileId, count: alike.length });
    }
    return { items };
  }

  /** A copy of a photo that may be published: encoded anew, without time, place or any other note of the camera (I5). Made once. */
  async publishable(fileId: string): Promise<Blob & { readonly mediaType: string }> {
    const file = usable((await this.entries.find(fileId)) ?? missing());
    const row = await this.#row(file);
    if (row.parts.published) return row.parts.published;
    if (sortOf(file.mediaType) !== 'picture') throw new Refusal('conflict', 'file.not-publishable', {}, 'fileId');
    const published = await this.deriver.cleaned(row).catch((error: unknown) => {
      throw error instanceof Unparsable ? noPreview(error.lack) : error;
    });
    await this.store.keep(fileId, { published });
    return published;
  }

  /** The same for several photos of a unit; one that is another unit's, held back, missing or no photo is left out. */
  async publishables({ unitId, fileIds }: Pick<PublishableRequest, 'unitId' | 'fileIds'>) {
    const copies: { fileId: string; sha256: string; size: bigint; mediaType: string }[] = [];
    for (const fileId of fileIds.slice(0, MOST_PUBLISHED)) {
      const file = await this.entries.find(fileId);
      if (!file || file.unitId !== unitId || file.closed) continue;
      const made = await this.publishable(fileId).catch((error: unknown) => {
        if (error instanceof Refusal) return undefined;
        throw error;
      });
      if (made) copies.push({ fileId, sha256: made.sha256, size: BigInt(made.size), mediaType: made.mediaType });
    }
    return copies;
  }

  /** Forgets all that was derived from a file that is disposed of; its blobs, which `derivedDigests` names, are the caller's to remove. */
  async forget(fileId: string): Promise<void> {
    await this.store.forget(fileId);
    await this.likeness.forget(fileId);
  }

  async #read(id: string, by: Actor): Promise<{ readonly file: EvidenceFile; readonly row: Derived }> {
    const file = usable(await this.files.get(id, by));
    return { file, row: await this.#row(file) };
  }

  /** The news of a file that came this moment is on its way; one that came before there was a queue is queued when first asked for. */
  async #row(file: Source): Promise<Derived> {
    for (const end = Date.now() + NEWS_MS; Date.now() < end; await wait(20)) {
      const known = await this.store.find(file.id);
      if (known) return known;
    }
    await this.store.enqueue([file]);
    return (await this.store.find(file.id))!;
  }

  async #madeNow(row: Derived): Promise<Derived> {
    await this.worker.now(row.id);
    return (await this.store.find(row.id))!;
  }

  #picture = (file: EvidenceFile, { sha256, size }: Blob): Picture => ({ file, sha256, size, bytes: () => this.blobs.get(sha256) });

  async #visible(alike: readonly LikenessView[], by: Actor): Promise<LikenessView[]> {
    const units = new Map<string, boolean>();
    for (const { unitId } of alike) {
      if (!units.has(unitId)) units.set(unitId, covers(by, 'file.read', await this.units.place(unitId)));
    }
    const readable = new Set((await this.access.among(await this.entries.byIds(alike.map(({ fileId }) => fileId)), by)).map(({ id }) => id));
    return alike.filter(({ unitId, fileId }) => units.get(unitId) && readable.has(fileId));
  }
}

function stateOf(ready: 'ready' | undefined, lack: Lack | undefined, { stage }: Derived): { state: 'waiting' | 'ready' | 'none'; lack?: Lack } {
  if (ready) return { state: ready };
  if (lack) return { state: 'none', lack };
  return stage ? { state: 'waiting' } : { state: 'none', lack: 'empty' };
}

function missing(): never {
  throw new Refusal('missing', 'thing.missing', { action: 'file.read' });
}
