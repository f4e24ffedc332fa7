import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DamagedBlob } from '@xingchuang/blobs';
import { Refusal } from '@xingchuang/rules';
import { wordsOf } from '@xingchuang/contracts';
import { PLATFORM, TICKER, type Platform, type Ticker } from '@xingchuang/server';
import { BagService } from './bag-service.ts';
import { BagStore } from './bag-store.ts';
import { ImportService } from './import-service.ts';
import { ImportStore } from './import-store.ts';
import type { JobLease } from './job-lease.ts';

const PAUSE_MS = 1_000;
/** Longer than the lease lasts without a word would look dead. */
const BEAT_MS = 15_000;
/** Before each further attempt; after the last one it has failed. */
const REST_MS = [1_000, 60_000, 600_000, 3_600_000];

/** The job is another worker's by now. */
class LeaseLost extends Error {}

/** Makes packages and takes them in, one at a time in each process, beside what people do; a kill only delays it. */
@Injectable()
export class JobWorker implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #stopped = new AbortController();
  #running: Promise<void> | undefined;
  #nap = new AbortController();

  constructor(
    @Inject(PLATFORM) readonly platform: Platform,
    @Inject(TICKER) readonly ticker: Ticker,
    @Inject(BagStore) readonly bags: BagStore,
    @Inject(BagService) readonly bagService: BagService,
    @Inject(ImportStore) readonly imports: ImportStore,
    @Inject(ImportService) readonly importService: ImportService,
  ) {
    ticker.every('bags-expire', async () => {
      await this.bagService.expire();
      await this.importService.expire();
    });
  }

  onApplicationBootstrap(): void {
    this.#running = this.#run();
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  /** There may be work. */
  nudge(): void {
    this.#nap.abort();
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      const worked = await this.#round().catch((error: unknown) => {
        this.platform.log.warn({ err: error }, 'packages: the next round tries again');
        return false;
      });
      this.#nap = new AbortController();
      if (!worked) await wait(PAUSE_MS, undefined, { signal: AbortSignal.any([this.#stopped.signal, this.#nap.signal]) }).catch(() => undefined);
    }
  }

  async #round(): Promise<boolean> {
    const made = await this.#one(this.bags.lease, async (id, note) => {
      const bag = await this.bags.find(id);
      if (bag) await this.bagService.make(bag, note);
    });
    const taken = await this.#one(this.imports.lease, async (id, note) => {
      const order = await this.imports.find(id);
      if (order) await this.importService.work(order, note);
    });
    return made || taken;
  }

  async #one<T extends { readonly id: string }>(leases: JobLease<T>, work: (id: string, note: (change: Partial<T>) => Promise<void>) => Promise<void>): Promise<boolean> {
    const job = await leases.take();
    if (!job) return false;
    const { id, lease, attempts } = job;
    const note = async (change: Partial<T>): Promise<void> => {
      if (this.#stopped.signal.aborted) throw new LeaseLost(); // goes on at the next start
      if (!(await leases.write(id, lease, change))) throw new LeaseLost();
    };
    const beat = setInterval(() => void leases.write(id, lease, {}).catch(() => undefined), BEAT_MS);
    let restMs: number | undefined;
    try {
      await work(id, note);
    } catch (error) {
      restMs = await this.#failed(error, id, attempts, note as (change: object) => Promise<void>);
    } finally {
      clearInterval(beat);
      await leases.release(id, lease, restMs);
    }
    return true;
  }

  /** What will not be better later is said at once, anything else after a few attempts; gives the milliseconds until the next. */
  async #failed(error: unknown, id: string, attempts: number, note: (change: object) => Promise<void>): Promise<number | undefined> {
    if (error instanceof LeaseLost) return undefined;
    const isFinal = error instanceof DamagedBlob || (error instanceof Refusal && error.kind !== 'away');
    this.platform.log.warn({ job: id, attempts, err: error }, isFinal ? 'a package could not be made or taken' : 'a package has to wait');
    const restMs = isFinal ? undefined : REST_MS[attempts - 1];
    if (restMs !== undefined) return restMs;
    const fault = error instanceof Refusal ? wordsOf(error.code, error.facts).zh : error instanceof DamagedBlob ? `存储中的文件已损坏（${error.sha256}）` : '系统出错，请联系管理员';
    await note({ state: 'failed', fault }).catch(() => undefined);
    return undefined;
  }
}
