import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { Refusal } from '@xingchuang/rules';
import { DATABASE, type Collection, type Database } from '@xingchuang/server';
import { grams, searchFilter, searchText } from '../unit/search-grams.ts';
import { lastMembership, type Person } from './person-rule.ts';

/** `unitId` repeats the unit of the last membership, `grams` and `text` the name, for the questions below. */
type Kept = Person & { readonly unitId: string; readonly grams: readonly string[]; readonly text: string };

const membership = new Schema({ unitId: String, since: String, until: String }, { _id: false });
const schema = new Schema({ _id: String, version: Number, name: String, memberInService: Boolean, memberships: [membership], unitId: String, grams: [String], text: String });
schema.index({ unitId: 1, _id: 1 }); // people of units, in the order in which they were entered

const kept = (person: Person): Kept => ({ ...person, unitId: lastMembership(person).unitId, grams: grams(person.name), text: searchText(person.name) });
const plain = ({ id, version, name, memberInService, memberships }: Kept): Person => ({ id, version, name, memberInService, memberships });

@Injectable()
export class PersonStore {
  readonly #people: Collection<Kept>;

  constructor(@Inject(DATABASE) database: Database) {
    this.#people = database.model('people', schema);
  }

  async find(id: string): Promise<Person | undefined> {
    const found = await this.#people.find(id);
    return found && plain(found);
  }

  async get(id: string, field?: string): Promise<Person> {
    const found = await this.find(id);
    if (!found) throw field ? new Refusal('invalid', 'person.missing', { id }, field) : new Refusal('missing', 'thing.missing'); // as for one out of scope
    return found;
  }

  /** Names by id; those unknown are left out. */
  async names(ids: readonly string[]): Promise<Map<string, string>> {
    const found = await this.#people.list({ _id: { $in: [...ids] } }, { _id: 1 }, ids.length + 1);
    return new Map(found.map(({ id, name }) => [id, name]));
  }

  async page(unitIds: readonly string[], search: string | undefined, after: string | undefined, limit: number): Promise<Person[]> {
    const where = { unitId: { $in: [...unitIds] }, ...(search === undefined ? {} : searchFilter(search)), ...(after === undefined ? {} : { _id: { $gt: after } }) };
    return (await this.#people.list(where, { _id: 1 }, limit)).map(plain);
  }

  async insert(person: Person): Promise<Person> {
    return plain(await this.#people.insert(kept(person)));
  }

  async save(person: Person): Promise<Person> {
    return plain(await this.#people.save(kept(person)));
  }
}
