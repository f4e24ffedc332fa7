import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, fromDocument, isDuplicate, type Database } from '@xingchuang/server';

/** What happened to one thing of the archive, as the log keeps it. */
export interface Statement {
  /** `file.received`, `record.filed`, `audit.judged` … */
  readonly act: string;
  readonly objectId: string;
  /** What is said of the thing: JSON from which its commitment is made; it never enters the log itself. Fields that the stored thing has too are compared with it when the archive is checked. */
  readonly content: Readonly<Record<string, unknown>>;
  /** Id of the person; the log shows a pseudonym of it. */
  readonly by: string;
}

/** A statement that waits for, or has, its place in the log. */
export interface LogEntry extends Statement {
  readonly id: string;
  readonly at: string;
  /** Without it nobody can guess a content from its commitment; destroying both erases the content and leaves every proof as it was. */
  readonly salt: string;
  readonly commitment: string;
  /** Its place in the log, from 0; absent while it waits. */
  readonly seq?: number;
  readonly waits?: true;
  /** Salt and content were destroyed: a disposal. */
  readonly erased?: true;
}

/** The one document that a sequencer changes with every step; who holds the lease may change it, and only in the lease's epoch. */
export interface LogState {
  readonly id: string;
  readonly origin: string;
  /** Turns a person's id into the pseudonym of the leaves. */
  readonly secret: string;
  readonly holder: string;
  readonly epoch: number;
  readonly size: number;
  readonly frontier: readonly string[];
  readonly checkpoint: string;
  readonly checkpointAt: string;
}

export interface LogKey {
  readonly id: string;
  /** `name+id+key`, as it is published. */
  readonly verifier: string;
  readonly privateKey: string;
  readonly state: 'next' | 'current' | 'retired';
  readonly since: string;
  readonly until?: string;
}

/** Somebody asked for a new key; another person must agree. */
export interface AskedRotation {
  readonly by: string;
  readonly at: string;
}

interface StoredTile {
  readonly id: string;
  readonly width: number;
  readonly bytes: Buffer;
}

export interface KeptCheckpoint {
  readonly id: string;
  readonly size: number;
  readonly text: string;
  readonly at: string;
}

const entries = new Schema(
  { _id: String, act: String, objectId: String, content: Schema.Types.Mixed, by: String, at: String, salt: String, commitment: String, seq: Number, waits: Boolean, erased: Boolean },
  { minimize: false },
);
entries.index({ seq: 1 }, { unique: true, partialFilterExpression: { seq: { $exists: true } } }); // one statement a place; the statements of a span of the log
entries.index({ waits: 1, _id: 1 }, { partialFilterExpression: { waits: true } }); // what has no place yet, oldest first
entries.index({ objectId: 1, seq: -1 }); // what was said of a thing
const states = new Schema({ _id: String, origin: String, secret: String, holder: String, epoch: Number, size: Number, frontier: [String], checkpoint: String, checkpointAt: String });
const keys = new Schema({ _id: String, verifier: String, privateKey: String, state: String, since: String, until: String });
const rotations = new Schema({ _id: String, by: String, at: String });
const tiles = new Schema({ _id: String, width: Number, bytes: Buffer });
const checkpoints = new Schema({ _id: String, size: Number, text: String, at: String });
checkpoints.index({ size: -1 }, { unique: true }); // the newest; never two for one size

const STATE = 'log';
const ROTATION = 'asked';
const tileId = (level: number | 'entries', index: number): string => `${level}/${index}`;
/** mongoose gives the driver's own kind of bytes where it is asked for plain objects. */
const asBuffer = (bytes: unknown): Buffer => Buffer.from((bytes as { buffer: Uint8Array }).buffer);

/** The log as it lies in the service's database; written in the transaction of the change it tells of, and by one sequencer. */
@Injectable()
export class LogStore {
  readonly #entries;
  readonly #states;
  readonly #keys;
  readonly #rotations;
  readonly #tiles;
  readonly #checkpoints;

  constructor(@Inject(DATABASE) database: Database) {
    this.#entries = database.model<LogEntry>('log-entries', entries);
    this.#states = database.model<LogState>('log-states', states);
    this.#keys = database.model<LogKey>('log-keys', keys);
    this.#rotations = database.model<AskedRotation & { readonly id: string }>('log-rotations', rotations);
    this.#tiles = database.model<StoredTile>('log-tiles', tiles);
    this.#checkpoints = database.model<KeptCheckpoint>('log-checkpoints', checkpoints);
  }

  // statements
  addAll = (added: readonly LogEntry[]): Promise<void> => this.#entries.insertPlain(added);
  waiting = (limit: number): Promise<LogEntry[]> => this.#entries.list({ waits: true }, { _id: 1 }, limit);
  /** What a leaf is made of, without what was said. */
  async waitingLeaves(limit: number): Promise<Omit<LogEntry, 'content' | 'salt'>[]> {
    const found = await this.#entries.model.find({ waits: true }).select('at act objectId commitment by').sort({ _id: 1 }).limit(limit).lean();
    return found.map((entry) => fromDocument<LogEntry>(entry));
  }
  countWaiting = (): Promise<number> => this.#entries.count({ waits: true });
  entriesOf = (objectId: string): Promise<LogEntry[]> => this.#entries.list({ objectId }, { _id: 1 }, 10_000);
  entriesOfMany = (objectIds: readonly string[]): Promise<LogEntry[]> => this.#entries.list({ objectId: { $in: [...objectIds] } }, { _id: 1 }, 1_000_000);
  entriesBetween = (from: number, to: number): Promise<LogEntry[]> => this.#entries.list({ seq: { $gte: from, $lt: to } }, { seq: 1 }, to - from);

