import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { Refusal } from '@xingchuang/rules';
import { realMongo } from '@xingchuang/testkit/servers';
import { aMessage, pause, until } from './bus-fixtures.contract.ts';
import type { Bus, Message } from './bus.ts';
import { localBus } from './bus-local.ts';
import { Inbox, Outbox, Relay } from './mongo.ts';

const TYPES = ['xingchuang.registry.v1.UnitChanged'];
let client: mongo.MongoClient;
let db: mongo.Db;
let dir: string;
let count = 0;
const ending: (() => Promise<unknown>)[] = [];
let base: string;

beforeAll(async () => {
  const { uri, prefix } = await realMongo();
  base = prefix;
  client = await mongo.MongoClient.connect(uri);
});
afterAll(() => client.close());
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'xingchuang-bus-'));
  db = client.db(`${base}-${++count}`);
});
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
  await db.dropDatabase();
  await rm(dir, { recursive: true, force: true });
});

async function openBus(): Promise<Bus> {
  const bus = await localBus({ dir });
  ending.push(() => bus.close());
  return bus;
}
async function anOutbox(): Promise<Outbox> {
  const outbox = new Outbox(db);
  await outbox.prepare();
  return outbox;
}
async function transaction(work: (session: mongo.ClientSession) => Promise<void>): Promise<void> {
  const session = client.startSession();
  await session
    .withTransaction(work, { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } })
    .finally(() => session.endSession());
}
const add = (outbox: Outbox, ...messages: Message[]): Promise<void> => transaction((session) => outbox.add(messages, session));
function relayOf(outbox: Outbox, bus: Bus, everyMs = 50): Relay {
  const relay = new Relay(outbox, bus, { everyMs });
  ending.push(() => relay.stop());
  return relay;
}
async function collect(bus: Bus, consumer = 'collector'): Promise<Message[]> {
  const got: Message[] = [];
  await bus.consume(consumer, TYPES, async (message) => void got.push(message));
  return got;
}
const ids = (messages: readonly Message[]): string[] => messages.map(({ id }) => id);
/** A bus that takes over only what the test lets through. */
const gate = (bus: Bus, publish: (message: Message) => Promise<void>): Bus => ({ ...bus, publish, close: () => bus.close() });

