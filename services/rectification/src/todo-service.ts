import { Inject, Injectable } from '@nestjs/common';
import type { RectificationTodo } from '@xingchuang/contracts';
import { covers, scopeOf, type Action, type Actor } from '@xingchuang/rules';
import { UNITS, within, type UnitDirectory } from '@xingchuang/server';
import { CaseStore } from './case-store.ts';
import { FindingStore } from './finding-store.ts';

type Item = RectificationTodo['items'][number];

/** What a seat can do now: who may act at which state, by the permission table. */
const FINDING_WORK: Readonly<Record<string, Action>> = { open: 'finding.open', noticed: 'finding.prove', proved: 'finding.check' };
const CASE_WORK: Readonly<Record<string, Action>> = { waiting: 'case.assign', running: 'finding.prove', proved: 'finding.check' };

@Injectable()
export class TodoService {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(FindingStore) readonly findings: FindingStore,
    @Inject(CaseStore) readonly cases: CaseStore,
  ) {}

  async list(by: Actor): Promise<Item[]> {
    const scope = await within(by, 'finding.read', undefined, this.units);
    const mine = (work: Readonly<Record<string, Action>>) => Object.keys(work).filter((state) => scopeOf(by.role, work[state]!) !== undefined);
    const findings = (await Promise.all(mine(FINDING_WORK).map((state) => this.findings.page(scope, { state: state as 'open' })))).flat();
    const cases = (await Promise.all(mine(CASE_WORK).map((state) => this.cases.page(scope, { state: state as 'waiting' })))).flat();
    const items: Item[] = [
      ...findings.filter((one) => covers(by, FINDING_WORK[one.state]!, one)).map((one) => ({ kind: `finding.${one.state}`, id: one.id, unitId: one.unitId, title: one.title, due: one.limit?.lastDay ?? '' })),
      ...cases.filter((one) => covers(by, CASE_WORK[one.state]!, one)).map((one) => ({ kind: `case.${one.state}`, id: one.id, unitId: one.unitId, title: one.name, due: one.limit?.lastDay ?? '' })),
    ];
    return items.sort((a, b) => (a.due || '9').localeCompare(b.due || '9'));
  }
}
