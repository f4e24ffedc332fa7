import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { Day } from '@xingchuang/calendar';
import { Refusal } from '@xingchuang/rules';
import { DATABASE, type Collection, type Database } from '@xingchuang/server';
import { spelt } from './pinyin.ts';
import { searchText, wholeFilter } from './search-grams.ts';
import type { Unit } from './unit-rule.ts';

/** One stretch of a unit's life. */
export interface UnitVersion extends Unit {
  readonly unitId: string;
  /** First day on which it was no longer so; empty for the present one. */
  readonly until: Day | '';
}

export interface UnitFilter {
  readonly parentId?: string | undefined;
  /** Only the units that stand below none. */
  readonly top?: boolean | undefined;
  readonly under?: string | undefined;
  readonly kind?: string | undefined;
  readonly search?: string | undefined;
  /** Shows closed units too. */
  readonly closed: boolean;
  /** Only codes behind this one. */
  readonly after?: string | undefined;
  readonly limit: number;
}

const fields = {
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
  from: String,
  intoId: String,
  location: Schema.Types.Mixed,
  text: String,
  spelt: String,
};
const now = new Schema(fields);
now.index({ code: 1 }, { unique: true }); // a unit by its code; a code is given once
now.index({ parentId: 1, code: 1 }); // children in order
now.index({ path: 1, code: 1 }); // a subtree in order
// No index for the search by part of a name or its sound: ten thousand units are gone through in some milliseconds, and without
// the keys of every character a large import still fits into one transaction.
const past = new Schema({ ...fields, unitId: String, until: String });
past.index({ unitId: 1, version: 1 }, { unique: true }); // the life of a unit
past.index({ path: 1, code: 1 }); // a subtree as of a day
past.index({ parentId: 1, code: 1 }); // children as of a day; a search as of a day, which is rare, goes through all that held on it

type Searchable<T> = T & { readonly text: string; readonly spelt: string };
const searchable = <T extends Unit>(unit: T): Searchable<T> => ({ ...unit, text: searchText(unit.name, unit.code), spelt: spelt(unit.name) });
function plain<T extends Unit>({ text: _, spelt: __, ...unit }: Searchable<T>): T {
  return unit as unknown as T;
}

/** The unit tree as it is and as it was. */
@Injectable()
export class UnitStore {
  readonly #units: Collection<Searchable<Unit>>;
  readonly #versions: Collection<Searchable<UnitVersion>>;

  constructor(@Inject(DATABASE) readonly database: Database) {
    this.#units = database.model('tree', now);
    this.#versions = database.model('treeVersions', past);
  }

  /** Lets changes of the tree follow one another; a rule about parents and children sees no other change in between. */
  async lockTree(): Promise<void> {
    await this.database.nextNumber('tree');
  }

  async find(id: string): Promise<Unit | undefined> {
    const found = await this.#units.find(id);
    return found && plain(found);
  }

  async get(id: string, field?: string): Promise<Unit> {
    const found = await this.find(id);
    if (!found) throw new Refusal(field ? 'invalid' : 'missing', 'unit.missing', { id }, field);
    return found;
  }

