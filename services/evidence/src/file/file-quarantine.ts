import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Blobs } from '@xingchuang/blobs';
import type { ScanView } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { BLOBS, CLOCK, DATABASE, PLATFORM, STEPS, TICKER, type Clock, type Database, type Platform, type StepLog, type Ticker } from '@xingchuang/server';
import { Ledger } from '../log/ledger.ts';
import { SearchIndex } from '../search/search-index.ts';
import { refusedStep } from './file-entries.ts';
import { tellReceived } from './file-news.ts';
import { FileStore, type EvidenceFile } from './file-store.ts';
import { Scanner } from './scanner.ts';

/** So many files are asked about in one round; the next tick goes on. */
const ROUND = 100;
/** What older signatures passed is asked about again a day later, so many bytes a round, so that what waits in quarantine waits no longer. */
const AGAIN_MS = 86_400_000;
const AGAIN_BYTES = 256 * 1024 * 1024;
/** Who acts where no person does. */
const SCANNER = 'scanner';

/** Files that wait for a scanner are asked about again until there is a verdict, and those that passed when there are newer signatures. Two processes may ask at once: the first verdict holds. */
@Injectable()
export class FileQuarantine implements OnApplicationBootstrap, OnModuleDestroy {
  #round: Promise<void> | undefined;
  #isEnding = false;

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(FileStore) readonly files: FileStore,
    @Inject(Scanner) readonly scanner: Scanner,
    @Inject(Ledger) readonly ledger: Ledger,
    @Inject(SearchIndex) readonly search: SearchIndex,
    @Inject(STEPS) readonly steps: StepLog,
    @Inject(TICKER) readonly ticker: Ticker,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(PLATFORM) readonly platform: Platform,
  ) {}

  onApplicationBootstrap(): void {
    // Not awaited: a slow scanner must not hold up what else falls due.
    this.ticker.every('quarantine', async () => {
      this.#round ??= this.#ask()
        .then(() => this.#askAgain())
        .catch((error: unknown) => this.platform.log.error({ err: error }, 'quarantine; the next round tries again'))
        .finally(() => (this.#round = undefined));
    });
  }

  async onModuleDestroy(): Promise<void> {
    this.#isEnding = true;
    await this.#round;
  }

  /** No entry gives these bytes out any more, and the bytes go, where no lock keeps them as what a decision relied on. */
  async condemn(sha256: string, scan: ScanView): Promise<void> {
    for (const file of await this.files.withBytes(sha256)) {
      await this.database.transaction(async () => {
        await this.files.save({ ...file, scan });
        await this.search.refreshFiles([file.id]);
        await this.ledger.note({ act: 'file.refused', objectId: file.id, content: { sha256, scan }, by: SCANNER });
        await this.steps.add([refusedStep({ ...file, scan }, this.clock.today())]);
      });
    }
    await this.blobs.remove(sha256).catch((error: unknown) => {
      if (!(error instanceof Refusal && error.code === 'blob.locked')) throw error;
    });
  }

  async #ask(): Promise<void> {
    for (const file of await this.files.quarantined(ROUND)) {
      if (this.#isEnding) return;
      const scan = await this.scanner.scan(() => this.blobs.get(file.sha256));
      if (scan.state === 'quarantined' && scan.reason === 'down') return;
      await this.#settle(file, scan).catch(unlessStale);
    }
  }

  /** Each file at most once a day, and those first that the oldest signatures passed, or none. */
  async #askAgain(): Promise<void> {
    const signatures = await this.scanner.signatures();
    if (signatures === undefined) return;
    const before = new Date(this.clock.now().getTime() - AGAIN_MS).toISOString();
    const asked = new Set<string>();
    let bytes = 0;
    for (const { sha256, size, scan: known } of await this.files.passedBefore(before, signatures, ROUND)) {
      if (this.#isEnding || bytes > AGAIN_BYTES) return;
      if (asked.has(sha256)) continue; // another entry with the same bytes
      asked.add(sha256);
      bytes += size;
      const scan = await this.scanner.scan(() => this.blobs.get(sha256));
      if (scan.reason === 'down') return;
      if (scan.state === 'refused') await this.condemn(sha256, scan).catch(unlessStale);
      else await this.files.notePassed(sha256, scan.reason === undefined ? scan : { ...known, at: scan.at, reason: scan.reason });
    }
  }

  async #settle(file: EvidenceFile, scan: ScanView): Promise<void> {
    if (scan.state === 'quarantined') return this.files.noteAsked({ id: file.id, scan });
    if (scan.state === 'refused') return this.condemn(file.sha256, scan);
    const { id, sha256 } = file;
    await this.database.transaction(async () => {
      await this.files.save({ ...file, scan });
      await this.ledger.note({ act: 'file.released', objectId: id, content: { sha256, scan }, by: SCANNER });
      await this.steps.add([{ day: this.clock.today(), what: 'file-released', kind: 'file', objectId: id, unitId: file.unitId, path: file.path, text: '' }]);
      await tellReceived(this.database, [file]);
    });
  }
}

/** Somebody else was first. */
function unlessStale(error: unknown): void {
  if (!(error instanceof Refusal && error.kind === 'stale')) throw error;
}
