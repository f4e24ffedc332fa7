import { Schema } from 'mongoose';
import type { UnitChanged } from '@xingchuang/contracts';
import { Refusal, type Place } from '@xingchuang/rules';
import type { Collection, Database } from './database.ts';

/** A unit as other services know it from the registry's events. */
export interface KnownUnit {
  readonly id: string;
  readonly version: number;
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly parentId: string;
  readonly path: readonly string[];
  readonly jurisdictionId: string;
  readonly openedOn: string;
  readonly closedOn: string;
}

const schema = new Schema({
  _id: String,
  version: Number,
  code: String,
  name: String,
  kind: String,
  parentId: String,
  path: [String],
  jurisdictionId: String,
  openedOn: String,
  closedOn: String,
});
schema.index({ path: 1, kind: 1 }); // the units of a subtree, by kind

/** A service's own copy of the unit tree. */
export class UnitDirectory {
  readonly #units: Collection<KnownUnit>;

  constructor(database: Database) {
    this.#units = database.model<KnownUnit>('units', schema);
  }

  async apply(event: UnitChanged): Promise<void> {
    const { unitId, $typeName: _, $unknown: __, ...rest } = event;
    await this.#units.project({ id: unitId, ...rest });
  }

  find(id: string): Promise<KnownUnit | undefined> {
    return this.#units.find(id);
  }

  get(id: string): Promise<KnownUnit> {
    return this.#units.get(id, 'unit.missing');
  }

  /** Where things of this unit belong; refuses an unknown unit. */
  async place(id: string): Promise<Place> {
    const unit = await this.get(id);
    return { unitId: unit.id, path: unit.path };
  }

  /** The living units of a kind under (and including) a node. */
  under(nodeId: string, kind?: string): Promise<KnownUnit[]> {
    return this.#units.list({ path: nodeId, closedOn: '', ...(kind === undefined ? {} : { kind }) }, { code: 1 }, 20_000);
  }

  /** Units by id; those unknown are left out. */
  async byIds(ids: readonly string[]): Promise<Map<string, KnownUnit>> {
    const found = await this.#units.list({ _id: { $in: [...ids] } }, { _id: 1 }, ids.length + 1);
    return new Map(found.map((unit) => [unit.id, unit]));
  }

  /** The body of a kind that governs a unit: it sits at a node of the unit's path; the nearest wins. */
  async bodyOver(unit: KnownUnit, kind: string): Promise<KnownUnit> {
    const nearest = await this.findBodyOver(unit, kind);
    if (!nearest) throw new Refusal('missing', 'body.missing', { kind, unit: unit.code });
    return nearest;
  }

  /** The same, undefined where there is none. */
  async findBodyOver(unit: KnownUnit, kind: string): Promise<KnownUnit | undefined> {
    const bodies = await this.#units.list({ kind, jurisdictionId: { $in: [...unit.path] }, closedOn: '' });
    return bodies.sort((a, b) => unit.path.indexOf(b.jurisdictionId) - unit.path.indexOf(a.jurisdictionId))[0];
  }
}
