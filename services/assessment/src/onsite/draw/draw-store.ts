import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Database, type Scoped } from '@xingchuang/server';
import type { OnsiteDraw } from './draw-rule.ts';

const { Mixed } = Schema.Types;
const schema = new Schema({
  _id: String, version: Number, unitId: String, path: [String], title: String, seed: String, count: Number, perUnit: Number, unitPool: [String], inspectorPool: [String], conflicts: [Mixed],
  drawn: [Mixed], drawnOn: String, drawnBy: Mixed,
});
schema.index({ path: 1, _id: -1 }); // the draws of the bodies of a subtree

@Injectable()
export class DrawStore {
  readonly #draws;

  constructor(@Inject(DATABASE) database: Database) {
    this.#draws = database.model<OnsiteDraw>('onsite-draws', schema);
  }

  get = (id: string): Promise<OnsiteDraw> => this.#draws.get(id);
  insert = (draw: OnsiteDraw): Promise<OnsiteDraw> => this.#draws.insert(draw);
  within = (within: Scoped): Promise<OnsiteDraw[]> => this.#draws.list({ ...within }, { _id: -1 });
}
