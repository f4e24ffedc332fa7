import { randomBytes } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { CheckCounts, IncidentQuery, IntegrityFault, IntegrityRunOrder, IntegrityView } from '@xingchuang/contracts';
import { Refusal, type Actor } from '@xingchuang/rules';
import { BLOBS, CLOCK, isDuplicate, newId, PLATFORM, TICKER, UNITS, type Clock, type Platform, type Ticker, type UnitDirectory } from '@xingchuang/server';
import type { Blobs } from '@xingchuang/blobs';
import { LogService } from '../log/log-service.ts';
import { BlobLedger } from './blob-ledger.ts';
import { BLOB_SOURCES, BlobNames } from './blob-names.ts';
import { DocumentCheck, type Kept } from './document-check.ts';
import { Fixity } from './fixity.ts';
import { INCIDENT_PAGE, IncidentStore, type Incident } from './incident-store.ts';
import { LogCheck } from './log-check.ts';
import { RunStore, type Run } from './run-store.ts';

/** One part of a check, a step at a time: what it saw, where it goes on; without `last` the part is done. */
interface Step {
  readonly seen: number;
  readonly faults: readonly IntegrityFault[];
  readonly last?: string;
}
type Part = (run: Run, after: string) => Promise<Step>;

const BATCH = 200;
const BLOBS_BATCH = 20;
const MOST_FAULTS = 1_000;
const NOTHING: CheckCounts = { checked: 0, changed: 0, missing: 0, untracked: 0, repaired: 0 };

/** Checks on demand: documents against the log, bytes against their digests, the log against itself, the store against the entries. */
@Injectable()
export class RunService implements OnApplicationBootstrap, OnModuleDestroy {
  #working: Promise<void> | undefined;
  #isEnding = false;

  constructor(
    @Inject(TICKER) readonly ticker: Ticker,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(PLATFORM) readonly platform: Platform,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(RunStore) readonly runs: RunStore,
    @Inject(IncidentStore) readonly incidents: IncidentStore,
    @Inject(Fixity) readonly fixity: Fixity,
    @Inject(BlobLedger) readonly known: BlobLedger,
    @Inject(BlobNames) readonly names: BlobNames,
    @Inject(DocumentCheck) readonly documents: DocumentCheck,
    @Inject(LogCheck) readonly logCheck: LogCheck,
    @Inject(LogService) readonly log: LogService,
  ) {}

  onApplicationBootstrap(): void {
    this.ticker.every('integrity-runs', async () => this.#wake()); // also one that another process began and did not end
  }

  async onModuleDestroy(): Promise<void> {
    this.#isEnding = true;
    await this.#working;
  }

  async order({ scope, unitId, sampleSize }: IntegrityRunOrder, by: Actor): Promise<Run> {
    if (scope === 'unit' && unitId === undefined) throw new Refusal('invalid', 'integrity.unit-missing', {}, 'unitId');
    if (unitId !== undefined) await this.units.get(unitId);
    const run: Run = {
      id: newId(), scope, state: 'running', orderedBy: by.personId, startedAt: this.clock.now().toISOString(), part: 0, after: '', done: 0,
      total: await this.#total(scope, unitId, sampleSize ?? BATCH), counts: NOTHING, faults: [],
      ...(scope === 'unit' && { unitId: unitId! }), ...(scope === 'sample' && { sampleSize: sampleSize ?? BATCH, after: randomBytes(32).toString('hex') }),
    };
    await this.runs.insert(run).catch((error: unknown) => {
      throw isDuplicate(error) ? new Refusal('conflict', 'integrity.running') : error;
    });
    this.#wake();
    return run;
  }

  async get(id: string): Promise<Run> {
    const run = await this.runs.find(id);
    if (!run) throw new Refusal('missing', 'thing.missing');
    return run;
  }

  async view(): Promise<IntegrityView> {
    const { total, twoCopies, overdue, oldestCheckAt } = await this.known.summary(this.fixity.overdueBefore());
    const lastRun = (await this.runs.running()) ?? (await this.runs.lastFinished());
    return {
      log: await this.log.status(),
      blobs: { total, twoCopies, overdue, days: this.fixity.config.FIXITY_DAYS, hasSecondCopy: this.fixity.reader.second !== undefined, ...(oldestCheckAt && { oldestCheckAt }) },
      ...(lastRun && { lastRun: { ...lastRun, faults: [...lastRun.faults] } }),
    };
  }

  async listIncidents(query: IncidentQuery): Promise<{ items: (Incident & { repaired: boolean })[]; nextPageToken?: string }> {
    const found = await this.incidents.page(query);
    const items = found.slice(0, INCIDENT_PAGE).map((incident) => ({ ...incident, repaired: incident.state === 'repaired' }));
    return { items, ...(found.length > INCIDENT_PAGE && { nextPageToken: items.at(-1)!.id }) };
  }

  #wake(): void {
    this.#working ??= this.#work()
      .catch((error: unknown) => this.platform.log.error({ err: error }, 'a check stopped; the next round goes on with it'))
      .finally(() => (this.#working = undefined));
  }

  async #work(): Promise<void> {
    for (let run = await this.runs.running(); run && !this.#isEnding; run = await this.runs.running()) await this.#step(run);
  }

  async #step(run: Run): Promise<void> {
    const parts = this.#parts(run);
    const { seen, faults, last } = await parts[run.part]!(run, run.after);
    for (const fault of faults) if (fault.kind !== 'blob') await this.incidents.note(fault); // of bytes, the reading itself told
    const part = last === undefined ? run.part + 1 : run.part;
    const isOver = part === parts.length;
    const all = [...run.faults, ...faults];
    if (isOver && run.scope === 'all' && all.length < MOST_FAULTS) await this.#settle(run, all);
    await this.runs.advance(run, {
      ...run, part, after: last ?? '', done: run.done + seen, counts: added(run.counts, seen, faults), faults: all.slice(0, MOST_FAULTS),
      ...(isOver && { state: 'done', finishedAt: this.clock.now().toISOString(), total: run.done + seen }),
    });
  }

  /** What was found before and is not found by a check of everything is well again. */
  async #settle({ startedAt }: Run, faults: readonly IntegrityFault[]): Promise<void> {
    const found = new Set(faults.map(({ kind, place }) => `${kind} ${place}`));
    for (const incident of await this.incidents.open()) {
      if (incident.kind !== 'blob' && incident.openedAt < startedAt && !found.has(`${incident.kind} ${incident.place}`)) await this.incidents.settle(incident);
    }
  }

