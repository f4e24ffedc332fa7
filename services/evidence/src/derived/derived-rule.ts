import { LACKS, type Lack } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';

const OFFICE = 'application/vnd.openxmlformats-officedocument.';

/** What sort of parser a file needs; `none` where nothing can be made of it. */
export type Sort = 'picture' | 'pdf' | 'office' | 'text' | 'none';

export function sortOf(mediaType: string): Sort {
  if (mediaType.startsWith('image/')) return 'picture';
  if (mediaType === 'application/pdf') return 'pdf';
  if (mediaType.startsWith(OFFICE)) return 'office';
  return mediaType.startsWith('text/') ? 'text' : 'none';
}

/** Whether pictures of its pages can be expected; with an office document only where a converter is present. */
export const hasPreview = (mediaType: string): boolean => ['picture', 'pdf'].includes(sortOf(mediaType));

/** The stages of a file, in order: what comes quickly, then what takes a converter or many pages, then text recognition. */
export const STAGES = ['make', 'pages', 'ocr'] as const;
export type Stage = (typeof STAGES)[number];

export const THUMBNAIL_PIXELS = 320;
/** Pages that are made without being asked for; the others are made when somebody turns to them. */
export const PAGES_AHEAD = 50;
/** A document with more pages is shown up to here. */
export const MOST_PAGES = 2_000;
export const MOST_TEXT = 200_000;
/** Scans are read up to here. */
export const MOST_OCR_PAGES = 10;
/** Fewer characters than this on a page are no text layer but a page number or a stamp. */
export const LEAST_TEXT_PER_PAGE = 8;

export const MOST_ATTEMPTS = 6;
/** Milliseconds until the next attempt: 5 s, 20 s, 80 s, … */
export const backoff = (attempts: number): number => 5_000 * 4 ** (attempts - 1);

export function noPreview(lack: Lack): Refusal {
  return new Refusal('missing', 'file.no-preview', { reason: LACKS[lack].zh, reasonEn: LACKS[lack].en, lack });
}

export function noText(lack: Lack): Refusal {
  return new Refusal('missing', 'file.no-text', { reason: LACKS[lack].zh, reasonEn: LACKS[lack].en, lack });
}
