import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { addDays } from '@xingchuang/calendar';
import type { DisposalItem, DisposalProposal, DisposalQuery, LegalHoldOrder, LegalHoldQuery } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, STEPS, TICKER, UNITS, within, type Clock, type Database, type StepLog, type Ticker, type UnitDirectory } from '@xingchuang/server';
import { EVIDENCE_CONFIG, type EvidenceConfig } from '../config.ts';
import { TallyService } from '../duty/tally-service.ts';
import { DISPOSED } from '../integrity/document-check.ts';
import { Ledger } from '../log/ledger.ts';
import { LogStore } from '../log/log-store.ts';
import { RecordStore } from '../record/record-store.ts';
import { reachable } from '../scope.ts';
import { approve, carriedOut, refuseHeld, reject, type Disposal } from './disposal-rule.ts';
import { DISPOSALS_PAGE, DisposalStore, type LegalHold } from './disposal-store.ts';
import { KeptItems } from './kept-items.ts';
import { Leaving } from './leaving.ts';

const CANDIDATES = 200;
/** A page looks at so many times as many things; most are within their term. */
const ROUNDS = 10;

/** Where a thing leaves traces, by the field that names it: with it go its revisions, derived data, search parts and marks. */
const TRACES: readonly (readonly [collection: string, field: string])[] = [
  ['files', '_id'], ['records', '_id'], ['record-revisions', 'recordId'], ['derived', '_id'], ['derived-texts', '_id'], ['picture-marks', '_id'], ['search-parts', 'itemId'],
  ['flag-marks', '_id'], ['flags', 'sides.id'], ['likenesses', 'files'], ['task-links', 'itemId'],
];

