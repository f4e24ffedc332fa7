import { Inject, Injectable } from '@nestjs/common';
import { day, type Day } from '@xingchuang/calendar';
import { UnitChangedSchema, type UnitChange, type UnitClose, type UnitMove, type UnitOpen, type UnitQuery } from '@xingchuang/contracts';
import { allow, Refusal, type Action, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, type Clock, type Database } from '@xingchuang/server';
import { checkIfMatch } from '../if-match.ts';
import { pageOf, readPageToken, type Page } from '../page-token.ts';
import { UNIT_KINDS } from '../tokens.ts';
import { SessionEnder } from '../session/session-ender.ts';
import { changeUnit, closeUnit, moveUnit, openUnit, placeOf, type Unit, type UnitKinds } from './unit-rule.ts';
import { UnitStore, type UnitVersion } from './unit-store.ts';

/** The unit tree: opened, changed, moved and closed by administrators, read by all. */
@Injectable()
export class UnitService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNIT_KINDS) readonly kinds: UnitKinds,
    @Inject(UnitStore) readonly units: UnitStore,
    @Inject(SessionEnder) readonly sessions: SessionEnder,
  ) {}

  async list(query: UnitQuery): Promise<Page<Unit & { readonly children: number }>> {
    const { pageSize, pageToken, asOf, ...filter } = query;
    const after = readPageToken(pageToken);
    const on = asOf === undefined ? undefined : day(asOf, 'asOf');
    const { items, ...rest } = pageOf(await this.units.page({ ...filter, after, limit: pageSize + 1 }, on), pageSize, (unit) => unit.code);
    const counts = await this.units.childCounts(items.map(({ id }) => id), filter.closed, on);
    return { ...rest, items: items.map((unit) => ({ ...unit, children: counts.get(unit.id) ?? 0 })) };
  }

  async get(id: string, asOf?: string): Promise<Unit> {
    if (asOf === undefined) return this.units.get(id);
    const found = await this.units.findAsOf(id, day(asOf, 'asOf'));
    if (!found) throw new Refusal('missing', 'unit.missing', { id, asOf });
    return found;
  }

  async history(id: string): Promise<UnitVersion[]> {
    await this.units.get(id);
    return this.units.history(id);
  }

  async open(by: Actor, { parentId, openedOn, location, ...input }: UnitOpen): Promise<Unit> {
    return this.#change(async (today) => {
      const parent = await this.units.get(parentId, 'parentId');
      allow(by, 'unit.manage', placeOf(parent));
      await this.#checkCodes([input.code]);
      const unit = openUnit({ ...input, ...defined({ location }), id: newId(), openedOn: this.#day(openedOn, today, 'openedOn') }, parent, this.kinds, today);
      return this.openAll([unit]);
    });
  }

  async change(by: Actor, id: string, { on, ...change }: UnitChange, ifMatch?: string): Promise<Unit> {
    return this.#change(async (today) => {
      const unit = await this.#managed(by, 'unit.manage', id, ifMatch);
      if (change.code !== undefined && change.code !== unit.code) await this.#checkCodes([change.code]);
      const surroundings = { parent: await this.units.find(unit.parentId), children: await this.units.livingChildren(id) };
      const next = changeUnit(unit, defined(change), surroundings, this.kinds, this.#day(on, today, 'on'), today);
      if (next.kind !== unit.kind) await this.sessions.endAtUnit(id); // their tokens name the old kind
      return this.#save([next]);
    });
  }

  async move(by: Actor, id: string, { parentId, on }: UnitMove, ifMatch?: string): Promise<Unit> {
    return this.#change(async (today) => {
      const unit = await this.#managed(by, 'unit.manage', id, ifMatch);
      const parent = await this.units.get(parentId, 'parentId');
      allow(by, 'unit.manage', placeOf(parent));
      const moved = moveUnit(await this.units.subtree(id), parent, this.kinds, this.#day(on, today, 'on'), today);
      if (moved[0]!.jurisdictionId !== unit.jurisdictionId) await this.sessions.endAtUnit(id); // their tokens govern the old node
      return this.#save(moved);
    });
  }

  /** `intoId`: the unit that takes over what it was. */
  async close(by: Actor, id: string, { on }: UnitClose, ifMatch?: string, intoId?: string): Promise<Unit> {
    return this.#change(async (today) => {
      const unit = await this.#managed(by, 'unit.manage', id, ifMatch);
      const living = await this.units.livingChildren(id);
      const last = closeUnit(unit, living.length, this.#day(on, today, 'on'), today);
      const closed = await this.#save([intoId === undefined ? last : { ...last, intoId }]);
      await this.sessions.endLapsed(today);
      return closed;
    });
  }

  /** Enters new units whose parents exist or come before them; inside a transaction that holds the tree. */
  async openAll(units: readonly Unit[]): Promise<Unit> {
    await this.units.insertAll(units);
    await this.#tell(units);
    return units[0]!;
  }

  async #save(changed: readonly Unit[]): Promise<Unit> {
    const saved = await this.units.saveAll(changed);
    await this.#tell(saved);
    return saved[0]!;
  }

  async #tell(units: readonly Unit[]): Promise<void> {
    await this.database.emitAll(
      UnitChangedSchema,
      units.map(({ id, from, path, ...unit }) => ({ key: id, init: { ...unit, unitId: id, path: [...path], since: from } })),
    );
  }

  #change<T>(work: (today: Day) => Promise<T>): Promise<T> {
    return this.database.transaction(async () => {
      await this.units.lockTree();
      return work(this.clock.today());
    });
  }

  async #managed(by: Actor, action: Action, id: string, ifMatch: string | undefined): Promise<Unit> {
    const unit = await this.units.get(id);
    allow(by, action, placeOf(unit));
    checkIfMatch(unit, ifMatch);
    return unit;
  }

  async #checkCodes(codes: readonly string[]): Promise<void> {
    const taken = await this.units.byCodes(codes);
    for (const code of taken.keys()) throw new Refusal('conflict', 'unit.duplicate-code', { code }, 'code');
  }

  #day(text: string | undefined, today: Day, field: string): Day {
    return text === undefined ? today : day(text, field);
  }
}

/** Without the fields that were not given, which must not overwrite anything. */
function defined<T extends object>(change: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as never; // keys stay, undefined goes
}
