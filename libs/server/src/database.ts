import { AsyncLocalStorage } from 'node:async_hooks';
import { create, toBinary, type DescMessage, type MessageInitShape } from '@bufbuild/protobuf';
import mongoose, { type ClientSession, type Connection, type Model, type Schema } from 'mongoose';
import { Outbox } from '@xingchuang/bus/mongo';
import { Refusal } from '@xingchuang/rules';
import type { Clock } from './clock.ts';
import { correlation } from './correlation.ts';
import { newId } from './ids.ts';

mongoose.set('transactionAsyncLocalStorage', true); // every query inside a transaction joins it by itself
mongoose.set('strictQuery', 'throw');

/** Where mongoose itself looks for the session of a query; its types leave the property out. */
const joined = (mongoose as unknown as { transactionAsyncLocalStorage: AsyncLocalStorage<{ session: ClientSession }> }).transactionAsyncLocalStorage;

/** What every stored thing has. */
export interface Stored {
  readonly id: string;
  /** Rises by one with each save; 1 when new. */
  readonly version: number;
}

type Document = Record<string, unknown> & { _id: string };
const toDocument = ({ id, ...rest }: { id: string }): Document => ({ _id: id, ...rest });
/** A stored document as the plain object that rules know. */
export function fromDocument<T extends { id: string }>({ _id, ...rest }: Document): T {
  return { id: _id, ...rest } as unknown as T;
}

interface Ambient {
  readonly database: Database;
  readonly session: ClientSession;
  /** What is done once it has committed. */
  readonly after: (() => void)[];
}
const ambient = new AsyncLocalStorage<Ambient>();

/** Whether a write failed because a unique index already has its key. */
export const isDuplicate = (error: unknown): boolean => (error as { code?: number }).code === 11_000;

/** One service's database: its models, and transactions that carry changes and the events they cause together. */
export class Database {
  readonly outbox: Outbox;
  readonly #counters: Collection<{ id: string }>;
  /** Called after each commit that told something, so that the relay need not wait for its next round. */
  onCommit: () => void = () => undefined;

  constructor(
    readonly name: string,
    readonly connection: Connection,
    readonly clock: Clock,
  ) {
    this.outbox = new Outbox(connection.db!);
    this.#counters = this.model('counters', new mongoose.Schema({ _id: String, last: Number }));
  }

  /** Declares a collection; documents carry string ids and unknown fields are refused. */
  model<T extends { id: string }>(collection: string, schema: Schema): Collection<T> {
    schema.set('strict', 'throw');
    schema.set('versionKey', false);
    schema.set('collection', collection);
    // mongoose infers a type from the schema; ours says what the rules know
    return new Collection<T>((this.connection.models[collection] ?? this.connection.model(collection, schema)) as unknown as Model<Document>);
  }

  /** Makes the collections and indexes of all models; a transaction cannot make them on the fly at full speed. */
  async prepare(): Promise<void> {
    for (const model of Object.values(this.connection.models)) await model.init();
    await this.outbox.prepare();
  }

  /**
   * Runs the work in one transaction (majority, journal) or joins the one that already runs. The work may run again after a
   * transient error, so it must not touch anything but this database.
   */
  async transaction<T>(work: (session: ClientSession) => Promise<T>): Promise<T> {
    const running = ambient.getStore();
    if (running?.database === this) return work(running.session);
    let after: (() => void)[] = [];
    const result = await this.connection.transaction((session) => ambient.run({ database: this, session, after: (after = []) }, () => work(session)), {
      readConcern: { level: 'snapshot' },
      writeConcern: { w: 'majority' },
    });
    this.onCommit();
    for (const one of after) one();
    return result as T;
  }

  /** Does something in this process once the running transaction has committed, and not where it is given up; at once where none runs. */
  afterCommit(work: () => void): void {
    const running = ambient.getStore();
    if (running?.database === this) running.after.push(work);
    else work();
  }

  /** The next number of a series, 1, 2, 3 … without a gap: taken in the transaction of what bears it, so an aborted one leaves none. */
  async nextNumber(series: string): Promise<number> {
    const counted = await this.#counters.model.findOneAndUpdate({ _id: series }, { $inc: { last: 1 } }, { upsert: true, returnDocument: 'after' }).lean();
    return Number((counted as unknown as { last: number }).last); // upserted, so never null
  }

  /** Runs the work inside a transaction that someone else, the inbox, has opened on this database. */
  join<T>(session: ClientSession, work: () => Promise<T>): Promise<T> {
    return joined.run({ session }, async () => {
      const after: (() => void)[] = [];
      const result = await ambient.run({ database: this, session, after }, work);
      for (const one of after) one();
      return result;
    });
  }

  /** Tells others, in the same transaction as the change. `key` is the id of the aggregate: events of one key keep their order. */
  async emit<Desc extends DescMessage>(schema: Desc, key: string, init: MessageInitShape<Desc>): Promise<void> {
    await this.emitAll(schema, [{ key, init }]);
  }

