import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { PostChanged } from '@xingchuang/contracts';
import { DATABASE, type Database } from '@xingchuang/server';
import type { HeldPosts } from './record-reading.ts';

export interface KnownHolding {
  readonly personId: string;
  readonly since: string;
  /** Empty while it lasts. */
  readonly until: string;
}

/** A post as evidence knows it from the registry's events. */
export interface KnownPost {
  readonly id: string;
  readonly version: number;
  readonly unitId: string;
  readonly kind: string;
  readonly since: string;
  readonly holdings: readonly KnownHolding[];
}

const holding = new Schema({ personId: String, since: String, until: String }, { _id: false });
const schema = new Schema({ _id: String, version: Number, unitId: String, kind: String, since: String, holdings: [holding] });
schema.index({ unitId: 1, kind: 1 }); // the posts of units
schema.index({ kind: 1, 'holdings.since': 1 }); // who came into a post
schema.index({ 'holdings.personId': 1 }); // the posts of a person

/** This service's copy of who holds which post. */
@Injectable()
export class PostDirectory {
  readonly #posts;

  constructor(@Inject(DATABASE) database: Database) {
    this.#posts = database.model<KnownPost>('posts', schema);
  }

  async apply({ postId, unitId, kind, since, holdings, version }: PostChanged): Promise<void> {
    await this.#posts.project({ id: postId, unitId, kind, since, version, holdings: holdings.map(({ personId, since: from, until }) => ({ personId, since: from, until })) });
  }

  /** The posts of these kinds at units. */
  of = (unitIds: readonly string[], kinds: readonly string[]): Promise<KnownPost[]> => this.#posts.list({ unitId: { $in: [...unitIds] }, kind: { $in: [...kinds] } }, { _id: 1 }, 200_000);

  /** The units at which somebody came into such a post between two days. */
  heldFrom = async (kinds: readonly string[], from: string, to: string): Promise<string[]> => (await this.#posts.model.distinct('unitId', { kind: { $in: [...kinds] }, holdings: { $elemMatch: { since: { $gte: from, $lte: to } } } })) as unknown as string[];

  /** What a person holds on a day, as `<unit> <kind>`. */
  async heldBy(personId: string, on: string): Promise<HeldPosts> {
    if (personId === '') return new Set();
    const posts = await this.#posts.list({ 'holdings.personId': personId });
    return new Set(posts.filter(({ holdings }) => holdings.some((one) => one.personId === personId && isHeldOn(one, on))).map(({ unitId, kind }) => `${unitId} ${kind}`));
  }
}

export const isHeldOn = ({ since, until }: KnownHolding, on: string): boolean => since <= on && (until === '' || on <= until);
