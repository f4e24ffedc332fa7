import { Inject, Injectable } from '@nestjs/common';
import { day } from '@xingchuang/calendar';
import { PersonChangedSchema } from '@xingchuang/contracts';
import { CLOCK, DATABASE, newId, type Clock, type Database } from '@xingchuang/server';
import { giveSeat, type Account } from '../account/account-rule.ts';
import { AccountStore } from '../account/account-store.ts';
import { newPassword, PasswordHasher } from '../account/password-hasher.ts';
import { join, type Person } from '../person/person-rule.ts';
import { PersonStore } from '../person/person-store.ts';
import { fill, type Post } from '../person/post-rule.ts';
import { PostService } from '../person/post-service.ts';
import { PostStore } from '../person/post-store.ts';
import { UNIT_KINDS } from '../tokens.ts';
import { openUnit, type Unit, type UnitKinds } from '../unit/unit-rule.ts';
import { UnitService } from '../unit/unit-service.ts';
import { UnitStore } from '../unit/unit-store.ts';
import type { World } from './world.ts';

/** How to sign in to a planted account; told once. */
export interface FirstAccount {
  readonly login: string;
  readonly name: string;
  readonly role: string;
  readonly unit: string;
  readonly seats: readonly { readonly role: string; readonly unit: string }[];
  readonly password: string;
}

/** Everything of a world, made but not yet kept. */
interface Plan {
  readonly units: readonly Unit[];
  readonly people: readonly Person[];
  readonly accounts: readonly Account[];
  readonly posts: readonly Post[];
  readonly firstAccounts: readonly FirstAccount[];
}

/** Fills an empty registry. */
@Injectable()
export class WorldPlanter {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNIT_KINDS) readonly kinds: UnitKinds,
    @Inject(UnitStore) readonly units: UnitStore,
    @Inject(UnitService) readonly unitService: UnitService,
    @Inject(PersonStore) readonly people: PersonStore,
    @Inject(PostStore) readonly posts: PostStore,
    @Inject(PostService) readonly postService: PostService,
    @Inject(AccountStore) readonly accounts: AccountStore,
    @Inject(PasswordHasher) readonly hasher: PasswordHasher,
  ) {}

  /** The world with new passwords, in one piece that `keep` enters. */
  async plan(world: World, passwordsAreTemporary: boolean): Promise<Plan> {
    const since = day(world.day);
    const today = this.clock.today();
    const units = new Map<string, Unit>();
    for (const { parent, ...unit } of world.units) {
      units.set(unit.code, openUnit({ ...unit, id: newId(), openedOn: since }, parent === undefined ? undefined : units.get(parent), this.kinds, today));
    }
    const unitId = (code: string): string => {
      const unit = units.get(code);
      if (!unit) throw new Error(`world: no unit ${code}`);
      return unit.id;
    };
    const people = new Map<string, Person>();
    const accounts: Account[] = [];
    const firstAccounts: FirstAccount[] = [];
    await Promise.all(
      world.accounts.map(async ({ login, name, unit, member, seats }) => {
        const password = newPassword();
        const passwordHash = await this.hasher.hash(password);
        const person = join({ id: newId(), version: 1, name, memberInService: member, memberships: [] }, unitId(unit), since, today);
        people.set(login, person);
        const bare: Account = { id: newId(), version: 1, login, personId: person.id, passwordHash, passwordIsTemporary: passwordsAreTemporary, disabled: false, seats: [] };
        accounts.push(seats.reduce((account, seat) => giveSeat(account, { id: newId(), role: seat.role, unitId: unitId(seat.unit), since, until: '' }), bare));
        firstAccounts.push({ login, name, role: seats[0]!.role, unit: seats[0]!.unit, seats, password });
      }),
    );
    const posts = world.posts.map(({ unit, kind, holder }) => {
      const post: Post = { id: newId(), version: 1, unitId: unitId(unit), kind, since, holdings: [] };
      return holder === undefined ? post : fill(post, people.get(holder)!.id, since, today);
    });
    const order = new Map(world.accounts.map(({ login }, at) => [login, at]));
    firstAccounts.sort((one, other) => order.get(one.login)! - order.get(other.login)!);
    return { units: [...units.values()], people: [...people.values()], accounts, posts, firstAccounts };
  }

  /** Enters the plan unless another process was quicker. */
  async keep({ units, people, accounts, posts }: Plan): Promise<boolean> {
    return this.database.transaction(async () => {
      await this.units.lockTree();
      if (await this.units.findRoot()) return false;
      await this.unitService.openAll(units);
      for (const person of people) {
        await this.people.insert(person);
        const { unitId, since, until } = person.memberships[0]!;
        await this.database.emit(PersonChangedSchema, person.id, { personId: person.id, unitId, memberInService: person.memberInService, since, until, version: person.version });
      }
      for (const account of accounts) await this.accounts.insert(account);
      await this.accounts.tell(accounts);
      for (const post of posts) await this.posts.insert(post);
      await this.postService.tell(posts);
      return true;
    });
  }
}
