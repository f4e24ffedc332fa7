import { z } from 'zod';

/** One backup, by what it holds; where it lies is a setting and is not told. */
export const BackupView = z.object({
  name: z.string(),
  /** The instant of which everything in it is. */
  takenAt: z.iso.datetime(),
  seconds: z.number(),
  databases: z.array(z.object({ name: z.string(), documents: z.int(), bytes: z.int() })),
  files: z.object({ count: z.int(), bytes: z.int() }),
  /** Files that could not be read whole and are not in it. */
  damaged: z.int(),
});
export type BackupView = z.infer<typeof BackupView>;

export const BackupsView = z.object({
  /** Whether a folder for backups is set; without one none can be started from here. */
  ready: z.boolean(),
  /** A backup is started by itself when the last one is so old; 0: never. */
  everyHours: z.int(),
  /** How many stay. */
  keep: z.int(),
  /** The one under way: which database, or `blobs`. */
  running: z.object({ since: z.iso.datetime(), step: z.string() }).optional(),
  /** Why the last attempt of this process failed; empty where it did not. */
  failed: z.string(),
  /** Newest first. */
  items: z.array(BackupView),
});
export type BackupsView = z.infer<typeof BackupsView>;
