import { Inject, Injectable } from '@nestjs/common';
import { addDays, day } from '@xingchuang/calendar';
import { PersonChangedSchema, type PersonChange, type PersonEnter, type PersonLeave, type PersonQuery, type PersonTransfer } from '@xingchuang/contracts';
import { allow, ANONYMOUS, covers, Refusal, scopeOf, type Action, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, type Clock, type Database } from '@xingchuang/server';
import { checkIfMatch } from '../if-match.ts';
import { pageOf, readPageToken, type Page } from '../page-token.ts';
import { placeOf, type Unit } from '../unit/unit-rule.ts';
import { UnitStore } from '../unit/unit-store.ts';
import { join, lastMembership, leave, type Person } from './person-rule.ts';
import { PersonStore } from './person-store.ts';

/** People and the units they belong to; a clerk keeps those of the own unit. */
@Injectable()
export class PersonService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(PersonStore) readonly people: PersonStore,
    @Inject(UnitStore) readonly units: UnitStore,
  ) {}

  async list(by: Actor, { unitId = by.unitId, subtree, search, pageSize, pageToken }: PersonQuery): Promise<Page<Person>> {
    allow(by, 'person.read', placeOf(await this.units.get(unitId)));
    const seesBelow = scopeOf(by.role, 'person.read') !== 'own'; // who sees only their own unit sees nothing below it
    const within = subtree && seesBelow ? await this.units.idsUnder(unitId) : [unitId];
    const found = await this.people.page(within, search, readPageToken(pageToken), pageSize + 1);
    return pageOf(found, pageSize, (person) => person.id);
  }

  /** Names of these people as far as the seat may see them. */
  async names(ids: readonly string[], by: Pick<Actor, 'role' | 'unitId' | 'jurisdictionId'>): Promise<Record<string, string>> {
    const people = await this.people.byIds(ids);
    const units = await this.units.byIds([...new Set(people.map((person) => lastMembership(person).unitId))]);
    const actor: Actor = { ...ANONYMOUS, ...by };
    const seen = people.filter((person) => covers(actor, 'person.read', placeOf(units.get(lastMembership(person).unitId)!)));
    return Object.fromEntries(seen.map(({ id, name }) => [id, name]));
  }

  get(by: Actor, id: string): Promise<Person> {
    return this.#known(by, 'person.read', id);
  }

  async enter(by: Actor, { unitId, since, name, memberInService }: PersonEnter): Promise<Person> {
    const unit = await this.#openUnit(by, unitId);
    const today = this.clock.today();
    const person = join({ id: newId(), version: 1, name, memberInService, memberships: [] }, unit.id, since === undefined ? today : day(since, 'since'), today);
    return this.database.transaction(async () => {
      await this.people.insert(person);
      return this.#tell(person);
    });
  }

  async change(by: Actor, id: string, { name, memberInService }: PersonChange, ifMatch?: string): Promise<Person> {
    return this.database.transaction(async () => {
      const was = await this.#known(by, 'person.manage', id);
      checkIfMatch(was, ifMatch);
      const next = { ...was, name: name ?? was.name, memberInService: memberInService ?? was.memberInService };
      return this.#tell(await this.people.save(next));
    });
  }

  /** Ends the present membership, where there is one, the day before the new one begins. Each is told, so that nobody's hours are counted twice. */
  async transfer(by: Actor, id: string, { unitId, since }: PersonTransfer, ifMatch?: string): Promise<Person> {
    const unit = await this.#openUnit(by, unitId);
    const today = this.clock.today();
    const from = since === undefined ? today : day(since, 'since');
    return this.database.transaction(async () => {
      let person = await this.#known(by, 'person.manage', id);
      checkIfMatch(person, ifMatch);
      if (lastMembership(person).until === '') person = await this.#tell(await this.people.save(leave(person, addDays(from, -1), today, 'since')));
      return this.#tell(await this.people.save(join(person, unit.id, from, today)));
    });
  }

  async leave(by: Actor, id: string, { until }: PersonLeave, ifMatch?: string): Promise<Person> {
    const today = this.clock.today();
    return this.database.transaction(async () => {
      const was = await this.#known(by, 'person.manage', id);
      checkIfMatch(was, ifMatch);
      return this.#tell(await this.people.save(leave(was, until === undefined ? today : day(until, 'until'), today)));
    });
  }

  async #known(by: Actor, action: Action, id: string): Promise<Person> {
    const person = await this.people.get(id);
    allow(by, action, placeOf(await this.units.get(lastMembership(person).unitId)));
    return person;
  }

  async #openUnit(by: Actor, unitId: string): Promise<Unit> {
    const unit = await this.units.get(unitId, 'unitId');
    allow(by, 'person.manage', placeOf(unit));
    if (unit.closedOn !== '') throw new Refusal('conflict', 'unit.closed', { code: unit.code, closedOn: unit.closedOn }, 'unitId');
    return unit;
  }

  async #tell(person: Person): Promise<Person> {
    const { unitId, since, until } = lastMembership(person);
    await this.database.emit(PersonChangedSchema, person.id, { personId: person.id, unitId, memberInService: person.memberInService, since, until, version: person.version });
    return person;
  }
}
