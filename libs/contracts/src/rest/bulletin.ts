import { z } from 'zod';
import { DayText, Id, page } from './common.ts';
import { SUMMARY_PERIODS } from './due.ts';
import { RANK_MOVES } from './overview.ts';

const Name = z.string().regex(/^[A-Za-z][A-Za-z0-9.:_-]{0,120}$/);
const KindId = z.string().regex(/^[a-z][a-z0-9-]{1,40}$/);
const PeriodName = z.string().regex(/^\d{4}(-(W\d\d|\d\d|Q[1-4]|H[12]))?$/);
const Subject = z.string().trim().min(1).max(100);

/** By what units are ranked: the levels of a round, a list that others made, marks on site, a rating. */
export const RANKED_BY = ['levels', 'standing', 'onsite', 'rating'] as const;
export type RankedBy = (typeof RANKED_BY)[number];

/** What a number or a row was counted from. */
export const COUNTED_FROM = ['levels', 'award', 'notice', 'complaint', 'case', 'standing', 'onsite', 'rating', 'summary', 'due', 'round', 'units', 'record'] as const;
const Source = z.object({ kind: z.enum(COUNTED_FROM), id: z.string(), zh: z.string() });
export const FigureSource = Source.extend({ /** Of how many things it was counted. */ count: z.int() });
export type FigureSource = z.infer<typeof FigureSource>;

export const FigureView = z.object({
  name: Name,
  zh: z.string(),
  value: z.string(),
  /** What the system counted. */
  computed: z.string(),
  /** Why a person put another number in its place; empty where nobody did. */
  reason: z.string(),
  source: FigureSource,
});
export type FigureView = z.infer<typeof FigureView>;

export const BulletinTable = z.object({
  name: Name,
  zh: z.string(),
  columns: z.array(z.object({ name: Name, zh: z.string(), number: z.boolean() })),
  rows: z.array(
    z.object({
      key: z.string(),
      unitId: z.string(),
      /** Left out of the document by a person. */
      struck: z.boolean(),
      cells: z.record(z.string(), z.string()),
      /** Of cells that a person changed: what the system had found. */
      computed: z.record(z.string(), z.string()),
      source: Source,
    }),
  ),
});
export type BulletinTable = z.infer<typeof BulletinTable>;

/** Who reads an issue: anybody without an account, everybody signed in, the units that it is about, or units that it names; always its issuer and who stands over that. */
export const BULLETIN_READERS = ['public', 'everyone', 'subtree', 'units'] as const;
/** `unitIds`: the units of `units`, each with what stands under it. */
export const BulletinReaders = z.strictObject({ of: z.enum(BULLETIN_READERS), unitIds: z.array(Id).max(500).default([]) });
export type BulletinReaders = z.infer<typeof BulletinReaders>;

export const BULLETIN_STATES = ['draft', 'approved', 'dropped'] as const;
export const BulletinLine = z.object({
  id: Id,
  version: z.int(),
  kind: z.string(),
  kindZh: z.string(),
  /** Empty until it is issued. */
  number: z.string(),
  title: z.string(),
  issuer: z.string(),
  /** Empty of kinds that are drafted by hand. */
  period: z.string(),
  periodZh: z.string(),
  state: z.enum(BULLETIN_STATES),
  bySystem: z.boolean(),
  issuedOn: z.string(),
  hasDocument: z.boolean(),
  readers: z.enum(BULLETIN_READERS),
});
export type BulletinLine = z.infer<typeof BulletinLine>;
export const BulletinPage = page(BulletinLine);

export const BulletinView = BulletinLine.extend({
  unitId: Id,
  campaignId: z.string(),
  /** Of readers that are named units: those. */
  readerUnits: z.array(z.object({ id: Id, name: z.string() })),
  from: DayText,
  to: DayText,
  texts: z.array(z.object({ name: Name, zh: z.string(), lines: z.array(z.string()) })),
  figures: z.array(FigureView),
  tables: z.array(BulletinTable),
  /** Head of the transparency log, as it is printed; empty until then. */
  checkpoint: z.string(),
  pdfSha256: z.string(),
  docxSha256: z.string(),
  mayEdit: z.boolean(),
  /** False also for those who wrote it. */
  mayApprove: z.boolean(),
});
export type BulletinView = z.infer<typeof BulletinView>;

export const BulletinQuery = z.strictObject({
  kind: KindId.optional(),
  period: PeriodName.optional(),
  state: z.enum(BULLETIN_STATES).optional(),
  pageToken: z.string().max(200).optional(),
});
export type BulletinQuery = z.infer<typeof BulletinQuery>;

