import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Database, type Stored } from '@xingchuang/server';

export interface EvaluationSide {
  readonly score: number;
  readonly text: string;
  readonly by: string;
  readonly at: string;
}

/** What a community and a unit said of each other in one month; its id is the three of them. */
export interface Evaluation extends Stored {
  readonly communityId: string;
  readonly unitId: string;
  readonly month: string;
  readonly community?: EvaluationSide;
  readonly unit?: EvaluationSide;
}

const side = { type: { score: Number, text: String, by: String, at: String }, _id: false, default: undefined };
const schema = new Schema({ _id: String, version: Number, communityId: String, unitId: String, month: String, community: side, unit: side });

export const evaluationId = (communityId: string, unitId: string, month: string): string => `${communityId}/${unitId}/${month}`;

@Injectable()
export class EvaluationStore {
  readonly #evaluations;

  constructor(@Inject(DATABASE) database: Database) {
    this.#evaluations = database.model<Evaluation>('evaluations', schema);
  }

  find = (id: string): Promise<Evaluation | undefined> => this.#evaluations.find(id);
  insert = (evaluation: Evaluation): Promise<Evaluation> => this.#evaluations.insert(evaluation);
  save = (evaluation: Evaluation): Promise<Evaluation> => this.#evaluations.save(evaluation);
  byIds = (ids: readonly string[]): Promise<Evaluation[]> => this.#evaluations.list({ _id: { $in: [...ids] } }, { _id: 1 }, ids.length + 1);
}
