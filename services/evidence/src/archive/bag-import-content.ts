import { z } from 'zod';
import { DayText, Id, Sha256 } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { canonicalJson, NotCanonical, parseJson } from '@xingchuang/transparency';
import { ARCHIVE_FORMAT } from './bag-content.ts';
import type { BagReader } from './bag-reader.ts';

// What must be so for a package to make sense. Whether each thing has the shape in which it is stored, the store's own schema says.
const About = z.object({
  format: z.literal(ARCHIVE_FORMAT),
  unit: z.object({ id: Id, code: z.string(), name: z.string(), kind: z.string() }),
  year: z.int().min(2000).max(2100),
  counts: z.object({ files: z.int(), records: z.int(), links: z.int(), frozen: z.int() }),
});
const File = z.looseObject({ path: z.string().startsWith('data/files/'), id: Id, version: z.int().min(1), unitId: Id, name: z.string().min(1), sha256: Sha256, size: z.int().min(1), mediaType: z.string() });
const Record = z.looseObject({ id: Id, version: z.int().min(1), unitId: Id, type: z.string(), day: DayText, title: z.string(), revision: z.int().min(1), tasks: z.array(z.string()), fileIds: z.array(Id), sums: z.record(z.string(), z.unknown()), filedAt: z.iso.datetime() });
const Revision = z.looseObject({ id: Id, recordId: Id, revision: z.int().min(1), day: DayText, title: z.string(), fileIds: z.array(Id), at: z.iso.datetime() });
const RecordFile = z.object({ record: Record, revisions: z.array(Revision).min(1) });
const Link = z.strictObject({ id: Id, itemId: Id, act: z.enum(['link', 'unlink']), task: z.string(), by: z.string(), at: z.iso.datetime() });
const FrozenEntryShape = z.looseObject({ id: Id, setId: Id, kind: z.enum(['file', 'record']), itemId: Id, digest: Sha256, revision: z.int().optional() });
const Frozen = z.object({ set: z.looseObject({ id: Id, unitId: Id, candidacyId: Id, submission: z.int().min(1), digest: Sha256, count: z.int(), keepUntil: DayText }), items: z.array(FrozenEntryShape) });

export type IncomingFile = z.infer<typeof File>;
export type IncomingRecord = z.infer<typeof RecordFile>;
export type IncomingLink = z.infer<typeof Link>;
export type IncomingFrozen = z.infer<typeof Frozen>;
export interface Incoming {
  readonly about: z.infer<typeof About>;
  readonly files: readonly IncomingFile[];
  readonly records: readonly IncomingRecord[];
  readonly links: readonly IncomingLink[];
  readonly frozen: readonly IncomingFrozen[];
}

/** Reads what a package says is in it; refuses, by its place, what cannot be read in one way only. */
export async function readContent(bag: BagReader): Promise<Incoming> {
  const about = read(About, await bag.text('data/archive.json'), 'data/archive.json');
  const files = readLines(File, await bag.text('data/files.jsonl'), 'data/files.jsonl');
  const links = readLines(Link, await bag.text('data/links/log.jsonl'), 'data/links/log.jsonl');
  const records: IncomingRecord[] = [];
  const frozen: IncomingFrozen[] = [];
  for (const path of [...bag.entries.keys()].sort()) {
    if (/^data\/records\/[^/]+\/[^/]+\.json$/.test(path)) records.push(read(RecordFile, await bag.text(path), path));
    if (/^data\/frozen\/[^/]+\.json$/.test(path)) frozen.push(read(Frozen, await bag.text(path), path));
  }
  return { about, files, records, links, frozen };
}

function readLines<Schema extends z.ZodType>(schema: Schema, text: string, path: string): z.output<Schema>[] {
  return text.split('\n').slice(0, -1).map((line, n) => read(schema, line, `${path}:${n + 1}`));
}

function read<Schema extends z.ZodType>(schema: Schema, text: string, place: string): z.output<Schema> {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    if (error instanceof NotCanonical) throw new Refusal('invalid', 'bag.unreadable', { path: place }, place);
    throw error;
  }
  const found = schema.safeParse(value);
  if (!found.success) throw new Refusal('invalid', 'bag.shape', { path: place, field: found.error.issues[0]!.path.join('.') }, place);
  return found.data;
}

export const isSame = (one: unknown, other: unknown): boolean => canonicalJson(one) === canonicalJson(other);
