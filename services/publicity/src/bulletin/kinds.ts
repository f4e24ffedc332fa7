import { z } from 'zod';
import { Refusal } from '@xingchuang/rules';
import { readKinds, SHIPPED_KINDS } from './kind-file.ts';
import type { Kind } from './kind-schema.ts';

/** What bulletins take from the configuration of their process. */
export const BulletinConfig = z.object({
  /** A folder of bulletin kinds of one's own, beside those that come with the system; one of the same id takes the place of ours. */
  BULLETINS_DIR: z.string().min(1).optional(),
});
export type BulletinConfig = z.infer<typeof BulletinConfig>;
export const BULLETIN_CONFIG = Symbol('bulletin-config');

/** The kinds of bulletins of this installation. */
export class Kinds {
  readonly #kinds: ReadonlyMap<string, Kind>;

  constructor({ BULLETINS_DIR }: BulletinConfig) {
    this.#kinds = readKinds(SHIPPED_KINDS, ...(BULLETINS_DIR === undefined ? [] : [BULLETINS_DIR]));
  }

  all = (): Kind[] => [...this.#kinds.values()];
  find = (id: string): Kind | undefined => this.#kinds.get(id);

  get(id: string): Kind {
    const kind = this.find(id);
    if (!kind) throw new Refusal('missing', 'bulletin.kind-unknown', { kind: id }, 'kind');
    return kind;
  }
}
