import { Inject, Injectable } from '@nestjs/common';
import { FrozenStore } from './frozen-store.ts';

/** Why a file or record must stay. */
export interface Hold {
  readonly setId: string;
  readonly candidacyId: string;
  readonly keepUntil: string;
}

/** What declarations relied on and is kept for them: nobody may dispose of it before the day. */
@Injectable()
export class Holds {
  constructor(@Inject(FrozenStore) readonly frozen: FrozenStore) {}

  /** The sets that hold a file or a record on a day; none where it may go. */
  async heldBy(itemId: string, today: string): Promise<Hold[]> {
    return (await this.heldAmong([itemId], today)).get(itemId) ?? [];
  }

  /** The same for many at once; items that nothing holds are left out. */
  async heldAmong(itemIds: readonly string[], today: string): Promise<Map<string, Hold[]>> {
    const entries = await this.frozen.holding(itemIds);
    const sets = new Map((await this.frozen.byIds([...new Set(entries.map(({ setId }) => setId))])).map((set) => [set.id, set]));
    const held = new Map<string, Hold[]>();
    for (const { itemId, setId } of entries) {
      const set = sets.get(setId);
      if (set && set.keepUntil >= today) held.set(itemId, [...(held.get(itemId) ?? []), { setId, candidacyId: set.candidacyId, keepUntil: set.keepUntil }]);
    }
    return held;
  }
}
