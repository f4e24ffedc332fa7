import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, TICKER, type Clock, type Ticker } from '@xingchuang/server';
import { AwardChanges } from './award-changes.ts';
import { expire } from './award-rule.ts';
import { AwardStore } from './award-store.ts';

/** Ends the awards whose term is over. Whoever looks one up in the meantime is told the same by the day alone. */
@Injectable()
export class AwardClock {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(TICKER) ticker: Ticker,
    @Inject(AwardStore) readonly store: AwardStore,
    @Inject(AwardChanges) readonly changes: AwardChanges,
  ) {
    ticker.every('terms of awards', () => this.sweep());
  }

  async sweep(): Promise<void> {
    for (let over = await this.store.over(this.clock.today()); over.length > 0; over = await this.store.over(this.clock.today())) {
      for (const award of over) await this.changes.save(award, expire(award, this.clock.now().toISOString()));
    }
  }
}
