import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { MemberEvaluationEnter, MemberEvaluationQuery } from '@xingchuang/contracts';
import { allow, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, UNITS, within, type Clock, type Collection, type Database, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { PeopleDirectory } from '../people-directory.ts';
import { evaluate, evaluationId, type MemberEvaluation } from './member-evaluation.ts';

const { Mixed } = Schema.Types;
const schema = new Schema({
  _id: String, version: Number, unitId: String, path: [String], year: Number, on: String, levels: [String], members: [Mixed], shares: [Mixed], missing: [String], fileIds: [String], history: [Mixed],
});
schema.index({ year: 1, path: 1 }); // the branches of a subtree

/** The yearly evaluation of a branch's members: one for each branch and year. */
@Injectable()
export class MemberEvaluationService {
  readonly #evaluations: Collection<MemberEvaluation>;

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(PeopleDirectory) readonly people: PeopleDirectory,
  ) {
    this.#evaluations = database.model<MemberEvaluation>('member-evaluations', schema);
  }

  async enter(input: MemberEvaluationEnter, by: Actor): Promise<MemberEvaluation> {
    const place = await this.units.place(input.unitId);
    allow(by, 'member-evaluation.enter', place);
    return this.database.transaction(async () => {
      const was = await this.#evaluations.find(evaluationId(input.unitId, input.year));
      const memberIds = await this.people.memberIds(input.unitId, input.on);
      const next = evaluate(input, { place, was, memberIds, today: this.clock.today(), by: by.personId });
      return was ? this.#evaluations.save(next) : this.#evaluations.insert(next);
    });
  }

  async list({ year, unitId }: MemberEvaluationQuery, by: Actor): Promise<{ items: MemberEvaluation[]; missing: KnownUnit[] }> {
    const scope = await within(by, 'member-evaluation.read', unitId, this.units);
    const items = await this.#evaluations.list({ year, ...scope }, { _id: 1 }, 5_000);
    const branches = scope.unitId !== undefined ? [await this.units.get(scope.unitId)] : scope.path !== undefined ? await this.units.under(scope.path) : [];
    const done = new Set(items.map((item) => item.unitId));
    const peopled = await this.people.memberCounts(branches.map(({ id }) => id), this.clock.today());
    return { items, missing: branches.filter(({ id }) => peopled.has(id) && !done.has(id)) };
  }

  of = (unitIds: readonly string[], years: readonly number[]): Promise<MemberEvaluation[]> => this.#evaluations.list({ year: { $in: [...years] }, path: { $in: [...unitIds] } }, { year: 1, _id: 1 }, 5_000);
}