describe('outbox and relay', () => {
  test('tell what was committed, as it was', async () => {
    const [outbox, bus] = [await anOutbox(), await openBus()];
    const got = await collect(bus);
    const sent = aMessage({ body: Uint8Array.from({ length: 256 }, (_, index) => index) });
    await relayOf(outbox, bus).start();
    await add(outbox, sent);
    await until(() => got.length === 1);
    expect(got).toEqual([sent]);
    await pause(100);
    expect(await outbox.lag()).toBe(0);
  });

  test('tell nothing of a transaction that was aborted', async () => {
    const [outbox, bus] = [await anOutbox(), await openBus()];
    const got = await collect(bus);
    await relayOf(outbox, bus).start();
    const refused = transaction(async (session) => {
      await outbox.add([aMessage()], session);
      throw new Refusal('conflict', 'notice.running');
    });
    await expect(refused).rejects.toBeInstanceOf(Refusal);
    const after = aMessage();
    await add(outbox, after);
    await until(() => got.length > 0);
    expect(ids(got)).toEqual([after.id]);
  });

  test('find after a crash what was committed and not published', async () => {
    const outbox = await anOutbox();
    const sent = [aMessage(), aMessage(), aMessage()];
    for (const message of sent) await add(outbox, message);
    expect(await outbox.lag()).toBe(3);
    const bus = await openBus();
    const got = await collect(bus);
    await relayOf(new Outbox(db), bus).start();
    await until(() => got.length === 3);
    expect(ids(got)).toEqual(ids(sent));
  });

  test('survive a crash between publishing and marking', async () => {
    const [outbox, bus] = [await anOutbox(), await openBus()];
    const message = aMessage();
    await add(outbox, message);
    await bus.publish(message); // and then the process died
    const got = await collect(bus);
    await relayOf(outbox, bus).start();
    await until(async () => (await outbox.lag()) === 0);
    await pause(200);
    expect(ids(got)).toEqual([message.id]);
  });

  test('a nudge publishes at once', async () => {
    const [outbox, bus] = [await anOutbox(), await openBus()];
    const got = await collect(bus);
    const relay = relayOf(outbox, bus, 60_000);
    await relay.start();
    for (let number = 0; number < 5; number++) {
      await add(outbox, aMessage());
      relay.nudge();
      await until(() => got.length === number + 1);
    }
  });

  test('a nudge that comes while a pass runs is not forgotten', async () => {
    const [outbox, bus] = [await anOutbox(), await openBus()];
    const got = await collect(bus);
    const [first, second] = [aMessage(), aMessage()];
    const relay = relayOf(
      outbox,
      gate(bus, async (message) => {
        await bus.publish(message);
        if (message.id !== first.id) return;
        await add(outbox, second);
        relay.nudge();
      }),
      60_000,
    );
    await add(outbox, first);
    await relay.start();
    await until(() => got.length === 2);
  });

  test('keep the order of a key against ids and clocks that say otherwise', async () => {
    const [outbox, bus] = [await anOutbox(), await openBus()];
    const late = Array.from({ length: 30 }, (_, number) => aMessage({ key: `unit-${number % 3}`, body: Uint8Array.of(number) }));
    const backwards = late.map((message, index) => ({ ...message, id: late[late.length - 1 - index]!.id }));
    for (const message of backwards) await add(outbox, message);
    const got = await collect(bus);
    await relayOf(outbox, bus).start();
    await until(() => got.length === 30);
    for (const key of ['unit-0', 'unit-1', 'unit-2']) {
      const order = got.filter((message) => message.key === key).map(({ body }) => body[0]!);
      expect(order).toEqual([...order].sort((one, other) => one - other));
    }
  });

  test('number two transactions that meet on one key in the order in which they commit', async () => {
    const [outbox, bus] = [await anOutbox(), await openBus()];
    const counters = db.collection<{ _id: string; n: number }>('counters');
    await counters.insertOne({ _id: 'c', n: 0 });
    await Promise.all(
      Array.from({ length: 20 }, async (_, worker) => {
        await transaction(async (session) => {
          // no document in common but the key: the unique index alone must serialise them
          await outbox.add([aMessage({ body: Uint8Array.of(worker) }), aMessage({ body: Uint8Array.of(worker) })], session);
        });
      }),
    );
    const stored = await db.collection('outbox').find().sort({ seq: 1 }).toArray();
    expect(stored.map(({ seq }) => seq as number)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    const got = await collect(bus);
    await relayOf(outbox, bus).start();
    await until(() => got.length === 40);
    const workers = got.map(({ body }) => body[0]!);
    for (let index = 0; index < 40; index += 2) expect(workers[index]).toBe(workers[index + 1]);
  });

  test('stop at a message that the bus refuses: nothing of its key passes it, the marks are right, and it goes on', async () => {
    const [outbox, bus] = [await anOutbox(), await openBus()];
    const [a1, b1, a2, b2] = ['a', 'b', 'a', 'b'].map((key) => aMessage({ key })) as [Message, Message, Message, Message];
    for (const message of [a1, b1, a2, b2]) await add(outbox, message);
    let isBroken = true;
    const taken: string[] = [];
    const broken = gate(bus, async (message) => {
      if (isBroken && message.id === a1.id) throw new Error('down');
      taken.push(message.id);
      await bus.publish(message);
    });
    await relayOf(outbox, broken).start();
    await until(() => taken.length > 0);
    await pause(300);
    expect(taken).not.toContain(a2.id);
    isBroken = false;
    await until(() => taken.length === 4);
    expect(taken.indexOf(a1.id)).toBeLessThan(taken.indexOf(a2.id));
    expect(taken.indexOf(b1.id)).toBeLessThan(taken.indexOf(b2.id));
  });

  test('two relays at once cause no second effect and no disorder', async () => {
    const [outbox, bus] = [await anOutbox(), await openBus()];
    const sent: Message[] = [];
    const inbox = new Inbox(db, 'counter');
    const effects: string[] = [];
    await bus.consume('counter', TYPES, (message) => inbox.once(message, async () => void effects.push(message.id)));
    await relayOf(outbox, bus, 5).start();
    await relayOf(new Outbox(db), bus, 5).start();
    for (let number = 0; number < 60; number++) {
      sent.push(aMessage({ key: `unit-${number % 2}` }));
      await add(outbox, sent.at(-1)!);
    }
    await until(() => effects.length >= 60);
    await pause(200);
    expect(effects).toEqual(ids(sent));
  });

  test('more than a page goes through in one pass', async () => {
    const [outbox, bus] = [await anOutbox(), await openBus()];
    const sent = Array.from({ length: 1_203 }, (_, number) => aMessage({ key: `unit-${number % 200}` }));
    await add(outbox, ...sent);
    const got = await collect(bus);
    await relayOf(outbox, bus, 60_000).start();
    await until(() => got.length === sent.length);
    expect(ids(got)).toEqual(ids(sent));
  });

  test('rebuild lost streams from what was told, each effect still once', async () => {
    const outbox = await anOutbox();
    let bus = await openBus();
    const relay = relayOf(outbox, bus);
    await relay.start();
    const sent = Array.from({ length: 30 }, (_, day) =>
      aMessage({ at: `2026-03-${String(day + 1).padStart(2, '0')}T00:00:00.000Z` }),
    );
    const effects: string[] = [];
    const inbox = new Inbox(db, 'counter');
    const effect = inbox.consumer(async ({ id }) => void effects.push(id));
    await bus.consume('counter', TYPES, effect);
    await add(outbox, ...sent.slice(0, 20));
    await until(() => effects.length === 20);
    await relay.stop();
    await bus.close();
    await rm(dir, { recursive: true });
    await add(outbox, ...sent.slice(20));

    bus = await openBus();
    await bus.consume('counter', TYPES, effect);
    const got = await collect(bus, 'newcomer');
    const again = relayOf(outbox, bus);
    expect(await again.republish()).toBe(30);
    await again.start();
    await until(() => got.length === 30 && effects.length === 30);
    expect(ids(got)).toEqual(ids(sent));
    expect(effects).toEqual(ids(sent));
    expect(await again.republish('2026-03-25T00:00:00.000Z')).toBe(6);
  });

  test('the pass over nothing reads an index, not the whole outbox', async () => {
    await anOutbox();
    const plan = await db.collection('outbox').find({ publishedAt: null }).explain('queryPlanner');
    expect(JSON.stringify(plan)).toContain('"unpublished"');
  });
});

describe('inbox', () => {
  const count = () => db.collection<{ _id: string; n: number }>('effects').findOne({ _id: 'x' });
  const increase = async (session: mongo.ClientSession): Promise<void> => {
    await db
      .collection<{ _id: string; n: number }>('effects')
      .updateOne({ _id: 'x' }, { $inc: { n: 1 } }, { upsert: true, session });
  };

  test.each(['one after the other', 'at once'])('twenty deliveries %s have one effect', async (how) => {
    const inbox = new Inbox(db, 'evidence');
    const message = aMessage();
    if (how === 'at once') await Promise.all(Array.from({ length: 20 }, () => inbox.once(message, increase)));
    else for (let delivery = 0; delivery < 20; delivery++) await inbox.once(message, increase);
    expect(await count()).toMatchObject({ n: 1 });
  });

  test('two consumers of one database each have their effect', async () => {
    const message = aMessage();
    for (const consumer of ['evidence', 'evidence-search']) await new Inbox(db, consumer).once(message, increase);
    expect(await count()).toMatchObject({ n: 2 });
  });

  test('an effect that throws leaves neither change nor mark', async () => {
    const inbox = new Inbox(db, 'evidence');
    const message = aMessage();
    const failed = inbox.once(message, async (session) => {
      await increase(session);
      throw new Error('half way');
    });
    await expect(failed).rejects.toThrow('half way');
    expect(await count()).toBeNull();
    await inbox.once(message, increase);
    expect(await count()).toMatchObject({ n: 1 });
  });

  test('a duplicate key inside the effect is a failure of the effect, not a sign that it was done', async () => {
    await db.collection('effects').insertOne({ _id: 'taken' as never });
    const inbox = new Inbox(db, 'evidence');
    const failed = inbox.once(
      aMessage(),
      async (session) => void (await db.collection('effects').insertOne({ _id: 'taken' as never }, { session })),
    );
    await expect(failed).rejects.toMatchObject({ code: 11000 });
  });

  test('what the effect tells is in the same transaction', async () => {
    const outbox = await anOutbox();
    const inbox = new Inbox(db, 'evidence');
    const message = aMessage();
    const failed = inbox.once(message, async (session) => {
      await outbox.add([aMessage()], session);
      throw new Error('half way');
    });
    await expect(failed).rejects.toThrow('half way');
    expect(await outbox.lag()).toBe(0);
    for (let delivery = 0; delivery < 3; delivery++) await inbox.once(message, (session) => outbox.add([aMessage()], session));
    expect(await outbox.lag()).toBe(1);
  });

  test('a message that keeps failing is parked, and the queue behind it moves', async () => {
    const bus = await openBus();
    const inbox = new Inbox(db, 'evidence', { attempts: 3 });
    const got: string[] = [];
    const [bad, good] = [aMessage({ body: Uint8Array.of(255, 0) }), aMessage()];
    await bus.consume(
      'evidence',
      TYPES,
      inbox.consumer(async ({ id }) => {
        if (id === bad.id) throw new Error('no such unit');
        got.push(id);
      }),
    );
    await bus.publish(bad);
    await bus.publish(good);
    await until(() => got.length === 1);
    expect(await inbox.listParked()).toEqual([
      { message: bad, reason: 'Error: no such unit', attempts: 3, parkedAt: expect.any(Date) },
    ]);
    expect(await new Inbox(db, 'other').listParked()).toEqual([]);
  });

  test.each([
    ['a message that nobody can decode', new Refusal('invalid', 'message.undecodable'), 1],
    ['a refusal', new Refusal('missing', 'unit.missing'), 8],
    ['a fault', new Error('timed out'), 8],
  ])('%s is parked', async (_, error, attempts) => {
    const inbox = new Inbox(db, 'evidence');
    const handle = inbox.consumer(async () => {
      throw error;
    });
    const message = aMessage();
    for (let attempt = 1; attempt < attempts; attempt++) await expect(handle(message, attempt)).rejects.toBe(error);
    expect(await inbox.listParked()).toEqual([]);
    await handle(message, attempts);
    expect(await inbox.listParked()).toMatchObject([{ attempts, message: { id: message.id } }]);
  });

  test('a parked message that is replayed has its effect once and leaves the list', async () => {
    let isMended = false;
    const inbox = new Inbox(db, 'evidence', { attempts: 1 });
    const handle = inbox.consumer(async (_, session) => {
      if (!isMended) throw new Error('bug');
      await increase(session);
    });
    const message = aMessage();
    await handle(message, 1);
    await expect(inbox.replayParked(message.id)).rejects.toThrow('bug');
    expect(await inbox.listParked()).toMatchObject([{ attempts: 2 }]);
    isMended = true;
    await inbox.replayParked(message.id);
    await handle(message, 1);
    expect(await inbox.listParked()).toEqual([]);
    expect(await count()).toMatchObject({ n: 1 });
    await expect(inbox.replayParked(message.id)).rejects.toMatchObject({ kind: 'missing', code: 'message.missing' });
  });

  test('a parked message that took effect meanwhile by another delivery only leaves the list', async () => {
    let isMended = false;
    const inbox = new Inbox(db, 'evidence', { attempts: 1 });
    const handle = inbox.consumer(async (_, session) => {
      if (!isMended) throw new Error('bug');
      await increase(session);
    });
    const message = aMessage();
    await handle(message, 1);
    isMended = true;
    await handle(message, 1);
    await inbox.replayParked(message.id);
    expect([await count(), await inbox.listParked()]).toEqual([expect.objectContaining({ n: 1 }), []]);
  });

  test('a dropped message keeps its reason and never comes back', async () => {
    let isMended = false;
    const inbox = new Inbox(db, 'evidence', { attempts: 1 });
    const handle = inbox.consumer(async (_, session) => {
      if (!isMended) throw new Error('bug');
      await increase(session);
    });
    const message = aMessage();
    await handle(message, 1);
    await inbox.dropParked(message.id, 'unit closed long ago', 'account-7');
    isMended = true;
    await handle(message, 1);
    expect([await count(), await inbox.listParked()]).toEqual([null, []]);
    const marks = db.collection<{ _id: string }>('inbox');
    expect(await marks.findOne({ _id: `evidence:${message.id}` })).toMatchObject({
      dropped: { reason: 'unit closed long ago', by: 'account-7' },
    });
    await expect(inbox.dropParked('unknown', 'x', 'y')).rejects.toMatchObject({ code: 'message.missing' });
  });
});
