import { AsyncLocalStorage } from 'node:async_hooks';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { SearchRebuildView } from '@xingchuang/contracts';
import { CLOCK, DATABASE, TICKER, type Clock, type Database, type Ticker } from '@xingchuang/server';
import { FileStore } from '../file/file-store.ts';
import { RecordStore } from '../record/record-store.ts';
import { SearchIndex } from './search-index.ts';
import { SearchStore } from './search-store.ts';

/** What is walked: what there is, then what is indexed, so that what is gone goes. */
const STAGES = ['file', 'record', 'indexed'] as const;
type Stage = (typeof STAGES)[number];

interface Job {
  readonly id: string;
  readonly version: number;
  readonly stage: Stage | 'done';
  /** The last id that is done in this stage. */
  readonly after: string;
  readonly done: number;
  readonly startedAt: string;
  readonly endedAt?: string | undefined;
}

const JOB = 'rebuild';
const STEP = 50;

/** Makes the index anew, step by step; a step is one transaction with its progress, so a kill loses none and two processes share the work. */
@Injectable()
export class SearchRebuild implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #jobs;
  #running: Promise<void> | undefined;
  #isClosing = false;
  /** The work, and what is counted for it, must not join the transaction of the request that asked for it. */
  readonly #clean = AsyncLocalStorage.snapshot();

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(TICKER) readonly ticker: Ticker,
    @Inject(SearchIndex) readonly index: SearchIndex,
    @Inject(SearchStore) readonly store: SearchStore,
    @Inject(FileStore) readonly files: FileStore,
    @Inject(RecordStore) readonly records: RecordStore,
  ) {
    const schema = new Schema({ _id: String, version: Number, stage: String, after: String, done: Number, startedAt: String, endedAt: String });
    this.#jobs = database.model<Job>('search-jobs', schema);
  }

  onApplicationBootstrap(): void {
    this.ticker.every('search rebuild', async () => this.#go());
  }

  async onModuleDestroy(): Promise<void> {
    this.#isClosing = true;
    await this.#running;
  }

  async begin(): Promise<SearchRebuildView> {
    await this.database.transaction(async () => {
      const was = await this.#jobs.find(JOB);
      if (was && was.stage !== 'done') return;
      const fresh: Job = { id: JOB, version: was?.version ?? 1, stage: 'file', after: '', done: 0, startedAt: this.clock.now().toISOString() };
      await (was ? this.#jobs.save(fresh) : this.#jobs.insert(fresh));
    });
    setTimeout(() => this.#clean(() => this.#go()), 250).unref(); // when the request is through; where it is not, the next sweep begins
    return this.state();
  }

  async state(): Promise<SearchRebuildView> {
    const job = await this.#jobs.find(JOB);
    const total = await this.#clean(() => this.#total()); // a transaction does not count
    if (!job) return { state: 'never', done: 0, total };
    return { state: job.stage === 'done' ? 'done' : 'running', done: job.done, total, startedAt: job.startedAt, ...(job.endedAt !== undefined && { endedAt: job.endedAt }) };
  }

  async #total(): Promise<number> {
    return (await this.files.countAll()) + (await this.records.countAll());
  }

  /** A failed step is tried again with the next sweep. */
  #go(): void {
    this.#running ??= (async () => {
      while (!this.#isClosing && (await this.#step()));
    })()
      .catch((error: unknown) => this.ticker.log.error({ err: error }, 'the rebuild of the search index stopped; it goes on with the next sweep'))
      .finally(() => (this.#running = undefined));
  }

  /** Whether there is more to do. Another process that did this step first makes this one stale: the transaction ends and the next begins from there. */
  #step(): Promise<boolean> {
    return this.database.transaction(async () => {
      const job = await this.#jobs.find(JOB);
      if (!job || job.stage === 'done') return false;
      const ids = await this.#do(job.stage, job.after);
      const next = STAGES[STAGES.indexOf(job.stage) + 1] ?? 'done';
      const moved: Pick<Job, 'stage' | 'after' | 'endedAt'> = ids.length > 0 ? { stage: job.stage, after: ids.at(-1)! } : { stage: next, after: '', ...(next === 'done' && { endedAt: this.clock.now().toISOString() }) };
      await this.#jobs.save({ ...job, ...moved, done: job.done + (job.stage === 'indexed' ? 0 : ids.length) });
      return true;
    });
  }

  /** Does what follows an id in a stage; tells the ids. */
  async #do(stage: Stage, after: string): Promise<string[]> {
    if (stage === 'indexed') {
      const things = await this.store.itemsAfter(after, 10 * STEP);
      await this.index.prune(things);
      return [...things.keys()];
    }
    if (stage === 'file') {
      const files = await this.files.following(after, STEP);
      await this.index.putFiles(files);
      return files.map(({ id }) => id);
    }
    const records = await this.records.following(after, STEP);
    await this.index.putRecords(records);
    return records.map(({ id }) => id);
  }
}
