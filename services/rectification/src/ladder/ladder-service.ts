import { Inject, Injectable } from '@nestjs/common';
import { RungAssignedSchema, RungFailedSchema, RungLapsedSchema, RungPassedSchema } from '@xingchuang/contracts';
import { Refusal, type Place } from '@xingchuang/rules';
import type { Scheme } from '@xingchuang/schemes';
import { CALENDARS, CAMPAIGNS, CLOCK, DATABASE, isDuplicate, newId, STEPS, type CalendarDirectory, type CampaignDirectory, type Clock, type Database, type NewStep, type StepLog } from '@xingchuang/server';
import { Schema } from 'mongoose';
import { draftsOf, type Draft } from '../document/document-rule.ts';
import { DocumentStore } from '../document/document-store.ts';
import type { Finding } from '../finding/finding-rule.ts';
import { FindingStore } from '../finding/finding-store.ts';
import type { Happening } from '../happening.ts';
import type { RectificationCase } from './case-rule.ts';
import { CaseStore } from './case-store.ts';
import { rungOf, settle, type LadderRules, type Standing } from './ladder-rule.ts';

type Change = (now: Standing, rules: LadderRules) => Standing;
/** What became of one standing, and which documents it calls for. */
interface Done {
  readonly was: Standing;
  readonly next: Standing;
  readonly drafts: readonly Draft[];
}
const lock = new Schema({ _id: String, turns: Number });

