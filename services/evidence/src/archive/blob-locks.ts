import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Blobs } from '@xingchuang/blobs';
import { BLOBS, TICKER, type Ticker } from '@xingchuang/server';
import type { FrozenSet } from './frozen-set.ts';
import { FrozenStore } from './frozen-store.ts';

/**
 * Locks the bytes of frozen files in the store. Not in the transaction that freezes: a store is no part of it. Until the lock is
 * there, the set itself keeps its items from disposal; locking again is harmless, so a kill only delays it.
 */
@Injectable()
export class BlobLocks implements OnModuleInit {
  constructor(
    @Inject(TICKER) readonly ticker: Ticker,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(FrozenStore) readonly frozen: FrozenStore,
  ) {}

  onModuleInit(): void {
    this.ticker.every('blob-locks', () => this.sweep());
  }

  async sweep(): Promise<void> {
    for (const set of await this.frozen.toLock()) await this.#lock(set);
  }

  async #lock(set: FrozenSet): Promise<void> {
    const digests = new Set((await this.frozen.entries(set.id)).filter(({ kind }) => kind === 'file').map(({ digest }) => digest));
    for (const digest of digests) {
      if (await this.blobs.find(digest)) await this.blobs.lock(digest, set.keepUntil); // a set that came in a package may name files that stayed where it came from
    }
    await this.frozen.save({ ...set, locked: true });
  }
}