  /** The last place that each of these things has in the log. */
  async lastPlaces(objectIds: readonly string[]): Promise<Map<string, number>> {
    const found = await this.#entries.model.aggregate<{ _id: string; seq: number }>([
      { $match: { objectId: { $in: [...objectIds] }, seq: { $exists: true } } },
      { $group: { _id: '$objectId', seq: { $max: '$seq' } } },
    ]);
    return new Map(found.map(({ _id, seq }) => [_id, seq]));
  }

  /** Gives these statements their places, one after the other from `first` on: one update, for the log grows by thousands a second. */
  async place(ids: readonly string[], first: number): Promise<void> {
    const place = { $add: [first, { $indexOfArray: [{ $literal: [...ids] }, '$_id'] }] };
    const { modifiedCount } = await this.#entries.model.updateMany({ _id: { $in: [...ids] }, waits: true }, [{ $set: { seq: place } }, { $unset: 'waits' }], { updatePipeline: true });
    if (modifiedCount !== ids.length) throw new Error(`${modifiedCount} of ${ids.length} statements still waited for their places`);
  }

  /** Destroys what was said of a thing; that something was said, and the commitment to it, stays. */
  async erase(objectId: string): Promise<void> {
    await this.#entries.model.updateMany({ objectId }, { $set: { content: {}, salt: '', erased: true } });
  }

  // state
  state = (): Promise<LogState> => this.#states.get(STATE, 'thing.missing');
  findState = (): Promise<LogState | undefined> => this.#states.find(STATE);

  async begin(state: Omit<LogState, 'id'>): Promise<void> {
    await this.#states.insert({ id: STATE, ...state }).catch((error: unknown) => {
      if (!isDuplicate(error)) throw error; // another process was quicker
    });
  }

  /** Takes the lease over from the epoch that was seen; false where somebody else was quicker. */
  async take(holder: string, epoch: number): Promise<boolean> {
    const written = await this.#states.model.updateOne({ _id: STATE, epoch }, { $set: { holder, epoch: epoch + 1 } });
    return written.matchedCount === 1;
  }

  async release(holder: string): Promise<void> {
    await this.#states.model.updateOne({ _id: STATE, holder }, { $set: { holder: '' } });
  }

  /** Writes the next head; false where the lease is no longer held, or the log is not where the head begins. */
  async advance(held: Pick<LogState, 'holder' | 'epoch' | 'size'>, next: Pick<LogState, 'size' | 'frontier' | 'checkpoint' | 'checkpointAt'>): Promise<boolean> {
    const written = await this.#states.model.updateOne({ _id: STATE, ...held }, { $set: next });
    return written.matchedCount === 1;
  }

  // keys
  keys = (): Promise<LogKey[]> => this.#keys.list({}, { since: 1, _id: 1 });
  addKey = (key: LogKey): Promise<LogKey> => this.#keys.insert(key);
  async setKey(id: string, change: Partial<LogKey>): Promise<void> {
    await this.#keys.model.updateOne({ _id: id }, { $set: change });
  }

  findRotation = (): Promise<AskedRotation | undefined> => this.#rotations.find(ROTATION);
  async askRotation(asked: AskedRotation): Promise<void> {
    await this.#rotations.insert({ id: ROTATION, ...asked });
  }
  async endRotation(): Promise<void> {
    await this.#rotations.model.deleteOne({ _id: ROTATION });
  }

  // tiles
  async tile(level: number | 'entries', index: number): Promise<{ readonly width: number; readonly bytes: Buffer } | undefined> {
    const found = await this.#tiles.find(tileId(level, index));
    return found && { width: found.width, bytes: asBuffer(found.bytes) };
  }

  /** A tile only grows: what stands in it stays, so one document serves it at every width that it ever had. */
  async growTiles(grown: readonly { readonly level: number | 'entries'; readonly index: number; readonly width: number; readonly bytes: Buffer }[]): Promise<void> {
    await this.#tiles.model.bulkWrite(grown.map(({ level, index, width, bytes }) => ({ updateOne: { filter: { _id: tileId(level, index) }, update: { $set: { width, bytes } }, upsert: true } })));
  }

  // checkpoints
  async keepCheckpoint({ size, text, at }: Omit<KeptCheckpoint, 'id'>): Promise<void> {
    await this.#checkpoints.insert({ id: String(size).padStart(16, '0'), size, text, at });
  }
  checkpointsAfter = (size: number, limit: number): Promise<KeptCheckpoint[]> => this.#checkpoints.list({ size: { $gt: size } }, { size: 1 }, limit);
}
