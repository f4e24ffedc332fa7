import { Inject, Injectable } from '@nestjs/common';
import type { Blobs } from '@xingchuang/blobs';
import { dayOf } from '@xingchuang/calendar';
import type { DisposalItem } from '@xingchuang/contracts';
import { BLOBS, CLOCK, DATABASE, type Clock, type Database } from '@xingchuang/server';
import { DisposalStore } from './disposal-store.ts';
import { HOLDS_SOURCE, type HoldsSource } from './holds-source.ts';
import { fileClass, keptUntil, longest, readPlan, recordClass, RETENTION } from './retention-rule.ts';

interface FileDocument {
  readonly _id: string;
  readonly name: string;
  readonly closed?: boolean;
  readonly sha256: string;
  readonly mediaType: string;
  readonly eventDate?: string;
  readonly receivedAt: string;
}
interface RecordDocument {
  readonly _id: string;
  readonly title: string;
  readonly restricted?: boolean;
  readonly hidden?: boolean;
  readonly type: string;
  readonly day: string;
  readonly fileIds: readonly string[];
}

/** How long the things of a unit are kept, and what else keeps them. */
@Injectable()
export class KeptItems {
  readonly #plan = readPlan(RETENTION);

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(DisposalStore) readonly disposals: DisposalStore,
    @Inject(HOLDS_SOURCE) readonly holds: HoldsSource,
  ) {}

  /** Things of a unit whose term may have ended, files first, in the order of their ids. */
  async candidates(unitId: string, after: string, limit: number): Promise<{ readonly items: DisposalItem[]; readonly last?: string }> {
    const [named, id = ''] = after.split(' ');
    const kind = named === 'records' ? 'records' : 'files';
    const collection = this.database.connection.collection<{ _id: string }>(kind);
    const found = await collection.find({ unitId, _id: { $gt: id } }).project<{ _id: string }>({ _id: 1 }).sort({ _id: 1 }).limit(limit).toArray();
    const ids = found.map(({ _id }) => _id);
    const today = this.clock.today();
    const items = (await this.look(unitId, ids)).filter(({ keepUntil }) => keepUntil !== undefined && keepUntil < today);
    const last = found.length === limit ? `${kind} ${ids.at(-1)}` : kind === 'files' ? 'records ' : undefined;
    return { items, ...(last !== undefined && { last }) };
  }

  /** The things with these ids that the unit keeps; the lists that they go into are read by more than may read what is for few. */
  async look(unitId: string, ids: readonly string[]): Promise<DisposalItem[]> {
    const files = (await this.#collection('files').find({ unitId, _id: { $in: [...ids] } }).sort({ _id: 1 }).toArray()) as unknown as FileDocument[];
    const records = (await this.#collection('records').find({ unitId, _id: { $in: [...ids] } }).sort({ _id: 1 }).toArray()) as unknown as RecordDocument[];
    const naming = (await this.#collection('records').find({ unitId, fileIds: { $in: files.map(({ _id }) => _id) } }).toArray()) as unknown as RecordDocument[];
    const items: (DisposalItem & { readonly sha256?: string })[] = [
      ...files.map((file) => ({ kind: 'file' as const, id: file._id, name: file.closed ? '（限制查看的材料）' : file.name, sha256: file.sha256, ...term(longest(this.#ofFile(file), ...naming.filter(({ fileIds }) => fileIds.includes(file._id)).map((record) => this.#ofRecord(record)))) })),
      ...records.map((record) => ({ kind: 'record' as const, id: record._id, name: record.restricted || record.hidden ? '（限制查看的台账）' : record.title, ...term(this.#ofRecord(record)) })),
    ];
    return this.#withHolds(items);
  }

  async #withHolds(items: readonly (DisposalItem & { readonly sha256?: string })[]): Promise<DisposalItem[]> {
    const today = this.clock.today();
    const frozen = await this.holds.heldAmong(items.map(({ id }) => id), today);
    const legal = await this.disposals.heldAmong(items.map(({ id }) => id));
    const looked: DisposalItem[] = [];
    for (const { sha256, ...item } of items) {
      const heldBy = legal.has(item.id) ? 'legal-hold' : frozen.has(item.id) ? 'frozen' : (item.keepUntil ?? '9999') >= today ? 'retention' : (await this.#isLocked(sha256, today)) ? 'lock' : undefined;
      looked.push({ ...item, ...(heldBy && { heldBy }) });
    }
    return looked;
  }

  async #isLocked(sha256: string | undefined, today: string): Promise<boolean> {
    return sha256 !== undefined && ((await this.blobs.find(sha256))?.lockedUntil ?? '') >= today;
  }

  #ofFile({ mediaType, eventDate, receivedAt }: FileDocument) {
    const retention = fileClass(this.#plan, mediaType);
    return { retention, keepUntil: keptUntil(this.#plan, retention, eventDate ?? dayOf(new Date(receivedAt))) };
  }
  #ofRecord({ type, day }: RecordDocument) {
    const retention = recordClass(this.#plan, type);
    return { retention, keepUntil: keptUntil(this.#plan, retention, day) };
  }

  #collection = (name: string) => this.database.connection.collection<{ _id: string }>(name);
}

const term = ({ retention, keepUntil }: ReturnType<typeof longest>) => ({ retention, ...(keepUntil !== undefined && { keepUntil }) });
