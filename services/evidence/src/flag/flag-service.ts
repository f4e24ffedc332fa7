import { Inject, Injectable } from '@nestjs/common';
import type { FlagQuery, FlagView } from '@xingchuang/contracts';
import { covers, Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, scopeFor, UNITS, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import { pageOf } from '../keyset.ts';
import { Ledger } from '../log/ledger.ts';
import { reachable, sameVersion } from '../scope.ts';
import { SearchIndex } from '../search/search-index.ts';
import { FlagStore } from './flag-store.ts';
import { flagWords } from './flag-words.ts';
import type { Flag } from './flag.ts';
import { MarkStore } from './mark-store.ts';

/** What was pointed out, for those who may read it; a reviewer puts aside what has a good reason. */
@Injectable()
export class FlagService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(FlagStore) readonly flags: FlagStore,
    @Inject(MarkStore) readonly marks: MarkStore,
    @Inject(SearchIndex) readonly search: SearchIndex,
    @Inject(Ledger) readonly ledger: Ledger,
  ) {}

  async list(query: FlagQuery, by: Actor): Promise<{ items: FlagView[]; nextPageToken?: string }> {
    const mark = query.itemId === undefined ? undefined : (await this.marks.byIds([query.itemId]))[0];
    if (query.itemId !== undefined && !mark) return { items: [] };
    const item = mark && { itemId: mark.id, fileIds: mark.fileIds, unitId: mark.unitId, arrivedAt: mark.at };
    const found = await this.flags.page(await scopeFor(by, 'audit.read', query, this.units), query, item);
    const page = pageOf(found, query.limit, ({ at }) => at);
    return { ...page, items: page.items.map((flag) => viewFor(flag, by, query.unitId, item ? [item.itemId, ...item.fileIds] : [])) };
  }

  async dismiss(id: string, reason: string, ifMatch: string | undefined, by: Actor): Promise<FlagView> {
    return this.database.transaction(async () => {
      const was = await this.flags.find(id);
      const side = was?.sides.find((one) => covers(by, 'audit.run', one));
      reachable(side, by, 'audit.run');
      sameVersion(was!.version, ifMatch);
      if (was!.dismissed) throw new Refusal('conflict', 'flag.dismissed');
      const saved = await this.flags.save({ ...was!, dismissed: { reason, by: by.personId, at: this.clock.now().toISOString() } });
      await this.ledger.note({ act: 'flag.dismissed', objectId: id, content: { kind: saved.kind, sides: saved.sides.map(({ kind, id: of }) => `${kind}:${of}`), reason }, by: by.personId });
      await this.search.flagged(saved.sides.map((one) => one.id));
      return viewFor(saved, by, undefined, []);
    });
  }
}

/** The side asked about first; another side is named only to who may read it, others hear that there is one. */
function viewFor(flag: Flag, by: Actor, unitId: string | undefined, itemIds: readonly string[]): FlagView {
  const readable = flag.sides.filter((side) => covers(by, 'audit.read', side));
  const item = readable.find((side) => itemIds.includes(side.id)) ?? readable.find((side) => side.unitId === unitId) ?? readable[0]!;
  const other = flag.sides.find((side) => side !== item);
  const isHidden = other !== undefined && !readable.includes(other);
  return {
    id: flag.id, version: flag.version, kind: flag.kind, why: flagWords(flag, isHidden), item, otherHidden: isHidden, at: flag.at,
    ...(other && !isHidden && { other }),
    ...(flag.dismissed && { dismissed: flag.dismissed }),
  };
}
