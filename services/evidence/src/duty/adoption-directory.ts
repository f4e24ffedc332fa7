import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { SchemeAdopted } from '@xingchuang/contracts';
import { DATABASE, type Database } from '@xingchuang/server';

/** A scheme that is run under a node in a span of days, as assessment told it. */
export interface Adopted {
  readonly id: string;
  readonly version: number;
  readonly schemeId: string;
  readonly nodeId: string;
  readonly since: string;
  /** Last day; empty while it goes on. */
  readonly until: string;
}

const schema = new Schema({ _id: String, version: Number, schemeId: String, nodeId: String, since: String, until: String });

/** This service's copy of who runs which scheme: what a scheme expects falls on the units under those nodes only. */
@Injectable()
export class AdoptionDirectory {
  readonly #adoptions;

  constructor(@Inject(DATABASE) database: Database) {
    this.#adoptions = database.model<Adopted>('adoptions', schema);
  }

  async apply({ adoptionId: id, schemeId, nodeId, since, until, version }: SchemeAdopted): Promise<void> {
    await this.#adoptions.project({ id, schemeId, nodeId, since, until, version });
  }

  all = (): Promise<Adopted[]> => this.#adoptions.list({}, { _id: 1 }, 20_000);
}

/** Whether a scheme is run on some day of a span. */
export const isRun = ({ since, until }: Adopted, from: string, to = from): boolean => since <= to && (until === '' || from <= until);

/** The nodes under which one of some schemes is run, day by day. */
export class Reach {
  /** The same for all that reach the same nodes. */
  readonly key: string;
  readonly #adoptions: readonly Adopted[];
  readonly #days = new Map<string, ReadonlySet<string>>();

  constructor(schemes: readonly string[], adoptions: readonly Adopted[]) {
    this.#adoptions = adoptions.filter(({ schemeId }) => schemes.includes(schemeId));
    this.key = this.#adoptions.map(({ nodeId, since, until }) => `${nodeId} ${since} ${until}`).sort().join();
  }

  on(day: string): ReadonlySet<string> {
    const known = this.#days.get(day) ?? new Set(this.#adoptions.filter((one) => isRun(one, day)).map(({ nodeId }) => nodeId));
    this.#days.set(day, known);
    return known;
  }
}
