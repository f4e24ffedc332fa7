import { Readable } from 'node:stream';
import { setImmediate as breathe } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Blobs } from '@xingchuang/blobs';
import { Refusal } from '@xingchuang/rules';
import { BLOBS, PLATFORM, problemOf, Rounds, type Platform } from '@xingchuang/server';
import { PDF_CONFIG, type PdfConfig } from '../config.ts';
import { DocumentMaker } from '../document-maker.ts';
import { BatchStore, type BatchRow } from './batch-store.ts';

const AT_ONCE = 32;
const RETRY_MS = 5_000;
/** Refusals that pass by themselves: the authority of time-stamps is away, the key is being replaced. */
const PASSING = new Set(['pdf.timestamp-failed', 'pdf.key-expired']);

/**
 * Makes the documents of batches, a few dozen at a time. What is not noted as made is made again after a kill; what is noted never
 * is, so that each item ends with one document. Two processes share the work.
 */
@Injectable()
export class BatchWorker implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #rounds = new Rounds(() => this.#work(), (error) => this.platform.log.warn({ err: error }, 'batches: the next round tries again'));

  constructor(
    @Inject(PLATFORM) readonly platform: Platform,
    @Inject(PDF_CONFIG) readonly config: PdfConfig,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(BatchStore) readonly store: BatchStore,
    @Inject(DocumentMaker) readonly documents: DocumentMaker,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.BATCHES !== 'off') this.#rounds.begin(0);
  }

  onModuleDestroy(): Promise<void> {
    return this.#rounds.end();
  }

  /** There is something new: no need to wait for the next look. */
  nudge(): void {
    if (this.config.BATCHES !== 'off') this.#rounds.soon();
  }

  async #work(): Promise<void> {
    for (let rows = await this.store.claim(AT_ONCE); rows.length > 0 && !this.#rounds.isEnding; rows = await this.store.claim(AT_ONCE)) {
      for (const [index, row] of rows.entries()) {
        if (this.#rounds.isEnding) return this.store.release(rows.slice(index), 0);
        await this.#make(row);
        await breathe(); // requests come first
      }
    }
  }

  async #make(row: BatchRow): Promise<void> {
    try {
      const document = await this.documents.make(row.template, JSON.parse(row.data));
      const { sha256 } = await this.blobs.put(Readable.from([document]));
      await this.store.finish(row, { sha256 });
    } catch (error) {
      if (error instanceof Refusal && !PASSING.has(error.code)) return this.store.finish(row, { refusal: JSON.stringify(problemOf(error)) });
      this.platform.log.warn({ batchId: row.batchId, itemId: row.itemId, err: error }, 'a document of a batch will be tried again');
      await this.store.release([row], RETRY_MS);
    }
  }
}
