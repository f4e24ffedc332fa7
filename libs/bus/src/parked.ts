import type { mongo } from 'mongoose';
import type { Message } from './bus.ts';

/** A message that a consumer could not handle, kept until a person decides: again, or dropped with a reason. */
export interface Parked {
  readonly message: Message;
  /** The refusal or error of the last attempt. */
  readonly reason: string;
  readonly attempts: number;
  readonly parkedAt: Date;
}

interface ParkedDocument extends Omit<Parked, 'message'> {
  readonly _id: string;
  readonly consumer: string;
  readonly message: Omit<Message, 'body'> & { readonly body: Buffer };
}

/** Where the parked messages of one consumer lie. */
export class ParkedStore {
  readonly #documents: mongo.Collection<ParkedDocument>;

  constructor(
    db: mongo.Db,
    private readonly consumer: string,
  ) {
    this.#documents = db.collection<ParkedDocument>('parked', { promoteBuffers: true });
  }

  async find(id: string): Promise<Parked | undefined> {
    const document = await this.#documents.findOne({ _id: this.#key(id) });
    return document ? parked(document) : undefined;
  }

  /** Oldest first, at most a thousand: more is a fault to mend, not a list to read. */
  async list(): Promise<Parked[]> {
    return (await this.#documents.find({ consumer: this.consumer }).sort({ parkedAt: 1 }).limit(1000).toArray()).map(parked);
  }

  async save({ message, reason, attempts, parkedAt }: Parked): Promise<void> {
    const document = {
      consumer: this.consumer,
      message: { ...message, body: Buffer.from(message.body) },
      reason,
      attempts,
      parkedAt,
    };
    await this.#documents.replaceOne({ _id: this.#key(message.id) }, document, { upsert: true });
  }

  async remove(id: string, session: mongo.ClientSession): Promise<void> {
    await this.#documents.deleteOne({ _id: this.#key(id) }, { session });
  }

  #key(id: string): string {
    return `${this.consumer}:${id}`;
  }
}

const parked = ({ message, reason, attempts, parkedAt }: ParkedDocument): Parked => ({
  message: { ...message, body: new Uint8Array(message.body) },
  reason,
  attempts,
  parkedAt,
});
