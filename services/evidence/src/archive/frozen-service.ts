import { Inject, Injectable } from '@nestjs/common';
import type { FrozenItem, FrozenRecord, FrozenSetQuery, FrozenSetView } from '@xingchuang/contracts';
import { Refusal, type Actor } from '@xingchuang/rules';
import { pageById, UNITS, within, type UnitDirectory } from '@xingchuang/server';
import { FileAccess } from '../file/file-access.ts';
import { FileStore } from '../file/file-store.ts';
import { RecordStore } from '../record/record-store.ts';
import { reachable } from '../scope.ts';
import { digestOfRevision, digestOfSet, type FrozenEntry, type FrozenSet } from './frozen-set.ts';
import { FROZEN_PAGE, FrozenStore } from './frozen-store.ts';
import { Readable } from './readable.ts';

/** What was handed in, as it was, and how what is here now differs from it. */
@Injectable()
export class FrozenService {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(FrozenStore) readonly frozen: FrozenStore,
    @Inject(FileStore) readonly files: FileStore,
    @Inject(RecordStore) readonly records: RecordStore,
    @Inject(FileAccess) readonly access: FileAccess,
    @Inject(Readable) readonly readable: Readable,
  ) {}

  async list({ unitId, candidacyId, pageToken }: FrozenSetQuery, by: Actor): Promise<{ items: FrozenSet[]; nextPageToken?: string }> {
    return pageById(await this.frozen.page(await within(by, 'archive.read', unitId, this.units), candidacyId, pageToken), FROZEN_PAGE);
  }

  async get(id: string, by: Actor): Promise<FrozenSetView> {
    const set = reachable(await this.frozen.find(id), by, 'archive.read');
    const entries = await this.frozen.entries(id);
    const hidden = await this.#hidden(entries, by);
    const items: FrozenItem[] = [];
    let isWhole = entries.length === set.count && digestOfSet(entries) === set.digest;
    for (const entry of entries) {
      const { now, holds } = await this.#compare(entry);
      isWhole &&= holds;
      const { kind, itemId, type, revision, digest, via } = entry;
      const name = hidden.has(itemId) || hidden.has(via ?? '') ? '' : entry.name;
      items.push({ kind, id: itemId, name, type, digest, now, ...(revision === undefined ? {} : { revision }), ...(via === undefined ? {} : { via }) });
    }
    return { ...set, intact: isWhole, items };
  }

  /** A record of the set as it was handed in. */
  async record(id: string, itemId: string, by: Actor): Promise<FrozenRecord> {
    const set = reachable(await this.frozen.find(id), by, 'archive.read');
    const entry = (await this.frozen.entries(id)).find((one) => one.itemId === itemId && one.kind === 'record');
    const isHidden = entry && (await this.#hidden([entry], by)).has(itemId);
    const revision = entry && !isHidden && (await this.#revision(entry));
    if (!entry || !revision) throw new Refusal('missing', 'thing.missing');
    return { ...revision, id: itemId, unitId: set.unitId, type: entry.type, fileIds: [...revision.fileIds], digest: entry.digest, found: digestOfRevision(revision) };
  }

  /** `holds`: what was handed in is still here, unaltered. The bytes of files are read by the fixity check, not here. */
  async #compare(entry: FrozenEntry): Promise<{ now: FrozenItem['now']; holds: boolean }> {
    if (entry.kind === 'file') {
      const file = await this.files.find(entry.itemId);
      return { now: !file ? 'gone' : file.sha256 === entry.digest ? 'same' : 'corrected', holds: file?.sha256 === entry.digest };
    }
    const record = await this.records.find(entry.itemId);
    const revision = await this.#revision(entry);
    return { now: !record ? 'gone' : record.revision === entry.revision ? 'same' : 'corrected', holds: revision !== undefined && digestOfRevision(revision) === entry.digest };
  }

  /** Records and files of the set that this seat may not read: that they are there it sees, not what they say. */
  async #hidden(entries: readonly FrozenEntry[], by: Actor): Promise<ReadonlySet<string>> {
    const records = [];
    for (const { itemId } of entries.filter(({ kind }) => kind === 'record')) records.push(await this.records.find(itemId));
    const known = records.filter((record) => record !== undefined);
    const readable = new Set(await this.readable.among(known, by));
    const files = await this.files.byIds(entries.filter(({ kind }) => kind === 'file').map(({ itemId }) => itemId));
    const open = new Set(await this.access.among(files, by));
    return new Set([...known.filter((record) => !readable.has(record)), ...files.filter((file) => !open.has(file))].map(({ id }) => id));
  }

  async #revision({ itemId, revision }: FrozenEntry) {
    return (await this.records.history(itemId)).find((one) => one.revision === revision);
  }
}
