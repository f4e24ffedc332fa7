import { Inject, Injectable } from '@nestjs/common';
import type { Model } from 'mongoose';
import type { OverviewQuery, RectificationOverview, RectificationRecordPage, RectificationRecordQuery } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { CLOCK, frameOf, overviewUnit, pageById, scopeFor, UNITS, type Clock, type Scoped, type UnitDirectory } from '@xingchuang/server';
import { FindingStore } from '../finding/finding-store.ts';
import { CaseStore } from '../ladder/case-store.ts';
import { ASKED, below, counted, KIND_OF, monthsUpTo, type Dated, type Kind } from './overview-rule.ts';

const RECORDS = '/api/rectification/overview/records';
const ACTION = 'finding.read';
const MONTHS = 12;
const PAGE = 100;

/** Only what dates need: the histories stay on the disk. */
const FIELDS = {
  finding: { begun: '$openedOn', closed: '$closedOn', name: '$title', scheme: '$schemeId', rung: '' },
  case: { begun: '$calledOn', closed: '$closedOn', name: 1, scheme: '$schemeId', rung: 1 },
} as const;

/** Problems and rungs in numbers, and what is behind each number. */
@Injectable()
export class OverviewService {
  readonly #models: Readonly<Record<Kind, Model<{ _id: string }>>>;

  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(FindingStore) findings: FindingStore,
    @Inject(CaseStore) cases: CaseStore,
  ) {
    this.#models = { finding: findings.findings.model as never, case: cases.cases.model as never }; // each knows its own shape; here only what both share is read
  }

  async overview(query: OverviewQuery, by: Actor): Promise<RectificationOverview> {
    const { today, on, since, unit } = await frameOf(query, by, ACTION, this.units, this.clock.today());
    const scope = await scopeFor(by, ACTION, { unitId: unit.id, subtree: true }, this.units);
    const [findings, cases] = await Promise.all([this.#of(scope, 'finding'), this.#of(scope, 'case')]);
    const span = { from: since, on };
    const active = Map.groupBy(cases.filter((one) => ASKED.active(one, span)), ({ scheme, rung }) => JSON.stringify([scheme, rung]));
    const [findingsBelow, casesBelow] = [below(findings, unit.id), below(cases, unit.id)];
    const ids = [...new Set([...findingsBelow.keys(), ...casesBelow.keys()])];
    const known = await this.units.byIds(ids);
    return {
      today, on, since, unit, records: RECORDS,
      open: counted(unit.id, findings, 'open', span),
      overdue: counted(unit.id, findings, 'overdue', span),
      rungs: [...active.values()].map(([first, ...rest]) => {
        const { scheme, rung, name } = first!;
        return { scheme, rung, name, ...counted(unit.id, [first!, ...rest], 'active', span, { scheme, rung }) };
      }).sort((a, b) => b.count - a.count || (a.rung < b.rung ? -1 : 1)),
      months: monthsUpTo(on, MONTHS).map(({ month, ...there }) => ({ month, opened: counted(unit.id, findings, 'opened', there), closed: counted(unit.id, findings, 'closed', there), late: counted(unit.id, findings, 'late', there) })),
      units: ids
        .map((id) => {
          const [mine, rungs] = [findingsBelow.get(id) ?? [], casesBelow.get(id) ?? []];
          const hasBelow = [...mine, ...rungs].some(({ unitId }) => unitId !== id);
          return { ...overviewUnit(known.get(id) ?? { ...unit, id, name: id }, hasBelow), open: counted(id, mine, 'open', span), overdue: counted(id, mine, 'overdue', span), active: counted(id, rungs, 'active', span) };
        })
        .sort((a, b) => (a.code < b.code ? -1 : 1)),
      changes: (['opened', 'closed', 'late', 'called', 'failed'] as const).map((ask) => ({ ask, ...counted(unit.id, KIND_OF[ask] === 'finding' ? findings : cases, ask, span) })),
    };
  }

  async records({ unitId, ask, on, from = '', scheme, rung, pageToken }: RectificationRecordQuery, by: Actor): Promise<RectificationRecordPage> {
    const unit = await this.units.get(unitId);
    const scope = await scopeFor(by, ACTION, { unitId, subtree: true }, this.units);
    const kind = KIND_OF[ask];
    const found = (await this.#of(scope, kind))
      .filter((one) => ASKED[ask](one, { from, on }) && (scheme === undefined || one.scheme === scheme) && (rung === undefined || one.rung === rung))
      .sort((a, b) => (a.id < b.id ? 1 : -1));
    const { items, ...rest } = pageById(found.filter(({ id }) => pageToken === undefined || id < pageToken), PAGE);
    const units = await this.units.byIds(items.map((one) => one.unitId));
    const now = new Map((await this.#models[kind].find({ _id: { $in: items.map(({ id }) => id) } }).select('state due').lean<{ _id: string; state: string; due: string }[]>()).map((one) => [one._id, one]));
    return {
      total: found.length, ...rest,
      items: items.map((one) => ({ kind, id: one.id, unit: units.get(one.unitId) ?? { ...unit, id: one.unitId }, title: one.name, state: now.get(one.id)!.state, on: one.begun, due: now.get(one.id)!.due, overdueOn: one.late, endedOn: one.ended })),
    };
  }

  /** All of a scope with their days; straight from the driver, which tens of thousands need. */
  async #of(scope: Scoped, kind: Kind): Promise<Dated[]> {
    const projection = { ...FIELDS[kind], unitId: 1, path: 1, late: '$overdueOn', ended: '$endedOn', failed: { $eq: ['$state', 'failed'] } };
    const found = await this.#models[kind].collection.find(scope, { projection, batchSize: 20_000 }).toArray();
    return (found as unknown as (Omit<Dated, 'id'> & { _id: string })[]).map(({ _id, ...rest }) => ({ id: _id, ...rest }));
  }
}
