import { z } from 'zod';

/** What evidence takes from the configuration of its process. */
export const EvidenceConfig = z.object({
  /** The largest file that is taken, in MiB. */
  FILE_LIMIT_MIB: z.coerce.number().int().min(1).max(10_240).default(100),
  /** The largest zip whose members are taken in, and what they may expand to, in MiB. */
  ZIP_LIMIT_MIB: z.coerce.number().int().min(1).max(102_400).default(1_024),
  /** `required`: nothing is given out before a scanner has seen it; `optional`: taken where none answers; `off`: none is asked. */
  SCANNER: z.enum(['required', 'optional', 'off']).default('off'),
  /** Where clamd listens: `host:port`, or the path of a socket. */
  SCANNER_ADDRESS: z.string().min(1).default('127.0.0.1:3310'),
  /** How long one answer may take. */
  SCANNER_SECONDS: z.coerce.number().int().min(1).max(3_600).default(30),
  /** Signatures that are older give no verdict; 0 asks for no date, as for signatures of one's own. */
  SCANNER_OLDEST_DAYS: z.coerce.number().int().min(0).default(7),
  /** How many uploads of one person, and of one unit, may be on their way at once. */
  UPLOADS_PER_PERSON: z.coerce.number().int().min(1).default(32),
  UPLOADS_PER_UNIT: z.coerce.number().int().min(1).default(64),
  /** How many resumable uploads one person may leave unfinished. */
  UNFINISHED_PER_PERSON: z.coerce.number().int().min(1).default(2_000),
  /** How much one unit may keep, in MiB; 0 is without bound. */
  UNIT_QUOTA_MIB: z.coerce.number().int().min(0).default(0),
  /** A folder outside the system's own to which every checkpoint of the log goes, each as a file written once; without it there is none. */
  WITNESS_DIR: z.string().min(1).optional(),
  /** Every byte kept is read again within so many days. */
  FIXITY_DAYS: z.coerce.number().int().min(1).max(3_650).default(90),
  /** Where a second copy of all bytes is kept: a folder, or `s3://bucket` at SECOND_COPY_ENDPOINT. */
  SECOND_COPY: z.string().min(1).optional(),
  SECOND_COPY_ENDPOINT: z.url().optional(),
  SECOND_COPY_ACCESS_KEY: z.string().optional(),
  SECOND_COPY_SECRET_KEY: z.string().optional(),
  /** The largest package that is taken in, and what it may expand to, in MiB. */
  BAG_LIMIT_MIB: z.coerce.number().int().min(1).max(1_048_576).default(20_480),
  /** Days between the second approval of a disposal and its being carried out. */
  DISPOSAL_WAIT_DAYS: z.coerce.number().int().min(1).max(365).default(7),
  /** Whether this process makes previews, text and likeness of files by itself; `off` where another one does. */
  DERIVE: z.enum(['on', 'off']).default('on'),
  /** Pages of office documents by LibreOffice, where it is there. */
  CONVERTER: z.enum(['auto', 'off']).default('auto'),
  /** Whether writing in scans and photos is recognised. */
  OCR: z.enum(['on', 'off']).default('on'),
  /** Of which duties is reminded before their period, and how many days: `scheme/duty:days`, separated by commas. */
  DUTY_REMIND: z
    .string()
    .default('')
    .transform((text) => text.split(',').map((one) => one.trim()).filter((one) => one !== ''))
    .pipe(z.array(z.string().regex(/^[a-z0-9_-]+\/[A-Za-z0-9._-]+:\d{1,3}$/)))
    .transform((all) => all.map((one) => ({ scheme: one.split('/')[0]!, duty: one.slice(one.indexOf('/') + 1, one.lastIndexOf(':')), days: Number(one.slice(one.lastIndexOf(':') + 1)) }))),
  /** A folder of record types of one's own, beside those that come with the system; one of the same id takes the place of ours. */
  RECORD_TYPES_DIR: z.string().min(1).optional(),
});
export type EvidenceConfig = z.infer<typeof EvidenceConfig>;

export const EVIDENCE_CONFIG = Symbol('evidence-config');
