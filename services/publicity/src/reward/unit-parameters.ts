import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { ParameterValues } from '@xingchuang/schemes';
import { DATABASE, type Database, type KnownUnit } from '@xingchuang/server';

interface Kept {
  readonly id: string;
  readonly parameters: ParameterValues;
}
const schema = new Schema({ _id: String, parameters: Schema.Types.Mixed });

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

  async set(unitId: string, parameters: ParameterValues): Promise<void> {
    await this.#kept.model.replaceOne({ _id: unitId }, { parameters }, { upsert: true });
  }

  /** The parameters of a round as they hold for units: those of the nearest above win. */
  async over(round: ParameterValues, unitIds: readonly string[]): Promise<(unit: Pick<KnownUnit, 'path'>) => ParameterValues> {
    const found = await this.#kept.list({ _id: { $in: [...unitIds] } }, { _id: 1 }, unitIds.length + 1);
    const own = new Map(found.map((one) => [one.id, one.parameters]));
    return ({ path }) => Object.assign({}, round, ...path.map((id) => own.get(id) ?? {})) as ParameterValues;
  }
}
