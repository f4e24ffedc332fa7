import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { RETENTION_CLASSES, type RetentionClass } from '@xingchuang/contracts';

const Class = z.enum(RETENTION_CLASSES);
const Plan = z.strictObject({
  format: z.literal(1),
  years: z.record(Class.exclude(['permanent']), z.int().min(1).max(200)),
  records: z.object({ default: Class }).catchall(Class),
  files: z.object({ default: Class }).catchall(Class),
});
/** 保管期限表: how long each record type and kind of file is kept. */
export type RetentionPlan = z.infer<typeof Plan>;

export const RETENTION = new URL('../../retention.yaml', import.meta.url);
export const readPlan = (file: URL): RetentionPlan => Plan.parse(parse(readFileSync(file, 'utf8')));

export const recordClass = ({ records }: RetentionPlan, type: string): RetentionClass => records[type] ?? records.default;
export const fileClass = ({ files }: RetentionPlan, mediaType: string): RetentionClass => files[mediaType] ?? files[mediaType.split('/')[0]!] ?? files.default;

/** The last day on which a thing of a day is kept; undefined for ever. */
export function keptUntil({ years }: RetentionPlan, retention: RetentionClass, day: string): string | undefined {
  return retention === 'permanent' ? undefined : `${Number(day.slice(0, 4)) + years[retention]}-12-31`;
}

interface Kept {
  readonly retention: RetentionClass;
  readonly keepUntil?: string | undefined;
}

/** Of several terms the one that keeps longest. */
export const longest = (first: Kept, ...others: readonly Kept[]): Kept => others.reduce((one, other) => ((one.keepUntil ?? '9999') >= (other.keepUntil ?? '9999') ? one : other), first);
