import { z } from 'zod';
import { DayText, Id, page } from './common.ts';
import { KindName, PageSize, PageToken, Search, text } from './registry-parts.ts';

export const UNIT_NAME_MOST = 200;
export const UNIT_CODE = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u;

export const UnitName = text(UNIT_NAME_MOST);
/** Letters, digits, `.`, `_`, `-`; 1 to 40 characters. */
export const UnitCode = z.string().normalize('NFC').trim().regex(UNIT_CODE);

/** Where a unit is, in degrees; photos of its records that were taken far from it are pointed out. */
export const UnitLocation = z.strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) });
export type UnitLocation = z.infer<typeof UnitLocation>;

export const UnitOpen = z.strictObject({
  code: UnitCode,
  name: UnitName,
  kind: KindName,
  /** The unit above; only the first unit of all has none. */
  parentId: Id,
  /** First day of its life; today when absent. */
  openedOn: DayText.optional(),
  location: UnitLocation.optional(),
});
export type UnitOpen = z.infer<typeof UnitOpen>;

const on = { /** The day from which it holds; today when absent. */ on: DayText.optional() };
export const UnitChange = z
  .strictObject({ code: UnitCode.optional(), name: UnitName.optional(), kind: KindName.optional(), /** `null` takes it away. */ location: UnitLocation.nullable().optional(), ...on });
export type UnitChange = z.infer<typeof UnitChange>;
export const UnitMove = z.strictObject({ parentId: Id, ...on });
export type UnitMove = z.infer<typeof UnitMove>;
/** The unit goes into another one; `on` is the last day of its life. */
export const UnitMerge = z.strictObject({ intoId: Id, ...on });
export type UnitMerge = z.infer<typeof UnitMerge>;
/** `on` is the last day of its life. */
export const UnitClose = z.strictObject(on);
export type UnitClose = z.infer<typeof UnitClose>;

export const UnitView = z.object({
  id: Id,
  version: z.int(),
  code: z.string(),
  name: z.string(),
  kind: z.string(),
  /** Empty for the root. */
  parentId: z.string(),
  /** Ids from the root down to the unit itself. */
  path: z.array(z.string()),
  /** The node whose subtree a seat here governs. */
  jurisdictionId: z.string(),
  openedOn: DayText,
  /** Last day of its life; empty while it lives. */
  closedOn: z.string(),
  /** First day on which it was as shown. */
  from: DayText,
  /** The unit into which it went when it was closed. */
  intoId: z.string().optional(),
  location: UnitLocation.optional(),
});
export type UnitView = z.infer<typeof UnitView>;
/** What a merger did: units moved, people transferred, posts vacated, seats that no longer count. */
export const UnitMergeView = z.object({ unit: UnitView, moved: z.int(), people: z.int(), posts: z.int(), seats: z.int() });
export type UnitMergeView = z.infer<typeof UnitMergeView>;

export const UnitQuery = z.strictObject({
  /** Only the units directly below this one. */
  parentId: Id.optional(),
  /** `true`: only those that stand below none. */
  top: z.stringbool().default(false),
  /** This unit and all below it. */
  under: Id.optional(),
  kind: KindName.optional(),
  /** Part of the name, of the code or of the name's pinyin (initials or syllables). */
  search: Search,
  /** The tree as it stood on that day; today when absent. */
  asOf: DayText.optional(),
  /** `true` shows closed units too. */
  closed: z.stringbool().default(false),
  pageSize: PageSize,
  pageToken: PageToken,
});
export type UnitQuery = z.output<typeof UnitQuery>;
/** `children`: how many units stand right below it. */
export const UnitPage = page(UnitView.extend({ children: z.int() }));
export type UnitPage = z.infer<typeof UnitPage>;

/** The unit as it was on that day; as it is now when absent. */
export const UnitAsOf = z.strictObject({ asOf: DayText.optional() });
export type UnitAsOf = z.infer<typeof UnitAsOf>;

/** One stretch of a unit's life: `until` is the first day on which it was no longer so; empty for the present one. */
export const UnitVersionView = UnitView.extend({ until: z.string() });
export type UnitVersionView = z.infer<typeof UnitVersionView>;
export const UnitHistoryView = z.object({ items: z.array(UnitVersionView) });
export type UnitHistoryView = z.infer<typeof UnitHistoryView>;

export const UnitKindView = z.object({
  kind: z.string(),
  zh: z.string(),
  en: z.string(),
  /** A body (committee, department) governs the node it sits at; any other unit governs itself. */
  body: z.boolean(),
  /** Kinds of unit under which it may stand; absent: any. */
  under: z.array(z.string()).optional(),
});
export type UnitKindView = z.infer<typeof UnitKindView>;

export const UnitImportQuery = z.strictObject({
  dryRun: z.stringbool().default(false),
  /** Takes the good rows, leaves out the faulty ones and those below them. */
  skipFaulty: z.stringbool().default(false),
});
export type UnitImportQuery = z.output<typeof UnitImportQuery>;
export const ImportFault = z.object({ row: z.int(), field: z.string(), code: z.string(), zh: z.string(), en: z.string() });
export type ImportFault = z.infer<typeof ImportFault>;
export const UnitImportView = z.object({
  dryRun: z.boolean(),
  /** Rows of data found in the file. */
  total: z.int(),
  /** Units opened, or, in a dry run, units that would be. */
  opened: z.int(),
  /** The first rows as they were understood. */
  preview: z.array(z.object({ row: z.int(), code: z.string(), name: z.string(), kind: z.string(), parentCode: z.string(), openedOn: z.string() })),
  /** A real import with faults is refused with all of them, unless it leaves them out. */
  faults: z.array(ImportFault),
  /** Rows that are good but wait for a faulty one. */
  held: z.array(ImportFault),
});
export type UnitImportView = z.infer<typeof UnitImportView>;

/** A unit with what its committee and posts want: a term that ends soon or is over, posts that nobody holds. */
export const UnitAttentionView = z.object({
  unitId: Id,
  code: z.string(),
  name: z.string(),
  /** Last day of the present term; empty where nothing is wrong with it. */
  termUntil: z.string(),
  /** Kinds of the posts that are vacant. */
  vacant: z.array(z.string()),
});
export type UnitAttentionView = z.infer<typeof UnitAttentionView>;
export const UnitAttentionPage = page(UnitAttentionView);
export type UnitAttentionPage = z.infer<typeof UnitAttentionPage>;
export const UnitAttentionQuery = z.strictObject({ /** Terms that end within so many days count. */ days: z.coerce.number().int().min(0).max(366).default(90), pageSize: PageSize, pageToken: PageToken });
export type UnitAttentionQuery = z.output<typeof UnitAttentionQuery>;