  #parts({ scope }: Run): readonly Part[] {
    const documents = (['files', 'records'] as const).map((kept): Part => ({ unitId }, after) => this.#documents(kept, after, unitId));
    const bytes = BLOB_SOURCES.map((source): Part => async ({ unitId, startedAt }, after) => {
      const { blobs, last } = await this.names.page(source, after, BLOBS_BATCH, unitId);
      return { seen: blobs.length, faults: await this.#read(blobs.map(({ sha256 }) => sha256), startedAt), ...(last !== undefined && { last }) };
    });
    if (scope === 'sample') return [(run, after) => this.#sample(run, after)];
    return scope === 'unit' ? [...documents, ...bytes] : [...documents, ...bytes, (_, after) => this.#bundle(after), async () => ({ seen: 1, faults: await this.logCheck.tree() }), (_, after) => this.#store(after)];
  }

  async #documents(kept: Kept, after: string, unitId?: string): Promise<Step> {
    return this.documents.page(kept, after, BATCH, unitId);
  }

  /** Digests are evenly spread, so what follows a random one is a random sample. */
  async #sample({ sampleSize, done, startedAt }: Run, after: string): Promise<Step> {
    const left = Math.min(BLOBS_BATCH, sampleSize! - done, (await this.known.summary('')).total - done);
    let blobs = left > 0 ? await this.known.from(after, left) : [];
    if (blobs.length === 0 && left > 0) blobs = await this.known.from('', left); // round the end
    const last = blobs.at(-1)?.id;
    return { seen: blobs.length, faults: await this.#read(blobs.map(({ id }) => id), startedAt), ...(last !== undefined && { last }) };
  }

  async #read(digests: readonly string[], since: string): Promise<IntegrityFault[]> {
    const faults: IntegrityFault[] = [];
    for (const sha256 of new Set(digests)) {
      const known = await this.known.find(sha256);
      if (!known?.good || known.checkedAt < since) faults.push(...(await this.fixity.read(sha256))); // many entries may name the same bytes
    }
    return faults;
  }

  async #bundle(after: string): Promise<Step> {
    const index = after === '' ? 0 : Number(after) + 1;
    const { seen, faults } = await this.logCheck.bundle(index);
    return { seen, faults, ...(seen > 0 && { last: String(index) }) };
  }

  /** What lies in the store and nobody names: perhaps an upload that was cut off, perhaps put there by somebody. */
  async #store(after: string): Promise<Step> {
    const blobs = await this.blobs.list({ limit: BATCH, ...(after !== '' && { after }) });
    const unnamed = await this.names.unnamed(blobs.map(({ sha256 }) => sha256));
    const last = blobs.at(-1)?.sha256;
    return { seen: blobs.length, faults: unnamed.map((sha256) => ({ verdict: 'untracked', kind: 'blob', objectId: sha256, place: `blobs/${sha256}`, repaired: false })), ...(last !== undefined && { last }) };
  }

  async #total(scope: Run['scope'], unitId: string | undefined, sampleSize: number): Promise<number> {
    if (scope === 'sample') return Math.min(sampleSize, (await this.known.summary('')).total);
    const documents = (await this.documents.count('files', unitId)) + (await this.documents.count('records', unitId)) + (await this.names.count(unitId));
    return scope === 'unit' ? documents : documents + (await this.log.status()).size + (await this.known.summary('')).total;
  }
}

function added(counts: CheckCounts, seen: number, faults: readonly IntegrityFault[]): CheckCounts {
  const count = (verdict: IntegrityFault['verdict']) => faults.filter((fault) => fault.verdict === verdict).length;
  return {
    checked: counts.checked + seen, changed: counts.changed + count('changed'), missing: counts.missing + count('missing'), untracked: counts.untracked + count('untracked'),
    repaired: counts.repaired + faults.filter(({ repaired }) => repaired).length,
  };
}
