import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { CheckCounts, IntegrityFault } from '@xingchuang/contracts';
import { DATABASE, type Database } from '@xingchuang/server';

/** One check on demand: what it was to look at, how far it is, what it found. */
export interface Run {
  readonly id: string;
  readonly scope: 'all' | 'unit' | 'sample';
  readonly unitId?: string;
  readonly sampleSize?: number;
  readonly state: 'running' | 'done';
  readonly orderedBy: string;
  readonly startedAt: string;
  readonly finishedAt?: string;
  /** Where a process that takes over goes on: the part that is being looked at, and the last id seen in it. */
  readonly part: number;
  readonly after: string;
  readonly done: number;
  readonly total: number;
  readonly counts: CheckCounts;
  readonly faults: readonly IntegrityFault[];
}

const schema = new Schema(
  {
    _id: String, scope: String, unitId: String, sampleSize: Number, state: String, orderedBy: String, startedAt: String, finishedAt: String,
    part: Number, after: String, done: Number, total: Number, counts: Schema.Types.Mixed, faults: [Schema.Types.Mixed],
  },
  { minimize: false },
);
schema.index({ state: 1 }, { unique: true, partialFilterExpression: { state: 'running' } }); // one at a time
schema.index({ scope: 1, finishedAt: -1 }); // the last one that looked at everything

@Injectable()
export class RunStore {
  readonly #runs;

  constructor(@Inject(DATABASE) database: Database) {
    this.#runs = database.model<Run>('integrity-runs', schema);
  }

  find = (id: string): Promise<Run | undefined> => this.#runs.find(id);
  insert = (run: Run): Promise<Run> => this.#runs.insert(run);
  list = (): Promise<Run[]> => this.#runs.list({}, { _id: -1 }, 50);

  async running(): Promise<Run | undefined> {
    return (await this.#runs.list({ state: 'running' }, { _id: 1 }, 1))[0];
  }
  async lastFinished(scope?: Run['scope']): Promise<Run | undefined> {
    return (await this.#runs.list({ ...(scope && { scope }), finishedAt: { $exists: true } }, { finishedAt: -1 }, 1))[0];
  }
  /** Writes how far it is; false where another process went on with it meanwhile. */
  async advance({ id, part, after }: Pick<Run, 'id' | 'part' | 'after'>, next: Run): Promise<boolean> {
    const { id: _, ...fields } = next;
    const written = await this.#runs.model.updateOne({ _id: id, part, after, state: 'running' }, { $set: fields });
    return written.matchedCount === 1;
  }
}
