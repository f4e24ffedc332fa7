import { Inject, Injectable } from '@nestjs/common';
import { addDays, type Day } from '@xingchuang/calendar';
import { UNITS, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { PeopleDirectory } from '../record/people-directory.ts';
import { PostDirectory, type KnownPost } from '../record/post-directory.ts';
import { RecordStore } from '../record/record-store.ts';
import { idsAt } from '../record/record-yield.ts';
import type { Expected } from './expected.ts';

/** One who owes an expectation, and in which span of days; without an end, until further notice. */
export interface Owing {
  /** For whom records count; empty for a vacant post. */
  readonly subject: string;
  /** The unit at which it is shown. */
  readonly unit: KnownUnit;
  /** The unit whose place in the tree says who sees it; another one only where a register names units. */
  readonly home: KnownUnit;
  readonly from: string;
  readonly to: string;
  readonly personId?: string;
  readonly recordId?: string;
  readonly post?: string;
  readonly atLeast?: number;
}

/** Who owes what, by the copies of units, people and posts and by registers. */
@Injectable()
export class OwingService {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(PeopleDirectory) readonly people: PeopleDirectory,
    @Inject(PostDirectory) readonly posts: PostDirectory,
    @Inject(RecordStore) readonly records: RecordStore,
  ) {}

  /** All of these units who ever owe it, by code of their unit; whether they do in a term, `owes` says. */
  async of(expected: Pick<Expected, 'owers' | 'once' | 'atLeast'>, units: readonly KnownUnit[]): Promise<Owing[]> {
    const { owers } = expected;
    const byId = new Map(units.map((unit) => [unit.id, unit]));
    switch (owers.of) {
      case 'units':
        return units
          .filter(({ kind, stays }) => owers.kinds.includes(kind) || stays.some((stay) => owers.kinds.includes(stay.kind)))
          .map((unit) => ({ subject: unit.id, unit, home: unit, from: unit.openedOn, to: unit.closedOn }));
      case 'members':
        return (await this.people.inService([...byId.keys()])).map(({ id, unitId, since, until }) => at(byId.get(unitId)!, { subject: id, personId: id, from: since, to: until }));
      case 'posts':
        return (await this.posts.of([...byId.keys()], owers.kinds)).flatMap((post) => holdings(post, expected.once !== undefined).map((holding) => at(byId.get(post.unitId)!, holding)));
      case 'register':
        return this.#named(owers, expected.atLeast, byId);
    }
  }

  /** The units at which somebody began to owe between two days. */
  async begun(owers: Expected['owers'], { from, to }: { readonly from: Day; readonly to: Day }): Promise<string[]> {
    switch (owers.of) {
      case 'units':
        return this.units.openedWithin(from, to);
      case 'members':
        return this.people.joinedWithin(from, to);
      case 'posts':
        return this.posts.heldFrom(owers.kinds, from, to);
      case 'register':
        return []; // of what a register names nothing is expected after an event
    }
  }

  /** Each person or unit that a register names, from the first day that it does; or each of its records. */
  async #named({ type, path }: { readonly type: string; readonly path?: string | undefined }, atLeast: Expected['atLeast'], homes: ReadonlyMap<string, KnownUnit>): Promise<Owing[]> {
    const records = await this.records.ofUnits(type, [...homes.keys()]);
    if (path === undefined) {
      return records.map(({ id, unitId, day, closedOn = '', fields }) => ({
        ...at(homes.get(unitId)!, { subject: id, recordId: id, from: day, to: closedOn }),
        ...(typeof atLeast === 'object' && { atLeast: Number(fields[atLeast.of] ?? 0) }),
      }));
    }
    const first = new Map<string, { subject: string; home: KnownUnit; from: string }>();
    for (const { unitId, day, closedOn, fields } of records) {
      for (const subject of closedOn === undefined ? idsAt(path, fields) : []) {
        const key = `${unitId} ${subject}`;
        if (!first.has(key)) first.set(key, { subject, home: homes.get(unitId)!, from: day });
      }
    }
    const found = [...first.values()];
    const units = await this.units.byIds(found.map(({ subject }) => subject));
    return found.map(({ subject, home, from }) => {
      const unit = units.get(subject);
      return unit ? { subject, unit, home, from, to: unit.closedOn } : at(home, { subject, personId: subject, from, to: '' });
    });
  }
}

const at = (unit: KnownUnit, rest: Omit<Owing, 'unit' | 'home'>): Owing => ({ ...rest, unit, home: unit });

/** Each time in a post; what is owed in every period is a gap while nobody holds it. */
function holdings({ kind, since, holdings: held }: KnownPost, isOnce: boolean): Omit<Owing, 'unit' | 'home'>[] {
  const times = held.map(({ personId, since: from, until }) => ({ subject: personId, personId, post: kind, from, to: until }));
  if (isOnce) return times;
  const vacant: Omit<Owing, 'unit' | 'home'>[] = [];
  let free = since;
  for (const { since: from, until } of held) {
    if (free !== '' && free < from) vacant.push({ subject: '', post: kind, from: free, to: addDays(from as Day, -1) });
    free = until === '' ? '' : addDays(until as Day, 1);
  }
  return free === '' ? [...times, ...vacant] : [...times, ...vacant, { subject: '', post: kind, from: free, to: '' }];
}

/** The unit as it stood on a day: its kind, and its ids from the root down. */
export function stayOn({ kind, path, stays }: KnownUnit, on: string): { readonly kind: string; readonly path: readonly string[] } {
  if (!stays || stays.length < 2) return { kind, path };
  return stays.findLast(({ since }) => since <= on) ?? stays[0]!;
}

/**
 * Whether somebody owes in a term. Expected of those who are there when it ends: who came late in it still owes, who left before its end does not;
 * and of units as they stood then, in the subtree that is asked about and under one of the nodes that it reaches.
 */
export function owes({ from, to, home, unit }: Owing, end: string, kinds: readonly string[] | undefined, node: string | undefined, reached?: ReadonlySet<string>): boolean {
  if (from > end || (to !== '' && end > to) || unit.openedOn > end || (unit.closedOn !== '' && end > unit.closedOn)) return false;
  if (kinds === undefined && node === undefined && reached === undefined) return true;
  const stay = stayOn(home, end);
  return (kinds === undefined || kinds.includes(stay.kind)) && (node === undefined || stay.path.includes(node)) && (reached === undefined || stay.path.some((id) => reached.has(id)));
}
