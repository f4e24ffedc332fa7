import { Inject, Injectable } from '@nestjs/common';
import type { SearchCount, SearchCountQuery, SearchHit, SearchPage, SearchQuery } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { scopeFor, UNITS, type UnitDirectory } from '@xingchuang/server';
import { RecordAccess } from '../record/record-access.ts';
import { fileFilter } from '../record/record-reading.ts';
import { marksIn, snippetsOf, type Marked } from './search-marks.ts';
import { firstOf, placeOf, tokenOf, type Place } from './search-order.ts';
import { SearchStore, type Asked, type Hit, type Where } from './search-store.ts';
import { PASSAGE_END } from './search-text.ts';
import { wordsIn, type SearchWords } from './search-words.ts';

const COUNTED = 1_000;
const FACETS = 20;

/** Finds files and records by their words, within what the asker may see. */
@Injectable()
export class SearchService {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(RecordAccess) readonly access: RecordAccess,
    @Inject(SearchStore) readonly store: SearchStore,
  ) {}

  async search({ sort, limit, pageToken, ...query }: SearchQuery, by: Actor): Promise<SearchPage> {
    const asked = await this.#asked(query, by);
    const lists: readonly Where[] = sort === 'best' && asked.words.all.length > 0 ? ['title', 'beyond'] : ['anywhere'];
    const { hits, next } = await this.#read(asked, lists, pageToken === undefined ? undefined : placeOf(pageToken), limit);
    const items = await Promise.all(hits.map((hit) => this.#view(hit, asked.words)));
    return { items, ...(next && { nextPageToken: tokenOf(next) }) };
  }

  async count(query: SearchCountQuery, by: Actor): Promise<SearchCount> {
    const { rows, count, more } = await this.store.count({ ...(await this.#asked(query, by)), where: 'anywhere' }, COUNTED);
    const sum = (name: 'type' | 'unitId') => most(Map.groupBy(rows, (row) => row[name]));
    return { count, more, types: sum('type'), units: sum('unitId') };
  }

  async #asked({ q, unitId, subtree, ...filters }: SearchCountQuery, by: Actor): Promise<Omit<Asked, 'where'>> {
    const words = wordsIn(q);
    const scope = await scopeFor(by, 'evidence.search', { unitId, subtree }, this.units);
    const records = await this.access.filter(by);
    return { reach: await this.store.reachOf(scope), words, filters: { ...filters, readable: { $and: [records, fileFilter(records, by, 'filedBy')] } } };
  }

  /** One page from the lists one after the other, from the place where the last page ended. */
  async #read(asked: Omit<Asked, 'where'>, lists: readonly Where[], place: Place | undefined, limit: number): Promise<{ hits: Hit[]; next?: Place }> {
    const hits: Hit[] = [];
    let last: Place | undefined;
    for (const [index, where] of lists.entries()) {
      const isRest = index > 0;
      if (place?.rest && !isRest && lists.length > 1) continue;
      const below = place?.rest === isRest ? place.below : undefined;
      for await (const hit of this.store.walk({ ...asked, where, below }, limit + 1)) {
        if (hits.length === limit) return { hits, next: last! };
        hits.push(hit);
        last = { rest: isRest, below: firstOf(hit.order) };
      }
    }
    return { hits };
  }

  async #view(hit: Hit, words: SearchWords): Promise<SearchHit> {
    const { kind, itemId, unitId, type, title, day, tasks, filedBy, flags, hasThumbnail } = hit;
    return {
      kind, id: itemId, unitId, type, day, tasks: [...tasks], uploadedBy: filedBy, flags: [...flags], hasThumbnail,
      title: { text: title, marks: marksIn(title, words.all).map(([from, to]) => [from, to]) },
      snippets: (await this.#snippets(hit, words.all)).map(({ text, marks }) => ({ text, marks: marks.map(([from, to]) => [from, to]) })),
    };
  }

  /** The words where they stand; of a thing in many parts, in those that have them. The title is shown anyway. */
  async #snippets({ itemId, title, text, parts }: Hit, terms: readonly string[]): Promise<Marked[]> {
    if (terms.length === 0) return [];
    const here = terms.filter((term) => marksIn(text, [term]).length > 0);
    const elsewhere = parts > 1 && here.length < terms.length ? await this.store.textsWith(itemId, terms.filter((term) => !here.includes(term)), 2) : [];
    const body = text.startsWith(title) ? text.slice(title.length) : text;
    return [body, ...elsewhere].flatMap((one) => snippetsOf(one, terms)).slice(0, 3).map(shown);
  }
}

/** A snippet never crosses the end of a passage; what stands at its edge is not shown. */
const shown = (piece: Marked): Marked => ({ ...piece, text: piece.text.replaceAll(PASSAGE_END, ' ') });

const most = (groups: ReadonlyMap<string, readonly { readonly count: number }[]>): { id: string; count: number }[] =>
  [...groups].map(([id, rows]) => ({ id, count: rows.reduce((sum, { count }) => sum + count, 0) })).sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1)).slice(0, FACETS);
