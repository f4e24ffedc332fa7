import { Inject, Injectable } from '@nestjs/common';
import type { Day } from '@xingchuang/calendar';
import { SessionEndedSchema } from '@xingchuang/contracts';
import { CLOCK, DATABASE, TICKER, type Clock, type Database, type Ticker } from '@xingchuang/server';
import { isSeatActive } from '../account/account-rule.ts';
import { AccountStore } from '../account/account-store.ts';
import { ApiKeyStore } from './api-key-store.ts';
import { UnitStore } from '../unit/unit-store.ts';
import type { Session } from './session-rule.ts';
import { SessionStore } from './session-store.ts';

/** Ends sessions and says so to every service, which from then on refuses their tokens. */
@Injectable()
export class SessionEnder {
  #sweptFor = '';

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(TICKER) ticker: Ticker,
    @Inject(SessionStore) readonly sessions: SessionStore,
    @Inject(AccountStore) readonly accounts: AccountStore,
    @Inject(ApiKeyStore) readonly keys: ApiKeyStore,
    @Inject(UnitStore) readonly units: UnitStore,
  ) {
    ticker.every('registry.lapsed-seats', () => this.#sweep());
  }

  endOne(id: string): Promise<void> {
    return this.#endAll({ id });
  }
  endOfAccount(accountId: string): Promise<void> {
    return this.#endAll({ accountId });
  }
  endOfKey(keyId: string): Promise<void> {
    return this.#endAll({ keyId });
  }
  endAtUnit(unitId: string): Promise<void> {
    return this.#endAll({ unitId });
  }

  /** Ends the sessions whose seat may no longer be used: its time is over, or its unit is closed. */
  async endLapsed(today: Day): Promise<void> {
    await this.database.transaction(async () => {
      const lapsed: Session[] = [];
      for (const session of await this.sessions.listOpen({}, new Date())) {
        const seats = session.keyId === '' ? (await this.accounts.find(session.accountId))?.seats : [await this.keys.get(session.keyId)];
        const seat = seats?.find((one) => one.id === session.seatId);
        if (!seat || !isSeatActive(seat, await this.units.find(session.unitId), today)) lapsed.push(session);
      }
      await this.#end(lapsed);
    });
  }

  /** A seat lapses when a day ends; between two days nothing can. */
  async #sweep(): Promise<void> {
    const today = this.clock.today();
    if (today === this.#sweptFor) return;
    await this.endLapsed(today);
    this.#sweptFor = today;
  }

  async #endAll(which: Parameters<SessionStore['listOpen']>[0]): Promise<void> {
    await this.database.transaction(async () => this.#end(await this.sessions.listOpen(which, new Date())));
  }

  async #end(ended: readonly Session[]): Promise<void> {
    if (ended.length === 0) return;
    await this.sessions.markEnded(ended.map((session) => session.id), new Date());
    await this.database.emitAll(SessionEndedSchema, ended.map(({ id }) => ({ key: id, init: { sessionId: id } })));
  }
}
