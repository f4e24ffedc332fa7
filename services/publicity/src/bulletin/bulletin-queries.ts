import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '@xingchuang/rules';
import type { About, Counted } from './counted.ts';
import type { KindQuery } from './kind-schema.ts';
import { LevelQueries } from './level-queries.ts';
import { OtherQueries } from './other-queries.ts';
import { PublicQueries } from './public-queries.ts';

/** More rows print in no document that anybody reads, and in none that the layouts take. */
export const MOST_ROWS = 5_000;

/** Answers each query of a bulletin kind. */
@Injectable()
export class BulletinQueries {
  constructor(
    @Inject(LevelQueries) readonly levels: LevelQueries,
    @Inject(PublicQueries) readonly publics: PublicQueries,
    @Inject(OtherQueries) readonly others: OtherQueries,
  ) {}

  async count(query: KindQuery, about: About): Promise<Counted> {
    const counted = await this.#answer(query, about);
    if (counted.rows.length > MOST_ROWS) throw new Refusal('limit', 'bulletin.too-many-rows', { most: MOST_ROWS });
    return counted;
  }

  #answer(query: KindQuery, about: About): Promise<Counted> {
    switch (query.from) {
      case 'levels':
        return this.levels.levels(about);
      case 'commended':
        return this.levels.commended(about);
      case 'titles':
        return this.levels.titles(about);
      case 'named':
        return this.publics.named(about);
      case 'awards':
        return this.publics.awards(about);
      case 'notices':
        return this.publics.notices(about);
      case 'exposed':
        return this.publics.exposed(about);
      case 'ranking':
        return this.others.ranking(about, query);
      case 'summary':
        return this.others.summary(about);
      case 'due':
        return this.others.due(about);
      case 'rounds':
        return this.others.rounds(about);
      case 'record':
        return this.others.record(about);
      case 'units':
        return this.others.unitsOf(about);
    }
  }
}
