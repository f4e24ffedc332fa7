import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { Blobs } from '@xingchuang/blobs';
import { RecordJudgedSchema, type AuditAnnouncing, type AuditPreview, type AuditPreviewing, type AuditQuery, type AuditUnitList, type AuditView } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { BLOBS, CALENDARS, CLOCK, DATABASE, newId, pageById, reckonProvisional, TICKER, UNITS, type CalendarDirectory, type Clock, type Database, type Ticker, type UnitDirectory } from '@xingchuang/server';
import { Ledger } from '../log/ledger.ts';
import { sameVersion } from '../scope.ts';
import { TaskService } from '../task/task-service.ts';
import { AuditAccess } from './audit-access.ts';
import { publish, refuseOpen, termOf } from './audit-item-rule.ts';
import { AuditItemStore, type Seen } from './audit-item-store.ts';
import { AuditPopulation, type Drawable } from './audit-population.ts';
import { announce, inOrder, seedOf, stateAfter } from './audit-rule.ts';
import { AuditStore } from './audit-store.ts';
import type { Audit, AuditItem, Moment } from './audit.ts';
import { populationText, sampleOf, sampleSizes } from './sample-rule.ts';

const NONE = { total: 0, judged: 0, pass: 0, supplement: 0, reject: 0, unpublished: 0, answered: 0, overdue: 0, waiting: 0 };