  async findRoot(): Promise<Unit | undefined> {
    return (await this.#units.list({ parentId: '' }, { code: 1 }, 1)).map(plain)[0];
  }

  /** Units by code; those unknown are left out. */
  async byCodes(codes: readonly string[]): Promise<Map<string, Unit>> {
    const found = await this.#units.list({ code: { $in: [...codes] } }, { _id: 1 }, codes.length + 1);
    return new Map(found.map((unit) => [unit.code, plain(unit)]));
  }

  async byIds(ids: readonly string[]): Promise<Map<string, Unit>> {
    const found = await this.#units.list({ _id: { $in: [...ids] } }, { _id: 1 }, ids.length + 1);
    return new Map(found.map((unit) => [unit.id, plain(unit)]));
  }

  async livingChildren(id: string): Promise<Unit[]> {
    return (await this.#units.list({ parentId: id, closedOn: '' }, { code: 1 }, 100_000)).map(plain);
  }

  /** The unit and all below it, closed ones too; the unit itself comes first. */
  async subtree(id: string): Promise<Unit[]> {
    const all = (await this.#units.list({ path: id }, { code: 1 }, 1_000_000)).map(plain);
    return all.sort((one, other) => one.path.length - other.path.length);
  }

  /** Ids of the unit and all below it. */
  async idsUnder(id: string): Promise<string[]> {
    return (await this.#units.model.distinct('_id', { path: id })) as string[];
  }

  async page(filter: UnitFilter, asOf?: Day): Promise<Unit[]> {
    const { parentId, top, under, kind, search, closed, after, limit } = filter;
    const where = {
      ...(top ? { parentId: '' } : parentId === undefined ? {} : { parentId }),
      ...(under === undefined ? {} : { path: under }),
      ...(kind === undefined ? {} : { kind }),
      ...(search === undefined ? {} : wholeFilter(search)),
      ...(after === undefined ? {} : { code: { $gt: after } }),
    };
    if (asOf === undefined) return (await this.#units.list({ ...where, ...(closed ? {} : { closedOn: '' }) }, { code: 1 }, limit)).map(plain);
    return (await this.#versions.list({ $and: [where, heldOn(asOf, closed)] }, { code: 1 }, limit)).map(asUnit);
  }

  /** How many units stand right below each of these; without those that have none. */
  async childCounts(ids: readonly string[], closed: boolean, asOf?: Day): Promise<Map<string, number>> {
    const below = { parentId: { $in: [...ids] } };
    const { model } = asOf === undefined ? this.#units : this.#versions;
    const where = asOf === undefined ? { ...below, ...(closed ? {} : { closedOn: '' }) } : { $and: [below, heldOn(asOf, closed)] };
    const counted = await model.aggregate<{ _id: string; count: number }>([{ $match: where }, { $group: { _id: '$parentId', count: { $sum: 1 } } }]);
    return new Map(counted.map(({ _id, count }) => [_id, count]));
  }

  /** Gives units of an older build the pinyin by which they are found. */
  async spellAll(): Promise<void> {
    for (const { model } of [this.#units, this.#versions]) {
      for (;;) {
        const silent = (await model.find({ spelt: { $exists: false } }).limit(1_000).lean()) as unknown as (Unit & { _id: string })[];
        if (silent.length === 0) break;
        const writes = silent.map((unit) => {
          const { text, spelt: spelling } = searchable(unit);
          return { updateOne: { filter: { _id: unit._id }, update: { $set: { text, spelt: spelling }, $unset: { grams: '' } } } };
        });
        await model.collection.bulkWrite(writes as never); // the driver's own: the schema no longer knows the field that goes
      }
    }
  }

  /** The unit as it was on the day, or undefined where it was not yet. */
  async findAsOf(id: string, on: Day): Promise<Unit | undefined> {
    const found = await this.#versions.list({ unitId: id, from: { $lte: on }, $or: [{ until: '' }, { until: { $gt: on } }] }, { version: -1 }, 1);
    return found.map(asUnit)[0];
  }

  async history(id: string): Promise<UnitVersion[]> {
    const found = await this.#versions.list({ unitId: id }, { version: 1 }, 10_000);
    return found.map((version) => ({ ...asUnit(version), unitId: id, until: version.until }));
  }

  async insertAll(units: readonly Unit[]): Promise<void> {
    await this.#units.insertMany(units.map(searchable));
    await this.#versions.insertMany(units.map(asVersion));
  }

  /** Saves changed units over the versions they were made from, all or none, and keeps how they were. */
  async saveAll(changed: readonly Unit[]): Promise<Unit[]> {
    const saved = changed.map((unit) => ({ ...unit, version: unit.version + 1 }));
    const writes = saved.map((unit) => {
      const { id, ...replacement } = searchable(unit);
      return { replaceOne: { filter: { _id: id, version: unit.version - 1 }, replacement } };
    });
    const written = await this.#units.model.bulkWrite(writes as never); // mongoose types the ids as ObjectId
    if (written.matchedCount !== saved.length) throw new Refusal('stale', 'thing.stale', { id: changed[0]?.id ?? '' });
    for (const from of new Set(saved.map((unit) => unit.from))) {
      const ids = saved.filter((unit) => unit.from === from).map((unit) => unit.id);
      await this.#versions.model.updateMany({ unitId: { $in: ids }, until: '' }, { $set: { until: from } });
    }
    await this.#versions.insertMany(saved.map(asVersion));
    return saved;
  }
}

/** What a version must be to hold on the day. */
const heldOn = (asOf: Day, closed: boolean) => ({
  from: { $lte: asOf },
  $and: [{ $or: [{ until: '' }, { until: { $gt: asOf } }] }, closed ? {} : { $or: [{ closedOn: '' }, { closedOn: { $gte: asOf } }] }],
});
const asVersion = (unit: Unit): Searchable<UnitVersion> => searchable({ ...unit, id: `${unit.id}.${unit.version}`, unitId: unit.id, until: '' });
function asUnit(version: Searchable<UnitVersion>): Unit {
  const { unitId, until: _, ...unit } = plain(version);
  return { ...unit, id: unitId };
}
