import { Inject, Injectable } from '@nestjs/common';
import { addDays } from '@xingchuang/calendar';
import type { UnitAttentionQuery, UnitAttentionView } from '@xingchuang/contracts';
import { CLOCK, type Clock } from '@xingchuang/server';
import { pageOf, readPageToken, type Page } from '../page-token.ts';
import { PostStore } from '../person/post-store.ts';
import { UnitStore } from '../unit/unit-store.ts';
import { TermStore } from './term-store.ts';

/** What committees and posts of all living units want, so that nobody opens them one by one to find out. */
@Injectable()
export class AttentionService {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UnitStore) readonly units: UnitStore,
    @Inject(PostStore) readonly posts: PostStore,
    @Inject(TermStore) readonly terms: TermStore,
  ) {}

  async list({ days, pageSize, pageToken }: UnitAttentionQuery): Promise<Page<UnitAttentionView>> {
    const after = readPageToken(pageToken);
    const [ending, vacant] = await Promise.all([this.terms.endingBy(addDays(this.clock.today(), days)), this.posts.vacant()]);
    const kinds = Map.groupBy(vacant, ({ unitId }) => unitId);
    const units = await this.units.byIds([...new Set([...ending.keys(), ...kinds.keys()])]);
    const living = [...units.values()].filter(({ code, closedOn }) => closedOn === '' && (after === undefined || code > after));
    living.sort((one, other) => (one.code < other.code ? -1 : 1)); // as lists of units are ordered
    const items = living.slice(0, pageSize + 1).map(({ id, code, name }) => ({
      unitId: id, code, name,
      termUntil: ending.get(id) ?? '',
      vacant: (kinds.get(id) ?? []).map(({ kind }) => kind).sort(),
    }));
    return pageOf(items, pageSize, ({ code }) => code);
  }
}
