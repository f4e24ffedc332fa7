import { Inject, Injectable } from '@nestjs/common';
import type { OpenSessionQuery } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { AccountStore } from '../account/account-store.ts';
import { REGISTRY_CONFIG, type RegistryConfig } from '../config.ts';
import { pageOf, readPageToken, type Page } from '../page-token.ts';
import { PersonStore } from '../person/person-store.ts';
import { UnitStore } from '../unit/unit-store.ts';
import { SessionEnder } from './session-ender.ts';
import type { Session } from './session-rule.ts';
import { SessionStore } from './session-store.ts';

interface OpenSession extends Session {
  readonly login: string;
  readonly name: string;
  readonly unitName: string;
}

/** Everybody's open sessions, for administrators. */
@Injectable()
export class OpenSessionService {
  readonly #idleMs: number;

  constructor(
    @Inject(REGISTRY_CONFIG) settings: RegistryConfig,
    @Inject(SessionStore) readonly sessions: SessionStore,
    @Inject(SessionEnder) readonly ender: SessionEnder,
    @Inject(AccountStore) readonly accounts: AccountStore,
    @Inject(PersonStore) readonly people: PersonStore,
    @Inject(UnitStore) readonly units: UnitStore,
  ) {
    this.#idleMs = settings.SESSION_IDLE_MINUTES * 60_000;
  }

  async list(by: Actor, { accountId, pageSize, pageToken }: OpenSessionQuery): Promise<Page<OpenSession>> {
    allow(by, 'account.manage');
    const now = new Date();
    const usedAfter = new Date(now.getTime() - this.#idleMs);
    const { items, ...rest } = pageOf(await this.sessions.pageOpen({ accountId, usedAfter, after: readPageToken(pageToken), limit: pageSize + 1 }, now), pageSize, ({ id }) => id);
    const [accounts, names, units] = await Promise.all([
      this.accounts.byIds(items.map((session) => session.accountId)),
      this.people.names(items.map(({ personId }) => personId)),
      this.units.byIds(items.map(({ unitId }) => unitId)),
    ]);
    return {
      ...rest,
      items: items.map((session) => ({
        ...session,
        login: accounts.get(session.accountId)?.login ?? '',
        name: names.get(session.personId) ?? '',
        unitName: units.get(session.unitId)?.name ?? '',
      })),
    };
  }

  /** Whoever has it is refused from now on. */
  async end(by: Actor, id: string): Promise<void> {
    allow(by, 'account.manage');
    if ((await this.ender.endOne(id)) === 0) throw new Refusal('missing', 'session.missing', { id });
  }

  async endOfAccount(by: Actor, accountId: string): Promise<number> {
    allow(by, 'account.manage');
    const { id } = await this.accounts.get(accountId);
    return this.ender.endOfAccount(id);
  }
}
