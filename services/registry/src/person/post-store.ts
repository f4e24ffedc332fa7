import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Collection, type Database } from '@xingchuang/server';
import type { Post } from './post-rule.ts';

const holding = new Schema({ personId: String, since: String, until: String }, { _id: false });
const schema = new Schema({ _id: String, version: Number, unitId: String, kind: String, since: String, holdings: [holding] });
schema.index({ unitId: 1, kind: 1 }, { unique: true }); // the posts of a unit, each kind once

@Injectable()
export class PostStore {
  readonly #posts: Collection<Post>;

  constructor(@Inject(DATABASE) database: Database) {
    this.#posts = database.model('posts', schema);
  }

  get(id: string): Promise<Post> {
    return this.#posts.get(id);
  }

  ofUnit(unitId: string): Promise<Post[]> {
    return this.#posts.list({ unitId }, { kind: 1 });
  }

  /** Posts that nobody holds. */
  vacant(): Promise<Post[]> {
    return this.#posts.list({ holdings: { $not: { $elemMatch: { until: '' } } } }, { unitId: 1, kind: 1 }, 100_000);
  }

  insert(post: Post): Promise<Post> {
    return this.#posts.insert(post);
  }

  save(post: Post): Promise<Post> {
    return this.#posts.save(post);
  }
}
