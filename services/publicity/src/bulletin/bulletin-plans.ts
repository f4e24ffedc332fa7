import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { addDays, deadline, endedSince, hasNoWorkday, periodOf, type Calendar, type Day, type Period } from '@xingchuang/calendar';
import type { BulletinKindView, BulletinPlan } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CALENDARS, CLOCK, DATABASE, isDuplicate, PLATFORM, STEPS, TICKER, UNITS, type CalendarDirectory, type Clock, type Database, type Platform, type StepLog, type Ticker, type UnitDirectory } from '@xingchuang/server';
import { sameVersion } from '../same-version.ts';
import { BulletinDrafts, keyOf } from './bulletin-draft.ts';
import { BulletinStore } from './bulletin-store.ts';
import { Kinds } from './kinds.ts';
import type { Kind } from './kind-schema.ts';

/** A unit wants the system to draft a kind for it, from a day on. */
interface Plan {
  /** `<unit>:<kind>`. */
  readonly id: string;
  readonly version: number;
  readonly unitId: string;
  readonly kind: string;
  readonly nodeId: string;
  readonly campaignId: string;
  readonly subject: string;
  readonly since: Day;
}
const schema = new Schema({ _id: String, version: Number, unitId: String, kind: String, nodeId: String, campaignId: String, subject: String, since: String });
schema.index({ unitId: 1 }); // the plans of a unit
const MOST = 5_000;

/** Drafts periodic bulletins when their day has come, each period once; days that nobody was there for are made up. */
@Injectable()
export class BulletinPlans {
  readonly #plans;

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CALENDARS) readonly calendars: CalendarDirectory,
    @Inject(PLATFORM) readonly platform: Platform,
    @Inject(TICKER) ticker: Ticker,
    @Inject(STEPS) readonly steps: StepLog,
    @Inject(Kinds) readonly kinds: Kinds,
    @Inject(BulletinStore) readonly store: BulletinStore,
    @Inject(BulletinDrafts) readonly drafts: BulletinDrafts,
  ) {
    this.#plans = database.model<Plan>('bulletin-plans', schema);
    ticker.every('bulletins that are due', () => this.draft());
  }

  async list(by: Actor): Promise<BulletinKindView[]> {
    const plans = new Map((await this.#plans.list({ unitId: by.unitId })).map((plan) => [plan.kind, plan]));
    return this.kinds.all().map(({ id, name, every, covers, workday, campaign, queries, names, readers, after }) => {
      const ranking = Object.values(queries).find((query) => query.from === 'ranking' && query.by !== 'levels' && query.subject === undefined);
      const plan = plans.get(id);
      return {
        id, ...name, every: every ?? null, covers, workday, asksCampaign: campaign, asksSubject: ranking?.from === 'ranking' ? ranking.by : null, names, readers, onRecord: after !== undefined,
        plan: plan ? { version: plan.version, since: plan.since, campaignId: plan.campaignId, unitId: plan.nodeId, subject: plan.subject } : null,
      };
    });
  }

  async switchOn(kindId: string, { campaignId = '', unitId, subject = '' }: BulletinPlan, ifMatch: string | undefined, by: Actor): Promise<void> {
    const kind = this.kinds.get(kindId);
    if (kind.every === undefined) throw new Refusal('invalid', 'bulletin.kind-by-hand', { kind: kind.name.zh });
    if (kind.campaign && campaignId === '') throw new Refusal('invalid', 'bulletin.campaign-needed', {}, 'campaignId');
    const node = await this.units.place(unitId ?? by.jurisdictionId);
    allow(by, 'bulletin.write', node);
    const id = `${by.unitId}:${kind.id}`;
    await this.database.transaction(async () => {
      const was = await this.#plans.find(id);
      const version = was?.version ?? 0;
      sameVersion({ id, version }, ifMatch);
      const plan: Plan = { id, version: 1, unitId: by.unitId, kind: kind.id, nodeId: node.unitId, campaignId, subject, since: this.clock.today() };
      await (was ? this.#plans.save({ ...plan, version, since: was.since }) : this.#plans.insert(plan));
    });
  }

  async switchOff(kindId: string, by: Actor): Promise<void> {
    await this.#plans.remove(`${by.unitId}:${this.kinds.get(kindId).id}`);
  }

  /** One plan that cannot be carried out now does not keep the others waiting. */
  async draft(): Promise<void> {
    const calendar = await this.calendars.now();
    for (const plan of await this.#plans.list({}, { _id: 1 }, MOST)) {
      const kind = this.kinds.find(plan.kind);
      if (!kind) continue; // its file was taken away
      for (const due of duePeriods(kind, calendar, plan.since, this.clock.today())) {
        const { period } = due;
        await this.#once(plan, kind, period, dueDay(kind, calendar, due)).catch((error: unknown) => this.platform.log.warn({ plan: plan.id, period, err: error }, 'a bulletin could not be drafted; the next round tries again'));
      }
    }
  }

  async #once({ unitId, nodeId, campaignId, subject }: Plan, kind: Kind, period: string, day: Day): Promise<void> {
    if (await this.store.drafted(keyOf(unitId, kind.id, period))) return;
    const { bulletin, items } = await this.drafts.draft({ kind, issuer: await this.units.get(unitId), nodeId, campaignId, subject, period }, '');
    await this.database
      .transaction(async () => {
        await this.store.bulletins.insert(bulletin);
        await this.store.keepItems(bulletin.id, items);
        const { id: objectId, path, title: text } = bulletin;
        await this.steps.add([{ day, what: 'bulletin-drafted', kind: 'bulletin', objectId, unitId, path, text, clause: kind.name.zh }]);
      })
      .catch((error: unknown) => {
        if (!isDuplicate(error)) throw error; // another process was quicker
      });
  }
}

/** The periods whose draft is due today and was not before the plan began; a period without a working day is left out. */
export function duePeriods({ every, covers, workday }: Pick<Kind, 'every' | 'covers' | 'workday'>, calendar: Calendar, since: Day, today: Day): Period[] {
  if (every === undefined) return [];
  const ended = endedSince(every, today, addDays(periodOf(every, since).from, -1)); // the one that ran when it was switched on counts
  const told = covers === 'past' ? ended : [...ended, periodOf(every, today)];
  return told.filter((period) => {
    if (hasNoWorkday(calendar, period)) return false;
    const lastDay = dueDay({ covers, workday }, calendar, period);
    const begins = covers === 'past' ? period.to : period.from;
    return lastDay <= today && (covers === 'past' || lastDay <= period.to) && begins >= (covers === 'past' ? since : periodOf(every, since).from);
  });
}

/** The day on which the draft of a period is due. */
const dueDay = ({ covers, workday }: Pick<Kind, 'covers' | 'workday'>, calendar: Calendar, period: Period): Day =>
  deadline(calendar, { from: covers === 'past' ? period.to : addDays(period.from, -1), workdays: workday }).lastDay;
