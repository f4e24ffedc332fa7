import { z } from 'zod';
import { DayText, Id, page } from './common.ts';
import { TaskId, ofUnits } from './evidence.ts';

export const SEARCH_KINDS = ['file', 'record'] as const;

/**
 * `q`: words apart by blanks are all required, "a phrase" in quotes, -word excludes. `from` and `to` bound the day of the event; of
 * a file the day that was declared, else the camera's, else the day of receipt. `type` is a record type, or for files a media type. `best` lists first what has the
 * words in its title.
 */
const asked = {
  q: z.string().max(200).default(''),
  ...ofUnits,
  from: DayText.optional(),
  to: DayText.optional(),
  kind: z.enum(SEARCH_KINDS).optional(),
  type: z.string().max(100).optional(),
  task: TaskId.optional(),
  uploader: Id.optional(),
  flag: z.string().max(50).optional(),
};
export const SearchCountQuery = z.strictObject(asked);
export type SearchCountQuery = z.infer<typeof SearchCountQuery>;
export const SearchQuery = z.strictObject({
  ...asked,
  sort: z.enum(['newest', 'best']).default('newest'),
  pageToken: z.string().max(20).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type SearchQuery = z.infer<typeof SearchQuery>;

/** A text as it was written and the places of the words in it, in UTF-16 units, from and up to. */
export const MarkedText = z.object({ text: z.string(), marks: z.array(z.tuple([z.int(), z.int()])) });
export type MarkedText = z.infer<typeof MarkedText>;

export const SearchHit = z.object({
  kind: z.enum(SEARCH_KINDS),
  /** Id of the file or record. */
  id: Id,
  unitId: Id,
  type: z.string(),
  title: MarkedText,
  day: DayText,
  tasks: z.array(TaskId),
  uploadedBy: Id,
  flags: z.array(z.string()),
  hasThumbnail: z.boolean(),
  snippets: z.array(MarkedText),
});
export type SearchHit = z.infer<typeof SearchHit>;

/** How many there are, and of those counted how many of each type and unit; `more` where counting was not carried on, at 0 because it took too long. */
export const SearchCount = z.object({
  count: z.int(),
  more: z.boolean(),
  types: z.array(z.object({ id: z.string(), count: z.int() })),
  units: z.array(z.object({ id: Id, count: z.int() })),
});
export type SearchCount = z.infer<typeof SearchCount>;

export const SearchPage = page(SearchHit);
export type SearchPage = z.infer<typeof SearchPage>;

/** The work of making the index anew from the files and records; `total` is about how many there are. */
export const SearchRebuildView = z.object({ state: z.enum(['never', 'running', 'done']), done: z.int(), total: z.int(), startedAt: z.iso.datetime().optional(), endedAt: z.iso.datetime().optional() });
export type SearchRebuildView = z.infer<typeof SearchRebuildView>;
