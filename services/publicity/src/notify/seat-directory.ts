import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { PostChanged, SeatsChanged } from '@xingchuang/contracts';
import type { Role } from '@xingchuang/rules';
import { CLOCK, DATABASE, type Clock, type Collection, type Database } from '@xingchuang/server';

/** A person at a unit in a role. */
export interface Holder {
  readonly personId: string;
  readonly unitId: string;
  readonly role: string;
}
interface Time {
  readonly since: string;
  readonly until: string;
}
interface KnownAccount {
  readonly id: string;
  readonly version: number;
  readonly personId: string;
  readonly disabled: boolean;
  readonly seats: readonly (Time & { readonly role: string; readonly unitId: string })[];
}
interface KnownPost {
  readonly id: string;
  readonly version: number;
  readonly unitId: string;
  readonly kind: string;
  readonly holdings: readonly (Time & { readonly personId: string })[];
}

const accounts = new Schema({ _id: String, version: Number, personId: String, disabled: Boolean, seats: [{ _id: false, role: String, unitId: String, since: String, until: String }] });
accounts.index({ 'seats.unitId': 1 }); // who sits at some units
const posts = new Schema({ _id: String, version: Number, unitId: String, kind: String, holdings: [{ _id: false, personId: String, since: String, until: String }] });
posts.index({ unitId: 1, kind: 1 }); // who holds posts of some kinds at some units

/** A service's own copy of who sits where and who holds which post; by ids, names stay in the registry. */
@Injectable()
export class SeatDirectory {
  readonly #accounts: Collection<KnownAccount>;
  readonly #posts: Collection<KnownPost>;

  constructor(
    @Inject(DATABASE) database: Database,
    @Inject(CLOCK) readonly clock: Clock,
  ) {
    this.#accounts = database.model('known-accounts', accounts);
    this.#posts = database.model('known-posts', posts);
  }

  /** Keeps what was told; answers the units at which somebody sits by it. */
  async apply({ accountId, personId, disabled, seats, version }: SeatsChanged): Promise<string[]> {
    await this.#accounts.project({ id: accountId, version, personId, disabled, seats: seats.map(({ role, unitId, since, until }) => ({ role, unitId, since, until })) });
    return disabled ? [] : [...new Set(seats.filter((seat) => holds(seat, this.clock.today())).map(({ unitId }) => unitId))];
  }

  async applyPost({ postId, unitId, kind, holdings, version }: PostChanged): Promise<void> {
    await this.#posts.project({ id: postId, version, unitId, kind, holdings: holdings.map(({ personId, since, until }) => ({ personId, since, until })) });
  }

  /** Who sits at these units today in one of the roles; each person once for a unit. */
  async holders(unitIds: readonly string[], roles: readonly Role[]): Promise<Holder[]> {
    if (unitIds.length === 0) return [];
    const today = this.clock.today();
    const found = await this.#accounts.list({ 'seats.unitId': { $in: [...unitIds] }, disabled: false }, { _id: 1 }, 10_000);
    const all = found.flatMap(({ personId, seats }) =>
      seats.filter((seat) => unitIds.includes(seat.unitId) && (roles as readonly string[]).includes(seat.role) && holds(seat, today)).map(({ unitId, role }) => ({ personId, unitId, role })),
    );
    return [...new Map(all.map((one) => [`${one.personId} ${one.unitId}`, one])).values()];
  }

  /** Who holds posts of these kinds at these units today. */
  async inPosts(unitIds: readonly string[], kinds: readonly string[]): Promise<{ readonly personId: string; readonly unitId: string }[]> {
    const today = this.clock.today();
    const found = await this.#posts.list({ unitId: { $in: [...unitIds] }, kind: { $in: [...kinds] } }, { _id: 1 }, 50_000);
    const all = found.flatMap(({ unitId, holdings }) => holdings.filter((one) => holds(one, today)).map(({ personId }) => ({ personId, unitId })));
    return [...new Map(all.map((one) => [one.personId, one])).values()];
  }
}

const holds = ({ since, until }: Time, today: string): boolean => since <= today && (until === '' || today <= until);
