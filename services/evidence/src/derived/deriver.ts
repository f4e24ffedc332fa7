import { readFile, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Blob, Blobs, Spool } from '@xingchuang/blobs';
import type { Lack } from '@xingchuang/contracts';
import { BLOBS } from '@xingchuang/server';
import { EVIDENCE_CONFIG, type EvidenceConfig } from '../config.ts';
import { FILE_TYPES } from '../file/file-type-rule.ts';
import { ConvertFolders } from './convert-folders.ts';
import { hasConverter } from './converter.ts';
import { MOST_OCR_PAGES, PAGES_AHEAD, sortOf, type Stage } from './derived-rule.ts';
import type { Derived, PageImage, Parts, Source } from './derived-store.ts';
import type { Marks } from './likeness/likeness-index.ts';
import type { Compared } from './parse/compare-parse.ts';
import type { Recognised } from './parse/ocr-parse.ts';
import type { PageMade, PdfMade } from './parse/pdf-parse.ts';
import type { CleanMade, PictureMade } from './parse/picture-parse.ts';
import { ParserDied, ParserHost, Unparsable } from './parser-host.ts';

export const DERIVING = Symbol('deriving');

/** What a stage made, and which stage is next. */
export interface Made {
  readonly parts: Parts;
  readonly next?: Stage | undefined;
  readonly text?: string;
  /** What a picture is recognised by, with the small picture itself. */
  readonly seen?: Omit<Marks, 'fileId'> & { readonly thumbnail: Uint8Array };
}

const OFFICE_MS = 70_000;
const OCR_PAGE_MS = 90_000;
/** A parser that died is given another try: it may have been the machine. */
const TRIES = 2;
const PAGES_AT_ONCE = 10;

/** Makes what can be made of a file, stage by stage; parsing itself happens in processes of its own. */
@Injectable()
export class Deriver implements OnModuleDestroy {
  /** What somebody may wait for. */
  readonly #quick = new ParserHost({ memoryMib: 700, idleMs: 20_000, nice: 5 });
  /** Converting and recognising: long, and never in anybody's way. */
  readonly #slow = new ParserHost({ memoryMib: 700, idleMs: 20_000, nice: 19 });

  constructor(
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(DERIVING) readonly spool: Spool,
    @Inject(ConvertFolders) readonly folders: ConvertFolders,
    @Inject(EVIDENCE_CONFIG) readonly config: EvidenceConfig,
  ) {}

  onModuleDestroy(): void {
    this.#quick.close();
    this.#slow.close();
  }

  /** `alive` is called before each step of a long stage. A file of which nothing can be made gives the reason; only what may pass throws. */
  async stage(row: Derived, alive: () => void, urgent: boolean): Promise<Made> {
    try {
      if (row.stage === 'ocr') return await this.#ocr(row, alive);
      if (row.stage === 'pages') return await this.#pages(row, alive);
      return await this.#make(row, urgent);
    } catch (error) {
      const lack = lackOf(error, row.attempts);
      if (row.stage === 'ocr') return { parts: { noText: lack } };
      return { parts: row.stage === 'make' ? { noPreview: lack, noText: lack } : { noPreview: lack } };
    }
  }

