import { z } from 'zod';
import { DayText, Id, page } from './common.ts';
import { Sha256, TaskId, ofUnits, paging } from './evidence.ts';

/** A year, half-year, quarter or month that a file belongs to: 2026, 2026-H1, 2026-Q1, 2026-03. */
export const PeriodText = z.string().regex(/^(19|20)\d\d(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?$/);

/** `quarantined`: kept, but given to nobody before a scanner has seen it; `refused`: a scanner found something, the bytes are gone. */
export const SCAN_STATES = ['clean', 'quarantined', 'refused'] as const;
export type ScanState = (typeof SCAN_STATES)[number];

/** What a malware scanner said of a file. Without an engine none was asked, or none answered where an answer is optional. */
export const ScanView = z.object({
  state: z.enum(SCAN_STATES),
  engine: z.string().optional(),
  /** Version of the signatures that were used. */
  signatures: z.string().optional(),
  at: z.iso.datetime(),
  /** What was found, in the scanner's words. */
  found: z.string().optional(),
  /** Why there is no verdict, or, where the signatures that passed it are named, none by newer ones. */
  reason: z.enum(['down', 'slow', 'stale', 'too-large', 'failed']).optional(),
});
export type ScanView = z.infer<typeof ScanView>;

/** What an uploader gets for a file that is durably kept; `duplicate` where the unit had these bytes under this name before. */
export const FileReceipt = z.object({
  id: Id,
  sha256: Sha256,
  size: z.int(),
  mediaType: z.string(),
  receivedAt: z.iso.datetime(),
  duplicate: z.boolean(),
  scan: ScanView,
});
export type FileReceipt = z.infer<typeof FileReceipt>;

/** What a photo says of itself; a hint, never a verdict. `takenAt` is the camera's clock and carries no zone. */
export const PhotoHints = z.object({
  takenAt: z.string().optional(),
  place: z.object({ latitude: z.number(), longitude: z.number() }).optional(),
});
export type PhotoHints = z.infer<typeof PhotoHints>;

export const FileView = z.object({
  id: Id,
  version: z.int(),
  unitId: Id,
  /** As the uploader's system named it, any Unicode. */
  name: z.string(),
  /** What its uploader calls it, where that is more than the name. */
  title: z.string().optional(),
  sha256: Sha256,
  size: z.int(),
  mediaType: z.string(),
  /** The day that the file shows, as its uploader said. */
  eventDate: DayText.optional(),
  /** The span that the file is evidence for, as its uploader said. */
  period: PeriodText.optional(),
  receivedAt: z.iso.datetime(),
  uploadedBy: Id,
  tasks: z.array(TaskId),
  hints: PhotoHints,
  /** Whether `files/{id}/thumbnail` can be expected to answer with a picture. */
  hasThumbnail: z.boolean(),
  scan: ScanView,
});
export type FileView = z.infer<typeof FileView>;

/**
 * What goes on a copy of a PDF: 水印 with who looks at it, 收文章 with its number, 归档章 with where the archive keeps it. The day of receipt,
 * the unit and the digest are put in by the system; the file itself stays as it is.
 */
export const STAMPS = ['watermark', 'received', 'archived'] as const;
const stampLine = (most: number) => z.string().trim().min(1).max(most).optional();
export const StampQuery = z.strictObject({
  stamp: z.enum(STAMPS),
  number: stampLine(40),
  fondsNumber: stampLine(16),
  year: z.coerce.number().int().min(1900).max(2200).optional(),
  pieceNumber: stampLine(16),
  category: stampLine(16),
  retention: stampLine(12),
  pages: z.coerce.number().int().min(0).max(100_000).optional(),
  archiveNumber: stampLine(40),
});
export type StampQuery = z.infer<typeof StampQuery>;

/** `from` and `to` bound the day of receipt. What a scanner refused is listed only where `scan` asks for it. `mediaType` may be a family, such as `image/*`. */
export const FileQuery = z.strictObject({
  ...ofUnits, from: DayText.optional(), to: DayText.optional(), mediaType: z.string().max(100).optional(), task: TaskId.optional(), period: PeriodText.optional(), scan: z.enum(SCAN_STATES).optional(), ...paging,
});
export type FileQuery = z.infer<typeof FileQuery>;
export const FilePage = page(FileView);
export type FilePage = z.infer<typeof FilePage>;
