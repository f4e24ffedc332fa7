import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { ArticleState } from '@xingchuang/contracts';
import { DATABASE, type Collection, type Database, type Scoped } from '@xingchuang/server';
import { gramsOf, holds, type Article } from './article-rule.ts';

const schema = new Schema({
  _id: String, version: Number, unitId: String, path: [String], unitName: String, title: String, text: String, photos: [{ _id: false, fileId: String, caption: String }],
  copies: [{ _id: false, sha256: String, size: Number, mediaType: String }], state: String, reason: String, authors: [String], submittedOn: String, publishedOn: String, withdrawnOn: String, views: Number, grams: [String],
});
schema.index({ path: 1, state: 1, _id: -1 }); // the list of a subtree
schema.index({ unitId: 1, state: 1, _id: -1 }); // the list of a unit
schema.index({ state: 1, publishedOn: -1, _id: -1 }); // the public list
schema.index({ grams: 1, state: 1 }); // search
for (const day of ['submittedOn', 'publishedOn', 'withdrawnOn']) schema.index({ path: 1, [day]: 1 }); // statistics of a subtree

/** Views of an article on a day: a number and nothing about who viewed. */
interface Views {
  readonly id: string;
  readonly articleId: string;
  readonly unitId: string;
  readonly path: readonly string[];
  readonly day: string;
  readonly count: number;
}
const views = new Schema({ _id: String, articleId: String, unitId: String, path: [String], day: String, count: Number });
views.index({ path: 1, day: 1 }); // statistics of a subtree
views.index({ unitId: 1, day: 1 }); // statistics of a unit

export interface PublicPlace {
  readonly publishedOn: string;
  readonly id: string;
}
export type Counted = 'submitted' | 'published' | 'withdrawn' | 'views';

/** Articles that one search looks into at most. */
const MOST_SEARCHED = 2_000;

@Injectable()
export class ArticleStore {
  readonly articles: Collection<Article>;
  readonly #views: Collection<Views>;

  constructor(@Inject(DATABASE) database: Database) {
    this.articles = database.model('articles', schema);
    this.#views = database.model('article-views', views);
  }

  get = (id: string): Promise<Article> => this.articles.get(id, 'article.missing');

  async page(scope: Scoped, { state, search, after }: { state?: ArticleState | undefined; search?: string | undefined; after?: string | undefined }, size: number): Promise<Article[]> {
    return this.#found({ ...scope, ...(state && { state }), ...(after && { _id: { $lt: after } }) }, { _id: -1 }, search, size);
  }

  async published({ search, after }: { search?: string | undefined; after?: PublicPlace | undefined }, size: number): Promise<Article[]> {
    const earlier = after ? { $or: [{ publishedOn: { $lt: after.publishedOn } }, { publishedOn: after.publishedOn, _id: { $lt: after.id } }] } : {};
    return this.#found({ state: 'published', ...earlier }, { publishedOn: -1, _id: -1 }, search, size);
  }

  /** One more view; not a new version, nobody's work is overtaken by it. */
  async viewed({ id, unitId, path }: Article, day: string): Promise<void> {
    await this.articles.model.updateOne({ _id: id }, { $inc: { views: 1 } } as never);
    await this.#views.model.updateOne({ _id: `${id}:${day}` }, { $inc: { count: 1 }, $setOnInsert: { articleId: id, unitId, path: [...path], day } } as never, { upsert: true });
  }

  async counts(scope: Scoped, from: string, to: string): Promise<{ unitId: string; what: Counted; count: number }[]> {
    const span = { $gte: from, $lte: to };
    const rows: { unitId: string; what: Counted; count: number }[] = [];
    for (const what of ['submitted', 'published', 'withdrawn'] as const) {
      const found = await this.articles.model.aggregate<{ _id: string; count: number }>([{ $match: { ...scope, [`${what}On`]: span } }, { $group: { _id: '$unitId', count: { $sum: 1 } } }]);
      rows.push(...found.map(({ _id: unitId, count }) => ({ unitId, what, count })));
    }
    const viewed = await this.#views.model.aggregate<{ _id: string; count: number }>([{ $match: { ...scope, day: span } }, { $group: { _id: '$unitId', count: { $sum: '$count' } } }]);
    return [...rows, ...viewed.map(({ _id: unitId, count }) => ({ unitId, what: 'views' as const, count }))];
  }

  async #found(where: Record<string, unknown>, sort: Record<string, 1 | -1>, search: string | undefined, size: number): Promise<Article[]> {
    if (search === undefined) return this.articles.list(where, sort, size);
    const found = await this.articles.list({ ...where, ...withGrams(search) }, sort, MOST_SEARCHED);
    return found.filter((one) => holds(one, search)).slice(0, size);
  }
}

/** A single character is no pair: any pair that begins with it will do. */
function withGrams(search: string): Record<string, unknown> {
  const grams = gramsOf(search);
  if (grams.length === 1 && [...grams[0]!].length === 1) return { grams: { $gte: grams[0], $lt: `${grams[0]}\u{10FFFF}` } };
  return { grams: { $all: grams } };
}
