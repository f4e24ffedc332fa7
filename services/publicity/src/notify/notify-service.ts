import { Inject, Injectable } from '@nestjs/common';
import { addDays } from '@xingchuang/calendar';
import type { DescMessage } from '@bufbuild/protobuf';
import type { SeatsChanged } from '@xingchuang/contracts';
import { Refusal, type Role } from '@xingchuang/rules';
import { CAMPAIGNS, CLOCK, DATABASE, newId, SCHEMES, TICKER, UNITS, type CampaignDirectory, type Clock, type Database, type KnownUnit, type SchemeDirectory, type Ticker, type UnitDirectory } from '@xingchuang/server';
import { NOTIFY_CONFIG, type NotifyConfig } from './config.ts';
import { EntryStore, type Entry } from './entry-store.ts';
import { filled, KindCatalogue, type Audience, type NotificationKind } from './kind-catalogue.ts';
import { RobotStore } from './robot-store.ts';
import { SeatDirectory } from './seat-directory.ts';
import { TellingStore, type ToTell } from './telling-store.ts';

type Facts = Readonly<Record<string, string>>;
/** Whom one telling reaches: people at seats, people as themselves, or seats that are empty. */
interface Heard {
  readonly personId: string;
  readonly inboxUnit: string;
  readonly unitId: string;
  readonly path: readonly string[];
  readonly waiting?: NonNullable<Entry['waiting']>;
}

/** What waits longer than this for somebody is told to nobody any more. */
const WAITS_DAYS = 30;
/** Of one telling in one round of the sweep: the others have their turn too. */
const MOST_PORTIONS = 50;

