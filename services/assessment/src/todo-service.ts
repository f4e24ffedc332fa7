import { Inject, Injectable } from '@nestjs/common';
import type { TodoView } from '@xingchuang/contracts';
import { scopeOf, type Actor } from '@xingchuang/rules';
import type { Act, RouteStep } from '@xingchuang/schemes';
import { CLOCK, UNITS, type Clock, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { whoDid } from './appeal/appeal-rule.ts';
import { AppealStore } from './appeal/appeal-store.ts';
import { Bodies } from './bodies.ts';
import { canStillDeclare, type Campaign } from './campaign/campaign-rule.ts';
import { endOf } from './campaign/deadline-rule.ts';
import { CampaignService } from './campaign/campaign-service.ts';
import { CampaignStore } from './campaign/campaign-store.ts';
import type { Candidacy } from './candidacy/candidacy.ts';
import { isVoided, turns } from './candidacy/candidacy-rule.ts';
import { CandidacyStore } from './candidacy/candidacy-store.ts';
import { ROLE_OF, type Programme } from './candidacy/programme.ts';
import { FactsStore } from './facts/facts-store.ts';
import { SpotCheckService, stepsOf } from './spot-check/spot-check-service.ts';
import { levelName, wordsOnly } from './views.ts';

/** Acts of one candidacy that this service answers for; the notice, and the confirmation after it, are the publicity service's. */
const OWN_ACTS = (Object.keys(ROLE_OF) as Act[]).filter((act) => !['spot-check', 'notice'].includes(act));

/** What a seat can do now, by the steps of the schemes. */
@Injectable()
export class TodoService {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(Bodies) readonly bodies: Bodies,
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(CampaignStore) readonly campaignStore: CampaignStore,
    @Inject(CandidacyStore) readonly candidacies: CandidacyStore,
    @Inject(FactsStore) readonly facts: FactsStore,
    @Inject(SpotCheckService) readonly spotChecks: SpotCheckService,
    @Inject(AppealStore) readonly appeals: AppealStore,
  ) {}

  async of(by: Actor): Promise<TodoView[]> {
    const items = [...(await this.#onCandidacies(by)), ...(await this.#appeals(by))];
    return by.role === ROLE_OF['spot-check'] ? [...items, ...(await this.#spotChecks(by))] : items;
  }

  async #onCandidacies(by: Actor): Promise<TodoView[]> {
    const waits = OWN_ACTS.filter((act) => ROLE_OF[act] === by.role).flatMap((act) => [`${act}:${by.unitKind}`, `${act}:${by.unitId}`]);
    const found = waits.length === 0 ? [] : await this.candidacies.waiting(by.role === 'clerk' ? { unitId: by.unitId } : { path: by.jurisdictionId }, waits);
    const campaigns = await this.campaignStore.byIds(found.map(({ campaignId }) => campaignId));
    const units = await this.units.byIds(found.map(({ unitId }) => unitId));
    const heads = await this.facts.heads(found.map(({ id }) => id));
    const finders = new Map<string, ReturnType<Bodies['cached']>>();
    const items: TodoView[] = [];
    for (const candidacy of found) {
      const campaign = campaigns.get(candidacy.campaignId)!;
      if (campaign.cancelled) continue;
      const unit = units.get(candidacy.unitId)!;
      const programme = await this.campaigns.programme(campaign);
      const bodyOver = finders.get(campaign.id) ?? this.bodies.cached(programme.scheme);
      finders.set(campaign.id, bodyOver);
      const voided = isVoided(candidacy, heads.get(candidacy.id)?.digest ?? '');
      for (const step of this.#steps(candidacy, campaign, programme, voided)) {
        if (!programme.acts(step, by, candidacy) || ROLE_OF[step.act] !== by.role || (await bodyOver(unit, by.unitKind))?.id !== by.unitId) continue;
        items.push(line(step, campaign, programme, { unit, candidacyId: candidacy.id, level: candidacy.level, deadline: endOf(programme, campaign, step, candidacy)?.last, voided }));
      }
    }
    return items;
  }

  /** Appeals that this person may answer: of units that their body governs, against steps that they did not do. */
  async #appeals(by: Actor): Promise<TodoView[]> {
    if (scopeOf(by.role, 'appeal.answer') === undefined) return [];
    const items: TodoView[] = [];
    for (const { candidacyId, campaignId, unitId, step } of await this.appeals.openUnder(by.jurisdictionId)) {
      const campaign = await this.campaigns.get(campaignId);
      if (campaign.cancelled) continue;
      const programme = await this.campaigns.programme(campaign);
      const unit = await this.units.get(unitId);
      if ((await this.bodies.over(programme.scheme, unit, by.unitKind))?.id !== by.unitId) continue;
      const candidacy = await this.candidacies.get(candidacyId);
      if (whoDid(candidacy, step).includes(by.personId)) continue;
      const { id, title } = campaign;
      items.push({ act: 'answer-appeal', step, name: { zh: '答复申诉', en: 'answer the appeal' }, campaign: { id, title }, unit, candidacyId, spotCheckId: null, level: null, deadline: null, voided: false, methods: [] });
    }
    return items;
  }

  /** Whose turn it is today: before the window nobody's, after it a unit that did not declare is put by the first body. */
  #steps(candidacy: Candidacy, campaign: Campaign, programme: Programme, voided: boolean): readonly RouteStep[] {
    const today = this.clock.today();
    if (candidacy.state === 'decided' && programme.needsNotice(candidacy.level)) return [];
    if (candidacy.state !== 'expected' && candidacy.state !== 'draft') return turns(programme, candidacy, voided);
    if (today > lastDay(candidacy, campaign)) {
      return canStillDeclare(campaign, today) ? [] : [programme.opening(candidacy.level || programme.lowest)].filter((step) => step !== undefined);
    }
    return today < campaign.declaring.from ? [] : turns(programme, candidacy);
  }

  async #spotChecks(by: Actor): Promise<TodoView[]> {
    const items: TodoView[] = [];
    for (const campaign of await this.campaignStore.touching(by.jurisdictionId)) {
      if (campaign.cancelled) continue;
      const programme = await this.campaigns.programme(campaign);
      for (const step of stepsOf(programme).filter(({ kind }) => kind === by.unitKind)) {
        if ((await this.spotChecks.pool(campaign, step, by)).length > 0) items.push(line(step, campaign, programme, {}));
        for (const check of await this.spotChecks.checks.ofBody(campaign.id, by.unitId, step.id)) {
          const units = await this.units.byIds(check.drawn.map(({ unitId }) => unitId));
          for (const { unitId } of check.drawn.filter(({ result }) => !result)) {
            items.push(line(step, campaign, programme, { unit: units.get(unitId)!, spotCheckId: check.id }));
          }
        }
      }
    }
    return items;
  }
}

const lastDay = ({ returned }: Candidacy, { declaring }: Campaign): string => returned?.until ?? declaring.to;

interface Subject {
  readonly unit?: KnownUnit;
  readonly candidacyId?: string;
  readonly spotCheckId?: string;
  readonly level?: string;
  readonly deadline?: string | undefined;
  readonly voided?: boolean;
}

function line(step: RouteStep, { id, title }: Campaign, { scheme }: Programme, { unit, candidacyId, spotCheckId, level, deadline, voided = false }: Subject): TodoView {
  return {
    act: step.act, step: step.id, name: wordsOnly(step), campaign: { id, title }, unit: unit ?? null, candidacyId: candidacyId ?? null,
    spotCheckId: spotCheckId ?? null, level: level ? levelName(scheme, level) : null, deadline: deadline ?? null, voided, methods: [...(step.methods ?? [])],
  };
}
