import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { ParameterValues } from '@xingchuang/schemes';
import { DATABASE, type Database, type KnownUnit } from '@xingchuang/server';
import { sameVersion } from '../same-version.ts';

interface Kept {
  readonly id: string;
  readonly version: number;
  readonly parameters: ParameterValues;
}
const schema = new Schema({ _id: String, version: Number, parameters: Schema.Types.Mixed });

/** What a scheme asks for each unit, such as the base of a ratio: a unit without its own takes those of the nearest above. */
@Injectable()
export class UnitParameters {
  readonly #kept;

  constructor(@Inject(DATABASE) database: Database) {
    this.#kept = database.model<Kept>('unit-parameters', schema);
  }

  /** The parameters that units have of their own. */
  async ofUnits(unitIds: readonly string[]): Promise<ReadonlyMap<string, ParameterValues>> {
    return new Map((await this.#kept.list({ _id: { $in: [...unitIds] } }, { _id: 1 }, unitIds.length + 1)).map(({ id, parameters }) => [id, parameters]));
  }

  /** How often the parameters of a unit were set; 0 where it has none of its own. */
  async versionOf(unitId: string): Promise<number> {
    return (await this.#kept.find(unitId))?.version ?? 0;
  }

  async set(unitId: string, parameters: ParameterValues, ifMatch: string | undefined): Promise<void> {
    const version = await this.versionOf(unitId);
    sameVersion({ id: unitId, version }, ifMatch);
    await (version === 0 ? this.#kept.insert({ id: unitId, version: 1, parameters }) : this.#kept.save({ id: unitId, version, parameters }));
  }

  /** The parameters of a round as they hold for units: those of the nearest above win. */
  async over(round: ParameterValues, unitIds: readonly string[]): Promise<(unit: Pick<KnownUnit, 'path'>) => ParameterValues> {
    const found = await this.#kept.list({ _id: { $in: [...unitIds] } }, { _id: 1 }, unitIds.length + 1);
    const own = new Map(found.map((one) => [one.id, one.parameters]));
    return ({ path }) => Object.assign({}, round, ...path.map((id) => own.get(id) ?? {})) as ParameterValues;
  }
}
