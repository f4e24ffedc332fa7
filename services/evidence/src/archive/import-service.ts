import { open } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { bytesOf, Spool, type Blobs, type Spooled } from '@xingchuang/blobs';
import { addDays, startOf } from '@xingchuang/calendar';
import { RecordFiledSchema, wordsOf, type BagImportQuery, type ImportNote } from '@xingchuang/contracts';
import { Refusal, type Actor } from '@xingchuang/rules';
import { BLOBS, CLOCK, DATABASE, newId, pageById, STEPS, type Clock, type Database, type StepLog } from '@xingchuang/server';
import { parseCheckpoint } from '@xingchuang/transparency';
import { EVIDENCE_CONFIG, type EvidenceConfig } from '../config.ts';
import { TallyService } from '../duty/tally-service.ts';
import { FileGuards } from '../file/file-guards.ts';
import { incoming as attended } from '../file/file-intake.ts';
import { tellReceived } from '../file/file-news.ts';
import { fileStatement } from '../file/file-statement.ts';
import type { EvidenceFile } from '../file/file-store.ts';
import { Ledger } from '../log/ledger.ts';
import { recordStatement } from '../record/record-statement.ts';
import type { EvidenceRecord } from '../record/record-store.ts';
import { BagProofs, PROOF_FILES, type CarriedProofs } from './bag-proofs.ts';
import { BagReader } from './bag-reader.ts';
import { BagStore } from './bag-store.ts';
import { ImportCheck, MOST_FAULTS, type Checked } from './import-check.ts';
import { ImportPlanner, type ImportPlan } from './import-plan.ts';
import { ImportStore, IMPORTS_PAGE, type BagImport } from './import-store.ts';

const MEBIBYTE = 1024 * 1024;
const MOST_ENTRIES = 400_000;
/** A package that was checked and then forgotten goes after so many days. */
const DAYS_KEPT = 7;

type Note = (change: Partial<BagImport>) => Promise<void>;

