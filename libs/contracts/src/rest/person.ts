import { z } from 'zod';
import { DayText, Id, page } from './common.ts';
import { ImportFault } from './unit.ts';
import { KindName, PageSize, PageToken, Search, text } from './registry-parts.ts';

export const PersonName = text(60);

export const PersonEnter = z.strictObject({
  name: PersonName,
  unitId: Id,
  /** A party member in service, of whom service hours are expected. */
  memberInService: z.boolean(),
  /** First day of the membership; today when absent. */
  since: DayText.optional(),
});
export type PersonEnter = z.infer<typeof PersonEnter>;
export const PersonChange = z.strictObject({ name: PersonName.optional(), memberInService: z.boolean().optional() });
export type PersonChange = z.infer<typeof PersonChange>;
/** The new membership begins on `since`, the old one ends the day before. */
export const PersonTransfer = z.strictObject({ unitId: Id, since: DayText.optional() });
export type PersonTransfer = z.infer<typeof PersonTransfer>;
export const PersonLeave = z.strictObject({ /** Last day of the membership; today when absent. */ until: DayText.optional() });
export type PersonLeave = z.infer<typeof PersonLeave>;

const Membership = z.object({ unitId: Id, since: DayText, until: z.string() });
export const PersonView = z.object({
  id: Id,
  version: z.int(),
  name: z.string(),
  memberInService: z.boolean(),
  /** The present or last membership. */
  unitId: Id,
  since: DayText,
  /** Empty while it lasts. */
  until: z.string(),
  memberships: z.array(Membership),
});
export type PersonView = z.infer<typeof PersonView>;
export const PersonQuery = z.strictObject({
  /** The unit whose people are listed; one's own unit when absent. */
  unitId: Id.optional(),
  /** `true` includes the units below. */
  subtree: z.stringbool().default(false),
  search: Search,
  pageSize: PageSize,
  pageToken: PageToken,
});
export type PersonQuery = z.output<typeof PersonQuery>;
export const PersonPage = page(PersonView);
export const PersonNamesQuery = z.strictObject({ /** Up to 100 ids with commas between. */ ids: z.string().transform((text) => text.split(',')).pipe(z.array(Id).min(1).max(100)) });
export type PersonNamesQuery = z.output<typeof PersonNamesQuery>;
/** Names by id, of those whom the asker may see. */
export const PersonNames = z.object({ names: z.record(z.string(), z.string()) });
export type PersonNames = z.infer<typeof PersonNames>;
export type PersonPage = z.infer<typeof PersonPage>;

export const PostKindView = z.object({ kind: z.string(), zh: z.string(), en: z.string(), responsibility: z.string(), responsibilityZh: z.string() });
export type PostKindView = z.infer<typeof PostKindView>;
export const PostEstablish = z.strictObject({ unitId: Id, kind: KindName, since: DayText.optional() });
export type PostEstablish = z.infer<typeof PostEstablish>;
export const PostFill = z.strictObject({ personId: Id, since: DayText.optional() });
export type PostFill = z.infer<typeof PostFill>;
export const PostVacate = z.strictObject({ /** Last day in the post; today when absent. */ until: DayText.optional() });
export type PostVacate = z.infer<typeof PostVacate>;
export const PostView = z.object({
  id: Id,
  version: z.int(),
  unitId: Id,
  kind: z.string(),
  since: DayText,
  holdings: z.array(z.object({ personId: Id, name: z.string(), since: DayText, until: z.string() })),
  /** Who holds it today; absent while it is vacant. */
  holder: z.object({ personId: Id, name: z.string(), since: DayText }).optional(),
  vacant: z.boolean(),
  /** Stretches without a holder up to today; `until` is the last vacant day, empty while the vacancy lasts. */
  vacancies: z.array(z.object({ since: DayText, until: z.string() })),
});
export type PostView = z.infer<typeof PostView>;
export const PostQuery = z.strictObject({ unitId: Id.optional() });
export type PostQuery = z.infer<typeof PostQuery>;
export const PostList = z.object({ items: z.array(PostView) });
export type PostList = z.infer<typeof PostList>;

/** The committee of a unit was elected for a term; the same day again corrects the end. */
export const TermEnter = z.strictObject({ unitId: Id, electedOn: DayText, /** Last day of the term. */ until: DayText });
export type TermEnter = z.infer<typeof TermEnter>;
export const TermQuery = z.strictObject({ unitId: Id.optional() });
export type TermQuery = z.infer<typeof TermQuery>;
export const TermsView = z.object({
  unitId: Id,
  version: z.int(),
  terms: z.array(z.object({ since: DayText, until: DayText })),
  /** Stretches past a term up to today; `to` is the day before the next election, empty while it goes on. */
  overdue: z.array(z.object({ from: DayText, to: z.string() })),
});
export type TermsView = z.infer<typeof TermsView>;

export const PersonImportQuery = z.strictObject({ dryRun: z.stringbool().default(false) });
export type PersonImportQuery = z.output<typeof PersonImportQuery>;
export const PersonImportView = z.object({
  dryRun: z.boolean(),
  total: z.int(),
  /** People entered, or, in a dry run, people that would be. */
  entered: z.int(),
  preview: z.array(z.object({ row: z.int(), name: z.string(), unitCode: z.string(), memberInService: z.string(), since: z.string() })),
  faults: z.array(ImportFault),
});
export type PersonImportView = z.infer<typeof PersonImportView>;