/** The standings of units: each is read, settled up to today, changed, settled again and saved in one transaction. */
@Injectable()
export class LadderService {
  readonly #turns;

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(CALENDARS) readonly calendars: CalendarDirectory,
    @Inject(FindingStore) readonly findings: FindingStore,
    @Inject(CaseStore) readonly cases: CaseStore,
    @Inject(DocumentStore) readonly documents: DocumentStore,
    @Inject(STEPS) readonly steps: StepLog,
  ) {
    this.#turns = database.model<{ id: string }>('ladder-turns', lock);
  }

  /** Changes what stands against one unit under one scheme. Inside a transaction. */
  async change(place: Place, schemeId: string, change: Change): Promise<Standing> {
    const [now] = await this.settleAll([{ place, schemeId }], change);
    return now!;
  }

  /** Settles many units; the change, where there is one, is applied to each between. */
  async settleAll(wanted: readonly { readonly place: Place; readonly schemeId: string }[], change?: Change): Promise<Standing[]> {
    const unitIds = [...new Set(wanted.map(({ place }) => place.unitId))];
    await this.#takeTurns(unitIds);
    const [today, at] = [this.clock.today(), this.clock.now().toISOString()];
    const findings = groupBy(change ? await this.findings.open(unitIds) : await this.findings.openInShort(unitIds, today));
    const cases = groupBy(await this.cases.counting(unitIds));
    const calendar = await this.calendars.now();
    const schemes = new Map<string, Scheme>();
    for (const [schemeId, ofScheme] of Map.groupBy(wanted, (one) => one.schemeId)) {
      if (schemeId === '') continue;
      const over = await this.campaigns.schemesOver(schemeId);
      for (const { place } of ofScheme) schemes.set(`${place.unitId} ${schemeId}`, over(place.path));
    }
    const done: Done[] = [];
    for (const { place, schemeId } of wanted) {
      const key = `${place.unitId} ${schemeId}`;
      const rules: LadderRules = { scheme: schemes.get(key), calendar, place, newId, at };
      const was: Standing = { findings: findings.get(key) ?? [], cases: cases.get(key) ?? [] };
      const settled = settle(rules, was, today);
      const next = change ? settle(rules, change(settled, rules), today) : settled;
      done.push({ was, next, drafts: draftsOf(rules.scheme, was, next) });
    }
    await this.#save(done, schemes);
    return done.map(({ next }) => next);
  }

  /** Two changes of one unit go one after the other: each sees all that stands against it. */
  async #takeTurns(unitIds: readonly string[]): Promise<void> {
    await this.#turns.model.bulkWrite(unitIds.map((_id) => ({ updateOne: { filter: { _id }, update: { $inc: { turns: 1 } }, upsert: true } })) as never, { ordered: false }); // mongoose types the ids as ObjectId
  }

  async #save(done: readonly Done[], schemes: ReadonlyMap<string, Scheme>): Promise<void> {
    const findings = done.flatMap(({ was, next }) => differing(was.findings, next.findings));
    const cases = done.flatMap(({ was, next }) => differing(was.cases, next.cases));
    await this.findings.findings.insertMany(findings.flatMap(({ was, next }) => (was ? [] : [next])));
    await this.findings.findings.saveAll(findings.flatMap(({ was, next }) => (was ? [{ was, next }] : [])));
    await this.cases.cases.saveAll(cases.flatMap(({ was, next }) => (was ? [{ was, next }] : []))); // first: an ended rung makes room for the next
    try {
      await this.cases.cases.insertMany(cases.flatMap(({ was, next }) => (was ? [] : [next])));
    } catch (error) {
      if (isDuplicate(error)) throw new Refusal('conflict', 'case.running', {});
      throw error;
    }
    await this.steps.add([...findings.flatMap((one) => stepsOf('finding', one, one.next.clause)), ...cases.flatMap((one) => stepsOf('case', one, one.next.source))]);
    await this.documents.draft(done.flatMap(({ drafts }) => drafts));
    await this.#tell(cases, schemes);
  }

  /** What others hear of rungs: that one runs, was passed, is called for no longer, or failed with what follows. */
  async #tell(changes: readonly { readonly was: RectificationCase | undefined; readonly next: RectificationCase }[], schemes: ReadonlyMap<string, Scheme>): Promise<void> {
    const keyed = <Init>(list: readonly RectificationCase[], init: (one: RectificationCase) => Init) => list.map((one) => ({ key: one.id, init: init(one) }));
    const schemeOf = ({ unitId, schemeId }: RectificationCase): Scheme | undefined => schemes.get(`${unitId} ${schemeId}`);
    const head = (one: RectificationCase) => {
      const { id: caseId, unitId, rung, schemeId, campaignId, source: clause } = one;
      return { caseId, unitId, rung, schemeId, campaignId, schemeVersion: schemeOf(one)?.version ?? 0, clause };
    };
    const began = changes.filter(({ was, next }) => next.assignedOn !== '' && (was?.assignedOn ?? '') === '').map(({ next }) => next);
    const passed = changes.filter(({ was, next }) => next.state === 'done' && was?.state !== 'done').map(({ next }) => next);
    const lapsed = changes.filter(({ was, next }) => next.state === 'lapsed' && was?.state !== 'lapsed' && next.assignedOn !== '').map(({ next }) => next); // nobody heard of one that never began
    const isTold = (one: RectificationCase | undefined): boolean => one?.state === 'failed' && (one.sanction === 'none' || one.sanction === 'imposed');
    const failed = changes.filter(({ was, next }) => isTold(next) && !isTold(was)).map(({ next }) => next);
    if (began.length > 0) {
      await this.database.emitAll(RungAssignedSchema, keyed(began, (one) => ({ ...head(one), assignedOn: one.assignedOn, dueOn: one.due, documents: [...(rungOf(schemeOf(one), one.rung)?.documents ?? [])] })));
    }
    if (passed.length > 0) await this.database.emitAll(RungPassedSchema, keyed(passed, (one) => ({ ...head(one), passedOn: one.closedOn })));
    if (lapsed.length > 0) await this.database.emitAll(RungLapsedSchema, keyed(lapsed, (one) => ({ ...head(one), lapsedOn: one.endedOn })));
    if (failed.length > 0) {
      await this.database.emitAll(
        RungFailedSchema,
        keyed(failed, (one) => {
          const follows = rungOf(schemeOf(one), one.rung)?.failed;
          const effectiveOn = one.statement?.answer && one.statement.answer.day > one.overdueOn ? one.statement.answer.day : one.overdueOn;
          return { ...head(one), failedOn: one.overdueOn, effectiveOn, effects: [...(follows?.effects ?? [])], report: follows?.report ?? '', clause: follows?.source ?? follows?.basis ?? one.source };
        }),
      );
    }
  }
}

function groupBy<T extends Finding | RectificationCase>(things: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of things) {
    const key = `${one.unitId} ${one.schemeId}`;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

interface Difference<T> {
  readonly was: T | undefined;
  readonly next: T;
}

function differing<T extends { readonly id: string }>(was: readonly T[], next: readonly T[]): Difference<T>[] {
  const before = new Map(was.map((one) => [one.id, one]));
  return next.filter((one) => before.get(one.id) !== one).map((one) => ({ was: before.get(one.id), next: one }));
}

type Logged = Pick<Finding, 'id' | 'unitId' | 'path' | 'limit' | 'history'>;

/** The log keeps what happened by itself, and what moved a last day. */
export function stepsOf(kind: string, { was, next }: Difference<Logged>, clause: string): NewStep[] {
  const known = was?.history.length ?? 0;
  const fresh: readonly Happening[] = next.history.slice(known);
  const { id: objectId, unitId, path } = next;
  const [before, after] = [was?.limit?.lastDay ?? '', next.limit?.lastDay ?? ''];
  return fresh.flatMap(({ at, day, what, by, text }, index) =>
    by === '' || MOVES.includes(what) ? [{ key: `${kind}:${objectId}:${known + index}`, at, day, what, kind, objectId, unitId, path, before, after, by, text, clause }] : [],
  );
}
export const MOVES: readonly string[] = ['extended', 'suspended', 'resumed'];
