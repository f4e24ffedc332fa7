import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { FlagQuery } from '@xingchuang/contracts';
import { DATABASE, type Database, type Scoped } from '@xingchuang/server';
import { after } from '../keyset.ts';
import type { Flag, FlagKind, Hint } from './flag.ts';

const { Mixed } = Schema.Types;
const schema = new Schema(
  { _id: String, version: Number, kind: String, sides: [{ _id: false, kind: String, id: String, unitId: String, path: [String] }], facts: Mixed, at: String, dismissed: Mixed },
  { minimize: false, id: false },
);
schema.path('sides').schema?.set('id', false);
schema.index({ 'sides.id': 1, kind: 1 }); // what is pointed out about an item, or a unit
schema.index({ 'sides.unitId': 1, at: -1, _id: -1 }); // the flags of a unit, newest first
schema.index({ 'sides.path': 1, at: -1, _id: -1 }); // the flags of a subtree

/** A thing of which flags are asked: an item, its unit, and when it came in. */
export interface Flagged {
  readonly itemId: string;
  /** Of a record: its files; what is pointed out about them concerns the record. */
  readonly fileIds?: readonly string[];
  readonly unitId: string;
  readonly arrivedAt: string;
}

/** So many flags are kept of one item; more say nothing new. */
const MOST = 50;

@Injectable()
export class FlagStore {
  readonly #flags;

  constructor(@Inject(DATABASE) database: Database) {
    this.#flags = database.model<Flag>('flags', schema);
  }

  find = (id: string): Promise<Flag | undefined> => this.#flags.find(id);
  save = (flag: Flag): Promise<Flag> => this.#flags.save(flag);

  /** Makes the flags of an item, of these kinds, those that the hints name; dismissed ones stay. Tells the items whose flags changed. */
  async replace(itemId: string, kinds: readonly FlagKind[], alone: boolean, hints: readonly Hint[], at: string): Promise<string[]> {
    const was = await this.#flags.list({ 'sides.id': itemId, kind: { $in: [...kinds] }, ...(alone && { sides: { $size: 1 } }) });
    const wanted = new Map(hints.slice(0, MOST).map((hint) => [idOf(hint), hint]));
    const known = new Set(was.map(({ id }) => id));
    const fresh = [...wanted].filter(([id]) => !known.has(id));
    const gone = was.filter(({ id, dismissed }) => !wanted.has(id) && !dismissed);
    await this.#flags.insertMany(fresh.map(([id, hint]) => ({ ...hint, id, version: 1, at })));
    if (gone.length > 0) await this.#flags.model.deleteMany({ _id: { $in: gone.map(({ id }) => id) } });
    return [...fresh.map(([, hint]) => hint), ...gone].flatMap(({ sides }) => sides.map(({ id }) => id));
  }

  /** A burst that is known takes in what comes while it lasts; undefined where there is none yet. */
  async extendBurst(unitId: string, closing: string, since: string, at: string): Promise<boolean> {
    const { matchedCount } = await this.#flags.model.updateOne(
      { 'sides.id': unitId, kind: 'burst', 'facts.closing': closing, 'facts.to': { $gte: since } },
      { $max: { 'facts.to': at }, $inc: { 'facts.items': 1 } },
    );
    return matchedCount > 0;
  }

  async raise(hint: Hint, at: string): Promise<void> {
    await this.#flags.insertMany([{ ...hint, id: idOf(hint), version: 1, at }]);
  }

  /** Newest first, one more than the page is long. */
  page(scope: Scoped, { kind, dismissed, pageToken, limit }: FlagQuery, item?: Flagged): Promise<Flag[]> {
    const where = { ...(scope.unitId !== undefined && { 'sides.unitId': scope.unitId }), ...(scope.path !== undefined && { 'sides.path': scope.path }) };
    const filter = { ...where, ...(kind && { kind }), ...(!dismissed && { dismissed: null }), ...(item && { $or: [{ 'sides.id': { $in: [item.itemId, ...(item.fileIds ?? [])] } }, burstAround(item)] }) };
    return this.#flags.list({ $and: [filter, after('at', pageToken)] }, { at: -1, _id: -1 }, limit + 1);
  }

  /** Which kinds of flags stand, by item. */
  async kindsOf(items: readonly Flagged[]): Promise<Map<string, FlagKind[]>> {
    const found = new Map<string, Set<FlagKind>>(items.map(({ itemId }) => [itemId, new Set()]));
    const owners = Map.groupBy(items.flatMap(({ itemId, fileIds = [] }) => [itemId, ...fileIds].map((id) => ({ id, itemId }))), ({ id }) => id);
    const [ids, units] = [[...owners.keys()], [...new Set(items.map(({ unitId }) => unitId))]];
    const flags = await this.#flags.list({ 'sides.id': { $in: [...ids, ...units] }, dismissed: null }, { _id: 1 }, 100_000);
    for (const { kind, sides } of flags) for (const { id } of sides) for (const { itemId } of owners.get(id) ?? []) found.get(itemId)!.add(kind);
    for (const { sides, facts, kind } of flags) {
      if (kind !== 'burst') continue;
      for (const item of items) if (item.unitId === sides[0]!.id && isWithin(item, facts)) found.get(item.itemId)!.add(kind);
    }
    return new Map([...found].map(([id, kinds]) => [id, [...kinds].sort()]));
  }
}

const burstAround = ({ unitId, arrivedAt }: Flagged) => ({ kind: 'burst', 'sides.id': unitId, 'facts.from': { $lte: arrivedAt }, 'facts.to': { $gte: arrivedAt } });

/** Whether an item came in while a burst went on. */
const isWithin = ({ arrivedAt }: Pick<Flagged, 'arrivedAt'>, { from, to }: Flag['facts']): boolean => String(from) <= arrivedAt && arrivedAt <= String(to);

/** The same pair, or the same burst, is the same flag, whichever side was looked at first. */
function idOf({ kind, sides, facts }: Hint): string {
  const name = [kind, ...sides.map(({ id }) => id).sort(), ...(kind === 'burst' ? [facts['closing'], facts['from']] : [])].join(' ');
  return createHash('sha256').update(name).digest('hex').slice(0, 32);
}
