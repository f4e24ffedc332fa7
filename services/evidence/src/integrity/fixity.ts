import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { IntegrityFault } from '@xingchuang/contracts';
import { addDays, type Day } from '@xingchuang/calendar';
import { CLOCK, PLATFORM, STEPS, TICKER, type Clock, type NewStep, type Platform, type StepLog, type Ticker } from '@xingchuang/server';
import { EVIDENCE_CONFIG, type EvidenceConfig } from '../config.ts';
import { LogService } from '../log/log-service.ts';
import { Turns } from '../upload/turns.ts';
import { BlobLedger } from './blob-ledger.ts';
import { BLOB_SOURCES, BlobNames } from './blob-names.ts';
import { BlobReader } from './blob-reader.ts';
import { IncidentStore } from './incident-store.ts';

/** How much one round does, so that it never stands in anybody's way. */
const ENTRIES = 2_000;
const READINGS = 20;
/** So long a reading waits for uploads to end; they come first. */
const PATIENCE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Reads every byte that is kept, again and again: each blob within the days that are set, a few a round, the longest unread first. */
@Injectable()
export class Fixity implements OnApplicationBootstrap, OnModuleDestroy {
  #round: Promise<void> | undefined;
  readonly #ending = new AbortController();
  readonly #cursors = new Map<string, string>();

  constructor(
    @Inject(TICKER) readonly ticker: Ticker,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(STEPS) readonly steps: StepLog,
    @Inject(PLATFORM) readonly platform: Platform,
    @Inject(EVIDENCE_CONFIG) readonly config: EvidenceConfig,
    @Inject(BlobNames) readonly names: BlobNames,
    @Inject(BlobLedger) readonly known: BlobLedger,
    @Inject(BlobReader) readonly reader: BlobReader,
    @Inject(IncidentStore) readonly incidents: IncidentStore,
    @Inject(LogService) readonly log: LogService,
    @Inject(Turns) readonly turns: Turns,
  ) {}

  onApplicationBootstrap(): void {
    // Not awaited: reading bytes must not hold up what else falls due.
    this.ticker.every('fixity', async () => {
      this.#round ??= this.round()
        .catch((error: unknown) => this.platform.log.error({ err: error }, 'fixity; the next round tries again'))
        .finally(() => (this.#round = undefined));
    });
    this.ticker.every('days of fixity', () => this.steps.onDays('fixity', (from, to) => this.#days(from, to)));
  }

  async onModuleDestroy(): Promise<void> {
    this.#ending.abort();
    await this.#round;
  }

  async round(): Promise<void> {
    await this.#learn();
    // Two thirds of the time are the pace, the last third is for what could not be read in time.
    await this.#readAll(await this.known.due(this.#ago((this.config.FIXITY_DAYS * 2) / 3), READINGS));
    if (this.reader.second) await this.#readAll(await this.known.single(READINGS));
    await this.#alarm();
  }

  /** Reads one blob through, notes how it was, and tells what is wrong with it by the names of all who keep it. */
  async read(sha256: string): Promise<IntegrityFault[]> {
    const named = await this.names.of(sha256);
    if (named.length === 0) {
      await this.known.forget(sha256); // disposed of since
      return [];
    }
    const { was, first, second } = await this.reader.check(sha256);
    const wasGood = (await this.known.find(sha256))?.good !== false;
    const faults = named.flatMap(({ id, unitId, name }): IntegrityFault[] => {
      const about = { kind: 'blob' as const, objectId: id, name, expected: sha256, ...(unitId && { unitId }) };
      const fault = (verdict: IntegrityFault['verdict'], place: string, found: string | undefined, repaired: boolean): IntegrityFault => ({ ...about, verdict, place: `${place}/${sha256}`, repaired, ...(found !== undefined && { found }) });
      return [
        ...(was.verdict === 'good' ? [] : [fault(was.verdict, 'blobs', was.found, first.verdict === 'good')]),
        ...(second === undefined || second.verdict === 'good' ? [] : [fault(second.verdict, 'second-copy', second.found, false)]),
      ];
    });
    for (const fault of faults) await this.incidents.note(fault);
    if (!wasGood && faults.length === 0) for (const { id } of named) for (const place of ['blobs', 'second-copy']) await this.incidents.settle({ kind: 'blob', objectId: id, place: `${place}/${sha256}` });
    await this.known.note(sha256, first.verdict === 'good', [first, second].filter((copy) => copy?.verdict === 'good').length);
    return faults;
  }

  async #readAll(blobs: readonly { readonly id: string }[]): Promise<void> {
    for (const { id } of blobs) {
      await this.turns.whenQuiet(PATIENCE_MS, this.#ending.signal);
      if (this.#ending.signal.aborted) return;
      await this.read(id);
    }
  }

  overdueBefore = (): string => this.#ago(this.config.FIXITY_DAYS);

  /** Goes round and round over all entries, so that no blob that any of them names stays unknown. */
  async #learn(): Promise<void> {
    for (const source of BLOB_SOURCES) {
      const { blobs, last } = await this.names.page(source, this.#cursors.get(source.collection) ?? '', ENTRIES);
      await this.known.know(blobs.map(({ sha256 }) => sha256));
      this.#cursors.set(source.collection, last ?? '');
    }
  }

  async #alarm(): Promise<void> {
    const overdue = await this.known.overdue(this.overdueBefore());
    if (overdue > 0) this.platform.log.error({ overdue, days: this.config.FIXITY_DAYS }, 'bytes were not read again in time');
    const { late, waiting, oldestWaitingSeconds } = await this.log.delay();
    if (late) this.platform.log.error({ waiting, oldestWaitingSeconds }, 'statements wait too long for their place in the log');
  }

  /** What was read on each of the days before these: one line a day. */
  async #days(from: Day, to: Day): Promise<NewStep[]> {
    const lines: NewStep[] = [];
    for (let day = addDays(from, -1); day < to; day = addDays(day, 1)) {
      const { read, damaged } = await this.known.readOn(day);
      if (read > 0) lines.push({ day, what: 'fixity-read', kind: 'fixity', objectId: day, text: damaged > 0 ? String(damaged) : '', count: read });
    }
    return lines;
  }

  #ago = (days: number): string => new Date(this.clock.now().getTime() - days * DAY_MS).toISOString();
}
