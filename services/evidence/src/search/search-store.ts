import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { Refusal, type Place } from '@xingchuang/rules';
import { DATABASE, type Database } from '@xingchuang/server';
import { GUARD } from '../file/file-store.ts';
import type { Guard } from '../record/record-reading.ts';
import { firstOf, itemOf, span } from './search-order.ts';
import { tellingGrams } from './search-text.ts';
import { holds, type SearchWords } from './search-words.ts';

/** What is found: one part of a file or record. Everything that a search asks for stands in each part. */
export interface SearchPart extends Place {
  readonly id: string;
  readonly itemId: string;
  readonly kind: 'file' | 'record';
  readonly type: string;
  readonly day: string;
  readonly tasks: readonly string[];
  readonly filedBy: string;
  /** When it came in. */
  readonly arrivedAt: string;
  /** Of a record: not for everybody who may read others; not yet for its unit. */
  readonly restricted: boolean;
  readonly hidden: boolean;
  /** Of a file: only for those who may read one of these records. */
  readonly closed?: boolean;
  readonly guards?: readonly Guard[];
  readonly flags: readonly string[];
  readonly hasThumbnail: boolean;
  readonly title: string;
  /** The title folded. */
  readonly head: string;
  readonly text: string;
  readonly folded: string;
  /** How many parts the item has. */
  readonly parts: number;
  readonly order: number;
  readonly area: number;
  readonly keys: readonly string[];
}

/** Where a search looks: in few units by their ids, or in many by the areas that they lie in. */
export interface Reach {
  readonly within: { readonly unitId: { readonly $in: readonly string[] } } | { readonly area: { readonly $in: readonly number[] } };
  readonly path?: string | undefined;
}

export interface Filters {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly kind?: string | undefined;
  readonly type?: string | undefined;
  readonly task?: string | undefined;
  readonly uploader?: string | undefined;
  readonly flag?: string | undefined;
  /** What the asker may read of what lies within reach. */
  readonly readable: Readonly<Record<string, unknown>>;
}

/** Everything; what has the words in its title; what has them only elsewhere. */
export type Where = 'anywhere' | 'title' | 'beyond';

export interface Asked {
  readonly reach: Reach;
  readonly words: SearchWords;
  readonly filters: Filters;
  readonly where: Where;
  /** Only what stands behind this place. */
  readonly below?: number | undefined;
}

/** A part that was found. */
export type Hit = Omit<SearchPart, 'keys' | 'path' | 'closed' | 'guards'>;

/** How many were counted, up to the cap; of those how many of each type and unit. */
export interface Census {
  readonly count: number;
  readonly more: boolean;
  readonly rows: readonly { readonly type: string; readonly unitId: string; readonly count: number }[];
}

export const AREAS = 16;
const FEW_UNITS = 100; // as many branches of an index Mongo still merges in order
const COMMON = 10_000;
const REMEMBERED = 20_000;
const REMEMBERED_MS = 600_000;
const PATIENCE_MS = 5_000;
const COUNTING_MS = 2_000;
export const META = { all: '=all', kind: '=kind:', type: '=type:', task: '=task:', by: '=by:', flag: '=flag:' } as const;
export const TITLE = '^';

const schema = new Schema({
  _id: String, itemId: String, unitId: String, path: [String], area: Number, kind: String, type: { type: String }, day: String, order: Number, tasks: [String], filedBy: String, arrivedAt: String, restricted: Boolean, hidden: Boolean,
  closed: Boolean, guards: { type: [GUARD], default: undefined },
  flags: [String], hasThumbnail: Boolean, title: String, head: String, text: String, folded: String, parts: Number,
  keys: Schema.Types.Mixed, // an array of strings; casting each of a hundred would cost twenty times what the rest does
});
schema.index({ unitId: 1, keys: 1, order: -1 }, { name: 'unit' }); // what few units have under a key, newest first
schema.index({ area: 1, keys: 1, order: -1 }, { name: 'area' }); // what many units have under a key
schema.index({ itemId: 1 }); // the parts of an item

// From where something was ever indexed: which units and areas a subtree has.
const places = new Schema({ _id: String, unitId: String, path: [String], area: Number });
places.index({ path: 1, unitId: 1, area: 1 }); // the places of a subtree

interface SeenPlace extends Place {
  readonly id: string;
  readonly area: number;
}


@Injectable()
export class SearchStore {
  readonly #parts;
  readonly #places;
  readonly #numbers;
  readonly #seen = new Set<string>();
  readonly #frequencies = new Map<string, number>();
  #rememberedSince = 0;
  #free: { next: number; end: number } = { next: 0, end: 0 };