/** Turns what happened into tellings: one for each person and unit, and one for each robot; in the transaction of the event, or in portions where there are many. */
@Injectable()
export class NotifyService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(TICKER) ticker: Ticker,
    @Inject(NOTIFY_CONFIG) readonly config: NotifyConfig,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(SCHEMES) readonly schemes: SchemeDirectory,
    @Inject(KindCatalogue) readonly kinds: KindCatalogue,
    @Inject(SeatDirectory) readonly seats: SeatDirectory,
    @Inject(RobotStore) readonly robots: RobotStore,
    @Inject(EntryStore) readonly store: EntryStore,
    @Inject(TellingStore) readonly tellings: TellingStore,
  ) {
    ticker.every('tellings of many', () => this.goOn());
  }

  /** Tells what an event brings about, of each unit that it names. */
  async heard<T extends object>({ typeName }: DescMessage, event: T): Promise<void> {
    const fields = event as Readonly<Record<string, unknown>>;
    const kinds = this.kinds.of(typeName, fields);
    if (kinds.length === 0) return;
    const named = (fields['unitIds'] as string[] | undefined) ?? [fields['unitId'] as string];
    await this.#tell(kinds.map(({ id }) => id), { ...scalars(fields), ...(await this.#names(fields)) }, named.map((unitId) => ({ unitId })));
  }

  /** Goes on with tellings of many, portion by portion; it may run any number of times and in several processes. */
  async goOn(): Promise<void> {
    let failed: unknown;
    for (const id of await this.tellings.underWay()) {
      try {
        for (let portion = 0; portion < MOST_PORTIONS && (await this.portion(id)); portion += 1);
      } catch (error) {
        failed = error; // one that cannot go on, such as of a unit that is not known yet, does not hold up the others
      }
    }
    if (failed !== undefined) throw failed as Error;
  }

  /** Tells the next portion and says whether there is more. */
  async portion(id: string): Promise<boolean> {
    return this.database
      .transaction(async () => {
        const telling = await this.tellings.find(id);
        if (!telling) return false;
        const next = telling.next + this.config.TELL_AT_ONCE;
        await this.#say(telling.kinds, telling.facts, telling.to.slice(telling.next, next));
        if (!(await this.tellings.moved(telling, next))) throw new Refusal('stale', 'thing.stale', { id });
        return next < telling.to.length;
      })
      .catch((error: unknown) => {
        if (error instanceof Refusal && error.kind === 'stale') return true; // another process told this portion
        throw error;
      });
  }

  /** Tells something that this service itself knows of; inside the transaction of the change. */
  announce(kindId: string, facts: Facts, to: readonly ToTell[]): Promise<void> {
    return this.#tell([kindId], facts, to);
  }

  /** Somebody sits somewhere: who was awaited there is told what waited. */
  async seatsChanged(event: SeatsChanged): Promise<void> {
    const unitIds = await this.seats.apply(event);
    if (unitIds.length === 0) return;
    for (const entry of await this.store.waitingAt(unitIds, addDays(this.clock.today(), -WAITS_DAYS))) {
      const { waiting, ...rest } = entry;
      const holders = await this.seats.holders([waiting!.unitId], waiting!.roles as Role[]);
      if (holders.length === 0) continue;
      await this.store.remove(entry.id);
      await this.store.entries.insertMany(holders.map(({ personId, unitId }) => ({ ...rest, ...this.#now(), personId, inboxUnit: unitId })));
    }
  }

  async #tell(kinds: readonly string[], facts: Facts, to: readonly ToTell[]): Promise<void> {
    await (to.length > this.config.TELL_AT_ONCE ? this.tellings.begin(kinds, facts, to) : this.#say(kinds, facts, to));
  }

  async #say(kinds: readonly string[], facts: Facts, to: readonly ToTell[]): Promise<void> {
    const entries: Entry[] = [];
    for (const one of to) {
      const unit = await this.units.get(one.unitId);
      for (const kind of kinds) entries.push(...(await this.#entries(this.kinds.get(kind), unit, { ...facts, ...one, unit: unit.name })));
    }
    await this.store.entries.insertMany(entries);
  }

  async #entries(kind: NotificationKind, unit: KnownUnit, facts: Facts): Promise<Entry[]> {
    const heard = new Map<string, Heard>();
    const people = new Set<string>();
    for (const audience of kind.to) {
      for (const one of await this.#audience(audience, unit, facts)) {
        if (one.inboxUnit === '' && people.has(one.personId)) continue; // already told at a seat
        heard.set(`${one.personId} ${one.inboxUnit} ${one.waiting?.unitId ?? ''}`, one);
        people.add(one.personId);
      }
    }
    const outside = kind.outside ?? kind.text;
    const chinese = inChinese(facts);
    const said = { kind: kind.id, zh: filled(kind.text.zh, chinese), en: filled(kind.text.en, facts), outsideZh: filled(outside.zh, chinese), link: filled(kind.link, facts), readAt: '', deliveryId: '' };
    const entries = [...heard.values()].map((one): Entry => ({ ...said, ...this.#now(), robotId: '', ...one }));
    if (!kind.robots) return entries;
    const robots = await this.robots.saying(kind.id, [...new Set([unit.id, ...[...heard.values()].map(({ inboxUnit }) => inboxUnit)])]);
    return [...entries, ...robots.map(({ id: robotId, unitId, path }): Entry => ({ ...said, ...this.#now(), personId: '', robotId, inboxUnit: '', unitId, path }))];
  }

  async #audience(audience: Audience, unit: KnownUnit, facts: Facts): Promise<Heard[]> {
    if ('posts' in audience) {
      return (await this.seats.inPosts([unit.id], audience.posts)).map(({ personId }) => ({ personId, inboxUnit: '', unitId: unit.id, path: unit.path }));
    }
    if ('person' in audience) {
      const personId = facts[audience.person] ?? '';
      return personId === '' ? [] : [{ personId, inboxUnit: '', unitId: unit.id, path: unit.path }];
    }
    const at = (place: KnownUnit, holders: readonly { personId: string; unitId: string }[]): Heard[] =>
      holders.map(({ personId }) => ({ personId, inboxUnit: place.id, unitId: place.id, path: place.path }));
    switch (audience.at) {
      case 'unit': {
        const holders = await this.seats.holders([unit.id], audience.roles);
        if (holders.length > 0) return at(unit, holders);
        return [{ personId: '', inboxUnit: unit.id, unitId: unit.id, path: unit.path, waiting: { unitId: unit.id, roles: audience.roles } }];
      }
      case 'over':
        return this.#over(unit, audience.roles, at);
      case 'runner': {
        const campaignId = facts['campaignId'] ?? '';
        const runner = campaignId === '' ? undefined : await this.units.find((await this.campaigns.get(campaignId)).unitId);
        return runner ? at(runner, await this.seats.holders([runner.id], audience.roles)) : [];
      }
    }
  }

  /** The seats of the nearest node over the unit that has any of these roles; of a body that sits at the unit too, of the unit itself not. */
  async #over(unit: KnownUnit, roles: readonly Role[], at: (place: KnownUnit, holders: readonly { personId: string; unitId: string }[]) => Heard[]): Promise<Heard[]> {
    const governing = (await this.units.governing(unit)).filter(({ id }) => id !== unit.id);
    const holders = await this.seats.holders(governing.map(({ id }) => id), roles);
    const nearest = governing.find(({ id }) => holders.some(({ unitId }) => unitId === id));
    if (!nearest) return [];
    return governing.filter(({ jurisdictionId }) => jurisdictionId === nearest.jurisdictionId).flatMap((place) => at(place, holders.filter(({ unitId }) => unitId === place.id)));
  }

  /** Names for ids that an event carries: of its campaign, of levels and rungs of its scheme. */
  async #names(fields: Readonly<Record<string, unknown>>): Promise<Facts> {
    const text = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
    const campaignId = text('campaignId');
    const rules = campaignId === '' ? undefined : await this.campaigns.rules(campaignId);
    const schemeId = text('schemeId');
    const scheme = rules?.scheme ?? (schemeId === '' ? undefined : await this.schemes.get(schemeId, (fields['schemeVersion'] as number | undefined) || undefined));
    const level = (name: string) => (text(name) === '' ? {} : { [name]: scheme?.levels.find(({ id }) => id === text(name))?.zh ?? text(name) });
    const rung = text('rung') === '' ? {} : { rung: scheme?.ladder?.rungs.find(({ id }) => id === text('rung'))?.zh ?? '限期整改' };
    return { campaign: rules?.campaign.title ?? '', ...level('level'), ...level('from'), ...level('to'), ...rung };
  }

  #now = () => ({ id: newId(), at: this.clock.now().toISOString(), day: this.clock.today() });
}

/** Days as people write them: 2026年4月2日. */
const inChinese = (facts: Facts): Facts =>
  Object.fromEntries(Object.entries(facts).map(([name, text]) => [name, text.replace(/^(\d{4})-(\d\d)-(\d\d)$/, (_, year: string, month: string, day: string) => `${year}年${Number(month)}月${Number(day)}日`)]));

/** The fields of an event that words can name. */
function scalars(fields: Readonly<Record<string, unknown>>): Facts {
  return Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [[name, String(value)]] : [])));
}
