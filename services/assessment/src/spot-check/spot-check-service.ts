import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { SpotCheckResult } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { settle, type RouteStep } from '@xingchuang/schemes';
import { CLOCK, DATABASE, newId, UNITS, within, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import type { Campaign } from '../campaign/campaign-rule.ts';
import { CampaignService } from '../campaign/campaign-service.ts';
import { methodsOf, noteSpotCheck } from '../candidacy/candidacy-rule.ts';
import { CandidacyStore } from '../candidacy/candidacy-store.ts';
import type { Programme } from '../candidacy/programme.ts';
import { draw, enterResult, type SpotCheck } from './spot-check-rule.ts';
import { SpotCheckStore } from './spot-check-store.ts';

export interface PoolUnit {
  readonly unitId: string;
  readonly code: string;
}

/** Draws which of the lower bodies' decisions a higher body looks at, and keeps what it found (S0 L133). */
@Injectable()
export class SpotCheckService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(CandidacyStore) readonly candidacies: CandidacyStore,
    @Inject(SpotCheckStore) readonly checks: SpotCheckStore,
  ) {}

  async draw(campaignId: string, stepId: string, by: Actor): Promise<SpotCheck> {
    const campaign = await this.campaigns.running(campaignId);
    const programme = await this.campaigns.programme(campaign);
    const body = await this.units.place(by.unitId);
    allow(by, 'level.review', body);
    const step = stepsOf(programme).find(({ id }) => id === stepId);
    if (!step) throw new Refusal('invalid', 'spot-check.no-step', { step: stepId, steps: stepsOf(programme).map(({ id }) => id) }, 'step');
    if (step.kind !== by.unitKind) throw new Refusal('forbidden', 'step.other-body', { next: [step.id], body: [step.kind] });
    const share = String(settle(programme.scheme, step.share!, programme.parameters));
    return this.database.transaction(async () => {
      const pool = await this.pool(campaign, step, by);
      if (pool.length === 0) throw new Refusal('conflict', 'spot-check.no-pool', { step: step.id });
      const codes = pool.map(({ code }) => code).sort();
      const seed = randomBytes(16).toString('hex');
      const chosen = new Map(pool.map((unit) => [unit.code, unit]));
      return this.checks.insert({
        id: newId(), version: 1, unitId: body.unitId, path: body.path, campaignId, step: step.id, round: (await this.checks.ofBody(campaignId, by.unitId, step.id)).length + 1,
        seed, share, pool: codes, drawn: draw(codes, seed, share).map((code) => ({ ...chosen.get(code)!, result: null })), drawnOn: this.clock.today(),
        drawnBy: { personId: by.personId, role: by.role, unitId: by.unitId },
      });
    });
  }

  /** Units decided at the step's levels under the body that were in no draw of its before. */
  async pool({ id }: Campaign, step: RouteStep, by: Actor): Promise<PoolUnit[]> {
    const before = new Set((await this.checks.ofBody(id, by.unitId, step.id)).flatMap(({ pool }) => pool));
    const unitIds = await this.candidacies.decidedUnitIds(id, by.jurisdictionId, step.levels);
    const units = await this.units.byIds(unitIds);
    return unitIds.map((unitId) => ({ unitId, code: units.get(unitId)?.code ?? unitId })).filter(({ code }) => !before.has(code));
  }

  async enter(id: string, { unitId, passed, text, methods }: SpotCheckResult, by: Actor): Promise<SpotCheck> {
    return this.database.transaction(async () => {
      const was = await this.checks.get(id);
      allow(by, 'level.review', was);
      if (was.unitId !== by.unitId) throw new Refusal('forbidden', 'step.other-body', { next: [was.step], body: [by.unitKind] });
      const moment = { at: this.clock.now().toISOString(), day: this.clock.today() };
      const candidacy = (await this.candidacies.ofUnit(was.campaignId, unitId))!;
      const programme = await this.campaigns.programme(await this.campaigns.get(was.campaignId));
      const step = stepsOf(programme).find(({ id }) => id === was.step);
      const found = { passed, text, ...(step ? methodsOf(step, methods, by) : {}) };
      const next = enterResult(was, unitId, { ...found, on: moment.day, by: { personId: by.personId, role: by.role, unitId: by.unitId } });
      await this.candidacies.save(noteSpotCheck(candidacy, programme, { step: was.step, ...found }, by, moment));
      return this.checks.save(next);
    });
  }

  async list(campaignId: string, by: Actor): Promise<SpotCheck[]> {
    return this.checks.ofCampaign(campaignId, await within(by, 'spot-check.read', undefined, this.units));
  }
}

/** The spot checks of a programme, with the kind of body that draws. */
export function stepsOf(programme: Programme): RouteStep[] {
  const steps = programme.scheme.levels.flatMap(({ id }) => programme.route(id).flat()).filter(({ act, share }) => act === 'spot-check' && share !== undefined);
  return [...new Map(steps.map((step) => [step.id, step])).values()];
}
