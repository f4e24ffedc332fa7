import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { Blobs } from '@xingchuang/blobs';
import type { Bus } from '@xingchuang/bus';
import { PublishableReplySchema, PublishableRequestSchema, type ArticleLine, type ArticleQuery, type ArticleStart, type ArticleView, type ArticleWrite, type PublicArticle, type PublicArticleLine, type PublicArticleQuery, type ShowcaseStatistics, type ShowcaseStatisticsQuery } from '@xingchuang/contracts';
import { allow, covers, Refusal, type Action, type Actor } from '@xingchuang/rules';
import { BLOBS, BUS, CLOCK, DATABASE, newId, UNITS, within, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import { NotifyService } from '../notify/notify-service.ts';
import { checkSubmittable, giveBack, mayReview, publish, submit, withdraw, write, type Article, type Copy } from './article-rule.ts';
import { ArticleStore, type Counted, type PublicPlace } from './article-store.ts';

const PAGE = 30;
const WITHIN_MS = 30_000;

interface Photo extends Copy {
  readonly bytes: () => Promise<Readable>;
}

/** Model cases: written by units, reviewed by others, shown to anyone. */
@Injectable()
export class ArticleService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(BUS) readonly bus: Bus,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(NotifyService) readonly notify: NotifyService,
    @Inject(ArticleStore) readonly store: ArticleStore,
  ) {}

  async list({ unitId, state, search, pageToken }: ArticleQuery, by: Actor): Promise<{ items: ArticleLine[]; nextPageToken?: string }> {
    const found = await this.store.page(await within(by, 'showcase.read', unitId, this.units), { state, search, after: pageToken }, PAGE + 1);
    const items = found.slice(0, PAGE);
    return { items, ...(found.length > PAGE ? { nextPageToken: items.at(-1)!.id } : {}) };
  }

  async get(id: string, by: Actor): Promise<ArticleView> {
    return view(await this.#known(id, 'showcase.read', by), by);
  }

  async start({ unitId, ...given }: ArticleStart, by: Actor): Promise<ArticleView> {
    const { path, name: unitName } = await this.units.get(unitId);
    allow(by, 'showcase.write', { unitId, path });
    checkPhotos(given);
    const blank: Article = {
      id: newId(), version: 1, unitId, path, unitName, title: '', text: '', photos: [], copies: [], state: 'draft', reason: '', authors: [], submittedOn: '', publishedOn: '', withdrawnOn: '', views: 0, grams: [],
    };
    return view(await this.store.articles.insert(write(blank, given, by.personId)), by);
  }

  async write(id: string, given: ArticleWrite, ifMatch: string | undefined, by: Actor): Promise<ArticleView> {
    checkPhotos(given);
    return this.#change(id, 'showcase.write', by, (was) => {
      if (ifMatch !== undefined && ifMatch.replaceAll('"', '') !== String(was.version)) throw new Refusal('stale', 'thing.stale', { id, version: was.version }, 'If-Match');
      return write(was, given, by.personId);
    });
  }

  /** Has copies made of the photos, so that what is reviewed is what anyone will see. */
  async submit(id: string, by: Actor): Promise<ArticleView> {
    const known = await this.#known(id, 'showcase.write', by);
    checkSubmittable(known);
    const copies = await this.#copies(known);
    return this.#change(
      id,
      'showcase.write',
      by,
      (was) => {
        if (was.version !== known.version) throw new Refusal('stale', 'thing.stale', { id, version: was.version });
        return submit(was, copies, by.personId, this.clock.today());
      },
      'showcase_submitted',
    );
  }

  giveBack = (id: string, reason: string, by: Actor): Promise<ArticleView> => this.#change(id, 'showcase.review', by, (was) => giveBack(was, reason, by.personId), 'showcase_returned');
  publish = (id: string, by: Actor): Promise<ArticleView> => this.#change(id, 'showcase.review', by, (was) => publish(was, by.personId, this.clock.today()), 'showcase_published');
  withdraw = (id: string, reason: string, by: Actor): Promise<ArticleView> => this.#change(id, 'showcase.review', by, (was) => withdraw(was, reason, this.clock.today()));

  /** A copy as it will be published, for those who read the article before. */
  async copy(id: string, n: number, by: Actor): Promise<Photo> {
    return this.#photo(await this.#known(id, 'showcase.read', by), n);
  }

  async statistics({ unitId, from, to }: ShowcaseStatisticsQuery, by: Actor): Promise<ShowcaseStatistics> {
    if (from > to) throw new Refusal('invalid', 'article.period', {}, 'from');
    const rows = await this.store.counts(await within(by, 'showcase.read', unitId, this.units), from, to);
    const units = await this.units.byIds([...new Set(rows.map((row) => row.unitId))]);
    const sum = (of: typeof rows, counted: Counted) => of.reduce((total, { what, count }) => total + (what === counted ? count : 0), 0);
    const counts = (of: typeof rows) => ({ submitted: sum(of, 'submitted'), published: sum(of, 'published'), withdrawn: sum(of, 'withdrawn'), views: sum(of, 'views') });
    const items = [...Map.groupBy(rows, (row) => row.unitId)].map(([id, of]) => ({ unitId: id, unitName: units.get(id)?.name ?? '', code: units.get(id)?.code ?? '', ...counts(of) }));
    return { from, to, total: counts(rows), items: items.sort((a, b) => b.published - a.published || b.views - a.views || (a.code < b.code ? -1 : 1)) };
  }

  async publicList({ search, pageToken }: PublicArticleQuery): Promise<{ items: PublicArticleLine[]; nextPageToken?: string }> {
    const found = await this.store.published({ search, after: pageToken === undefined ? undefined : placeOf(pageToken) }, PAGE + 1);
    const items = found.slice(0, PAGE);
    const last = items.at(-1);
    return {
      items: items.map(({ id, title, unitName, publishedOn, copies }) => ({ id, title, unitName, publishedOn, photos: copies.length })),
      ...(found.length > PAGE && last ? { nextPageToken: `${last.publishedOn} ${last.id}` } : {}),
    };
  }

  async public(id: string): Promise<PublicArticle> {
    const { title, unitName, publishedOn, text, photos } = await this.#published(id);
    return { id, title, unitName, publishedOn, text, photos: photos.map(({ caption }) => ({ caption })) };
  }

  publicPhoto = async (id: string, n: number): Promise<Photo> => this.#photo(await this.#published(id), n);

  async viewed(id: string): Promise<void> {
    await this.store.viewed(await this.#published(id), this.clock.today());
  }

  async #published(id: string): Promise<Article> {
    const article = await this.store.get(id);
    if (article.state !== 'published') throw new Refusal('missing', 'article.missing', { id });
    return article;
  }

  async #photo({ copies, id }: Article, n: number): Promise<Photo> {
    const copy = copies[n - 1];
    if (!copy || !(await this.blobs.find(copy.sha256))) throw new Refusal('missing', 'article.missing', { id }); // its evidence was disposed of, and the copy with it
    return { ...copy, bytes: () => this.blobs.get(copy.sha256) };
  }

  async #known(id: string, action: Action, by: Actor): Promise<Article> {
    const article = await this.store.get(id);
    allow(by, action, article);
    return article;
  }

  #change(id: string, action: Action, by: Actor, change: (was: Article) => Article, told?: string): Promise<ArticleView> {
    return this.database.transaction(async () => {
      const saved = await this.store.articles.save(change(await this.#known(id, action, by)));
      if (told !== undefined) await this.notify.announce(told, { articleId: id, title: saved.title }, [{ unitId: saved.unitId }]);
      return view(saved, by);
    });
  }

  async #copies({ unitId, photos }: Article): Promise<Copy[]> {
    if (photos.length === 0) return [];
    const asked = toBinary(PublishableRequestSchema, create(PublishableRequestSchema, { unitId, fileIds: photos.map(({ fileId }) => fileId) }));
    const answer = await this.bus.request('evidence.publishable', asked, WITHIN_MS).catch((error: unknown) => {
      throw Object.assign(new Refusal('away', 'article.evidence-away'), { cause: error });
    });
    const made = new Map(fromBinary(PublishableReplySchema, answer).copies.map(({ fileId, sha256, size, mediaType }) => [fileId, { sha256, size: Number(size), mediaType }]));
    return photos.map(({ fileId }, at) => {
      const copy = made.get(fileId);
      if (!copy) throw new Refusal('invalid', 'article.photo-not-publishable', {}, `photos[${at}]`);
      return copy;
    });
  }
}

function checkPhotos({ photos }: Pick<Article, 'photos'>): void {
  const at = photos.findIndex(({ fileId }, index) => photos.findIndex((other) => other.fileId === fileId) < index);
  if (at >= 0) throw new Refusal('invalid', 'article.same-photo', {}, `photos[${at}]`);
}

const view = (article: Article, by: Actor): ArticleView => ({
  ...article, photos: article.photos.map((photo) => ({ ...photo })), mayReview: covers(by, 'showcase.review', article) && mayReview(article, by.personId),
});

function placeOf(token: string): PublicPlace {
  const [publishedOn = '', id = ''] = token.split(' ');
  return { publishedOn, id };
}
