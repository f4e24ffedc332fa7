import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { CampaignCancelledSchema, CampaignOpenedSchema, UnitsJoinedSchema, type CampaignOpen, type CampaignQuery } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CALENDARS, CLOCK, DATABASE, newId, STEPS, TICKER, UNITS, type CalendarDirectory, type Clock, type Database, type KnownUnit, type StepLog, type Ticker, type UnitDirectory } from '@xingchuang/server';
import { AdoptionService } from '../adoption/adoption-service.ts';
import { CandidacyStore } from '../candidacy/candidacy-store.ts';
import { expected } from '../candidacy/candidacy-rule.ts';
import { Programme } from '../candidacy/programme.ts';
import { SchemeService } from '../scheme/scheme-service.ts';
import { cancelCampaign, openCampaign, ratedKinds, refuseCancelled, refuseSecondRound, type Campaign } from './campaign-rule.ts';
import { CampaignStore, PAGE } from './campaign-store.ts';
import { tallied, type Tally } from './tally-rule.ts';

/** So many candidacies are made in one transaction: more would not fit into the cache of a small database. */
const AT_ONCE = 1_000;
const SOON_MS = 50;
const MOST_TRIES = 200;

/** Opens campaigns and knows the programme that each one runs by. */
@Injectable()
export class CampaignService implements OnModuleDestroy {
  readonly #programmes = new Map<string, Programme>();
  /** What runs after a request must not join its transaction. */
  readonly #clean = AsyncLocalStorage.snapshot();
  readonly #ended = new AbortController();
  #taking: Promise<void> = Promise.resolve();

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(TICKER) readonly ticker: Ticker,
    @Inject(CALENDARS) readonly calendars: CalendarDirectory,
    @Inject(STEPS) readonly steps: StepLog,
    @Inject(SchemeService) readonly schemes: SchemeService,
    @Inject(CampaignStore) readonly campaigns: CampaignStore,
    @Inject(CandidacyStore) readonly candidacies: CandidacyStore,
    @Inject(AdoptionService) readonly adoptions: AdoptionService,
  ) {
    ticker.every('units new to a campaign', () => this.takeIn());
  }

  async open(input: CampaignOpen, by: Actor): Promise<Campaign> {
    const runner = await this.units.get(input.unitId ?? by.unitId);
    allow(by, 'campaign.open', { unitId: runner.id, path: runner.path });
    const scheme = await this.schemes.get(input.schemeId, input.schemeVersion);
    const day = this.clock.today();
    const place = { unitId: runner.id, path: runner.path, nodeId: runner.jurisdictionId };
    const campaign = openCampaign(scheme, input, place, newId(), by, { at: this.clock.now().toISOString(), day });
    return this.database.transaction(async () => {
      await this.database.nextNumber(`rounds-${scheme.id}`); // two who open at once meet here, and one of them looks again
      refuseSecondRound(scheme, campaign, await this.campaigns.ofScheme(scheme.id));
      await this.campaigns.insert(campaign);
      await this.adoptions.opened(campaign);
      const fresh = await this.#fresh(campaign);
      if (fresh.length === 0) throw new Refusal('conflict', 'campaign.no-units', { kinds: ratedKinds(scheme), unit: runner.code });
      const { title, schemeId, schemeVersion, window, declaring, unitId, nodeId } = campaign;
      await this.database.emit(CampaignOpenedSchema, campaign.id, {
        campaignId: campaign.id, title, schemeId, schemeVersion, windowFrom: window.from, windowTo: window.to, declaringTo: declaring.to, unitId, nodeId, parametersJson: JSON.stringify(campaign.parameters),
      });
      await this.#insert(campaign, fresh.slice(0, AT_ONCE)); // after the opening, so that it is told first
      if (fresh.length > AT_ONCE) this.#clean(() => this.#soon(campaign, fresh.slice(AT_ONCE)));
      return campaign;
    });
  }

  /** Calls a round off, by a body that could have opened it. */
  async cancel(id: string, reason: string, by: Actor): Promise<Campaign> {
    return this.database.transaction(async () => {
      const was = await this.campaigns.get(id);
      allow(by, 'campaign.open', was);
      const decided = await this.candidacies.countDecided(id);
      const next = cancelCampaign(was, reason, decided, by, { at: this.clock.now().toISOString(), day: this.clock.today() });
      await this.candidacies.touchUndecided(id);
      await this.database.emit(CampaignCancelledSchema, id, { campaignId: id, cancelledOn: next.cancelled!.on, reason });
      return this.campaigns.save(next);
    });
  }

  get(id: string): Promise<Campaign> {
    return this.campaigns.get(id);
  }

  /** The same for whoever acts in it: nobody does in a round that was called off. */
  async running(id: string): Promise<Campaign> {
    const campaign = await this.campaigns.get(id);
    refuseCancelled(campaign);
    return campaign;
  }

  /** Its units by kind, each with how many stand where and hold which level, the highest first. */
  async tally(campaign: Campaign): Promise<Tally> {
    const { scheme } = await this.programme(campaign);
    const all = await this.candidacies.standingIn(campaign.id);
    const units = await this.units.byIds(all.map(({ unitId }) => unitId));
    return tallied(scheme, all.map((one) => ({ ...one, kind: units.get(one.unitId)?.kind ?? '' })));
  }

  /** Every round that runs or ran. */
  all = (): Promise<Campaign[]> => this.campaigns.all();

  async list({ schemeId, pageToken }: CampaignQuery): Promise<{ items: Campaign[]; nextPageToken?: string }> {
    const found = await this.campaigns.page(schemeId, pageToken);
    const items = found.slice(0, PAGE);
    return { items, ...(found.length > PAGE ? { nextPageToken: items.at(-1)!.id } : {}) };
  }

  /** The scheme with the parameters of the campaign. */
  async programme(campaign: Campaign): Promise<Programme> {
    const key = `${campaign.id} ${campaign.schemeVersion} ${JSON.stringify(campaign.parameters)}`; // a move is tried with others first
    const calendar = await this.calendars.now();
    const known = this.#programmes.get(key);
    if (known?.calendar === calendar) return known;
    const programme = new Programme(await this.schemes.get(campaign.schemeId, campaign.schemeVersion), campaign.parameters, calendar);
    this.#programmes.set(key, programme);
    return programme;
  }

  /** Units that the registry told of after the opening take part as long as one may declare. */
  async takeIn(): Promise<void> {
    for (const campaign of await this.campaigns.declaringOn(this.clock.today())) {
      if (campaign.cancelled) continue;
      await this.#takeIn(campaign);
    }
  }

  /** The other units of a large opening, as soon as it is committed; where the process ends first, the sweep takes them in. */
  #soon(campaign: Campaign, rest: readonly KnownUnit[]): void {
    const take = async (): Promise<void> => {
      await setTimeout(SOON_MS, undefined, { signal: this.#ended.signal });
      for (let tries = 0; !(await this.campaigns.has(campaign.id)); tries += 1) {
        if (tries === MOST_TRIES) return; // the opening was undone
        await setTimeout(SOON_MS, undefined, { signal: this.#ended.signal });
      }
      await this.#insertAll(campaign, rest);
    };
    this.#taking = this.#taking.then(take).catch((error: unknown) => {
      if (!this.#ended.signal.aborted) this.ticker.log.warn({ campaignId: campaign.id, err: error }, 'taking units in goes on with the next sweep');
    });
  }

  async onModuleDestroy(): Promise<void> {
    this.#ended.abort();
    await this.#taking;
  }

  /** Rated units under the campaign that have no candidacy yet, by code. */
  async #fresh(campaign: Campaign): Promise<KnownUnit[]> {
    const programme = await this.programme(campaign);
    const living: KnownUnit[] = [];
    for (const kind of ratedKinds(programme.scheme)) living.push(...(await this.units.under(campaign.nodeId, kind)));
    const known = new Set(await this.candidacies.unitIds(campaign.id));
    return living.filter(({ id }) => !known.has(id));
  }

  /** Takes all of them in, some in each transaction; a unit that another process took in meanwhile ends it, and the next sweep goes on. */
  async #takeIn(campaign: Campaign): Promise<void> {
    await this.#insertAll(campaign, await this.#fresh(campaign));
  }

  async #insertAll(campaign: Campaign, fresh: readonly KnownUnit[]): Promise<void> {
    for (let start = 0; start < fresh.length && !this.#ended.signal.aborted; start += AT_ONCE) {
      const some = fresh.slice(start, start + AT_ONCE);
      await this.database.transaction(async () => {
        await this.#insert(campaign, some);
        await this.#takenIn(campaign, some.length);
      });
    }
  }

  async #insert(campaign: Campaign, fresh: readonly KnownUnit[]): Promise<void> {
    const programme = await this.programme(campaign);
    // ids rise, so that lists by id are in the order of the unit codes
    await this.candidacies.insertMany(fresh.map((unit) => expected(programme, { id: newId(), campaignId: campaign.id, unitId: unit.id, path: unit.path })));
    await this.database.emit(UnitsJoinedSchema, campaign.id, { campaignId: campaign.id, unitIds: fresh.map(({ id }) => id), declaringTo: campaign.declaring.to });
  }

  /** Those that nobody named take part by themselves. */
  async #takenIn({ id: objectId, unitId, path }: Campaign, count: number): Promise<void> {
    await this.steps.add([{ key: newId(), day: this.clock.today(), what: 'units-joined', kind: 'campaign', objectId, unitId, path, count }]); // a second process could not take the same units in
  }
}
