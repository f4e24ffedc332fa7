import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '@xingchuang/server';
import { ArchiveBlobs } from '../archive/archive-blobs.ts';
import { KeptElsewhere } from './kept-elsewhere.ts';

/** Bytes as an entry of the archive names them. */
export interface NamedBlob {
  readonly sha256: string;
  /** Of the entry. */
  readonly id: string;
  readonly unitId: string;
  readonly name: string;
}

interface Source {
  readonly collection: string;
  /** The field that holds the digest, or a list of them. */
  readonly field: string;
  /** Entries whose bytes are not kept. */
  readonly but: Readonly<Record<string, unknown>>;
}

/** Every collection whose entries name bytes of the store; packages are asked of their own stores. */
export const BLOB_SOURCES: readonly Source[] = [
  { collection: 'files', field: 'sha256', but: { 'scan.state': { $ne: 'refused' } } },
  { collection: 'derived', field: 'blobs', but: {} },
];

type Entry = { _id: string; unitId?: string; name?: string } & Record<string, unknown>;

/** Who names which bytes. */
@Injectable()
export class BlobNames {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(ArchiveBlobs) readonly archives: ArchiveBlobs,
    @Inject(KeptElsewhere) readonly elsewhere: KeptElsewhere,
  ) {}

  /** A page of the entries of one source in the order of their ids, within a unit where one is given. */
  async page(source: Source, after: string, limit: number, unitId?: string): Promise<{ readonly blobs: NamedBlob[]; readonly last?: string }> {
    const filter = { ...source.but, ...(unitId !== undefined && { unitId }), _id: { $gt: after } };
    const found = await this.#collection(source).find(filter).project<Entry>({ [source.field]: 1, unitId: 1, name: 1 }).sort({ _id: 1 }).limit(limit).toArray();
    const last = found.at(-1)?._id;
    return { blobs: found.flatMap((entry) => named(entry, source)), ...(last !== undefined && { last }) };
  }

  /** The entries that name these bytes, at most twenty. */
  async of(sha256: string): Promise<NamedBlob[]> {
    const all: NamedBlob[] = [];
    for (const source of BLOB_SOURCES) {
      const found = await this.#collection(source).find({ ...source.but, [source.field]: sha256 }).project<Entry>({ unitId: 1, name: 1 }).limit(20).toArray();
      all.push(...found.map((entry) => one(entry, sha256)));
    }
    return all;
  }

  /** Those of the digests that nobody names, here or in another service. */
  async unnamed(digests: readonly string[]): Promise<string[]> {
    const known = await this.archives.named();
    for (const sha256 of await this.elsewhere.among(digests)) known.add(sha256);
    for (const source of BLOB_SOURCES) {
      const found = await this.#collection(source).find({ ...source.but, [source.field]: { $in: [...digests] } }).project<Entry>({ [source.field]: 1 }).toArray();
      for (const entry of found) for (const sha256 of [entry[source.field]].flat() as string[]) known.add(sha256);
    }
    return digests.filter((sha256) => !known.has(sha256));
  }

  async count(unitId?: string): Promise<number> {
    let total = 0;
    for (const source of BLOB_SOURCES) total += await this.#collection(source).countDocuments({ ...source.but, ...(unitId !== undefined && { unitId }) });
    return total;
  }

  #collection = ({ collection }: Source) => this.database.connection.collection<{ _id: string }>(collection);
}

const one = ({ _id, unitId = '', name = '' }: Entry, sha256: string): NamedBlob => ({ sha256, id: _id, unitId, name });
const named = (entry: Entry, { field }: Source): NamedBlob[] => ([entry[field]].flat() as string[]).filter(Boolean).map((sha256) => one(entry, sha256));