const scope = {
  campaignId: Id.optional(),
  /** A node below the issuer's own: only what lies under it is counted. */
  unitId: Id.optional(),
  /** Name of the list, id of the form or of the rating that a ranking is made by. */
  subject: Subject.optional(),
};
export const BulletinDraft = z.strictObject({ kind: KindId, title: z.string().trim().min(1).max(150).optional(), period: PeriodName.optional(), from: DayText.optional(), to: DayText.optional(), ...scope });
export type BulletinDraft = z.infer<typeof BulletinDraft>;

/** The whole edit: what is not named here is as the system counted it. Places such as `{results.total}` stand for numbers; `{{` is a brace. */
export const BulletinEdit = z.strictObject({
  title: z.string().trim().min(1).max(150),
  texts: z.record(Name, z.array(z.string().trim().min(1).max(2_000)).max(50)),
  /** Without it they stay. */
  readers: BulletinReaders.optional(),
  figures: z.array(z.strictObject({ name: Name, value: z.string().trim().min(1).max(40), reason: z.string().trim().min(1).max(500) })).max(500).default([]),
  rows: z.array(z.strictObject({ table: Name, key: z.string().max(200), struck: z.boolean().default(false), cells: z.record(z.string(), z.string().trim().min(1).max(300)).default({}) })).max(5_000).default([]),
});
export type BulletinEdit = z.infer<typeof BulletinEdit>;

export const FigureItems = page(z.object({ id: z.string(), name: z.string() })).extend({ figure: FigureView });
export type FigureItems = z.infer<typeof FigureItems>;
export const FigureItemsQuery = z.strictObject({ pageToken: z.string().regex(/^\d{1,9}$/).optional() });
export type FigureItemsQuery = z.infer<typeof FigureItemsQuery>;

/** From when on the system drafts a kind for a unit, and of what. */
export const BulletinPlan = z.strictObject(scope);
export type BulletinPlan = z.infer<typeof BulletinPlan>;
export const BulletinKindView = z.object({
  id: z.string(),
  zh: z.string(),
  en: z.string(),
  every: z.enum(SUMMARY_PERIODS).nullable(),
  /** Whether it tells of the period that is over or of the one that begins. */
  covers: z.enum(['past', 'coming']),
  /** Drafted on this working day after the period, or of it. */
  workday: z.int(),
  asksCampaign: z.boolean(),
  asksSubject: z.enum(RANKED_BY).nullable(),
  /** It names units: nothing of it comes out while a notice runs or a complaint is open. */
  names: z.boolean(),
  readers: z.enum(BULLETIN_READERS),
  /** Drafted by itself when a record that it tells of has come so far. */
  onRecord: z.boolean(),
  /** Null where the asking person's unit has not switched it on. */
  plan: z.object({ version: z.int(), since: DayText, campaignId: z.string(), unitId: z.string(), subject: z.string() }).nullable(),
});
export type BulletinKindView = z.infer<typeof BulletinKindView>;
export const BulletinKindList = z.object({ items: z.array(BulletinKindView) });

export const RankBoardQuery = z.strictObject({
  by: z.enum(RANKED_BY).default('levels'),
  campaignId: Id.optional(),
  subject: Subject.optional(),
  unitId: Id.optional(),
  /** As things stood at the end of this day; today without it. */
  asOf: DayText.optional(),
  /** Compared with this day; the last day of the month before `asOf` without it. */
  against: DayText.optional(),
  pageToken: z.string().regex(/^\d{1,9}$/).optional(),
});
export type RankBoardQuery = z.infer<typeof RankBoardQuery>;
export const RankBoard = page(
  z.object({
    place: z.int(),
    /** Null of one that had no place then. */
    before: z.int().nullable(),
    move: z.enum(RANK_MOVES),
    unitId: z.string(),
    unitName: z.string(),
    levelName: z.string(),
    score: z.string(),
  }),
).extend({ by: z.enum(RANKED_BY), title: z.string(), asOf: DayText, against: DayText, rule: z.string(), total: z.int(), source: Source });
export type RankBoard = z.infer<typeof RankBoard>;

/** An issue that anybody may read. */
export const PublicBulletin = z.object({ id: Id, kindZh: z.string(), number: z.string(), title: z.string(), issuer: z.string(), issuedOn: DayText });
export type PublicBulletin = z.infer<typeof PublicBulletin>;
export const PublicBulletinPage = page(PublicBulletin);
export const PublicBulletinQuery = z.strictObject({ pageToken: Id.optional() });
export type PublicBulletinQuery = z.infer<typeof PublicBulletinQuery>;
