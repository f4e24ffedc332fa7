import { z } from 'zod';

/** A calendar day in Asia/Shanghai, YYYY-MM-DD. */
export const DayText = z.iso.date();
/** UUIDv7. */
export const Id = z.uuid();

/** A page of a list; `nextPageToken` is absent on the last page. */
export const page = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), nextPageToken: z.string().optional() });

export const ClockMove = z.strictObject({ now: z.iso.datetime() });
export type ClockMove = z.infer<typeof ClockMove>;
export const ClockView = z.object({ now: z.iso.datetime(), today: DayText, rehearsal: z.boolean() });
export type ClockView = z.infer<typeof ClockView>;

export const HealthView = z.object({ service: z.string(), ok: z.boolean(), unsent: z.int(), parked: z.int() });
export type HealthView = z.infer<typeof HealthView>;
