import { Inject, Injectable } from '@nestjs/common';
import { EvidenceFrozenSchema, type DeclarationSubmitted, type EvidenceOfUnitReply, type EvidenceOfUnitRequest } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, UNITS, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import type { EvidenceFile } from '../file/file-store.ts';
import { Ledger } from '../log/ledger.ts';
import { RecordStore, type EvidenceRecord } from '../record/record-store.ts';
import { DisposalStore } from '../retention/disposal-store.ts';
import { ArchiveStore } from './archive-store.ts';
import { digestOfRevision, digestOfSet, type FrozenEntry, type FrozenSet } from './frozen-set.ts';
import { FrozenStore } from './frozen-store.ts';

type Held = Omit<FrozenEntry, 'id' | 'setId'>;

/** Freezes what a declaration relied on, as it was when it was handed in. */
@Injectable()
export class FreezeService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(ArchiveStore) readonly archive: ArchiveStore,
    @Inject(RecordStore) readonly records: RecordStore,
    @Inject(FrozenStore) readonly frozen: FrozenStore,
    @Inject(DisposalStore) readonly disposals: DisposalStore,
    @Inject(Ledger) readonly ledger: Ledger,
  ) {}

  /** Which of the ids are files and records of the unit. */
  async ofUnit({ unitId, ids }: EvidenceOfUnitRequest): Promise<Pick<EvidenceOfUnitReply, 'fileIds' | 'recordIds'>> {
    const files = await this.archive.filesById(unitId, ids);
    const records = await this.archive.recordsById(unitId, ids);
    return { fileIds: files.map(({ id }) => id), recordIds: records.map(({ id }) => id) };
  }

  /** Runs in the inbox's transaction. Told twice, it freezes once. */
  async freeze(told: DeclarationSubmitted): Promise<void> {
    const { candidacyId, campaignId, unitId, submission, submittedAt, keepUntil } = told;
    if (await this.frozen.ofSubmission(candidacyId, submission)) return;
    await this.disposals.lockHolds(); // a thing that is just being disposed of is frozen or gone, never both
    const place = await this.units.place(unitId);
    const held = await this.#held(told);
    const setId = newId();
    const digest = digestOfSet(held);
    const set: FrozenSet = {
      ...place, id: setId, version: 1, candidacyId, campaignId, submission, submittedAt, frozenAt: this.clock.now().toISOString(), keepUntil, digest, count: held.length, locked: false,
    };
    await this.frozen.insert(set, held.map((entry) => ({ ...entry, id: newId(), setId })));
    await this.ledger.note({ act: 'evidence.frozen', objectId: setId, content: { candidacyId, submission, digest, items: held.length, keepUntil }, by: '' });
    await this.database.emit(EvidenceFrozenSchema, candidacyId, { frozenSetId: setId, candidacyId, unitId, digest, items: held.length, submission });
  }

  /** The files and records named, and with the records the files attached to them at that time. */
  async #held({ unitId, fileIds, recordIds, submittedAt }: DeclarationSubmitted): Promise<Held[]> {
    const files = new Map<string, Held>();
    for (const file of await this.#files(unitId, fileIds)) files.set(file.id, heldFile(file));
    const records: Held[] = [];
    for (const record of await this.#records(unitId, recordIds)) {
      const { held, attached } = await this.#heldRecord(record, submittedAt);
      records.push(held);
      const fresh = attached.filter((id) => !files.has(id));
      for (const file of await this.#files(unitId, fresh)) files.set(file.id, { ...heldFile(file), via: record.id });
    }
    return [...records, ...files.values()];
  }

  async #heldRecord({ id, type }: EvidenceRecord, submittedAt: string): Promise<{ held: Held; attached: readonly string[] }> {
    const revision = (await this.records.history(id)).filter(({ at }) => at <= submittedAt).at(-1);
    if (!revision) throw new Refusal('missing', 'frozen.item-missing', { id });
    return { held: { kind: 'record', itemId: id, name: revision.title, type, revision: revision.revision, digest: digestOfRevision(revision) }, attached: revision.fileIds };
  }

  /** An item that is nowhere stays visible as a parked message: a set must not come to be without it. */
  async #files(unitId: string, ids: readonly string[]): Promise<EvidenceFile[]> {
    return all(ids, await this.archive.filesById(unitId, ids));
  }
  async #records(unitId: string, ids: readonly string[]): Promise<EvidenceRecord[]> {
    return all(ids, await this.archive.recordsById(unitId, ids));
  }
}

const heldFile = ({ id, name, mediaType, sha256 }: EvidenceFile): Held => ({ kind: 'file', itemId: id, name, type: mediaType, digest: sha256 });

function all<T extends { readonly id: string }>(ids: readonly string[], found: readonly T[]): T[] {
  const byId = new Map(found.map((item) => [item.id, item]));
  return [...new Set(ids)].map((id) => {
    const item = byId.get(id);
    if (!item) throw new Refusal('missing', 'frozen.item-missing', { id });
    return item;
  });
}
