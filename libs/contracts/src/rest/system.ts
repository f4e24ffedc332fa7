import { z } from 'zod';

/** How a service of a process is, for administrators. */
export const ServiceStateView = z.object({
  service: z.string(),
  version: z.string(),
  /** Since when its process runs. */
  upSince: z.iso.datetime(),
  database: z.boolean(),
  bus: z.boolean(),
  blobs: z.boolean(),
  /** Messages that wait to be told, and since when the oldest does. */
  unsent: z.int(),
  unsentSince: z.string(),
  parked: z.int(),
  /** When the last round of what happens by itself ended; empty before the first one. */
  lastTick: z.string(),
  /** What failed in that round and is tried again in the next. */
  failing: z.array(z.string()),
});
export type ServiceStateView = z.infer<typeof ServiceStateView>;

/** A message that a service could not take in. Of its content only ids, days, numbers and the words of lists are shown. */
export const ParkedMessageView = z.object({
  id: z.string(),
  type: z.string(),
  key: z.string(),
  reason: z.string(),
  attempts: z.int(),
  parkedAt: z.iso.datetime(),
  content: z.array(z.object({ field: z.string(), value: z.string() })),
  /** Fields that hold something and are not shown. */
  hidden: z.array(z.string()),
});
export type ParkedMessageView = z.infer<typeof ParkedMessageView>;
export const ParkedMessageList = z.object({ items: z.array(ParkedMessageView) });
export type ParkedMessageList = z.infer<typeof ParkedMessageList>;

export const ReplayView = z.object({ replayed: z.int(), failed: z.array(z.object({ id: z.string(), reason: z.string() })) });
export type ReplayView = z.infer<typeof ReplayView>;