  /** The same for many at once: one write for all of them. */
  async emitAll<Desc extends DescMessage>(schema: Desc, told: readonly { readonly key: string; readonly init: MessageInitShape<Desc> }[]): Promise<void> {
    const running = ambient.getStore();
    if (running?.database !== this) throw new Error(`emit ${schema.typeName} outside a transaction of ${this.name}`);
    const messages = told.map(({ key, init }) => ({
      id: newId(),
      type: schema.typeName,
      key,
      body: toBinary(schema, create(schema, init)),
      at: this.clock.now().toISOString(),
      correlation: correlation(),
    }));
    await this.outbox.add(messages, running.session);
  }
}

/** One collection, in the words of stores: ids are strings, saving compares and sets the version. */
export class Collection<T extends { id: string }> {
  constructor(readonly model: Model<Document>) {}

  async find(id: string): Promise<T | undefined> {
    const found = await this.model.findById(id).lean();
    return found ? fromDocument<T>(found) : undefined;
  }

  /** The thing, or a refusal `missing`: without a code the one that `allow` gives for a thing out of scope, so that the two cannot be told apart. */
  async get(id: string, code?: string): Promise<T> {
    const found = await this.find(id);
    if (!found) throw code === undefined ? new Refusal('missing', 'thing.missing') : new Refusal('missing', code, { id });
    return found;
  }

  /** All that match, in the given order, at most `limit`. */
  async list(filter: Record<string, unknown>, sort: Record<string, 1 | -1> = { _id: 1 }, limit = 1_000): Promise<T[]> {
    const found = await this.model.find(filter).sort(sort).limit(limit).lean();
    return found.map((document) => fromDocument<T>(document));
  }

  async insert(thing: T): Promise<T> {
    await this.model.create([toDocument(thing)]);
    return thing;
  }

  async insertMany(things: readonly T[]): Promise<void> {
    if (things.length > 0) await this.model.insertMany(things.map(toDocument), { lean: true });
  }

  /** The same for thousands, past mongoose, whose documents cost more than the write: the things must have the fields of the schema and no other. */
  async insertPlain(things: readonly T[]): Promise<void> {
    const running = ambient.getStore();
    const session = running?.database.connection === this.model.db ? { session: running.session } : {};
    if (things.length > 0) await this.model.collection.insertMany(things.map(toDocument) as never[], { ...session, ignoreUndefined: true });
  }

  /** Saves a changed thing over the version it was made from; refuses `stale` when someone else was first. */
  async save<S extends T & Stored>(next: S): Promise<S> {
    const saved = { ...next, version: next.version + 1 };
    const { _id, ...fields } = toDocument(saved);
    const written = await this.model.replaceOne({ _id, version: next.version }, fields);
    if (written.matchedCount === 0) throw new Refusal('stale', 'thing.stale', { id: next.id, version: next.version });
    return saved;
  }

  /** Saves many changed things at once, only the fields that differ; refuses `stale` when someone else was first at any of them. */
  async saveAll<S extends T & Stored>(changes: readonly { readonly was: S; readonly next: S }[]): Promise<void> {
    if (changes.length === 0) return;
    const writes = changes.map(({ was, next }) => {
      const differing = Object.entries(next).filter(([name, value]) => name !== 'id' && name !== 'version' && was[name as keyof S] !== value);
      return { updateOne: { filter: { _id: was.id, version: was.version }, update: { $set: Object.fromEntries(differing), $inc: { version: 1 } } } };
    });
    const { matchedCount } = await this.model.bulkWrite(writes as never, { ordered: false }); // mongoose types the ids as ObjectId
    if (matchedCount < changes.length) throw new Refusal('stale', 'thing.stale', { id: changes[0]!.was.id, version: changes[0]!.was.version });
  }

  /** Writes a copy of what another service told, unless a newer version is already here. */
  async project(thing: T & { readonly version: number }): Promise<void> {
    const { _id, ...fields } = toDocument(thing);
    const known = (await this.model.findById(_id).select('version').lean()) as { version: number } | null;
    if (!known) await this.model.create([{ _id, ...fields }]);
    else if (known.version < thing.version) await this.model.replaceOne({ _id }, fields);
  }

  async remove(id: string): Promise<void> {
    await this.model.deleteOne({ _id: id });
  }

  /** Counts, but never further than the cap: lists show "1000+". */
  async count(filter: Record<string, unknown>, cap = 1_001): Promise<number> {
    return this.model.countDocuments(filter).limit(cap);
  }
}

/**
 * Opens a service's database and refuses to go on where an acknowledged write could be lost: anything but a replica set
 * (a standalone mongod lost 7 % of acknowledged inserts over six kills) or a weaker default than majority.
 */
export async function openDatabase(uri: string, name: string, clock: Clock): Promise<Database> {
  const connection = mongoose.createConnection(uri, {
    dbName: name,
    maxPoolSize: 8, // one Node process is fastest with few sockets
    writeConcern: { w: 'majority', journal: true },
    readConcernLevel: 'majority',
    serverSelectionTimeoutMS: 15_000,
    autoCreate: true,
  });
  await connection.asPromise();
  const hello = await connection.db!.admin().command({ hello: 1 });
  if (!hello['setName']) throw new Error('MongoDB 必须是副本集 / MongoDB must be a replica set (one member is enough)');
  return new Database(name, connection, clock);
}
