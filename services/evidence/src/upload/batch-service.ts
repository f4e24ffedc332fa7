import { Inject, Injectable } from '@nestjs/common';
import { MOST_LINES, type BatchLineQuery, type BatchLineView, type BatchOpening, type BatchQuery, type BatchView, type ManifestLine } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, UNITS, within, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import { pageOf } from '../keyset.ts';
import { Ledger } from '../log/ledger.ts';
import { reachable } from '../scope.ts';
import { TaskService } from '../task/task-service.ts';
import { checkLines, digestOf, receiptText, stillOpen } from './batch-rule.ts';
import { BatchStore, type Batch, type BatchLine } from './batch-store.ts';

/** Batches: what is announced, what came of it, and the receipt that says so for good. */
@Injectable()
export class BatchService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(BatchStore) readonly batches: BatchStore,
    @Inject(TaskService) readonly tasks: TaskService,
    @Inject(Ledger) readonly ledger: Ledger,
  ) {}

  async open({ unitId, title, lines }: BatchOpening, by: Actor): Promise<BatchView> {
    const place = await this.units.place(unitId);
    allow(by, 'file.upload', place);
    await this.#check(lines, 0);
    const batch: Batch = { id: newId(), version: 1, ...place, title, state: 'open', openedAt: this.clock.now().toISOString(), openedBy: by.personId, lines: lines.length };
    await this.database.transaction(async () => {
      await this.batches.insert(batch);
      await this.batches.addLines(batch.id, 1, lines);
    });
    return this.#view(batch);
  }

  /** Announces more files. */
  async add(id: string, lines: readonly ManifestLine[], by: Actor): Promise<BatchView> {
    const batch = stillOpen(await this.#mine(id, by));
    await this.#check(lines, batch.lines);
    return this.database.transaction(async () => {
      const next = await this.batches.save({ ...batch, lines: batch.lines + lines.length });
      await this.batches.addLines(id, batch.lines + 1, lines);
      return this.#view(next);
    });
  }

  /** From now on nothing comes in; the receipt is final and has a digest. Closed again it is the same. */
  async close(id: string, by: Actor): Promise<BatchView> {
    await this.#mine(id, by);
    return this.database.transaction(async () => {
      const batch = (await this.batches.find(id))!;
      if (batch.state === 'closed') return this.#view(batch);
      await this.batches.seal(id);
      const closing: Batch = { ...batch, state: 'closed', closedAt: this.clock.now().toISOString() };
      const digest = digestOf(receiptText(closing, await this.batches.allLines(id)));
      const closed = await this.batches.save({ ...closing, digest });
      const view = await this.#view(closed);
      await this.ledger.note({ act: 'batch.closed', objectId: id, content: { unitId: batch.unitId, digest, announced: view.announced, received: view.received }, by: by.personId });
      return view;
    });
  }

  async get(id: string, by: Actor): Promise<BatchView> {
    return this.#view(reachable(await this.batches.find(id), by, 'file.read'));
  }

  async list({ unitId, pageToken, limit }: BatchQuery, by: Actor): Promise<{ items: BatchView[]; nextPageToken?: string }> {
    const { items, ...rest } = pageOf(await this.batches.page(await within(by, 'file.read', unitId, this.units), pageToken, limit), limit, ({ openedAt }) => openedAt);
    return { items: await Promise.all(items.map((batch) => this.#view(batch))), ...rest };
  }

  async lines(id: string, query: BatchLineQuery, by: Actor): Promise<{ items: BatchLineView[]; nextPageToken?: string }> {
    reachable(await this.batches.find(id), by, 'file.read');
    const found = await this.batches.lines(id, query);
    const items = found.slice(0, query.limit);
    return { items, ...(found.length > query.limit ? { nextPageToken: String(items.at(-1)!.number) } : {}) };
  }

  /** The receipt as it stands, as the bytes that a final digest is of. */
  async receipt(id: string, by: Actor): Promise<string> {
    return receiptText(reachable(await this.batches.find(id), by, 'file.read'), await this.batches.allLines(id));
  }

  allLines = (id: string): Promise<BatchLine[]> => this.batches.allLines(id);

  async #mine(id: string, by: Actor): Promise<Batch> {
    return reachable(await this.batches.find(id), by, 'file.upload');
  }

  async #check(lines: readonly ManifestLine[], before: number): Promise<void> {
    if (before + lines.length > MOST_LINES) throw new Refusal('limit', 'batch.too-many-lines', { most: MOST_LINES }, 'lines');
    checkLines(lines, this.clock.today());
    const tasks = lines.flatMap((line, index) => line.tasks.map((task) => ({ task, index })));
    await this.tasks.check(tasks.map(({ task }) => task), (at) => `lines[${tasks[at]!.index}].tasks`);
  }

  async #view(batch: Batch): Promise<BatchView> {
    const { missing, received, refused, surplus } = await this.batches.counts(batch.id);
    return { ...batch, announced: missing + received + refused, missing: missing + refused, received, refused, surplus };
  }
}
