import { Inject, Injectable } from '@nestjs/common';
import { CampaignOpenedSchema, type CampaignOpen, type CampaignQuery } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, TICKER, UNITS, type Clock, type Database, type KnownUnit, type Ticker, type UnitDirectory } from '@xingchuang/server';
import { CandidacyStore } from '../candidacy/candidacy-store.ts';
import { expected } from '../candidacy/candidacy-rule.ts';
import { Programme } from '../candidacy/programme.ts';
import { SchemeService } from '../scheme/scheme-service.ts';
import { openCampaign, ratedKinds, type Campaign } from './campaign-rule.ts';
import { CampaignStore, PAGE } from './campaign-store.ts';

/** Opens campaigns and knows the programme that each one runs by. */
@Injectable()
export class CampaignService {
  readonly #programmes = new Map<string, Programme>();

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(TICKER) ticker: Ticker,
    @Inject(SchemeService) readonly schemes: SchemeService,
    @Inject(CampaignStore) readonly campaigns: CampaignStore,
    @Inject(CandidacyStore) readonly candidacies: CandidacyStore,
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
      await this.campaigns.insert(campaign);
      if ((await this.#add(campaign)) === 0) throw new Refusal('conflict', 'campaign.no-units', { kinds: ratedKinds(scheme), unit: runner.code });
      const { title, schemeId, schemeVersion, window, unitId } = campaign;
      await this.database.emit(CampaignOpenedSchema, campaign.id, {
        campaignId: campaign.id, title, schemeId, schemeVersion, windowFrom: window.from, windowTo: window.to, unitId, parametersJson: JSON.stringify(campaign.parameters),
      });
      return campaign;
    });
  }

  get(id: string): Promise<Campaign> {
    return this.campaigns.get(id);
  }

  async list({ schemeId, pageToken }: CampaignQuery): Promise<{ items: Campaign[]; nextPageToken?: string }> {
    const found = await this.campaigns.page(schemeId, pageToken);
    const items = found.slice(0, PAGE);
    return { items, ...(found.length > PAGE ? { nextPageToken: items.at(-1)!.id } : {}) };
  }

  /** The scheme with the parameters of the campaign. */
  async programme(campaign: Campaign): Promise<Programme> {
    const known = this.#programmes.get(campaign.id) ?? new Programme(await this.schemes.get(campaign.schemeId, campaign.schemeVersion), campaign.parameters);
    this.#programmes.set(campaign.id, known);
    return known;
  }

  /** Units that the registry told of after the opening take part as long as one may declare. */
  async takeIn(): Promise<void> {
    for (const campaign of await this.campaigns.declaringOn(this.clock.today())) {
      await this.database.transaction(() => this.#add(campaign));
    }
  }

  async #add(campaign: Campaign): Promise<number> {
    const programme = await this.programme(campaign);
    const living: KnownUnit[] = [];
    for (const kind of ratedKinds(programme.scheme)) living.push(...(await this.units.under(campaign.nodeId, kind)));
    const known = new Set(await this.candidacies.unitIds(campaign.id));
    const fresh = living.filter(({ id }) => !known.has(id));
    const now = Date.now(); // ids rise by a millisecond each, so that lists by id are in the order of the unit codes
    await this.candidacies.insertMany(fresh.map((unit, i) => expected(programme, { id: newId(now + i), campaignId: campaign.id, unitId: unit.id, path: unit.path })));
    return fresh.length;
  }
}
