import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { realMongo } from '@xingchuang/testkit/servers';
import type { Bus } from './bus.ts';
import { localBus } from './bus-local.ts';
import { Outbox } from './mongo.ts';

export const TYPES = ['xingchuang.registry.v1.UnitChanged'];

/** A database and a folder of its own for each test of a file; what is opened in them ends with it. */
export class MongoWorld {
  #client!: mongo.MongoClient;
  #base = '';
  #count = 0;
  readonly #ending: (() => Promise<unknown>)[] = [];
  db!: mongo.Db;
  dir = '';

  private constructor() {}

  static ofEachTest(): MongoWorld {
    const world = new MongoWorld();
    beforeAll(async () => {
      const { uri, prefix } = await realMongo();
      world.#base = prefix;
      world.#client = await mongo.MongoClient.connect(uri);
    });
    afterAll(() => world.#client.close());
    beforeEach(async () => {
      world.dir = await mkdtemp(join(tmpdir(), 'xingchuang-bus-'));
      world.db = world.#client.db(`${world.#base}-${++world.#count}`);
    });
    afterEach(async () => {
      for (const end of world.#ending.splice(0).reverse()) await end();
      await world.db.dropDatabase();
      await rm(world.dir, { recursive: true, force: true });
    });
    return world;
  }

  /** What is done at the end of the test, the latest first. */
  atItsEnd(end: () => Promise<unknown>): void {
    this.#ending.push(end);
  }

  async openBus(): Promise<Bus> {
    const bus = await localBus({ dir: this.dir });
    this.atItsEnd(() => bus.close());
    return bus;
  }

  async anOutbox(): Promise<Outbox> {
    const outbox = new Outbox(this.db);
    await outbox.prepare();
    return outbox;
  }

  async transaction(work: (session: mongo.ClientSession) => Promise<void>): Promise<void> {
    const session = this.#client.startSession();
    await session
      .withTransaction(work, { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } })
      .finally(() => session.endSession());
  }
}
