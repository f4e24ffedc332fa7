import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { PersonChanged } from '@xingchuang/contracts';
import { DATABASE, type Database } from '@xingchuang/server';

/** A person as evidence knows them: by id, and whose member they are since and until when. Names stay in the registry. */
export interface KnownPerson {
  readonly id: string;
  readonly version: number;
  readonly unitId: string;
  readonly memberInService: boolean;
  readonly since: string;
  readonly until: string;
}

const schema = new Schema({ _id: String, version: Number, unitId: String, memberInService: Boolean, since: String, until: String });
schema.index({ unitId: 1, memberInService: 1 }); // of whom a duty is expected
schema.index({ since: 1 }); // who came

/** This service's copy of who belongs where. */
@Injectable()
export class PeopleDirectory {
  readonly #people;

  constructor(@Inject(DATABASE) database: Database) {
    this.#people = database.model<KnownPerson>('people', schema);
  }

  async apply({ personId, unitId, memberInService, since, until, version }: PersonChanged): Promise<void> {
    await this.#people.project({ id: personId, unitId, memberInService, since, until, version });
  }

  byIds = (ids: readonly string[]): Promise<KnownPerson[]> => this.#people.list({ _id: { $in: [...ids] } }, { _id: 1 }, ids.length + 1);

  /** The members in service of units: of them service hours are expected (S0 L111). */
  inService = (unitIds: readonly string[]): Promise<KnownPerson[]> => this.#people.list({ unitId: { $in: [...unitIds] }, memberInService: true }, { _id: 1 }, 200_000);

  /** The units that somebody joined between two days. */
  joinedWithin = async (from: string, to: string): Promise<string[]> => (await this.#people.model.distinct('unitId', { since: { $gte: from, $lte: to }, memberInService: true })) as unknown as string[];
}

/** Whether the membership covers a day. */
export const isMemberOn = ({ since, until }: KnownPerson, on: string): boolean => since <= on && (until === '' || on <= until);
