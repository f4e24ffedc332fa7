import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, newId, type Collection, type Database } from '@xingchuang/server';

/** One unit that something is told of; `personId` where it is for one person there. */
export interface ToTell {
  readonly unitId: string;
  readonly personId?: string;
}

/** A telling too large for one transaction: what is said, of whom, and how far it has come. */
export interface Telling {
  readonly id: string;
  readonly kinds: readonly string[];
  readonly facts: Readonly<Record<string, string>>;
  readonly to: readonly ToTell[];
  readonly next: number;
}
const { Mixed } = Schema.Types;
const schema = new Schema({ _id: String, kinds: [String], facts: Mixed, to: [Mixed], next: Number }, { minimize: false });

/** Tellings under way. Each portion moves the mark in the transaction of its entries, so that a kill at any instant repeats and leaves out nobody. */
@Injectable()
export class TellingStore {
  readonly #tellings: Collection<Telling>;

  constructor(@Inject(DATABASE) database: Database) {
    this.#tellings = database.model('tellings', schema);
  }

  begin = async (kinds: readonly string[], facts: Telling['facts'], to: readonly ToTell[]): Promise<void> => void (await this.#tellings.insert({ id: newId(), kinds, facts, to, next: 0 }));
  find = (id: string): Promise<Telling | undefined> => this.#tellings.find(id);
  async underWay(): Promise<string[]> {
    return (await this.#tellings.model.find({}).sort({ _id: 1 }).select('_id').limit(100).lean()).map(({ _id }) => String(_id));
  }

  /** Moves the mark on from where it was found; false where another process was quicker. */
  async moved({ id, to, next: from }: Telling, next: number): Promise<boolean> {
    if (next >= to.length) return (await this.#tellings.model.deleteOne({ _id: id, next: from } as never)).deletedCount === 1;
    return (await this.#tellings.model.updateOne({ _id: id, next: from } as never, { $set: { next } } as never)).modifiedCount === 1;
  }
}
