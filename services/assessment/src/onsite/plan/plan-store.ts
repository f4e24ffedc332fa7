import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Database, type Scoped } from '@xingchuang/server';
import type { Plan } from './plan-rule.ts';

const schema = new Schema({
  _id: String, version: Number, unitId: String, path: [String], nodeId: String, title: String, year: Number, every: String, formId: String, unitKind: String, unitIds: [String], groupIds: [String],
});
schema.index({ path: 1, _id: -1 }); // the plans of the bodies of a subtree

@Injectable()
export class PlanStore {
  readonly #plans;

  constructor(@Inject(DATABASE) database: Database) {
    this.#plans = database.model<Plan>('inspection-plans', schema);
  }

  get = (id: string): Promise<Plan> => this.#plans.get(id);
  insert = (plan: Plan): Promise<Plan> => this.#plans.insert(plan);
  within = (within: Scoped): Promise<Plan[]> => this.#plans.list({ ...within }, { _id: -1 });
}