/** 销毁: things whose term has ended go by two approvals and a waiting time; holds and frozen sets win to the last moment. */
@Injectable()
export class DisposalService implements OnApplicationBootstrap {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(TICKER) readonly ticker: Ticker,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(STEPS) readonly steps: StepLog,
    @Inject(EVIDENCE_CONFIG) readonly config: EvidenceConfig,
    @Inject(DisposalStore) readonly disposals: DisposalStore,
    @Inject(KeptItems) readonly kept: KeptItems,
    @Inject(RecordStore) readonly records: RecordStore,
    @Inject(Ledger) readonly ledger: Ledger,
    @Inject(LogStore) readonly log: LogStore,
    @Inject(TallyService) readonly tallies: TallyService,
    @Inject(Leaving) readonly leaving: Leaving,
  ) {}

  onApplicationBootstrap(): void {
    this.ticker.every('disposals', () => this.sweep());
  }

  async candidates(unitId: string, pageToken: string | undefined, by: Actor): Promise<{ items: DisposalItem[]; nextPageToken?: string }> {
    allow(by, 'disposal.propose', await this.units.place(unitId));
    const items: DisposalItem[] = [];
    let after = pageToken ?? 'files ';
    for (let round = 0; round < ROUNDS; round += 1) {
      const found = await this.kept.candidates(unitId, after, CANDIDATES);
      items.push(...found.items);
      if (found.last === undefined) return { items };
      after = found.last;
      if (items.length >= CANDIDATES) break;
    }
    return { items, nextPageToken: after };
  }

  async propose({ unitId, items: asked, reason }: DisposalProposal, by: Actor): Promise<Disposal> {
    const place = await this.units.place(unitId);
    allow(by, 'disposal.propose', place);
    const ids = [...new Set(asked.map(({ id }) => id))];
    const items = await this.kept.look(unitId, ids);
    const known = new Set(items.map(({ kind, id }) => `${kind} ${id}`));
    const missing = asked.findIndex(({ kind, id }) => !known.has(`${kind} ${id}`));
    if (missing >= 0) throw new Refusal('invalid', 'disposal.item-missing', { number: missing + 1 }, `items[${missing}]`);
    refuseHeld(items);
    const disposal: Disposal = { ...place, id: newId(), version: 1, state: 'proposed', reason, items, proposedBy: by.personId, proposedAt: this.clock.now().toISOString(), approvals: [] };
    return this.database.transaction(async () => {
      await this.ledger.note({ act: 'disposal.proposed', objectId: disposal.id, content: { unitId, reason, items: ids }, by: by.personId });
      return this.disposals.insert(disposal);
    });
  }

  async approve(id: string, note: string, by: Actor): Promise<Disposal> {
    const was = reachable(await this.disposals.find(id), by, 'disposal.approve');
    const next = approve(was, by.personId, note, this.clock.now().toISOString(), addDays(this.clock.today(), this.config.DISPOSAL_WAIT_DAYS));
    refuseHeld(await this.kept.look(was.unitId, was.items.map(({ id: item }) => item)));
    return this.#save(next, 'disposal.approved', { note, carryOutOn: next.carryOutOn ?? null }, by);
  }

  async reject(id: string, note: string, by: Actor): Promise<Disposal> {
    const was = reachable(await this.disposals.find(id), by, 'disposal.approve');
    return this.#save(reject(was, this.clock.now().toISOString()), 'disposal.rejected', { note }, by);
  }

  async get(id: string, by: Actor): Promise<Disposal> {
    return reachable(await this.disposals.find(id), by, 'archive.read');
  }

  async list(query: DisposalQuery, by: Actor): Promise<{ items: Disposal[]; nextPageToken?: string }> {
    const found = await this.disposals.page(await within(by, 'archive.read', query.unitId, this.units), query);
    return { items: found.slice(0, DISPOSALS_PAGE), ...(found.length > DISPOSALS_PAGE && { nextPageToken: found[DISPOSALS_PAGE - 1]!.id }) };
  }

  async hold({ kind, id: itemId, reason }: LegalHoldOrder, by: Actor): Promise<LegalHold> {
    const things = this.database.connection.collection<{ _id: string; unitId: string; path: string[] }>(`${kind}s`);
    return this.database.transaction(async (session) => {
      await this.disposals.lockHolds();
      const { unitId, path } = reachable((await things.findOne({ _id: itemId }, { session })) ?? undefined, by, 'disposal.approve');
      const [item] = await this.kept.look(unitId, [itemId]);
      const hold: LegalHold = { id: newId(), version: 1, unitId, path, kind, itemId, name: item!.name, reason, by: by.personId, at: this.clock.now().toISOString() };
      await this.ledger.note({ act: 'hold.placed', objectId: itemId, content: { holdId: hold.id, reason }, by: by.personId });
      return this.disposals.insertHold(hold);
    });
  }

  async lift(id: string, by: Actor): Promise<LegalHold> {
    const was = reachable(await this.disposals.findHold(id), by, 'disposal.approve');
    if (was.liftedAt !== undefined) throw new Refusal('conflict', 'legal-hold.lifted');
    return this.database.transaction(async () => {
      await this.ledger.note({ act: 'hold.lifted', objectId: was.itemId, content: { holdId: id }, by: by.personId });
      return this.disposals.saveHold({ ...was, liftedAt: this.clock.now().toISOString() });
    });
  }

  async listHolds(query: LegalHoldQuery, by: Actor): Promise<{ items: LegalHold[]; nextPageToken?: string }> {
    const found = await this.disposals.holds(await within(by, 'archive.read', query.unitId, this.units), query);
    return { items: found.slice(0, DISPOSALS_PAGE), ...(found.length > DISPOSALS_PAGE && { nextPageToken: found[DISPOSALS_PAGE - 1]!.id }) };
  }

  /** Carries out what is due, a thing at a time, each in its own transaction: a kill in between leaves each thing whole or gone. */
  async sweep(): Promise<void> {
    for (const disposal of await this.disposals.due(this.clock.today())) {
      const outcomes = new Map<string, 'gone' | 'kept'>();
      for (const { id } of disposal.items) outcomes.set(id, await this.#dispose(disposal, id));
      const { id: objectId, unitId, path, carryOutOn = this.clock.today(), reason: text } = disposal;
      const count = [...outcomes.values()].filter((outcome) => outcome === 'gone').length;
      await this.database.transaction(async () => {
        const now = (await this.disposals.find(objectId))!;
        if (now.state === 'rejected' && count === 0) return;
        await this.disposals.save(carriedOut(now, outcomes, this.clock.now().toISOString()));
        await this.steps.add([{ day: carryOutOn, what: 'disposal-carried-out', kind: 'disposal', objectId, unitId, path, text, count }]);
      });
    }
  }

  async #dispose(disposal: Disposal, id: string): Promise<'gone' | 'kept'> {
    const done = (await this.log.entriesOf(id)).find(({ act }) => act === DISPOSED);
    if (done) return 'gone'; // by an earlier life of this process
    const digests = await this.#digestsOf(id);
    const outcome = await this.database.transaction(async (session) => {
      await this.disposals.lockHolds();
      if ((await this.disposals.find(disposal.id))?.version !== disposal.version) return 'kept'; // somebody stopped it meanwhile
      const [item] = await this.kept.look(disposal.unitId, [id]);
      if (!item || item.heldBy !== undefined) return 'kept';
      const record = item.kind === 'record' ? await this.records.find(id) : undefined;
      for (const [collection, field] of TRACES) await this.database.connection.collection(collection).deleteMany({ [field]: id } as object, { session });
      if (record) await this.tallies.recount(record.type, record.unitId, [record.day]);
      await this.log.erase(id);
      await this.ledger.note({ act: DISPOSED, objectId: id, content: { kind: item.kind, disposal: disposal.id }, by: disposal.approvals.at(-1)!.by });
      return 'gone';
    });
    if (outcome === 'kept') return outcome;
    for (const sha256 of digests) await this.leaving.letGo(sha256); // after the entries: a kill leaves bytes that nobody names, which go within a week
    return outcome;
  }

  async #digestsOf(id: string): Promise<string[]> {
    const file = await this.database.connection.collection<{ _id: string; sha256: string }>('files').findOne({ _id: id });
    const derived = await this.database.connection.collection<{ _id: string; blobs: string[] }>('derived').findOne({ _id: id });
    return [...new Set([...(file ? [file.sha256] : []), ...(derived?.blobs ?? [])])];
  }

  async #save(next: Disposal, act: string, content: Record<string, unknown>, by: Actor): Promise<Disposal> {
    return this.database.transaction(async () => {
      await this.ledger.note({ act, objectId: next.id, content, by: by.personId });
      return this.disposals.save(next);
    });
  }
}
