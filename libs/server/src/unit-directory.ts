import { Schema } from 'mongoose';
import type { UnitChanged, UnitLocation } from '@xingchuang/contracts';
import { Refusal, type Place } from '@xingchuang/rules';
import type { Collection, Database } from './database.ts';

/** Where a unit stood, and as what, from a day on until the next stay begins. */
export interface UnitStay {
  readonly since: string;
  readonly kind: string;
  readonly path: readonly string[];
}

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
  readonly location?: UnitLocation;
  /** In order; the first begins when the unit was opened, as far as it was told. */
  readonly stays: readonly UnitStay[];
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
  location: Schema.Types.Mixed,
  stays: [{ _id: false, since: String, kind: String, path: [String] }],
});
schema.index({ path: 1, kind: 1 }); // the units of a subtree, by kind
schema.index({ jurisdictionId: 1, kind: 1 }); // the body that governs a unit: asked at every step of every unit
schema.index({ 'stays.path': 1 }); // the units that ever stood in a subtree

/** A service's own copy of the unit tree. */
export class UnitDirectory {
  readonly #units: Collection<KnownUnit>;

  constructor(database: Database) {
    this.#units = database.model<KnownUnit>('units', schema);
  }

  async apply(event: UnitChanged): Promise<void> {
    const { unitId, $typeName: _, $unknown: __, since: told, location: at, ...rest } = event;
    const known = await this.#units.find(unitId);
    const since = known ? told || known.openedOn : rest.openedOn; // what came before the first news is not known
    await this.#units.project({ id: unitId, ...rest, ...(at && { location: { latitude: at.latitude, longitude: at.longitude } }), stays: staysWith(known?.stays ?? [], { since, kind: rest.kind, path: rest.path }) });
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

  /** The nearest unit of a path, from its end, of which is known where it is. */
  async findLocated(path: readonly string[]): Promise<(KnownUnit & { readonly location: UnitLocation }) | undefined> {
    const units = await this.byIds(path);
    return path.map((id) => units.get(id)).findLast((unit): unit is KnownUnit & { readonly location: UnitLocation } => unit?.location !== undefined);
  }

  /** The living units of a kind under (and including) a node. */
  under(nodeId: string, kind?: string): Promise<KnownUnit[]> {
    return this.#units.list({ path: nodeId, closedOn: '', ...(kind === undefined ? {} : { kind }) }, { code: 1 }, 20_000);
  }

  /** Every unit that stands or ever stood under (and including) a node, closed ones too, by code. */
  everUnder(nodeId: string): Promise<KnownUnit[]> {
    return this.#units.list({ 'stays.path': nodeId }, { code: 1 }, 50_000);
  }

  /** The units that were opened between two days. */
  async openedWithin(from: string, to: string): Promise<string[]> {
    return (await this.#units.model.distinct('_id', { openedOn: { $gte: from, $lte: to } })) as unknown as string[];
  }

  /** The units that stand under nothing. */
  roots(): Promise<KnownUnit[]> {
    return this.#units.list({ parentId: '' }, { code: 1 });
  }

  /** Units by id; those unknown are left out. */
  async byIds(ids: readonly string[]): Promise<Map<string, KnownUnit>> {
    const found = ids.length === 0 ? [] : await this.#units.list({ _id: { $in: [...ids] } }, { _id: 1 }, ids.length + 1);
    return new Map(found.map((unit) => [unit.id, unit]));
  }

  /** The body of a kind that governs a unit: it sits at a node of the unit's path; the nearest wins. */
  async bodyOver(unit: KnownUnit, kind: string): Promise<KnownUnit> {
    const nearest = await this.findBodyOver(unit, kind);
    if (!nearest) throw new Refusal('missing', 'body.missing', { kind, unit: unit.code });
    return nearest;
  }

  /** The living units and bodies that govern a unit, itself among them; the nearest first. */
  async governing({ path }: Pick<KnownUnit, 'path'>): Promise<KnownUnit[]> {
    const found = await this.#units.list({ jurisdictionId: { $in: [...path] }, closedOn: '' }, { code: 1 });
    return found.sort((a, b) => path.indexOf(b.jurisdictionId) - path.indexOf(a.jurisdictionId));
  }

  /** The same, undefined where there is none. */
  async findBodyOver(unit: KnownUnit, kind: string): Promise<KnownUnit | undefined> {
    const bodies = await this.#units.list({ kind, jurisdictionId: { $in: [...unit.path] }, closedOn: '' });
    return bodies.sort((a, b) => unit.path.indexOf(b.jurisdictionId) - unit.path.indexOf(a.jurisdictionId))[0];
  }
}

/** The stays with a newer one after them; one that changes nothing adds nothing, one of the same day takes the place of the earlier. */
function staysWith(stays: readonly UnitStay[], next: UnitStay): UnitStay[] {
  const before = stays.filter(({ since }) => since < next.since);
  const last = before.at(-1);
  const isSame = last !== undefined && last.kind === next.kind && last.path.join() === next.path.join();
  return isSame ? before : [...before, next];
}