/** Packages of another system: checked whole, shown, and taken whole or not at all. */
@Injectable()
export class ImportService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(Spool) readonly spool: Spool,
    @Inject(EVIDENCE_CONFIG) readonly config: EvidenceConfig,
    @Inject(STEPS) readonly steps: StepLog,
    @Inject(ImportStore) readonly imports: ImportStore,
    @Inject(BagStore) readonly bags: BagStore,
    @Inject(BagProofs) readonly proofs: BagProofs,
    @Inject(ImportCheck) readonly checker: ImportCheck,
    @Inject(ImportPlanner) readonly planner: ImportPlanner,
    @Inject(FileGuards) readonly guards: FileGuards,
    @Inject(TallyService) readonly tallies: TallyService,
    @Inject(Ledger) readonly ledger: Ledger,
  ) {}

  get limit(): number {
    return this.config.BAG_LIMIT_MIB * MEBIBYTE;
  }

  /** Keeps the bytes and has them checked. Sent again while nothing has become of it, it is the same import. */
  async receive(name: string, bytes: AsyncIterable<Uint8Array>, by: Actor): Promise<BagImport> {
    return this.spool.with(attended(bytes, this.limit), undefined, (spooled) => this.enter(name, spooled, by));
  }

  /** The same for bytes that are here already; `also` belongs into the transaction that enters the import. */
  async enter(name: string, { path, sha256, size }: Spooled, by: Actor, also: (order: BagImport) => Promise<void> = async () => undefined): Promise<BagImport> {
    await refuseOther(path);
    await this.blobs.put(bytesOf(path), { sha256, size });
    return this.database.transaction(async () => {
      const order = (await this.imports.open(sha256, by.personId)) ?? (await this.imports.insert({
        id: newId(), version: 1, state: 'checking', name, size, sha256, bytes: 0, tallies: [], conflicts: [], warnings: [], proven: 0, by: by.personId, orderedAt: this.clock.now().toISOString(),
      }));
      await also(order);
      return order;
    });
  }

  async get(id: string): Promise<BagImport> {
    const found = await this.imports.find(id);
    if (!found) throw new Refusal('missing', 'thing.missing');
    return found;
  }

  async list({ pageToken }: BagImportQuery): Promise<{ items: BagImport[]; nextPageToken?: string }> {
    return pageById(await this.imports.page(pageToken), IMPORTS_PAGE);
  }

  /** Lets the worker take what was checked and shown. Told again, it is the same. */
  async take(id: string): Promise<BagImport> {
    const { state } = await this.get(id);
    if (state !== 'taking' && state !== 'taken' && !(await this.imports.begin(id))) throw new Refusal('conflict', 'import.not-checked', { state });
    return this.get(id);
  }

  /** One piece of work for the worker: checks, or takes what was checked. */
  async work(order: BagImport, note: Note): Promise<void> {
    await this.spool.with(await this.blobs.get(order.sha256), order, async ({ path }) => {
      await (order.state === 'checking' ? this.#check(order, path, note) : this.#take(order, path, note));
    });
    const { state } = await this.get(order.id);
    if (state !== 'checked') await this.#drop(order.sha256);
  }

  async #check({ name }: BagImport, path: string, note: Note): Promise<void> {
    const faults: Refusal[] = [];
    const refused = (all: readonly Refusal[]) => note({ state: 'refused', conflicts: all.slice(0, MOST_FAULTS).map(asNote) });
    const read = await this.#read(path, (fault) => void faults.push(fault), () => note({ name }));
    if (read === undefined) return refused(faults);
    const { checked, bytes } = read;
    const plan = await this.planner.plan(checked.incoming);
    const silent = checked.unlogged > 0 ? [new Refusal('conflict', 'bag.unlogged', { count: checked.unlogged }, 'proofs/log/entries.jsonl')] : [];
    const { about } = checked.incoming;
    await note({
      state: plan.conflicts.length > 0 ? 'refused' : 'checked',
      unitId: about.unit.id, unitName: plan.unit?.name ?? about.unit.name, year: about.year, bytes, proven: checked.proven, tallies: plan.tallies,
      conflicts: plan.conflicts.slice(0, MOST_FAULTS).map(asNote), warnings: [...plan.warnings, ...silent].slice(0, MOST_FAULTS).map(asNote),
    });
  }

  /** Checked again: the bytes lay in a store meanwhile, and what is here may have changed. */
  async #take(order: BagImport, path: string, note: Note): Promise<void> {
    const bag = await BagReader.open(path, { bytes: this.limit, entries: MOST_ENTRIES });
    try {
      const faults: Refusal[] = [];
      const checked = await this.checker.check(bag, (fault) => void faults.push(fault), () => note({}));
      if (!checked) return await note({ state: 'refused', conflicts: faults.map(asNote) });
      const before = await this.planner.plan(checked.incoming);
      for (const { path: place, sha256, size } of before.files) {
        if (!(await this.blobs.find(sha256))) await this.blobs.put(bag.stream(place), { sha256, size });
        await note({});
      }
      const carried = await this.#carry(bag, checked);
      await this.database.transaction(async () => {
        const plan = await this.planner.plan(checked.incoming);
        if (plan.conflicts.length > 0) return note({ state: 'refused', conflicts: plan.conflicts.slice(0, MOST_FAULTS).map(asNote) });
        await this.#enter(plan, order);
        for (const proofs of carried) await this.proofs.carry(proofs);
        await note({ state: 'taken', tallies: plan.tallies, takenAt: this.clock.now().toISOString() });
      });
    } finally {
      bag.close();
    }
  }

  async #read(path: string, tell: (fault: Refusal) => void, step: () => Promise<void>): Promise<{ checked: Checked; bytes: number } | undefined> {
    let bag: BagReader | undefined;
    try {
      bag = await BagReader.open(path, { bytes: this.limit, entries: MOST_ENTRIES });
      const checked = await this.checker.check(bag, tell, step);
      return checked && { checked, bytes: bag.bytes };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      tell(error);
      return undefined;
    } finally {
      bag?.close();
    }
  }

  /** What the log of the other system, and those before it, said of what is taken in. */
  async #carry(bag: BagReader, { incoming: { about } }: Checked): Promise<CarriedProofs[]> {
    const folders = ['proofs/log', ...new Set([...bag.entries.keys()].flatMap((path) => /^proofs\/carried\/\d+/.exec(path) ?? []))];
    const own = await this.proofs.origin();
    const carried: CarriedProofs[] = [];
    for (const folder of folders) {
      const checkpoint = parseCheckpoint(await bag.text(`${folder}/checkpoint`));
      if (!checkpoint || checkpoint.origin === own || (await bag.text(`${folder}/entries.jsonl`)) === '') continue;
      const files = [];
      for (const name of PROOF_FILES) files.push({ name, ...(await this.blobs.put(bag.stream(`${folder}/${name}`))) });
      carried.push({ id: `${checkpoint.origin} ${String(checkpoint.size).padStart(16, '0')} ${about.unit.id} ${about.year}`, unitId: about.unit.id, year: about.year, files });
    }
    return carried;
  }

  async #enter({ unit, files, records, links, frozen }: ImportPlan, { by, sha256 }: BagImport): Promise<void> {
    const { path } = unit!;
    const place = (thing: Record<string, unknown>): Record<string, unknown> => ({ ...thing, path });
    await this.#insert('files', files.map((file) => place({ ...file, guards: undefined, closed: undefined })));
    await this.#insert('records', records.map(({ record }) => place(record)));
    await this.#insert('record-revisions', records.flatMap(({ revisions }) => revisions));
    await this.#insert('task-links', links);
    await this.#insert('frozen-sets', frozen.map(({ set }) => place({ ...set, version: 1, locked: false })));
    await this.#insert('frozen-entries', frozen.flatMap(({ items }) => items));
    await this.ledger.noteAll([
      ...files.map((file) => ({ act: 'file.imported', objectId: file.id, content: fileStatement(file as unknown as EvidenceFile), by })),
      ...records.map(({ record }) => ({ act: 'record.imported', objectId: record.id, content: recordStatement(record as unknown as EvidenceRecord), by })),
      ...frozen.map(({ set }) => ({ act: 'evidence.frozen', objectId: set.id, content: { candidacyId: set.candidacyId, submission: set.submission, digest: set.digest, items: set.count, keepUntil: set.keepUntil }, by })),
      { act: 'bag.imported', objectId: sha256, content: { sha256, files: files.length, records: records.length }, by },
    ]);
    for (const { record, revisions } of records) await this.guards.follow(record as unknown as EvidenceRecord, revisions.flatMap(({ fileIds }) => fileIds));
    for (const [type, ofType] of Map.groupBy(records, ({ record }) => record.type)) await this.tallies.recount(type, unit!.id, ofType.map(({ record }) => record.day));
    await tellReceived(this.database, files);
    await this.database.emitAll(RecordFiledSchema, records.map(({ record: { id, unitId, type, day, tasks, fileIds, sums, version } }) => ({ key: id, init: { recordId: id, unitId, type, day, tasks, fileIds, sums: numbers(sums), version } })));
  }

  /** Written as it came; its shape was compared with the store's before. */
  async #insert(collection: string, things: readonly Record<string, unknown>[]): Promise<void> {
    const documents = things.map(({ id, ...rest }) => ({ _id: id, ...rest }));
    for (let n = 0; n < documents.length; n += 500) await this.database.connection.models[collection]!.insertMany(documents.slice(n, n + 500), { lean: true });
  }

  async expire(): Promise<void> {
    const day = this.clock.today();
    for (const { id, sha256 } of await this.imports.old(startOf(addDays(day, -DAYS_KEPT)).toISOString())) {
      await this.database.transaction(async () => {
        if (await this.imports.expire(id)) await this.steps.add([{ day, what: 'import-expired', kind: 'package', objectId: id }]); // of no unit: only who imports sees it
      });
      await this.#drop(sha256);
    }
  }

  /** Removes the bytes of a package of which something has become, unless anything else names them. */
  async #drop(sha256: string): Promise<void> {
    const named = new Set([...(await this.imports.named()), ...(await this.bags.named())]);
    if (!named.has(sha256) && !(await this.database.connection.models['files']!.exists({ sha256 }))) await this.blobs.remove(sha256);
  }
}

const numbers = (sums: Readonly<Record<string, unknown>>): Record<string, bigint> => Object.fromEntries(Object.entries(sums).flatMap(([name, sum]) => (typeof sum === 'number' ? [[name, BigInt(sum)]] : [])));
const asNote = ({ code, facts, field }: Refusal): ImportNote => ({ at: field ?? '', code, ...wordsOf(code, facts) });

async function refuseOther(path: string): Promise<void> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    if (buffer.toString('latin1') !== 'PK\u0003\u0004') throw new Refusal('invalid', 'bag.not-zip', { reason: '' }, 'file');
  } finally {
    await file.close();
  }
}
