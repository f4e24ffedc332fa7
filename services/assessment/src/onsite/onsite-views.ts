import { Inject, Injectable } from '@nestjs/common';
import type { InspectionForm } from '@xingchuang/contracts';
import { covers, type Actor } from '@xingchuang/rules';
import { UNITS, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { drawBoth, type OnsiteDraw } from './draw/draw-rule.ts';
import { mostOf, totalOf } from './form/form-rule.ts';
import { FormStore, placeOf, type PublishedForm } from './form/form-store.ts';
import type { Group } from './group/group-store.ts';
import type { Plan } from './plan/plan-rule.ts';
import { PlanService } from './plan/plan-service.ts';
import { emptySheet, sheetId, valuesOf, type Sheet } from './visit/sheet-rule.ts';
import { SheetStore } from './visit/sheet-store.ts';
import { TOLD, type Visit } from './visit/visit-rule.ts';

/** Joins what is stored with names, and shows of a visit no more than the reader may see yet. */
@Injectable()
export class OnsiteViews {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(FormStore) readonly forms: FormStore,
    @Inject(PlanService) readonly plans: PlanService,
    @Inject(SheetStore) readonly sheets: SheetStore,
  ) {}

  form(form: PublishedForm, by: Actor) {
    return { ...form, mine: covers(by, 'onsite.plan', placeOf(form)) };
  }

  async groups(list: readonly Group[]) {
    const units = await this.units.byIds(list.flatMap(({ areaIds }) => areaIds));
    return list.map((group) => ({ ...group, areas: known(group.areaIds, units) }));
  }

  async plansOf(list: readonly Plan[]) {
    return Promise.all(list.map(async (plan) => ({ ...plan, formName: (await this.forms.newest(plan.formId))!.form.zh, rounds: plan.groupIds.length * (plan.every === 'quarter' ? 4 : 1) })));
  }

  async plan(plan: Plan) {
    const [view] = await this.plansOf([plan]);
    return { ...view!, ...(await this.plans.coverage(plan)) };
  }

  /** Whether the draw replays is reckoned anew each time, from what is kept. */
  async draw(draw: OnsiteDraw) {
    const units = await this.units.byIds(draw.drawn.map(({ unitId }) => unitId));
    const again = drawBoth(draw);
    const replays = JSON.stringify(again) === JSON.stringify(draw.drawn.map(({ code, inspectorIds }) => ({ code, inspectorIds })));
    return { ...draw, replays, drawn: draw.drawn.map((one) => ({ ...one, unit: units.get(one.unitId) })) };
  }

  async visits(list: readonly Visit[]) {
    const units = await this.units.byIds(list.flatMap(({ unitId, orderUnitId }) => [unitId, orderUnitId]));
    const forms = await this.forms.byIds(list.map(formKey));
    return list.map((visit) => head(visit, units, forms));
  }

  async visit(visit: Visit, by: Actor) {
    return (await this.details([visit], by))[0]!;
  }

  async details(list: readonly Visit[], by: Actor) {
    const heads = await this.visits(list);
    const forms = await this.forms.byIds(list.map(formKey));
    const details = [];
    for (const [index, visit] of list.entries()) {
      const { form } = forms.get(formKey(visit))!;
      const sheets = await this.sheets.ofVisit(visit.id);
      const isIn = sheets.filter(({ handedIn }) => handedIn);
      const isNamed = visit.inspectorIds.includes(by.personId);
      const waiting = form.kind === 'observation' ? visit.inspectorIds.filter((id) => !isIn.some(({ judgeId }) => judgeId === id)) : [];
      details.push({
        ...heads[index]!, form, handedIn: isIn.length, waiting, excusedIds: visit.excusedIds,
        sheets: shownSheets(visit, form, sheets, by).map((sheet) => sheetView(sheet, form, isNamed || by.unitId !== visit.unitId)),
        findings: isNamed || TOLD.includes(visit.state) ? visit.findings : [],
        feedback: visit.feedback, lookBack: visit.lookBack, closing: visit.closing,
      });
    }
    return details;
  }
}

const formKey = ({ formId, formVersion }: Visit): string => `${formId}@${formVersion}`;
const known = (ids: readonly string[], units: ReadonlyMap<string, KnownUnit>): KnownUnit[] => ids.flatMap((id) => units.get(id) ?? []);

function head(visit: Visit, units: ReadonlyMap<string, KnownUnit>, forms: ReadonlyMap<string, PublishedForm>) {
  const { form } = forms.get(formKey(visit))!;
  return { ...visit, unit: units.get(visit.unitId)!, orderedBy: units.get(visit.orderUnitId)!, formName: form.zh, formKind: form.kind, most: mostOf(form) };
}

/** Blind until one's own is in: a judge sees the others' sheets once the own one is handed in, everyone else when the visit is filed. */
function shownSheets(visit: Visit, form: InspectionForm, sheets: readonly Sheet[], by: Actor): Sheet[] {
  const handedIn = sheets.filter((sheet) => sheet.handedIn);
  if (TOLD.includes(visit.state)) return handedIn;
  if (!visit.inspectorIds.includes(by.personId)) return [];
  const id = sheetId(visit.id, form, by.personId);
  const own = sheets.find((sheet) => sheet.id === id) ?? emptySheet(id, visit.id, form, by.personId);
  return own.handedIn ? [own, ...handedIn.filter((sheet) => sheet !== own)] : [own];
}

/** The unit itself reads what was given, not by whom. */
function sheetView(sheet: Sheet, form: InspectionForm, withNames: boolean) {
  const total = sheet.handedIn ? totalOf(form, valuesOf(sheet)) : null;
  if (withNames) return { ...sheet, total };
  return { ...sheet, id: '', judgeId: '', total, answers: sheet.answers.map((answer) => ({ ...answer, by: '' })), handedIn: sheet.handedIn && { ...sheet.handedIn, by: '' } };
}
