import { z } from 'zod';
import { Id } from './common.ts';

/** `<scheme>/<task or task item>`, e.g. `organ-scheme/T01` or `organ-scheme/T01.1`. */
export const TaskId = z.string().regex(/^[a-z0-9-]{1,100}\/[A-Za-z0-9_.-]{1,50}$/);
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const NamedWords = z.object({ zh: z.string(), en: z.string() });
/** Whose things a list shows: one unit's, with `subtree` also those under it; without a unit, all that the seat may see. */
export const ofUnits = { unitId: Id.optional(), subtree: z.stringbool().default(false) };
export const paging = { pageToken: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(500).default(50) };

/** A task that evidence can be linked to, from the published schemes. */
export const TaskView = NamedWords.extend({ id: TaskId, scheme: z.string(), schemeName: NamedWords, source: z.string().optional() });
export type TaskView = z.infer<typeof TaskView>;
export const TaskList = z.object({ items: z.array(TaskView) });
export type TaskList = z.infer<typeof TaskList>;

export const TaskLinking = z.strictObject({ task: TaskId });
export type TaskLinking = z.infer<typeof TaskLinking>;

/** One entry of the log of links of a file or record. */
export const TaskLinkView = z.object({ act: z.enum(['link', 'unlink']), task: TaskId, by: Id, at: z.iso.datetime() });
export type TaskLinkView = z.infer<typeof TaskLinkView>;
export const TaskLinkLog = z.object({ items: z.array(TaskLinkView) });
export type TaskLinkLog = z.infer<typeof TaskLinkLog>;
