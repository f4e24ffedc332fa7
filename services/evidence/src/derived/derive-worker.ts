import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Blobs } from '@xingchuang/blobs';
import { FileDerivedSchema } from '@xingchuang/contracts';
import { BLOBS, DATABASE, PLATFORM, type Database, type Platform } from '@xingchuang/server';
import { EVIDENCE_CONFIG, type EvidenceConfig } from '../config.ts';
import { Turns } from '../upload/turns.ts';
import { Deriver, type Made } from './deriver.ts';
import { backoff, MOST_ATTEMPTS, type Stage } from './derived-rule.ts';
import { DerivedStore, RENEW_MS, type Derived } from './derived-store.ts';
import type { Candidate } from './likeness/likeness-index.ts';
import { Likeness, MOST_ALIKE } from './likeness/likeness.ts';

const ROUND_MS = 1_000;
/** How long somebody who asks for a preview waits for a worker that is at it. */
const PATIENCE_MS = 12_000;
/** While files come in, what nobody waits for takes no more than a tenth of the time. */
const REST = 9;

/** Another worker has taken the job over. */
class LeaseLost extends Error {}

/**
 * Works the queue off: what is quick on one lane, what takes long on another, a file at a time on each. A kill at any moment leaves a
 * lease that runs out, and bytes that nobody names; the stage is then made again.
 */
@Injectable()
export class DeriveWorker implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #ending = new AbortController();
  #lanes: Promise<void>[] = [];
  #nudged = Promise.withResolvers<void>();

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(DerivedStore) readonly store: DerivedStore,
    @Inject(Deriver) readonly deriver: Deriver,
    @Inject(Likeness) readonly likeness: Likeness,
    @Inject(Turns) readonly turns: Turns,
    @Inject(EVIDENCE_CONFIG) readonly config: EvidenceConfig,
    @Inject(PLATFORM) readonly platform: Platform,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.DERIVE === 'on') this.#lanes = [this.#lane(['make']), this.#lane(['pages', 'ocr'])];
  }

  async onModuleDestroy(): Promise<void> {
    this.#ending.abort();
    this.deriver.onModuleDestroy(); // a step that runs would keep the lane for minutes; its stage is made again
    await Promise.all(this.#lanes);
  }

  /** Something was queued: no need to wait for the next round. */
  nudge(): void {
    this.#nudged.resolve();
    this.#nudged = Promise.withResolvers();
  }

  /** The first stage of one file, now: somebody waits for it. */
  async now(fileId: string): Promise<void> {
    const row = await this.store.claim('make', fileId);
    if (row) return this.#work(row, true);
    const isAtIt = async () => (await this.store.find(fileId))?.stage === 'make';
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end && (await isAtIt()); ) await wait(50);
  }

  async #lane(stages: readonly Stage[]): Promise<void> {
    while (!this.#ending.signal.aborted) {
      const nudged = this.#nudged.promise;
      const began = performance.now();
      const worked = await this.#one(stages).catch((error: unknown) => {
        if (!this.#ending.signal.aborted) this.platform.log.error({ err: error }, 'derivation; the next round tries again');
        return false;
      });
      if (worked) await this.turns.whenQuiet(REST * (performance.now() - began), this.#ending.signal);
      else await Promise.race([nudged, wait(ROUND_MS, undefined, { signal: this.#ending.signal, ref: false }).catch(() => undefined)]);
    }
  }

  async #one(stages: readonly Stage[]): Promise<boolean> {
    for (const stage of stages) {
      if (stage === 'ocr' && (await this.store.isDue('make'))) return false; // only when there is nothing else to do
      const row = await this.store.claim(stage);
      if (!row) continue;
      await this.#work(row, false);
      return true;
    }
    return false;
  }

  async #work(row: Derived, urgent: boolean): Promise<void> {
    let isLost = false;
    const renewing = setInterval(() => void this.store.renew(row).then((renewed) => (isLost = !renewed), () => undefined), RENEW_MS); // out of reach for a moment: the lease still holds
    const alive = () => {
      if (this.#ending.signal.aborted || isLost) throw new LeaseLost();
    };
    try {
      const made = await this.deriver.stage(row, alive, urgent);
      alive(); // a parser that was ended by us says nothing of the file
      if (row.stage === 'make') await this.#compare(row, made);
      await this.#finish(row, made);
    } catch (error) {
      if (this.#ending.signal.aborted) return this.store.release(row, Date.now());
      if (error instanceof LeaseLost) return;
      await this.#giveBack(row, error);
    } finally {
      clearInterval(renewing);
    }
  }

  async #finish(row: Derived, { parts, next, text }: Made): Promise<void> {
    await this.database.transaction(async () => {
      if (!(await this.store.finish(row, parts, next, text))) return;
      await this.database.emit(FileDerivedSchema, row.id, { fileId: row.id, unitId: row.unitId });
    });
    if (next !== undefined) this.nudge();
  }

  /** The store or a blob was out of reach, or a parser died: later again, and in the end no more. */
  async #giveBack(row: Derived, error: unknown): Promise<void> {
    const isLast = row.attempts >= MOST_ATTEMPTS;
    this.platform.log[isLast ? 'error' : 'warn']({ fileId: row.id, stage: row.stage, attempt: row.attempts, err: error }, isLast ? 'derivation is given up' : 'derivation will be tried again');
    if (!isLast) return this.store.release(row, Date.now() + backoff(row.attempts));
    await this.#finish(row, { parts: row.stage === 'ocr' ? { noText: 'unavailable' } : { noPreview: 'unavailable', ...(row.stage === 'make' && { noText: 'unavailable' }) } });
  }

  async #compare(row: Derived, { seen, parts }: Made): Promise<void> {
    await this.likeness.noteSame(row, await this.store.sameBytes(row, MOST_ALIKE));
    if (!seen || !parts.thumbnail) return;
    const { thumbnail: here, ...marks } = seen;
    await this.likeness.note(
      row,
      marks,
      async ({ fileId, alignment }: Candidate) => {
        const other = await this.store.find(fileId);
        if (!other?.parts.thumbnail || other.sha256 === row.sha256) return undefined; // the same bytes are noted already
        const there = await buffer(await this.blobs.get(other.parts.thumbnail.sha256));
        return this.deriver.compare({ here, there, ...(alignment && { alignment }) });
      },
      async (fileId) => (await this.store.find(fileId))?.unitId,
    );
  }
}
