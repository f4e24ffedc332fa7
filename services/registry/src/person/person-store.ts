import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { Refusal } from '@xingchuang/rules';
import { DATABASE, type Collection, type Database } from '@xingchuang/server';
import { soundGrams, spelt } from '../unit/pinyin.ts';
import { grams, searchFilter, searchText } from '../unit/search-grams.ts';
import { lastMembership, type Person } from './person-rule.ts';

/** `unitId` repeats the unit of the last membership, `grams` and `text` the name, for the questions below. */
type Kept = Person & { readonly unitId: string; readonly grams: readonly string[]; readonly text: string; readonly spelt: string };

const membership = new Schema({ unitId: String, since: String, until: String }, { _id: false });
const schema = new Schema({ _id: String, version: Number, name: String, memberInService: Boolean, memberships: [membership], unitId: String, grams: [String], text: String, spelt: String });
schema.index({ grams: 1 }); // accounts by the names of their people
schema.index({ unitId: 1, _id: 1 }); // people of units, in the order in which they were entered

function kept(person: Person): Kept {
  const spelling = spelt(person.name, true);
  return { ...person, unitId: lastMembership(person).unitId, grams: [...grams(person.name), ...soundGrams(spelling)], text: searchText(person.name), spelt: spelling };
}
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

  /** People by id; those unknown are left out. */
  async byIds(ids: readonly string[]): Promise<Person[]> {
    return (await this.#people.list({ _id: { $in: [...ids] } }, { _id: 1 }, ids.length + 1)).map(plain);
  }

  async page(unitIds: readonly string[], search: string | undefined, after: string | undefined, limit: number): Promise<Person[]> {
    const where = { unitId: { $in: [...unitIds] }, ...(search === undefined ? {} : searchFilter(search)), ...(after === undefined ? {} : { _id: { $gt: after } }) };
    return (await this.#people.list(where, { _id: 1 }, limit)).map(plain);
  }

  /** Gives people of an older build the pinyin by which they are found. */
  async spellAll(): Promise<void> {
    for (;;) {
      const silent = await this.#people.list({ spelt: { $exists: false } });
      if (silent.length === 0) return;
      const writes = silent.map((person) => {
        const { grams: letters, text, spelt: spelling } = kept(person);
        return { updateOne: { filter: { _id: person.id }, update: { $set: { grams: letters, text, spelt: spelling } } } };
      });
      await this.#people.model.bulkWrite(writes as never); // mongoose types the ids as ObjectId
    }
  }

  /** Ids of people whose names match, as many as a page of accounts can need. */
  async idsByName(search: string): Promise<string[]> {
    return (await this.#people.list(searchFilter(search), { _id: 1 }, 1_000)).map(({ id }) => id);
  }

  /** Names of the present members of units, by unit. */
  async namesAt(unitIds: readonly string[]): Promise<Map<string, Set<string>>> {
    const all = await this.#people.list({ unitId: { $in: [...unitIds] }, 'memberships.until': '' }, { _id: 1 }, 1_000_000);
    return new Map([...Map.groupBy(all, ({ unitId }) => unitId)].map(([unitId, people]) => [unitId, new Set(people.map(({ name }) => name))]));
  }

  async insertAll(people: readonly Person[]): Promise<void> {
    await this.#people.insertMany(people.map(kept));
  }

  async insert(person: Person): Promise<Person> {
    return plain(await this.#people.insert(kept(person)));
  }

  async save(person: Person): Promise<Person> {
    return plain(await this.#people.save(kept(person)));
  }
}
