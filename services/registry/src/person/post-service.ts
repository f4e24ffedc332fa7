import { Inject, Injectable } from '@nestjs/common';
import { day } from '@xingchuang/calendar';
import { PostChangedSchema, type PostEstablish, type PostFill, type PostQuery, type PostVacate } from '@xingchuang/contracts';
import { allow, Refusal, type Action, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, isDuplicate, newId, type Clock, type Database } from '@xingchuang/server';
import { checkIfMatch } from '../if-match.ts';
import { POST_KINDS } from '../tokens.ts';
import { placeOf } from '../unit/unit-rule.ts';
import { UnitStore } from '../unit/unit-store.ts';
import { checkDay, lastMembership } from './person-rule.ts';
import { PersonStore } from './person-store.ts';
import { fill, holderOn, vacancies, vacate, type Holding, type Post, type PostKinds, type Vacancy } from './post-rule.ts';
import { PostStore } from './post-store.ts';

interface Named extends Holding {
  readonly name: string;
}
/** A post with the names of its holders and its gaps, as of today. */
export interface PostSight extends Post {
  readonly holdings: readonly Named[];
  readonly holder?: Named;
  readonly vacant: boolean;
  readonly vacancies: readonly Vacancy[];
}

/** The posts of a unit, who holds them, and since when nobody does. */
@Injectable()
export class PostService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(POST_KINDS) readonly kinds: PostKinds,
    @Inject(PostStore) readonly posts: PostStore,
    @Inject(PersonStore) readonly people: PersonStore,
    @Inject(UnitStore) readonly units: UnitStore,
  ) {}

  async list(by: Actor, { unitId = by.unitId }: PostQuery): Promise<PostSight[]> {
    await this.#allow(by, 'person.read', unitId);
    return this.#see(await this.posts.ofUnit(unitId));
  }

  async establish(by: Actor, { unitId, kind, since }: PostEstablish): Promise<PostSight> {
    const unit = await this.units.get(unitId, 'unitId');
    allow(by, 'person.manage', placeOf(unit));
    if (!this.kinds.has(kind)) throw new Refusal('invalid', 'post.unknown-kind', { kind, expected: [...this.kinds.keys()] }, 'kind');
    const today = this.clock.today();
    const from = since === undefined ? today : day(since, 'since');
    checkDay(from, unit.openedOn, today, 'since');
    const post: Post = { id: newId(), version: 1, unitId, kind, since: from, holdings: [] };
    try {
      await this.database.transaction(async () => {
        await this.posts.insert(post);
        await this.tell([post]);
      });
    } catch (error) {
      if (isDuplicate(error)) throw new Refusal('conflict', 'post.exists', { kind }, 'kind');
      throw error;
    }
    return this.#seeOne(post);
  }

  async fill(by: Actor, id: string, { personId, since }: PostFill, ifMatch?: string): Promise<PostSight> {
    const person = await this.people.get(personId, 'personId');
    await this.#allow(by, 'person.read', lastMembership(person).unitId); // nobody learns a name by putting a stranger into a post
    return this.#change(by, id, ifMatch, (post, today) => fill(post, personId, since === undefined ? today : day(since, 'since'), today));
  }

  async vacate(by: Actor, id: string, { until }: PostVacate, ifMatch?: string): Promise<PostSight> {
    return this.#change(by, id, ifMatch, (post, today) => vacate(post, until === undefined ? today : day(until, 'until'), today));
  }

  async #change(by: Actor, id: string, ifMatch: string | undefined, change: (post: Post, today: ReturnType<Clock['today']>) => Post): Promise<PostSight> {
    const was = await this.posts.get(id);
    await this.#allow(by, 'person.manage', was.unitId);
    checkIfMatch(was, ifMatch);
    const saved = await this.database.transaction(async () => {
      const next = await this.posts.save(change(was, this.clock.today()));
      await this.tell([next]);
      return next;
    });
    return this.#seeOne(saved);
  }

  /** Tells others of posts, inside the transaction that changes them. */
  tell(posts: readonly Post[]): Promise<void> {
    return this.database.emitAll(PostChangedSchema, posts.map(({ id, holdings, ...post }) => ({ key: id, init: { ...post, postId: id, holdings: holdings.map((holding) => ({ ...holding })) } })));
  }

  async #allow(by: Actor, action: Action, unitId: string): Promise<void> {
    allow(by, action, placeOf(await this.units.get(unitId)));
  }

  async #seeOne(post: Post): Promise<PostSight> {
    return (await this.#see([post]))[0]!;
  }

  async #see(posts: readonly Post[]): Promise<PostSight[]> {
    const names = await this.people.names(posts.flatMap((post) => post.holdings.map(({ personId }) => personId)));
    const today = this.clock.today();
    const named = (holding: Holding): Named => ({ ...holding, name: names.get(holding.personId) ?? '' });
    return posts.map((post) => {
      const holder = holderOn(post, today);
      return { ...post, holdings: post.holdings.map(named), ...(holder ? { holder: named(holder) } : {}), vacant: !holder, vacancies: vacancies(post, today) };
    });
  }
}
