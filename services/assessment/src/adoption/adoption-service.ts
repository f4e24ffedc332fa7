import { Inject, Injectable } from '@nestjs/common';
import { SchemeAdoptedSchema, type AdoptionEnd, type SchemeAdopt } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, isDuplicate, newId, UNITS, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import type { Campaign } from '../campaign/campaign-rule.ts';
import { SchemeService } from '../scheme/scheme-service.ts';
import { adopt, adoptByRound, endAdoption, type Adoption } from './adoption-rule.ts';
import { AdoptionStore } from './adoption-store.ts';

/** Who runs which scheme, and in which days. */
@Injectable()
export class AdoptionService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(SchemeService) readonly schemes: SchemeService,
    @Inject(AdoptionStore) readonly adoptions: AdoptionStore,
  ) {}

  list = (): Promise<Adoption[]> => this.adoptions.all();

  async adopt({ schemeId, unitId, since = this.clock.today() }: SchemeAdopt, by: Actor): Promise<Adoption> {
    const runner = await this.units.get(unitId ?? by.unitId);
    allow(by, 'campaign.open', { unitId: runner.id, path: runner.path });
    await this.schemes.get(schemeId);
    const adopted = this.database.transaction(async () => {
      const wanted = { id: newId(), version: 1, schemeId, unitId: runner.id, path: runner.path, nodeId: runner.jurisdictionId, since, until: '', campaignId: '', by: actorOf(by) };
      return this.#keep(adopt(wanted, await this.adoptions.of(schemeId)));
    });
    return adopted.catch((error: unknown) => {
      if (isDuplicate(error)) throw new Refusal('conflict', 'adoption.exists', { since, until: '' }, 'since'); // another one was first
      throw error;
    });
  }

  async end(id: string, { until }: AdoptionEnd, by: Actor): Promise<Adoption> {
    return this.database.transaction(async () => {
      const was = await this.adoptions.get(id);
      allow(by, 'campaign.open', was);
      return this.#keep(endAdoption(was, until), was);
    });
  }

  /** Whoever opens a round runs its scheme; inside the transaction of the opening. */
  async opened({ id: campaignId, schemeId, unitId, path, nodeId, window, openedBy: by }: Campaign): Promise<void> {
    const others = await this.adoptions.of(schemeId);
    const next = adoptByRound({ id: newId(), version: 1, schemeId, unitId, path, nodeId, since: window.from, until: '', campaignId, by }, others);
    if (next) await this.#keep(next, others.find((one) => one.id === next.id));
  }

  async #keep(next: Adoption, was?: Adoption): Promise<Adoption> {
    const kept = await (was ? this.adoptions.save(next) : this.adoptions.insert(next));
    const { id: adoptionId, schemeId, unitId, nodeId, since, until, version } = kept;
    await this.database.emit(SchemeAdoptedSchema, adoptionId, { adoptionId, schemeId, unitId, nodeId, since, until, version });
    return kept;
  }
}

const actorOf = ({ personId, role, unitId }: Actor) => ({ personId, role, unitId });
