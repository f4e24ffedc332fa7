import { Inject, Injectable } from '@nestjs/common';
import { wordsOf } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { CLOCK, newId, type Clock } from '@xingchuang/server';
import type { UploadAbout } from '../file/upload-headers.ts';
import { lineOf, stillOpen, type Arriving } from './batch-rule.ts';
import { BatchStore, type Batch, type BatchLine } from './batch-store.ts';

/** What a manifest says of a file before it comes. */
export type Announced = Pick<BatchLine, 'title' | 'eventDate' | 'period' | 'tasks'>;

type Coming = Arriving & Pick<UploadAbout, 'unitId' | 'batch' | 'line'>;

/** What uploads tell a batch. */
@Injectable()
export class BatchIntake {
  constructor(
    @Inject(BatchStore) readonly batches: BatchStore,
    @Inject(CLOCK) readonly clock: Clock,
  ) {}

  /** What was announced of a file; undefined where it was not. Refuses a batch of another unit, one that is closed, and other bytes than announced. */
  async announced(file: Coming): Promise<Announced | undefined> {
    const batch = stillOpen(await this.#batch(file));
    return lineOf(await this.#linesFor(batch, file), file);
  }

  /** Notes a file on its line; runs in the transaction that enters the file. One that was not announced gets a line of its own. */
  async arrived(file: Coming, { id: fileId, sha256, size, receivedAt, name }: { readonly id: string; readonly sha256: string; readonly size: number; readonly receivedAt: string; readonly name: string }): Promise<void> {
    const batch = stillOpen(await this.#batch(file));
    const named = await this.#linesFor(batch, file);
    const line = lineOf(named, { ...file, sha256, size });
    if (line) {
      if (line.state !== 'received') await this.batches.change(line.id, { state: 'received', fileId, sha256, size, receivedAt }, ['refusal']);
    } else if (!named.some((other) => other.fileId === fileId)) {
      const { lines } = await this.batches.save({ ...batch, lines: batch.lines + 1 });
      await this.batches.addLine({ id: newId(), batchId: batch.id, number: lines, state: 'surplus', name, tasks: [], fileId, sha256, size, receivedAt });
    }
  }

  /** Notes why a file was refused; sent again it may still come. */
  async refused(file: Coming, { code, facts }: Refusal): Promise<void> {
    const batch = await this.#batch(file);
    const line = (await this.#linesFor(batch, file)).find(({ state }) => state === 'missing' || state === 'refused');
    if (line && batch.state === 'open') await this.batches.change(line.id, { state: 'refused', refusal: { code, ...wordsOf(code, facts) } });
  }

  #linesFor = (batch: Batch, { name, line }: Coming): Promise<BatchLine[]> => (line === undefined ? this.batches.named(batch.id, name) : this.batches.numbered(batch.id, line));

  async #batch({ batch: id, unitId }: Coming): Promise<Batch> {
    const batch = await this.batches.find(id!);
    if (batch?.unitId !== unitId) throw new Refusal('missing', 'batch.missing', {}, 'X-Batch');
    return batch;
  }
}
