import { z } from 'zod';
import { DayText, Id, page } from './common.ts';
import { NamedWords, Sha256, TaskId } from './evidence.ts';

const Year = z.coerce.number().int().min(2000).max(2100);
const SchemeId = z.string().regex(/^[a-z0-9-]{1,100}$/);

// ── the archive of a unit, a year and a scheme ────────────────────────────────────────────────────────────────────────

export const ARCHIVE_KINDS = ['file', 'record'] as const;
export type ArchiveKind = (typeof ARCHIVE_KINDS)[number];
/** A file or a record, by its id. */
export const ItemRef = z.strictObject({ kind: z.enum(ARCHIVE_KINDS), id: Id });
export type ItemRef = z.infer<typeof ItemRef>;

/** `frozen`: a declaration relied on it; `corrected`: and it was corrected since. */
export const ITEM_STATES = ['kept', 'frozen', 'corrected'] as const;

export const ArchiveItem = z.object({
  kind: z.enum(ARCHIVE_KINDS),
  id: Id,
  /** The name of a file, the title of a record. */
  name: z.string(),
  /** Day of the event; of a file without one, the day of its receipt. */
  day: DayText,
  /** Media type of a file, record type of a record. */
  type: z.string(),
  tasks: z.array(TaskId),
  state: z.enum(ITEM_STATES),
});
export type ArchiveItem = z.infer<typeof ArchiveItem>;

/** `items` are the latest few; `archive/items` gives all. */
const Shelf = { count: z.int(), items: z.array(ArchiveItem) };
const ArchiveTaskPart = NamedWords.extend({ id: TaskId, source: z.string().optional(), ...Shelf });
/** A task with its parts. It is a gap where neither it nor a part has an item. */
export const ArchiveTask = ArchiveTaskPart.extend({ gap: z.boolean(), parts: z.array(ArchiveTaskPart) });
export type ArchiveTask = z.infer<typeof ArchiveTask>;

export const ArchiveView = z.object({
  unitId: Id,
  unitName: z.string(),
  year: z.int(),
  scheme: z.string(),
  schemeName: NamedWords,
  dimensions: z.array(NamedWords.extend({ id: z.string(), tasks: z.array(ArchiveTask) })),
  /** Items of the year that serve no task of the scheme. */
  apart: z.object(Shelf),
  counts: z.object({ files: z.int(), records: z.int(), tasks: z.int(), gaps: z.int() }),
});
export type ArchiveView = z.infer<typeof ArchiveView>;

export const ArchiveQuery = z.strictObject({ unitId: Id, year: Year, scheme: SchemeId });
export type ArchiveQuery = z.infer<typeof ArchiveQuery>;
/** `task`: what serves it; without one, what serves no task of the scheme. */
export const ArchiveItemsQuery = ArchiveQuery.extend({ task: TaskId.optional(), pageToken: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(500).default(50) });
export type ArchiveItemsQuery = z.infer<typeof ArchiveItemsQuery>;
export const ArchiveItemPage = page(ArchiveItem);

/** Links, or unlinks, many items and many tasks at once; what is so already stays. */
export const TasksLinking = z.strictObject({ act: z.enum(['link', 'unlink']), tasks: z.array(TaskId).min(1).max(20), items: z.array(ItemRef).min(1).max(200) });
export type TasksLinking = z.infer<typeof TasksLinking>;
/** `id` takes it back; `changed` counts the links that came or went. */
export const TasksLinked = z.object({ id: Id, changed: z.int(), unchanged: z.int() });
export type TasksLinked = z.infer<typeof TasksLinked>;

// ── evidence as it was handed in ──────────────────────────────────────────────────────────────────────────────────────

/** A name is empty where the reader may not read the record. `now` says how what is here today differs from what was handed in. `via`: the record that brought a file along. */
export const FrozenItem = z.object({
  kind: z.enum(ARCHIVE_KINDS),
  id: Id,
  name: z.string(),
  type: z.string(),
  revision: z.int().optional(),
  digest: Sha256,
  via: Id.optional(),
  now: z.enum(['same', 'corrected', 'gone']),
});
export type FrozenItem = z.infer<typeof FrozenItem>;

