import { Inject, Injectable } from '@nestjs/common';
import type { PlanMake } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, newId, UNITS, within, type Clock, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { FormService } from '../form/form-service.ts';
import { GroupStore } from '../group/group-store.ts';
import { OnsiteUnits } from '../onsite-units.ts';
import { VisitStore } from '../visit/visit-store.ts';
import { coverageOf, periodsOf, type Period, type Plan } from './plan-rule.ts';
import { PlanStore } from './plan-store.ts';

/** Plans of the year and what of them is done (S0 L123, S1 L53, S2 L11). */
@Injectable()
export class PlanService {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(OnsiteUnits) readonly onsite: OnsiteUnits,
    @Inject(FormService) readonly forms: FormService,
    @Inject(GroupStore) readonly groups: GroupStore,
    @Inject(PlanStore) readonly plans: PlanStore,
    @Inject(VisitStore) readonly visits: VisitStore,
  ) {}

  async make({ unitKind = '', ...input }: PlanMake, by: Actor): Promise<Plan> {
    const body = await this.units.place(by.unitId);
    allow(by, 'onsite.plan', body);
    await this.forms.get(input.formId);
    await this.onsite.ofBody(input.unitIds, by, 'unitIds');
    for (const id of input.groupIds) allow(by, 'onsite.plan', await this.groups.get(id));
    const plan: Plan = { id: newId(), version: 1, unitId: body.unitId, path: body.path, nodeId: by.jurisdictionId, unitKind, ...input };
    if ((await this.expected(plan, periodsOf(plan)[0]!)).length === 0) throw new Refusal('invalid', 'plan.no-units', {}, 'unitKind');
    return this.plans.insert(plan);
  }

  async get(id: string, by: Actor): Promise<Plan> {
    const plan = await this.plans.get(id);
    allow(by, 'onsite.plan-read', plan);
    return plan;
  }

  async list(by: Actor): Promise<Plan[]> {
    return this.plans.within(await within(by, 'onsite.plan-read', undefined, this.units));
  }

  /** The units to visit in a period: those named, or the living ones of the kind; closed before it began means not expected. */
  async expected({ unitIds, unitKind, nodeId }: Plan, { from, to }: Period): Promise<KnownUnit[]> {
    const named = [...(await this.units.byIds(unitIds)).values()];
    const ofKind = unitKind === '' ? [] : await this.units.everUnder(nodeId);
    const lived = [...named, ...ofKind.filter(({ kind, path }) => kind === unitKind && path.includes(nodeId))].filter(({ openedOn, closedOn }) => openedOn <= to && (closedOn === '' || closedOn >= from));
    return [...new Map(lived.map((unit) => [unit.id, unit])).values()].sort((a, b) => (a.code < b.code ? -1 : 1));
  }

  /** The periods that have begun, or the first one, newest last. */
  async coverage(plan: Plan) {
    const today = this.clock.today();
    const held = await this.visits.heldOf(plan.id);
    const groups = [...(await this.groups.byIds(plan.groupIds)).values()];
    const periods = periodsOf(plan);
    const begun = periods.filter(({ from }, index) => index === 0 || from <= today);
    const coverage = [];
    for (const period of begun) coverage.push(coverageOf(period, await this.expected(plan, period), groups, held, today));
    const noted = { suggestions: total(held.map(({ feedback }) => feedback!.suggestions)), commonProblems: total(held.map(({ feedback }) => feedback!.commonProblems)) };
    return { coverage, noted, rounds: periods.length * groups.length };
  }
}

const total = (lists: readonly (readonly string[])[]): number => lists.reduce((count, { length }) => count + length, 0);