/** Audits of archives: announced, drawn, told to the units, closed. */
@Injectable()
export class AuditService {

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(Ledger) readonly ledger: Ledger,
    @Inject(TaskService) readonly tasks: TaskService,
    @Inject(AuditPopulation) readonly population: AuditPopulation,
    @Inject(AuditAccess) readonly access: AuditAccess,
    @Inject(AuditStore) readonly audits: AuditStore,
    @Inject(AuditItemStore) readonly items: AuditItemStore,
    @Inject(CALENDARS) readonly calendars: CalendarDirectory,
    @Inject(TICKER) ticker: Ticker,
  ) {
    ticker.every('provisional days of supplements', () => this.reckon());
  }

  /** Days that were given for a supplement and are provisional are reckoned again once the year is loaded. */
  reckon(): Promise<void> {
    return reckonProvisional(this, {
      kind: 'audit-item',
      list: (after) => this.items.provisional(after),
      limit: termOf,
      save: (one, { lastDay, derivation }) => this.items.save({ ...one, until: lastDay, derivation }),
    });
  }

  /** How many could be drawn of whom, and how many would be: not which. */
  async preview(asked: AuditPreviewing, by: Actor): Promise<AuditPreview> {
    await this.tasks.check(asked.tasks, (index) => `tasks[${index}]`);
    const { items, own, units } = await this.population.find(asked, by);
    const sizes = new Map([...Map.groupBy(items, ({ unitId }) => unitId)].map(([unitId, of]) => [unitId, of.length]));
    const { way } = asked;
    const { least, total } = way.by === 'list' ? { least: new Map<string, number>(), total: way.items.length } : sampleSizes(sizes, way);
    const lines = [...units.values()].map(({ id, code }) => ({ unitId: id, code, items: sizes.get(id) ?? 0, sample: least.get(id) ?? 0 }));
    return { population: items.length, sample: total, units: lines.toSorted((a, b) => (a.code < b.code ? -1 : 1)), own: [...own] };
  }

  async announce(asked: AuditAnnouncing, by: Actor): Promise<AuditView> {
    const body = await this.units.place(by.unitId);
    allow(by, 'audit.run', body);
    await this.preview({ scope: asked.scope, from: asked.from, to: asked.to, tasks: asked.tasks, kinds: asked.kinds, way: asked.way }, by); // refuses what could not be drawn
    const audit = announce(asked, randomBytes(16).toString('hex'), body, newId(), this.#moment(by));
    await this.database.transaction(async () => {
      await this.audits.insert(audit);
      const { scope, from, to, tasks, kinds, way, commitment, publicSource } = audit;
      await this.#note('audit.announced', audit, { scope, from, to, tasks, kinds, way, ...(commitment && { commitment }), ...(publicSource && { publicSource }) }, by);
    });
    return this.#view(audit, {});
  }

  async withdraw(id: string, reason: string, by: Actor): Promise<AuditView> {
    const was = await this.access.toRun(id, by);
    const saved = await this.database.transaction(async () => {
      const next = await this.audits.save({ ...was, state: stateAfter(was, 'withdraw'), closed: this.#moment(by) });
      await this.#note('audit.withdrawn', next, { reason }, by);
      return next;
    });
    return this.#view(saved, {});
  }

  /** Freezes what could be drawn, by ids and digests, and draws. */
  async draw(id: string, given: string | undefined, by: Actor): Promise<AuditView> {
    const was = await this.access.toRun(id, by);
    const state = stateAfter(was, 'draw');
    const seed = seedOf(was, given);
    const { items: all, units } = await this.population.find(was, by);
    if (all.length === 0) throw new Refusal('conflict', 'audit.nothing-to-draw');
    const chosen = chosenOf(all, was, seed);
    const { sha256: digest } = await this.blobs.put(Readable.from([Buffer.from(populationText(all))]));
    const codes = new Map([...units].map(([unitId, { code }]) => [unitId, code]));
    const drawn = inOrder(chosen, codes).map(({ key: _, ...item }): AuditItem => ({
      ...item, id: newId(), version: 1, auditId: id, verdicts: [], published: 0, answered: false, answers: [],
    }));
    const { secret: _, ...rest } = was;
    const population = { digest, items: all.length, units: new Set(all.map(({ unitId }) => unitId)).size };
    const saved = await this.database.transaction(async () => {
      const next = await this.audits.save({ ...rest, state, drawn: this.#moment(by), population, ...(seed !== undefined && { seed }) }); // first: it tells a second drawer that he is late
      await this.items.insertMany(drawn);
      await this.#note('audit.drawn', next, { population, ...(seed !== undefined && { seed }), sample: drawn.map(({ kind, itemId, digest: was }) => `${kind}:${itemId} ${was}`) }, by);
      return next;
    });
    return this.#view(saved, {});
  }

  /** Tells units what was found at them; from then on the days of a supplement count. */
  async publish(id: string, unitIds: readonly string[] | undefined, by: Actor): Promise<AuditView> {
    const audit = await this.access.toRun(id, by);
    stateAfter(audit, 'publish');
    const calendar = await this.calendars.now();
    await this.database.transaction(async () => {
      for (const was of await this.items.unpublished(id, unitIds)) {
        const item = await this.items.save(publish(was, this.clock.today(), calendar));
        const verdict = item.verdict!;
        await this.ledger.note({ act: 'audit.published', objectId: item.id, content: { auditId: id, item: `${item.kind}:${item.itemId}`, verdict, ...(item.until && { until: item.until }) }, by: by.personId });
        if (item.kind === 'record') {
          await this.database.emit(RecordJudgedSchema, item.itemId, { recordId: item.itemId, unitId: item.unitId, auditId: id, verdict, revision: item.revision! });
        }
      }
    });
    return this.#view(audit, {});
  }

  async close(id: string, ifMatch: string | undefined, by: Actor): Promise<AuditView> {
    const saved = await this.database.transaction(async () => {
      const was = await this.access.toRun(id, by);
      sameVersion(was.version, ifMatch);
      const state = stateAfter(was, 'close');
      const { waiting, ...progress } = await this.#progress(id, {});
      refuseOpen(progress, waiting);
      const next = await this.audits.save({ ...was, state, closed: this.#moment(by) });
      await this.#note('audit.closed', next, { ...progress }, by);
      return next;
    });
    return this.#view(saved, {});
  }

  async get(id: string, by: Actor): Promise<AuditView> {
    const { audit, of } = await this.access.toRead(id, by);
    return this.#view(audit, of);
  }

  async list(query: AuditQuery, by: Actor): Promise<{ items: AuditView[]; nextPageToken?: string }> {
    const { audits, of } = await this.access.page(query, by);
    const page = pageById(audits, query.limit);
    const progress = await this.items.progress(page.items.map(({ id }) => id), of, this.clock.today());
    return { ...page, items: page.items.map((audit) => viewOf(audit, progress.get(audit.id) ?? NONE)) };
  }

  async unitsOf(id: string, by: Actor): Promise<AuditUnitList> {
    const { audit, of } = await this.access.toRead(id, by);
    const progress = await this.items.progressOfUnits(audit.id, of, this.clock.today());
    const units = await this.units.byIds([...progress.keys()]);
    const lines = [...progress].map(([unitId, of]) => ({ ...of, unitId, name: units.get(unitId)?.name ?? unitId, code: units.get(unitId)?.code ?? '' }));
    return { items: lines.toSorted((a, b) => (a.code < b.code ? -1 : 1)) };
  }

  /** The population as it was frozen: its SHA-256 is its digest. */
  async populationText(id: string, by: Actor): Promise<{ readonly bytes: Readable; readonly digest: string }> {
    const { population } = (await this.access.toRead(id, by)).audit;
    if (!population) throw new Refusal('missing', 'audit.not-drawn');
    return { bytes: await this.blobs.get(population.digest), digest: population.digest };
  }

  async #view(audit: Audit, of: Seen): Promise<AuditView> {
    return viewOf(audit, await this.#progress(audit.id, of));
  }

  async #progress(id: string, of: Seen) {
    return (await this.items.progress([id], of, this.clock.today())).get(id) ?? NONE;
  }

  #moment = (by: Actor): Moment => ({ at: this.clock.now().toISOString(), by: by.personId });

  async #note(act: string, { id }: Audit, content: Readonly<Record<string, unknown>>, by: Actor): Promise<void> {
    await this.ledger.note({ act, objectId: id, content, by: by.personId });
  }
}

/** What a secret seed is, nobody sees before the draw. */
function viewOf(audit: Audit, progress: AuditView['progress']): AuditView {
  const { secret: _, way, ...rest } = audit;
  const { items: __, ...told } = way.by === 'list' ? way : { ...way, items: undefined };
  return { ...rest, tasks: [...rest.tasks], kinds: [...rest.kinds], way: told, progress };
}

function chosenOf(all: readonly Drawable[], { way }: Audit, seed: string | undefined): Drawable[] {
  const byKey = new Map(all.map((item) => [item.key, item]));
  const keys = way.by === 'list' ? way.items.map(({ kind, id }) => `${kind}:${id}`) : sampleOf(all, way, seed!);
  return [...new Set(keys)].map((key, index) => {
    const item = byKey.get(key);
    if (!item) throw new Refusal('invalid', 'audit.item-outside', { item: key }, `way.items[${index}]`);
    return item;
  });
}