  constructor(@Inject(DATABASE) database: Database) {
    this.#parts = database.model<SearchPart>('search-parts', schema);
    this.#places = database.model<SeenPlace>('search-places', places);
    this.#numbers = database.model<{ id: string; last: number }>('search-numbers', new Schema({ _id: String, last: Number }));
  }

  /** Replaces what is known of items; in the caller's transaction. An item keeps its number. */
  async put<Item extends { readonly id: string }>(items: readonly Item[], make: (item: Item, number: number) => readonly SearchPart[]): Promise<void> {
    const ids = items.map(({ id }) => id);
    const known = (await this.#parts.model.find({ itemId: { $in: ids } }).select('itemId order -_id').lean()) as unknown as Pick<SearchPart, 'itemId' | 'order'>[];
    const numbers = new Map(known.map(({ itemId, order }) => [itemId, itemOf(order)]));
    for (const { id } of items) if (!numbers.has(id)) numbers.set(id, await this.#number());
    const parts = items.flatMap((item) => make(item, numbers.get(item.id)!));
    for (const part of parts) await this.#see(part);
    if (known.length > 0) await this.remove(ids);
    await this.#parts.insertMany(parts);
  }

  async remove(itemIds: readonly string[]): Promise<void> {
    await this.#parts.model.deleteMany({ itemId: { $in: [...itemIds] } });
  }

  /** What is known of items beside their texts. */
  async items(itemIds: readonly string[]): Promise<Pick<SearchPart, 'itemId' | 'unitId' | 'arrivedAt' | 'flags'>[]> {
    const first = { _id: { $in: itemIds.map(firstId) } };
    return (await this.#parts.model.find(first).select('itemId unitId arrivedAt flags -_id').lean()) as unknown as Pick<SearchPart, 'itemId' | 'unitId' | 'arrivedAt' | 'flags'>[];
  }

  /** Changes one of the lists that one filters by, and its keys; the texts and their keys stay. */
  async setList(itemId: string, name: 'flags' | 'tasks', values: readonly string[]): Promise<void> {
    const mark = name === 'flags' ? META.flag : META.task;
    await this.#parts.model.updateMany({ itemId }, { $set: { [name]: [...values] } });
    const others = { $filter: { input: '$keys', cond: { $ne: [{ $indexOfBytes: ['$$this', mark] }, 0] } } };
    await this.#parts.model.updateOne({ _id: firstId(itemId) }, [{ $set: { keys: { $concatArrays: [others, values.map((value) => mark + value)] } } }], { updatePipeline: true });
  }

  /** Items that are here, by their ids and kinds, from one on. */
  async itemsAfter(itemId: string, limit: number): Promise<ReadonlyMap<string, 'file' | 'record'>> {
    const found = await this.#parts.model.find({ itemId: { $gt: itemId } }).select('itemId kind').sort({ itemId: 1 }).limit(limit).lean();
    return new Map((found as unknown as SearchPart[]).map((part) => [part.itemId, part.kind]));
  }

  /** Where to look for what lies in a subtree, or everywhere. */
  async reachOf(scope: { readonly unitId?: string; readonly path?: string }): Promise<Reach> {
    if (scope.unitId !== undefined) return { within: { unitId: { $in: [scope.unitId] } } };
    if (scope.path === undefined) return { within: { area: { $in: Array.from({ length: AREAS }, (_, area) => area) } } };
    const units = new Set((await this.#places.model.find({ path: scope.path }).select('unitId -_id').limit(FEW_UNITS + 1).lean()).map(({ unitId }) => unitId as string));
    if (units.size <= FEW_UNITS) return { within: { unitId: { $in: [...units] } }, path: scope.path };
    const areas = (await this.#places.model.distinct('area', { path: scope.path })) as number[];
    return { within: { area: { $in: areas.toSorted((a, b) => a - b) } }, path: scope.path };
  }

  /** Finds items, newest first; each once, by the part that has the rarest of the words. */
  async *walk(asked: Asked, batch: number): AsyncGenerator<Hit> {
    const { words } = asked;
    const driver = await this.#driver(asked);
    const found = this.#parts.model
      .find(filterOf(asked, driver))
      .select('-keys -path -closed -guards')
      .sort({ order: -1 })
      .hint(indexOf(asked.reach))
      .maxTimeMS(PATIENCE_MS)
      .batchSize(batch)
      .lean()
      .cursor();
    let last = -1;
    let waiting: Hit[] = [];
    try {
      for await (const { _id, ...rest } of found) {
        const hit = { id: _id, ...rest } as unknown as Hit;
        if (firstOf(hit.order) === last) continue;
        waiting.push(hit);
        last = firstOf(hit.order);
        if (waiting.length < batch) continue;
        yield* await this.#whole(waiting, words, driver);
        waiting = [];
      }
      yield* await this.#whole(waiting, words, driver);
    } catch (error) {
      throw isTimeout(error) ? new Refusal('limit', 'search.too-broad') : error;
    }
  }

  /** Counts items up to a cap, by type and unit; where that takes too long, says only that there are more. */
  async count(asked: Asked, cap: number): Promise<Census> {
    try {
      return await this.#count(asked, cap);
    } catch (error) {
      if (isTimeout(error)) return { rows: [], count: 0, more: true };
      throw error;
    }
  }

  /** The database counts items of one part, as nearly all are. */
  async #count(asked: Asked, cap: number): Promise<Census> {
    const driver = await this.#driver(asked);
    const isWhole = { $eq: ['$parts', 1] };
    const groups = await this.#parts.model
      .aggregate<{ _id: { type: string; unitId: string; itemId: string | null }; count: number }>([
        { $match: filterOf(asked, driver) },
        { $limit: cap + 1 },
        { $group: { _id: { type: '$type', unitId: '$unitId', itemId: { $cond: [isWhole, null, '$itemId'] } }, count: { $sum: 1 } } },
      ])
      .hint(indexOf(asked.reach))
      .option({ maxTimeMS: COUNTING_MS });
    const rows = groups.filter(({ _id }) => _id.itemId === null).map(({ _id, count }) => ({ ..._id, count }));
    const manyParted = groups.flatMap(({ _id: { itemId, ...of } }) => (itemId === null ? [] : [{ ...of, itemId, parts: 2, count: 1 }]));
    const held = await this.#whole(manyParted, asked.words, driver);
    const isCapped = groups.reduce((sum, { count }) => sum + count, 0) > cap;
    const all = [...rows, ...held];
    const counted = all.reduce((sum, { count }) => sum + count, 0);
    if (!isCapped || counted > cap) return { rows: all, count: Math.min(counted, cap), more: isCapped };
    return this.#countOneByOne(asked, cap);
  }

  /** Where so many parts belong to few items that the cap was met too early. */
  async #countOneByOne(asked: Asked, cap: number): Promise<Census> {
    const rows: Census['rows'][number][] = [];
    for await (const { type, unitId } of this.walk(asked, cap)) {
      if (rows.length === cap) return { rows, count: cap, more: true };
      rows.push({ type, unitId, count: 1 });
    }
    return { rows, count: rows.length, more: false };
  }

  /** The texts of an item of many parts that have one of the words. */
  async textsWith(itemId: string, terms: readonly string[], most: number): Promise<string[]> {
    const found = await this.#parts.model.find({ itemId, $or: terms.map((term) => ({ folded: literally(term) })) }).select('text').sort({ order: 1 }).limit(most).lean();
    return found.map(({ text }) => text as string);
  }

  /** Of items in many parts those that hold the words as a whole; a part alone does not tell. */
  async #whole<T extends Pick<Hit, 'itemId' | 'parts'>>(hits: readonly T[], words: SearchWords, driver: Driver): Promise<T[]> {
    const open = hits.filter(({ parts }) => parts > 1).map(({ itemId }) => itemId);
    if (open.length === 0 || (words.none.length === 0 && words.all.every((term) => term === driver.term))) return [...hits];
    const texts = Map.groupBy(
      (await this.#parts.model.find({ itemId: { $in: open } }).select('itemId folded -_id').lean()) as unknown as { itemId: string; folded: string }[],
      ({ itemId }) => itemId,
    );
    return hits.filter(({ itemId, parts }) => parts === 1 || holds(words, (texts.get(itemId) ?? []).map(({ folded }) => folded)));
  }

  /** The key that fewest parts have of those that all hits have: the walk goes along it. */
  async #driver(asked: Asked): Promise<Driver> {
    const { words, filters, where, reach } = asked;
    const long = words.all.filter((term) => [...term].length > 1);
    const title = where === 'title' ? TITLE : '';
    const keys: Driver[] = long.flatMap((term) => tellingGrams(term).map((gram) => ({ key: title + gram, ...(where !== 'title' && { term }) })));
    if (where !== 'title') {
      const meta = [['kind', filters.kind], ['type', filters.type], ['task', filters.task], ['by', filters.uploader], ['flag', filters.flag]] as const;
      for (const [name, value] of meta) if (value !== undefined) keys.push({ key: META[name] + value });
    }
    if (keys.length === 0) return { key: META.all };
    if (keys.length === 1) return keys[0]!;
    const counted = await Promise.all(keys.map(async (driver) => ({ driver, count: await this.#frequency(reach, driver.key) })));
    return counted.reduce((least, one) => (one.count < least.count ? one : least)).driver;
  }

  /** About how many parts have a key; what was counted lately is remembered, since it only chooses the way. */
  async #frequency({ within }: Reach, key: string): Promise<number> {
    if (this.#frequencies.size > REMEMBERED || performance.now() - this.#rememberedSince > REMEMBERED_MS) {
      this.#frequencies.clear();
      this.#rememberedSince = performance.now();
    }
    const about = `${Object.values(within).flatMap(({ $in }) => [...$in]).join()} ${key}`;
    const known = this.#frequencies.get(about);
    if (known !== undefined) return known;
    const count = await this.#parts.model.countDocuments({ ...within, keys: key }).limit(COMMON).hint(indexOf({ within }));
    this.#frequencies.set(about, count);
    return count;
  }

  /** Natively, so outside the caller's transaction: two that see the same place must not wait for each other, and seeing it too early harms nobody. */
  async #see({ path, unitId, area }: SearchPart): Promise<void> {
    const _id = [...path, unitId].join('/');
    if (this.#seen.has(_id)) return;
    await this.#places.model.collection.updateOne({ _id: _id as never }, { $setOnInsert: { unitId, path: [...path], area } }, { upsert: true });
    this.#seen.add(_id);
  }

  /** The next number of an item. Taken a thousand at a time and outside the transaction, so that nobody waits; gaps mean nothing. */
  async #number(): Promise<number> {
    if (this.#free.next === this.#free.end) {
      const taken = await this.#numbers.model.collection.findOneAndUpdate({ _id: 'items' as never }, { $inc: { last: 1_000 } }, { upsert: true, returnDocument: 'after' });
      const end = Number(taken!['last']);
      this.#free = { next: end - 1_000, end };
    }
    this.#free.next += 1;
    return this.#free.next;
  }
}

const firstId = (itemId: string): string => `${itemId}#000`;

interface Driver {
  readonly key: string;
  /** The word whose key it is; absent where it is no key of the text. */
  readonly term?: string;
}

const indexOf = ({ within }: Reach): string => ('unitId' in within ? 'unit' : 'area');

const isTimeout = (error: unknown): boolean => (error as { code?: number }).code === 50;

function filterOf({ reach, filters, below, words, where }: Asked, driver: Driver): Record<string, unknown> {
  const { from, to, kind, type, task, uploader, flag } = filters;
  const order = { ...span(from, to) };
  if (below !== undefined && below < (order.$lt ?? Infinity)) order.$lt = below;
  return {
    ...reach.within,
    keys: driver.key,
    $and: [filters.readable, ...verified(words, driver, where)],
    ...(Object.keys(order).length > 0 && { order }),
    ...((from ?? to) && { day: { ...(from !== undefined && { $gte: from }), ...(to !== undefined && { $lte: to }) } }),
    ...(reach.path !== undefined && { path: reach.path }),
    ...(kind !== undefined && { kind }),
    ...(type !== undefined && { type }),
    ...(task !== undefined && { tasks: task }),
    ...(uploader !== undefined && { filedBy: uploader }),
    ...(flag !== undefined && { flags: flag }),
  };
}

/** What the database itself verifies: of an item of one part everything, of others that the part holds the word whose key is walked. */
function verified({ all, none }: SearchWords, driver: Driver, where: Where): Record<string, unknown>[] {
  const has = (field: string, term: string) => ({ [field]: literally(term) });
  const inTitle = { $and: all.map((term) => has('head', term)) };
  const one = [...all.filter((term) => term !== driver.key && term !== driver.term).map((term) => has('folded', term)), ...none.map((term) => ({ folded: { $not: literally(term) } }))];
  return [
    ...(where === 'title' ? [inTitle] : where === 'beyond' && all.length > 0 ? [{ $nor: [inTitle] }] : []),
    ...(driver.term !== undefined && driver.term !== driver.key ? [has('folded', driver.term)] : []),
    ...(one.length > 0 ? [{ $or: [{ parts: { $gt: 1 } }, { $and: one }] }] : []),
  ];
}

const literally = (term: string): RegExp => new RegExp(term.replaceAll(/[\\^$.*+?()[\]{}|/#-]/g, String.raw`\$&`));
