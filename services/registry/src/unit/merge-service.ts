import { Inject, Injectable } from '@nestjs/common';
import { day } from '@xingchuang/calendar';
import type { UnitMerge } from '@xingchuang/contracts';
import { Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, type Clock, type Database } from '@xingchuang/server';
import { AccountStore } from '../account/account-store.ts';
import { checkIfMatch } from '../if-match.ts';
import { lastMembership } from '../person/person-rule.ts';
import { PersonService } from '../person/person-service.ts';
import { PersonStore } from '../person/person-store.ts';
import { holderOn } from '../person/post-rule.ts';
import { PostService } from '../person/post-service.ts';
import { PostStore } from '../person/post-store.ts';
import { isSeatActive } from '../account/account-rule.ts';
import type { Unit } from './unit-rule.ts';
import { UnitService } from './unit-service.ts';
import { UnitStore } from './unit-store.ts';

interface Merged {
  readonly unit: Unit;
  readonly moved: number;
  readonly people: number;
  readonly posts: number;
  readonly seats: number;
}

/** Lets one unit go into another: all of it or nothing. */
@Injectable()
export class MergeService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UnitStore) readonly units: UnitStore,
    @Inject(UnitService) readonly service: UnitService,
    @Inject(PersonStore) readonly people: PersonStore,
    @Inject(PersonService) readonly persons: PersonService,
    @Inject(PostStore) readonly posts: PostStore,
    @Inject(PostService) readonly postService: PostService,
    @Inject(AccountStore) readonly accounts: AccountStore,
  ) {}

  /** From that day on its people and the units below it are those of the other one. Seats at it lapse: who may do what in the other unit, an administrator says. */
  async merge(by: Actor, id: string, { intoId, on: given }: UnitMerge, ifMatch?: string): Promise<Merged> {
    return this.database.transaction(async () => {
      await this.units.lockTree();
      const today = this.clock.today();
      const on = given === undefined ? today : day(given, 'on');
      const unit = await this.units.get(id);
      checkIfMatch(unit, ifMatch);
      const into = await this.units.get(intoId, 'intoId');
      if (into.path.includes(unit.id)) throw new Refusal('invalid', 'unit.merge-self', { code: unit.code }, 'intoId');
      if (into.closedOn !== '') throw new Refusal('conflict', 'unit.closed', { code: into.code, closedOn: into.closedOn }, 'intoId');
      const children = await this.units.livingChildren(id);
      for (const child of children) await this.service.move(by, child.id, { parentId: intoId, on });
      const members = (await this.people.page([id], undefined, undefined, 100_000)).filter((person) => lastMembership(person).until === '');
      for (const person of members) await this.persons.transfer(by, person.id, { unitId: intoId, since: on });
      const held = (await this.posts.ofUnit(id)).filter((post) => holderOn(post, today)?.until === '');
      for (const post of held) await this.postService.vacate(by, post.id, { until: on });
      const seated = await this.accounts.seatedAt(id);
      const seats = seated.flatMap((account) => account.seats).filter((seat) => seat.unitId === id && isSeatActive(seat, unit, today)).length;
      const closed = await this.service.close(by, id, { on }, undefined, intoId);
      return { unit: closed, moved: children.length, people: members.length, posts: held.length, seats };
    });
  }
}
