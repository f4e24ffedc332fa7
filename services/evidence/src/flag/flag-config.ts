import { z } from 'zod';

const whole = (least: number, standard: number) => z.coerce.number().int().min(least).default(standard);

/** From where on evidence is pointed out; hints, so a body may set them as strict as it likes. */
export const FlagConfig = z.object({
  /** Days that a camera's clock may lie away from the declared day. */
  FLAG_PHOTO_DAYS: whole(0, 2),
  /** Days after which a unit's own photo or file is used again rather than uploaded twice. */
  FLAG_REUSE_DAYS: whole(0, 7),
  /** Kilometres that photos of one record may lie apart. */
  FLAG_PHOTO_KM: whole(1, 50),
  /** Kilometres that a photo of a record may lie away from where its unit is. */
  FLAG_UNIT_KM: whole(1, 100),
  /** Days after the event in which a record is filed in time. */
  FLAG_LATE_DAYS: whole(0, 15),
  /** How alike two texts are that count as copied, in percent of their common pieces. */
  FLAG_COPY_PERCENT: z.coerce.number().int().min(30).max(100).default(45),
  /** A burst: so many items, of so many different days, within so many hours, in the last days before a closing. */
  FLAG_BURST_ITEMS: whole(2, 20),
  FLAG_BURST_SPREAD: whole(1, 5),
  FLAG_BURST_HOURS: whole(1, 24),
  FLAG_BURST_DAYS: whole(0, 3),
});
export type FlagConfig = z.infer<typeof FlagConfig>;

export const FLAG_CONFIG = Symbol('flag-config');
