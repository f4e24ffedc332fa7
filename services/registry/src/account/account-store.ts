import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { SeatsChangedSchema } from '@xingchuang/contracts';
import { DATABASE, type Collection, type Database } from '@xingchuang/server';
import type { Account } from './account-rule.ts';

const seat = new Schema({ id: String, role: String, unitId: String, since: String, until: String }, { _id: false, id: false });
const schema = new Schema({
  _id: String,
  version: Number,
  login: String,
  personId: String,
  passwordHash: String,
  passwordIsTemporary: Boolean,
  disabled: Boolean,
  seats: [seat],
  /** Rises with each session that is opened, so that opening one and taking the seat away cannot both go unseen. */
  openings: Number,
});
schema.index({ login: 1 }, { unique: true }); // who signs in; list in order
schema.index({ personId: 1 }); // accounts of a person
schema.index({ 'seats.unitId': 1 }); // who sits at a unit that goes into another
schema.index({ 'seats.role': 1 }); // administrators

@Injectable()
export class AccountStore {
  readonly #accounts: Collection<Account & { readonly openings?: number }>;

  constructor(@Inject(DATABASE) readonly database: Database) {
    this.#accounts = database.model('accounts', schema);
  }

  /** Lets changes of who may do what follow one another: the last administrator is counted without another change in between. */
  async lockAccounts(): Promise<void> {
    await this.database.nextNumber('accounts');
  }

  find(id: string): Promise<Account | undefined> {
    return this.#accounts.find(id);
  }

  async byIds(ids: readonly string[]): Promise<Map<string, Account>> {
    const found = await this.#accounts.list({ _id: { $in: [...ids] } }, { _id: 1 }, ids.length + 1);
    return new Map(found.map((account) => [account.id, account]));
  }

  /** Accounts with a seat at the unit. */
  seatedAt(unitId: string): Promise<Account[]> {
    return this.#accounts.list({ 'seats.unitId': unitId }, { _id: 1 }, 100_000);
  }

  get(id: string): Promise<Account> {
    return this.#accounts.get(id, 'account.missing');
  }

  async findByLogin(login: string): Promise<Account | undefined> {
    return (await this.#accounts.list({ login }, { login: 1 }, 1))[0];
  }

  admins(): Promise<Account[]> {
    return this.#accounts.list({ 'seats.role': 'admin', disabled: false });
  }

  /** `personIds`: people whose names match the search. */
  page(filter: { search?: string | undefined; personIds: readonly string[]; personId?: string | undefined; after?: string | undefined; limit: number }): Promise<Account[]> {
    const { search, personIds, personId, after, limit } = filter;
    const where = {
      ...(personId === undefined ? {} : { personId }),
      $and: [
        after === undefined ? {} : { login: { $gt: after } },
        search === undefined ? {} : { $or: [{ login: { $regex: search.toLowerCase().replaceAll(/[^a-z0-9_-]/g, String.raw`\$&`) } }, { personId: { $in: [...personIds] } }] },
      ],
    };
    return this.#accounts.list(where, { login: 1 }, limit);
  }

  insert(account: Account): Promise<Account> {
    return this.#accounts.insert(account);
  }

  save(account: Account): Promise<Account> {
    return this.#accounts.save(account);
  }

  /** Tells others who sits where; in the transaction of the change. */
  async tell(accounts: readonly Account[]): Promise<void> {
    const told = accounts.map(({ id: accountId, personId, disabled, seats, version }) => ({
      key: accountId,
      init: { accountId, personId, disabled, version, seats: seats.map(({ role, unitId, since, until }) => ({ role, unitId, since, until })) },
    }));
    await this.database.emitAll(SeatsChangedSchema, told);
  }

  /** Meets every other transaction that changes the account or opens a session of it. */
  async touch(id: string): Promise<void> {
    await this.#accounts.model.updateOne({ _id: id }, { $inc: { openings: 1 } });
  }
}