  async #make(row: Derived, urgent: boolean): Promise<Made> {
    const sort = sortOf(row.mediaType);
    if (sort === 'none') return { parts: { noPreview: 'kind', noText: 'kind' } };
    return this.#at(row, async (path) => {
      if (sort === 'picture') return this.#picture(await this.#quick.run<PictureMade>('picture', { path, mediaType: row.mediaType }, { urgent }));
      if (sort === 'pdf') return this.#pdf(path, row, urgent);
      const { text } = await this.#quick.run<{ text: string }>(sort, { path, extension: extensionOf(row) }, { urgent });
      const isConverted = sort === 'office' && this.config.CONVERTER === 'auto' && (await hasConverter());
      const noPreview = sort === 'text' ? 'kind' : 'converter';
      return { parts: { ...textParts(text), ...(isConverted ? {} : { noPreview }) }, text, next: isConverted ? 'pages' : undefined };
    });
  }

  async #picture({ thumbnail, preview, hash, landmarks }: PictureMade): Promise<Made> {
    const [small, large] = [await this.#keep(thumbnail), await this.#keep(preview)];
    const parts: Parts = { thumbnail: small, pageCount: 1, pages: [{ n: 1, ...large }] };
    return { parts: { ...parts, ...this.#unread() }, next: this.#ocrNext(), seen: { hash, landmarks, thumbnail } };
  }

  /** The first page comes with what is quick; the rest is a stage of its own. */
  async #pdf(path: string, row: Derived, urgent: boolean): Promise<Made> {
    const { pageCount, text, scanned } = await this.#quick.run<PdfMade>('pdf', { path }, { urgent });
    const known: Parts = { pageCount, ...(scanned ? this.#unread() : textParts(text)) };
    const next = pageCount > 1 ? 'pages' : scanned ? this.#ocrNext() : undefined;
    const made = { ...(scanned ? {} : { text }), next };
    try {
      const [first] = await this.#quick.run<PageMade[]>('pages', { path, from: 1, to: 1 }, { urgent });
      if (!first?.picture) return { ...made, parts: { ...known, noPreview: 'damaged' }, next: undefined };
      return { ...made, parts: { ...known, thumbnail: await this.#keep(first.thumbnail!), pages: [{ n: 1, ...(await this.#keep(first.picture)) }] } };
    } catch (error) {
      return { ...made, parts: { ...known, noPreview: lackOf(error, row.attempts) }, next: undefined };
    }
  }

  /** Pages up to the fiftieth; of an office document after it was converted. */
  async #pages(row: Derived, alive: () => void): Promise<Made> {
    const isOffice = sortOf(row.mediaType) === 'office';
    const pdf = isOffice ? (row.parts.pdf ?? (await this.#convert(row))) : row;
    return this.#at(pdf, async (path) => {
      const pageCount = isOffice ? (await this.#slow.run<PdfMade>('pdf', { path })).pageCount : row.parts.pageCount!;
      const pages: PageImage[] = [];
      let thumbnail: Blob | undefined;
      for (let from = isOffice ? 1 : 2; from <= Math.min(pageCount, PAGES_AHEAD); ) {
        alive();
        const made = await this.#slow.run<PageMade[]>('pages', { path, from, to: Math.min(pageCount, PAGES_AHEAD, from + PAGES_AT_ONCE - 1) });
        pages.push(...(await this.#keepPages(made)));
        if (made[0]?.n === 1 && made[0].thumbnail) thumbnail = await this.#keep(made[0].thumbnail);
        from += made.length;
      }
      const isScan = !isOffice && row.parts.text === undefined;
      return { parts: { pageCount, pages, ...(thumbnail && { thumbnail }), ...(isOffice && { pdf: { sha256: pdf.sha256, size: pdf.size } }) }, next: isScan ? this.#ocrNext() : undefined };
    });
  }

  /** Pages that somebody turned to before, or further than, the worker. */
  async pagesAt(row: Derived, from: number): Promise<PageImage[]> {
    return this.#at(row.parts.pdf ?? row, async (path) => this.#keepPages(await this.#quick.run<PageMade[]>('pages', { path, from, to: Math.min(row.parts.pageCount!, from + 2) }, { urgent: true })));
  }

  async #keepPages(made: readonly PageMade[]): Promise<PageImage[]> {
    const kept: PageImage[] = [];
    for (const { n, picture } of made) if (picture) kept.push({ n, ...(await this.#keep(picture)) });
    return kept;
  }

  async #convert(row: Derived): Promise<Blob> {
    const folder = await this.folders.make();
    try {
      const { path: made } = await this.#at(row, (path) => this.#slow.run<{ path: string }>('convert', { path, folder, extension: extensionOf(row) }, { withinMs: OFFICE_MS }));
      return await this.#keep(await readFile(made));
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 }); // a converter that was just ended may still write a moment
    }
  }

  async #ocr(row: Derived, alive: () => void): Promise<Made> {
    const read: Recognised[] = [];
    for (const { sha256 } of (row.parts.pages ?? []).toSorted((a, b) => a.n - b.n).slice(0, MOST_OCR_PAGES)) {
      alive();
      read.push(await this.#slow.run<Recognised>('ocr', { picture: await buffer(await this.blobs.get(sha256)) }, { withinMs: OCR_PAGE_MS }));
    }
    const text = read.map((page) => page.text).join('\n').trim();
    if (text === '') return { parts: { noText: 'empty' } };
    const confidence = Math.round(read.reduce((sum, page) => sum + page.confidence * page.text.length, 0) / read.reduce((sum, page) => sum + page.text.length, 0));
    return { parts: { text: { source: 'ocr', characters: text.length, confidence } }, text };
  }

  /** A copy that may be published: encoded anew, with nothing of the camera's notes (I5). Refuses what is no picture with `Unparsable`. */
  async cleaned(source: Source): Promise<Blob & { readonly mediaType: string }> {
    const { bytes, mediaType } = await this.#at(source, (path) => this.#quick.run<CleanMade>('clean', { path, mediaType: source.mediaType }, { urgent: true }));
    return { ...(await this.#keep(bytes)), mediaType };
  }

  /** A look at two small pictures. */
  compare = (pictures: Readonly<Record<string, unknown>>): Promise<Compared> => this.#quick.run<Compared>('compare', pictures);

  #ocrNext = (): Stage | undefined => (this.config.OCR === 'on' ? 'ocr' : undefined);
  #unread = (): Parts => (this.config.OCR === 'on' ? {} : { noText: 'off' });

  #keep = (bytes: Uint8Array): Promise<Blob> => this.blobs.put(Readable.from([bytes]));

  async #at<T>({ sha256, size }: Blob, use: (path: string) => Promise<T>): Promise<T> {
    return this.spool.with(await this.blobs.get(sha256), { sha256, size }, ({ path }) => use(path));
  }
}

const textParts = (text: string): Parts => (text.trim() === '' ? { noText: 'empty' } : { text: { source: 'file', characters: text.length } });
const extensionOf = ({ mediaType }: Source): string => FILE_TYPES.find((type) => type.mediaType === mediaType)!.extensions[0]!;

/** Why a file gives nothing; throws again what may pass with time. */
function lackOf(error: unknown, attempts: number): Lack {
  if (error instanceof Unparsable) return error.lack;
  if (error instanceof ParserDied && attempts >= TRIES) return 'too-much';
  throw error;
}
