import { Inject, Injectable } from '@nestjs/common';
import { day } from '@xingchuang/calendar';
import type { AccountOpen, AccountQuery, SeatGive } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, isDuplicate, newId, type Clock, type Database } from '@xingchuang/server';
import { pageOf, readPageToken, type Page } from '../page-token.ts';
import { PersonStore } from '../person/person-store.ts';
import { SessionEnder } from '../session/session-ender.ts';
import { placeOf } from '../unit/unit-rule.ts';
import { UnitStore } from '../unit/unit-store.ts';
import { checkAdminRemains, giveSeat, takeSeat, type Account, type Seat } from './account-rule.ts';
import { AccountStore } from './account-store.ts';
import { newPassword, PasswordHasher } from './password-hasher.ts';
import { checkPassword } from './password-rule.ts';

/** The password is set only where the system made it. */
interface WithSecret {
  readonly account: Account;
  readonly password?: string;
}

/** Accounts and seats, kept by administrators. */
@Injectable()
export class AccountService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(AccountStore) readonly accounts: AccountStore,
    @Inject(PersonStore) readonly people: PersonStore,
    @Inject(UnitStore) readonly units: UnitStore,
    @Inject(PasswordHasher) readonly hasher: PasswordHasher,
    @Inject(SessionEnder) readonly sessions: SessionEnder,
  ) {}

  async list(by: Actor, { pageSize, pageToken, ...filter }: AccountQuery): Promise<Page<Account>> {
    allow(by, 'account.manage');
    const personIds = filter.search === undefined ? [] : await this.people.idsByName(filter.search);
    const found = await this.accounts.page({ ...filter, personIds, after: readPageToken(pageToken), limit: pageSize + 1 });
    return pageOf(found, pageSize, (account) => account.login);
  }

  get(by: Actor, id: string): Promise<Account> {
    allow(by, 'account.manage');
    return this.accounts.get(id);
  }

  async open(by: Actor, { login, personId, password }: AccountOpen): Promise<WithSecret> {
    allow(by, 'account.manage');
    await this.people.get(personId, 'personId');
    if (password !== undefined) checkPassword(password, login, 'password');
    if (await this.accounts.findByLogin(login)) throw new Refusal('conflict', 'account.login-taken', { login }, 'login');
    const made = password === undefined ? newPassword() : undefined;
    const passwordHash = await this.hasher.hash(password ?? made!);
    const account = { id: newId(), version: 1, login, personId, passwordHash, passwordIsTemporary: true, disabled: false, seats: [] };
    try {
      await this.accounts.insert(account);
    } catch (error) {
      if (isDuplicate(error)) throw new Refusal('conflict', 'account.login-taken', { login }, 'login'); // someone was quicker
      throw error;
    }
    return { account, ...(made === undefined ? {} : { password: made }) };
  }

  /** Nobody signs in with it from now on, and all its sessions end. */
  disable(by: Actor, id: string): Promise<Account> {
    return this.#change(by, id, async (account) => {
      if (account.disabled) throw new Refusal('conflict', 'account.already-disabled', { login: account.login });
      await this.sessions.endOfAccount(id);
      return { ...account, disabled: true };
    });
  }

  enable(by: Actor, id: string): Promise<Account> {
    return this.#change(by, id, (account) => {
      if (!account.disabled) throw new Refusal('conflict', 'account.not-disabled', { login: account.login });
      return { ...account, disabled: false };
    });
  }

  /** A new password made by the system, told once; all sessions of the account end. */
  async resetPassword(by: Actor, id: string): Promise<WithSecret> {
    allow(by, 'account.manage');
    const password = newPassword();
    const passwordHash = await this.hasher.hash(password);
    const account = await this.#change(by, id, async (was) => {
      await this.sessions.endOfAccount(id);
      return { ...was, passwordHash, passwordIsTemporary: true };
    });
    return { account, password };
  }

  async giveSeat(by: Actor, id: string, { role, unitId, since, until }: SeatGive): Promise<Account> {
    const unit = await this.units.get(unitId, 'unitId');
    allow(by, 'account.manage', placeOf(unit));
    if (unit.closedOn !== '') throw new Refusal('conflict', 'unit.closed', { code: unit.code, closedOn: unit.closedOn }, 'unitId');
    const from = since === undefined ? this.clock.today() : day(since, 'since');
    const seat: Seat = { id: newId(), role, unitId, since: from, until: until === undefined ? '' : day(until, 'until') };
    return this.#change(by, id, (account) => giveSeat(account, seat));
  }

  /** Takes a seat away at once. All sessions of the account end, because a token of any of them may still name the seat. */
  takeSeat(by: Actor, id: string, seatId: string): Promise<Account> {
    return this.#change(by, id, async (account) => {
      await this.sessions.endOfAccount(id);
      return takeSeat(account, seatId, this.clock.today());
    });
  }

  #change(by: Actor, id: string, change: (account: Account) => Account | Promise<Account>): Promise<Account> {
    allow(by, 'account.manage');
    return this.database.transaction(async () => {
      await this.accounts.lockAccounts();
      const next = await change(await this.accounts.get(id));
      checkAdminRemains(next, await this.accounts.admins());
      const saved = await this.accounts.save(next);
      await this.accounts.tell([saved]);
      return saved;
    });
  }
}