const setHead = {
  id: Id,
  candidacyId: Id,
  campaignId: Id,
  unitId: Id,
  /** Which submission of the candidacy, from 1. */
  submission: z.int(),
  submittedAt: z.iso.datetime(),
  frozenAt: z.iso.datetime(),
  keepUntil: DayText,
  digest: Sha256,
  count: z.int(),
  /** Whether the bytes are locked in the store by now. */
  locked: z.boolean(),
};
export const FrozenSetHead = z.object(setHead);
export type FrozenSetHead = z.infer<typeof FrozenSetHead>;
/** `intact`: every item is there as it was handed in, and the digest was reckoned anew and holds. */
export const FrozenSetView = z.object({ ...setHead, intact: z.boolean(), items: z.array(FrozenItem) });
export type FrozenSetView = z.infer<typeof FrozenSetView>;
export const FrozenSetQuery = z.strictObject({ unitId: Id.optional(), candidacyId: Id.optional(), pageToken: Id.optional() });
export type FrozenSetQuery = z.infer<typeof FrozenSetQuery>;
export const FrozenSetPage = page(FrozenSetHead);

/** A record as it was handed in. */
export const FrozenRecord = z.object({
  id: Id,
  unitId: Id,
  type: z.string(),
  revision: z.int(),
  day: DayText,
  title: z.string(),
  fields: z.record(z.string(), z.unknown()),
  fileIds: z.array(Id),
  sums: z.record(z.string(), z.unknown()),
  digest: Sha256,
  /** The digest as it is reckoned from this content. */
  found: Sha256,
});
export type FrozenRecord = z.infer<typeof FrozenRecord>;

// ── packages ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The archive of a unit's year; with a scheme, only what serves its tasks. */
export const BagOrder = z.strictObject({ unitId: Id, year: z.int().min(2000).max(2100), scheme: SchemeId.optional() });
export type BagOrder = z.infer<typeof BagOrder>;

export const BAG_STATES = ['waiting', 'running', 'done', 'failed', 'expired'] as const;
export const BagView = z.object({
  id: Id,
  unitId: Id,
  unitName: z.string(),
  year: z.int(),
  scheme: z.string().optional(),
  state: z.enum(BAG_STATES),
  /** Bytes written of about so many. */
  written: z.int(),
  total: z.int(),
  /** Name of the ZIP file. */
  name: z.string(),
  size: z.int().optional(),
  sha256: Sha256.optional(),
  fault: z.string().optional(),
  orderedBy: Id,
  orderedAt: z.iso.datetime(),
  /** The package can be fetched until this day. */
  until: DayText.optional(),
});
export type BagView = z.infer<typeof BagView>;
export const BagPage = page(BagView);
export const BagQuery = z.strictObject({ unitId: Id.optional(), pageToken: Id.optional() });
export type BagQuery = z.infer<typeof BagQuery>;

export const IMPORT_STATES = ['checking', 'checked', 'refused', 'taking', 'taken', 'failed', 'expired'] as const;
/** Something that stands against taking a package in, or that one should know; `at` names the place in the package. */
export const ImportNote = z.object({ at: z.string(), code: z.string(), zh: z.string(), en: z.string() });
export type ImportNote = z.infer<typeof ImportNote>;
const Tally = z.object({ kind: z.enum(['file', 'record', 'frozen', 'link']), fresh: z.int(), same: z.int() });
export const BagImportView = z.object({
  id: Id,
  state: z.enum(IMPORT_STATES),
  name: z.string(),
  size: z.int(),
  sha256: Sha256,
  unitId: Id.optional(),
  unitName: z.string().optional(),
  year: z.int().optional(),
  bytes: z.int(),
  /** What is new, and what is here already with the same content. */
  tallies: z.array(Tally),
  /** Why it cannot be taken, at most the first hundred. */
  conflicts: z.array(ImportNote),
  warnings: z.array(ImportNote),
  /** Statements of the log whose proofs hold. */
  proven: z.int(),
  fault: z.string().optional(),
  orderedBy: Id,
  orderedAt: z.iso.datetime(),
  takenAt: z.iso.datetime().optional(),
});
export type BagImportView = z.infer<typeof BagImportView>;
export const BagImportPage = page(BagImportView);
export const BagImportQuery = z.strictObject({ pageToken: Id.optional() });
export type BagImportQuery = z.infer<typeof BagImportQuery>;
