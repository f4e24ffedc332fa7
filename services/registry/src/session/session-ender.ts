import { Inject, Injectable } from '@nestjs/common';
import type { Day } from '@xingchuang/calendar';
import { SessionEndedSchema } from '@xingchuang/contracts';
import { CLOCK, DATABASE, newId, PLATFORM, STEPS, TICKER, type Clock, type Database, type Platform, type StepLog, type Ticker } from '@xingchuang/server';
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
    @Inject(PLATFORM) readonly platform: Platform,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(TICKER) ticker: Ticker,
    @Inject(STEPS) readonly steps: StepLog,
    @Inject(SessionStore) readonly sessions: SessionStore,
    @Inject(AccountStore) readonly accounts: AccountStore,
    @Inject(ApiKeyStore) readonly keys: ApiKeyStore,
    @Inject(UnitStore) readonly units: UnitStore,
  ) {
    ticker.every('registry.lapsed-seats', () => this.#sweep());
  }

  endOne(id: string): Promise<number> {
    return this.#endAll({ id });
  }
  endOfAccount(accountId: string): Promise<number> {
    return this.#endAll({ accountId });
  }
  endOfKey(keyId: string): Promise<number> {
    return this.#endAll({ keyId });
  }
  endAtUnit(unitId: string): Promise<number> {
    return this.#endAll({ unitId });
  }

  /** Ends the sessions whose seat may no longer be used: its time is over, or its unit is closed. */
  async endLapsed(today: Day): Promise<void> {
    if ((await this.#lapsed(today)).lapsed.length === 0) return; // most days bring nothing
    await this.database.transaction(async () => {
      const { lapsed, units } = await this.#lapsed(today);
      await this.#end(lapsed);
      const ended = [...Map.groupBy(lapsed, ({ unitId }) => unitId)];
      await this.steps.add(ended.map(([unitId, { length: count }]) => ({ key: newId(), day: today, what: 'sessions-ended', kind: 'session', objectId: unitId, unitId, path: units.get(unitId)?.path ?? [], count }))); // a session ends once
    });
  }

  async #lapsed(today: Day): Promise<{ readonly lapsed: Session[]; readonly units: Awaited<ReturnType<UnitStore['byIds']>> }> {
    const open = await this.sessions.listOpen({}, new Date());
    const accounts = await this.accounts.byIds([...new Set(open.map(({ accountId }) => accountId))]);
    const units = await this.units.byIds([...new Set(open.map(({ unitId }) => unitId))]);
    const lapsed: Session[] = [];
    for (const session of open) {
      const seats = session.keyId === '' ? accounts.get(session.accountId)?.seats : [await this.keys.get(session.keyId)];
      const seat = seats?.find((one) => one.id === session.seatId);
      if (!seat || !isSeatActive(seat, units.get(session.unitId), today)) lapsed.push(session);
    }
    return { lapsed, units };
  }

  /** A seat lapses when a day ends; between two days nothing can. */
  async #sweep(): Promise<void> {
    const today = this.clock.today();
    if (today === this.#sweptFor) return;
    await this.endLapsed(today);
    this.#sweptFor = today;
  }

  /** Says how many it were. */
  #endAll(which: Parameters<SessionStore['listOpen']>[0]): Promise<number> {
    return this.database.transaction(async () => {
      const open = await this.sessions.listOpen(which, new Date());
      await this.#end(open);
      return open.length;
    });
  }

  async #end(ended: readonly Session[]): Promise<void> {
    if (ended.length === 0) return;
    await this.sessions.markEnded(ended.map((session) => session.id), new Date());
    // The services of this process need not wait until the message has passed whatever is told before it.
    this.database.afterCommit(() => ended.forEach(({ id }) => this.platform.tokens.end(id)));
    await this.database.emitAll(SessionEndedSchema, ended.map(({ id }) => ({ key: id, init: { sessionId: id } })));
  }
}
