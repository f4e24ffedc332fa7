import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { DrawMake } from '@xingchuang/contracts';
import { allow, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, UNITS, within, type Clock, type Database, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { OnsiteUnits } from '../onsite-units.ts';
import { periodsOf } from '../plan/plan-rule.ts';
import { PlanService } from '../plan/plan-service.ts';
import { VisitService } from '../visit/visit-service.ts';
import { VisitStore } from '../visit/visit-store.ts';
import { drawBoth, type OnsiteDraw, type Pool } from './draw-rule.ts';
import { DrawStore } from './draw-store.ts';

/** Draws inspectors and units at random (双随机) and plans the visits of what was drawn, in one step. */
@Injectable()
export class DrawService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(OnsiteUnits) readonly onsite: OnsiteUnits,
    @Inject(PlanService) readonly plans: PlanService,
    @Inject(VisitService) readonly visits: VisitService,
    @Inject(VisitStore) readonly visitStore: VisitStore,
    @Inject(DrawStore) readonly draws: DrawStore,
  ) {}

  async draw(input: DrawMake, by: Actor): Promise<OnsiteDraw> {
    const body = await this.units.place(by.unitId);
    allow(by, 'onsite.plan', body);
    const units = await this.#pool(input, by);
    const inspectorPool = [...new Set(input.inspectorIds)].sort();
    const barred = await this.onsite.conflicts(units, inspectorPool, input.on);
    const byCode = new Map(units.map((unit) => [unit.code, unit]));
    return this.database.transaction(async () => {
      const pool: Pool = {
        seed: randomBytes(16).toString('hex'), count: input.count, perUnit: input.perUnit, unitPool: [...byCode.keys()].sort(), inspectorPool,
        conflicts: units.flatMap(({ id, code }) => [...barred.get(id)!].map((personId) => ({ code, personId }))),
      };
      const drawn = [];
      for (const one of drawBoth(pool)) {
        const { kind, formId, on, planId } = input;
        const { id: unitId } = byCode.get(one.code)!;
        const visit = await this.visits.plan({ unitId, kind, formId, on, planId, inspectorIds: [...one.inspectorIds], tag: '' }, by);
        drawn.push({ ...one, unitId, visitId: visit.id });
      }
      return this.draws.insert({
        id: newId(), version: 1, unitId: body.unitId, path: body.path, title: input.title, ...pool, drawn, drawnOn: this.clock.today(), drawnBy: { personId: by.personId, role: by.role, unitId: by.unitId },
      });
    });
  }

  async get(id: string, by: Actor): Promise<OnsiteDraw> {
    const draw = await this.draws.get(id);
    allow(by, 'onsite.plan-read', draw);
    return draw;
  }

  async list(by: Actor): Promise<OnsiteDraw[]> {
    return this.draws.within(await within(by, 'onsite.plan-read', undefined, this.units));
  }

  /** The units named, or those of the plan that have neither been visited nor planned in the period of the day. */
  async #pool({ unitIds, planId, on }: DrawMake, by: Actor): Promise<KnownUnit[]> {
    if (unitIds.length > 0 || planId === undefined) return this.onsite.ofBody(unitIds, by, 'unitIds');
    const plan = await this.plans.get(planId, by);
    const period = periodsOf(plan).find(({ from, to }) => from <= on && on <= to);
    if (!period) return [];
    const taken = new Set((await this.visitStore.ofPlan(planId)).filter((visit) => visit.state !== 'called-off' && period.from <= visit.on && visit.on <= period.to).map(({ unitId }) => unitId));
    return (await this.plans.expected(plan, period)).filter(({ id }) => !taken.has(id));
  }
}
