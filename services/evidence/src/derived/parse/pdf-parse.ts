import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import sharp from 'sharp';
import { LEAST_TEXT_PER_PAGE, MOST_PAGES, MOST_TEXT, THUMBNAIL_PIXELS } from '../derived-rule.ts';
import { LackOf } from './lack-of.ts';

/** The longer side of a page's picture: readable on a screen, small enough to be kept for each page. */
const PAGE_PIXELS = 1_400;
/** A part of the ten seconds that a step has, after which the rest is left to the next step. */
const ENOUGH_MS = 5_000;
const MOST_IMAGE_PIXELS = 60_000_000;

const packageFolder = createRequire(import.meta.url).resolve('pdfjs-dist/package.json').replace(/package\.json$/, '');
sharp.cache(false);
sharp.concurrency(1);

export interface PdfMade {
  readonly pageCount: number;
  readonly text: string;
  /** Whether most pages have no text of their own: a scan. */
  readonly scanned: boolean;
}

/** Counts the pages and reads the text that the document itself holds. */
export async function openPdf({ path }: { path: string }): Promise<PdfMade> {
  return withPdf(path, async (pdf) => {
    const began = performance.now();
    const pageCount = Math.min(pdf.numPages, MOST_PAGES);
    const parts: string[] = [];
    let [length, read, silent] = [0, 0, 0];
    for (let n = 1; n <= pageCount && length < MOST_TEXT && performance.now() - began < ENOUGH_MS; n += 1) {
      const text = await textOf(pdf, n).catch(() => ''); // one damaged page is no reason to lose the others
      parts.push(text);
      length += text.length + 1;
      read += 1;
      if (text.trim().length < LEAST_TEXT_PER_PAGE) silent += 1;
    }
    return { pageCount, text: parts.join('\n').slice(0, MOST_TEXT), scanned: silent * 2 > read };
  });
}

async function textOf(pdf: PDFDocumentProxy, n: number): Promise<string> {
  const page = await pdf.getPage(n);
  const { items } = await page.getTextContent();
  page.cleanup();
  return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
}

interface Asked {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}
export interface PageMade {
  readonly n: number;
  /** Absent where this page cannot be drawn. */
  readonly picture?: Uint8Array;
  /** Of the first page. */
  readonly thumbnail?: Uint8Array;
}

/** Pictures of pages, as many of those asked for as a step has time for; at least one. */
export async function pdfPages({ path, from, to }: Asked): Promise<PageMade[]> {
  const canvas = await import('@napi-rs/canvas').catch(() => undefined); // its part for this machine may be missing
  const made: PageMade[] = [];
  const began = performance.now();
  const draw = async (one: (n: number) => Promise<Uint8Array>) => {
    for (let n = from; n <= to && (n === from || performance.now() - began < ENOUGH_MS); n += 1) {
      const picture = await one(n).catch(() => undefined);
      made.push({ n, ...(picture && { picture }), ...(picture && n === 1 && { thumbnail: await small(picture) }) });
    }
    return made;
  };
  if (!canvas) return draw((n) => drawnByPoppler(path, n));
  return withPdf(path, (pdf) =>
    draw(async (n) => {
      const page = await pdf.getPage(n);
      const { width, height } = page.getViewport({ scale: 1 });
      const viewport = page.getViewport({ scale: PAGE_PIXELS / Math.max(width, height, 1) });
      const sheet = canvas.createCanvas(Math.max(1, Math.round(viewport.width)), Math.max(1, Math.round(viewport.height)));
      await page.render({ canvas: sheet as never, /* has all of a browser's canvas that is drawn with */ viewport, background: 'white' }).promise;
      const data = sheet.data();
      page.cleanup();
      return sharp(data, { raw: { width: sheet.width, height: sheet.height, channels: 4 } }).removeAlpha().webp({ quality: 72, effort: 2 }).toBuffer();
    }),
  );
}

const small = (picture: Uint8Array): Promise<Uint8Array> => sharp(picture).resize(THUMBNAIL_PIXELS, THUMBNAIL_PIXELS, { fit: 'inside' }).webp({ quality: 78, effort: 2 }).toBuffer();

async function drawnByPoppler(path: string, n: number): Promise<Uint8Array> {
  const { stdout } = await promisify(execFile)('pdftoppm', ['-png', '-f', String(n), '-l', String(n), '-scale-to', String(PAGE_PIXELS), path], { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 });
  return sharp(stdout).webp({ quality: 72, effort: 2 }).toBuffer();
}

async function withPdf<T>(path: string, use: (pdf: PDFDocumentProxy) => Promise<T>): Promise<T> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const loading = getDocument({
    data: new Uint8Array(await readFile(path)),
    maxImageSize: MOST_IMAGE_PIXELS,
    enableXfa: false,
    useSystemFonts: true,
    cMapUrl: `${packageFolder}cmaps/`,
    standardFontDataUrl: `${packageFolder}standard_fonts/`,
    wasmUrl: `${packageFolder}wasm/`,
    iccUrl: `${packageFolder}iccs/`,
    verbosity: 0,
  });
  try {
    return await use(await loading.promise);
  } catch (error) {
    throw new LackOf((error as Error).name === 'PasswordException' ? 'encrypted' : 'damaged');
  } finally {
    await loading.destroy();
  }
}
