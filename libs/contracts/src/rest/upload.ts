import { z } from 'zod';
import { DayText, Id, page } from './common.ts';
import { Sha256, TaskId, paging } from './evidence.ts';
import { FileReceipt, PeriodText } from './file.ts';

export const MOST_LINES = 10_000;
/** So many lines fit into one request; more follow one request after the other. */
export const LINES_AT_ONCE = 2_000;

/** What a resumable upload says of itself in `Upload-Metadata`; a value is what its base64 decodes to. */
export const UploadMetadata = z.object({
  filename: z.string(),
  unit: Id,
  title: z.string().max(200).optional(),
  eventDate: DayText.optional(),
  period: PeriodText.optional(),
  sha256: Sha256.optional(),
  batch: Id.optional(),
});
export type UploadMetadata = z.infer<typeof UploadMetadata>;

/** Where a resumable upload stands; the receipt is there once the file is durably kept. */
export const UploadView = z.object({ id: Id, offset: z.int(), size: z.int(), expiresAt: z.iso.datetime(), receipt: FileReceipt.optional() });
export type UploadView = z.infer<typeof UploadView>;

/** One file that a batch announces. What is said here of the file is applied to it when it comes. */
export const ManifestLine = z.strictObject({
  name: z.string().min(1).max(1_000),
  size: z.int().min(0).optional(),
  sha256: Sha256.optional(),
  title: z.string().max(200).optional(),
  eventDate: DayText.optional(),
  period: PeriodText.optional(),
  tasks: z.array(TaskId).max(50).default([]),
});
export type ManifestLine = z.infer<typeof ManifestLine>;

export const BatchOpening = z.strictObject({ unitId: Id, title: z.string().max(200).default(''), lines: z.array(ManifestLine).max(MOST_LINES).default([]) });
export type BatchOpening = z.infer<typeof BatchOpening>;
export const BatchLines = z.strictObject({ lines: z.array(ManifestLine).min(1).max(MOST_LINES) });
export type BatchLines = z.infer<typeof BatchLines>;

export const LINE_STATES = ['missing', 'received', 'refused', 'surplus'] as const;
export type LineState = (typeof LINE_STATES)[number];

/** A refusal in words for people. */
export const RefusalWords = z.object({ code: z.string(), zh: z.string(), en: z.string() });

/** What became of one announced file, or of one that came without being announced. */
export const BatchLineView = z.object({
  number: z.int(),
  state: z.enum(LINE_STATES),
  name: z.string(),
  size: z.int().optional(),
  fileId: Id.optional(),
  sha256: Sha256.optional(),
  receivedAt: z.iso.datetime().optional(),
  /** Why it was refused the last time it came. */
  refusal: RefusalWords.optional(),
});
export type BatchLineView = z.infer<typeof BatchLineView>;

/** A batch with its receipt. `digest` is of the final receipt: there once the batch is closed, and nothing comes in any more. */
export const BatchView = z.object({
  id: Id,
  unitId: Id,
  title: z.string(),
  state: z.enum(['open', 'closed']),
  openedAt: z.iso.datetime(),
  openedBy: Id,
  closedAt: z.iso.datetime().optional(),
  announced: z.int(),
  received: z.int(),
  missing: z.int(),
  refused: z.int(),
  surplus: z.int(),
  digest: Sha256.optional(),
});
export type BatchView = z.infer<typeof BatchView>;
export const BatchPage = page(BatchView);
export type BatchPage = z.infer<typeof BatchPage>;
export const BatchQuery = z.strictObject({ unitId: Id.optional(), ...paging });
export type BatchQuery = z.infer<typeof BatchQuery>;

/** The lines of a receipt, by number; without a state all of them. */
export const BatchLineQuery = z.strictObject({ state: z.enum(LINE_STATES).optional(), pageToken: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(1_000).default(200) });
export type BatchLineQuery = z.infer<typeof BatchLineQuery>;
export const BatchLinePage = page(BatchLineView);
export type BatchLinePage = z.infer<typeof BatchLinePage>;

/** What became of a zip: its batch, and the members that were refused, with their reasons. */
export const ZipReceipt = BatchView.extend({ refusals: z.array(z.object({ name: z.string(), refusal: RefusalWords })) });
export type ZipReceipt = z.infer<typeof ZipReceipt>;
