import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { day, lastDayOfMonth } from '@xingchuang/calendar';
import { CLOCK, DATABASE, SCHEMES, TICKER, type Clock, type Database, type SchemeDirectory, type Ticker } from '@xingchuang/server';
import { FileGuards } from '../file/file-guards.ts';
import { RecordCatalogue } from '../record/record-catalogue.ts';
import { gapsOf } from '../record/record-rule.ts';
import { RecordStore, type EvidenceRecord } from '../record/record-store.ts';
import type { RecordType } from '../record/record-type.ts';
import { yieldOf } from '../record/record-yield.ts';
import { AdoptionDirectory } from './adoption-directory.ts';
import { expectedBy, expectedOf, type Expected } from './expected.ts';
import { counterOf, recounted } from './tally-rule.ts';
import { TallyStore, type KeptCounter } from './tally-store.ts';

type Changed = { readonly record: EvidenceRecord; readonly derived: Parameters<RecordStore['derive']>[0][number]['derived'] };

/** Longer than a request that began before a counter was there can take: from then on every record counts itself. */
const SETTLE_MS = 3_000;
/** So many units a transaction: a commit waits for the disk, and a filing that meets one makes it start again. */
const BATCH = 100;
const DERIVED_AT_ONCE = 500;

/** Keeps the tallies: recounted in the transaction of each record, built once for what is newly expected. */
@Injectable()
export class TallyService implements OnApplicationBootstrap {
  readonly #derived = new Set<string>();
  /** Counters that are kept and ready: between two changes of types or schemes a sweep need not read any. */
  readonly #ready = new Set<string>();
  #sweeping: Promise<void> | undefined;

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(SCHEMES) readonly schemes: SchemeDirectory,
    @Inject(TICKER) readonly ticker: Ticker,
    @Inject(RecordCatalogue) readonly catalogue: RecordCatalogue,
    @Inject(RecordStore) readonly records: RecordStore,
    @Inject(FileGuards) readonly guards: FileGuards,
    @Inject(TallyStore) readonly tallies: TallyStore,
    @Inject(AdoptionDirectory) readonly adoptions: AdoptionDirectory,
  ) {}

  onApplicationBootstrap(): void {
    this.ticker.every('record tallies', () => this.sweep());
  }

  /** All expectations, of record types and of the published schemes that somebody runs. */
  async expected(): Promise<Expected[]> {
    const run = new Set((await this.adoptions.all()).map(({ schemeId }) => schemeId));
    const schemes = (await this.schemes.all()).filter(({ id }) => run.has(id));
    const ofTypes = this.catalogue.list().flatMap((type) => expectedBy(type, this.catalogue.find));
    return [...ofTypes.filter(({ under }) => under === undefined || under.some((id) => run.has(id))), ...schemes.flatMap(expectedOf)];
  }

  /** Counts a unit's records of a type anew in the months of these days; inside the transaction that changes one of them. */
  async recount(type: string, unitId: string, days: readonly string[]): Promise<void> {
    const counters = await this.tallies.counters({ type });
    if (counters.length === 0) return;
    for (const month of new Set(days.map((on) => on.slice(0, 7)))) await this.#recountMonth(counters, unitId, month);
  }

  /** Brings what follows from types and expectations up to what they say now. Safe at any time and in several processes. */
  sweep(settleMs = SETTLE_MS): Promise<void> {
    return (this.#sweeping ??= this.#sweep(settleMs).finally(() => (this.#sweeping = undefined)));
  }

  async #sweep(settleMs: number): Promise<void> {
    for (const type of this.catalogue.list()) await this.#derive(type);
    const wanted = new Map((await this.expected()).flatMap((one) => counterOf(one) ?? []).map((counter) => [counter.id, counter]));
    if ([...wanted.keys()].every((id) => this.#ready.has(id))) return;
    const kept = new Map((await this.tallies.counters()).map((counter) => [counter.id, counter]));
    for (const [id, counter] of wanted) if (!kept.has(id)) await this.tallies.add(counter, Date.now());
    const counters = await this.tallies.counters();
    const fresh = counters.filter(({ ready, since }) => !ready && since + settleMs <= Date.now());
    if (fresh.length > 0) await this.#build(fresh);
    for (const { id, ready } of counters) if (ready) this.#ready.add(id);
  }

  async #recountMonth(counters: readonly KeptCounter[], unitId: string, month: string): Promise<void> {
    const first = day(`${month}-01`);
    const records = await this.records.counted(counters[0]!.type, { unitIds: [unitId] }, first, lastDayOfMonth(first));
    const year = month.slice(0, 4);
    const before = (await this.tallies.cells([unitId], year)).get(unitId) ?? new Uint8Array(0);
    const cells = counters.reduce((done, counter) => recounted(done, counter.slot, counter, Number(year), Number(month.slice(5)) - 1, records), before);
    await this.tallies.writeAll([{ unitId, year, cells }]);
  }

  /** Counts all earlier records for all new counters at once, year by year and many units at a time. */
  async #build(counters: readonly KeptCounter[]): Promise<void> {
    const types = [...new Set(counters.map(({ type }) => type))];
    const waiting = new Map<string, string[]>();
    const write = async (year: string) => {
      const unitIds = waiting.get(year)!;
      waiting.delete(year);
      await this.database.transaction(() => this.#recountYear(counters, unitIds, year, types));
    };
    for await (const { unitId, years } of this.records.yearsOf(types)) {
      for (const year of years) {
        const units = [...(waiting.get(year) ?? []), unitId];
        waiting.set(year, units);
        if (units.length === BATCH) await write(year);
      }
    }
    for (const year of [...waiting.keys()]) await write(year);
    for (const { id, since } of counters) await this.tallies.setReady(id, true, since);
  }

  async #recountYear(counters: readonly KeptCounter[], unitIds: readonly string[], year: string, types: readonly string[]): Promise<void> {
    const records = Map.groupBy(await this.records.ofYear(unitIds, year, types), ({ unitId }) => unitId);
    const before = await this.tallies.cells(unitIds, year);
    const after = unitIds.map((unitId) => {
      let cells = before.get(unitId) ?? new Uint8Array(0);
      const byMonth = Map.groupBy(records.get(unitId) ?? [], ({ type, day: on }) => `${type} ${on.slice(5, 7)}`);
      for (const counter of counters) {
        for (let month = 0; month < 12; month += 1) cells = recounted(cells, counter.slot, counter, Number(year), month, byMonth.get(`${counter.type} ${String(month + 1).padStart(2, '0')}`) ?? []);
      }
      return { unitId, year, cells };
    });
    await this.tallies.writeAll(after);
  }

  /** Where a type file is another than the one that its records were derived by, derives them anew; once a process, so that two with different files do not fight. */
  async #derive(type: RecordType): Promise<void> {
    if (this.#derived.has(type.id)) return;
    const digest = createHash('sha256').update(JSON.stringify(type)).digest('hex');
    const before = await this.tallies.digestOf(type.id);
    if (before !== digest) {
      let changed: Changed[] = [];
      for await (const record of this.records.all(type.id)) {
        const linking = type.gaps.some(({ linkedFrom }) => linkedFrom !== undefined) ? await this.records.linkingTypes(record.id) : new Set<string>();
        const derived = { ...yieldOf(type, record), gaps: gapsOf(type, record, linking) };
        if (Object.entries(derived).some(([key, value]) => !isDeepStrictEqual(value, record[key as keyof typeof derived]))) changed.push({ record, derived });
        if (changed.length < DERIVED_AT_ONCE) continue;
        await this.#keep(changed);
        changed = [];
      }
      await this.#keep(changed);
      for (const counter of await this.tallies.counters({ type: type.id })) {
        this.#ready.delete(counter.id);
        await this.tallies.setReady(counter.id, false, Date.now());
      }
      await this.tallies.keepDigest(type.id, digest);
    }
    this.#derived.add(type.id);
  }

  /** What a type says anew may also be who reads the files. */
  async #keep(changed: readonly Changed[]): Promise<void> {
    await this.records.derive(changed);
    const others = changed.filter(({ record, derived }) => record.restricted !== derived.restricted || record.hidden !== derived.hidden);
    for (const { record } of others) {
      await this.database.transaction(async () => {
        const now = await this.records.find(record.id);
        if (now) await this.guards.follow(now);
      });
    }
  }
}
