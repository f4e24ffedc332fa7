import { rm } from 'node:fs/promises';
import { Refusal } from '@xingchuang/rules';
import { aMessage, pause, until } from './bus-fixtures.contract.ts';
import type { Bus, Message } from './bus.ts';
import { Inbox, Outbox, Relay } from './mongo.ts';
import { MongoWorld, TYPES } from './mongo-world.fixture.ts';

const world = MongoWorld.ofEachTest();
const add = (outbox: Outbox, ...messages: Message[]): Promise<void> => world.transaction((session) => outbox.add(messages, session));
function relayOf(outbox: Outbox, bus: Bus, everyMs = 50): Relay {
  const relay = new Relay(outbox, bus, { everyMs });
  world.atItsEnd(() => relay.stop());
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
    const [outbox, bus] = [await world.anOutbox(), await world.openBus()];
    const got = await collect(bus);
    const sent = aMessage({ body: Uint8Array.from({ length: 256 }, (_, index) => index) });
    await relayOf(outbox, bus).start();
    await add(outbox, sent);
    await until(() => got.length === 1);
    expect(got).toEqual([sent]);
    await until(async () => (await outbox.lag()) === 0);
  });

  test('tell nothing of a transaction that was aborted', async () => {
    const [outbox, bus] = [await world.anOutbox(), await world.openBus()];
    const got = await collect(bus);
    await relayOf(outbox, bus).start();
    const refused = world.transaction(async (session) => {
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
    const outbox = await world.anOutbox();
    const sent = [aMessage(), aMessage(), aMessage()];
    for (const message of sent) await add(outbox, message);
    expect(await outbox.lag()).toBe(3);
    const bus = await world.openBus();
    const got = await collect(bus);
    await relayOf(new Outbox(world.db), bus).start();
    await until(() => got.length === 3);
    expect(ids(got)).toEqual(ids(sent));
  });

  test('survive a crash between publishing and marking', async () => {
    const [outbox, bus] = [await world.anOutbox(), await world.openBus()];
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
    const [outbox, bus] = [await world.anOutbox(), await world.openBus()];
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
    const [outbox, bus] = [await world.anOutbox(), await world.openBus()];
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
    const [outbox, bus] = [await world.anOutbox(), await world.openBus()];
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
    const [outbox, bus] = [await world.anOutbox(), await world.openBus()];
    const counters = world.db.collection<{ _id: string; n: number }>('counters');
    await counters.insertOne({ _id: 'c', n: 0 });
    await Promise.all(
      Array.from({ length: 20 }, async (_, worker) => {
        await world.transaction(async (session) => {
          // no document in common but the key: the unique index alone must serialise them
          await outbox.add([aMessage({ body: Uint8Array.of(worker) }), aMessage({ body: Uint8Array.of(worker) })], session);
        });
      }),
    );
    const stored = await world.db.collection('outbox').find().sort({ seq: 1 }).toArray();
    expect(stored.map(({ seq }) => seq as number)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    const got = await collect(bus);
    await relayOf(outbox, bus).start();
    await until(() => got.length === 40);
    const workers = got.map(({ body }) => body[0]!);
    for (let index = 0; index < 40; index += 2) expect(workers[index]).toBe(workers[index + 1]);
  });

  test('stop at a message that the bus refuses: nothing of its key passes it, the marks are right, and it goes on', async () => {
    const [outbox, bus] = [await world.anOutbox(), await world.openBus()];
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
    const [outbox, bus] = [await world.anOutbox(), await world.openBus()];
    const sent: Message[] = [];
    const inbox = new Inbox(world.db, 'counter');
    const effects: string[] = [];
    await bus.consume('counter', TYPES, (message) => inbox.once(message, async () => void effects.push(message.id)));
    await relayOf(outbox, bus, 5).start();
    await relayOf(new Outbox(world.db), bus, 5).start();
    for (let number = 0; number < 60; number++) {
      sent.push(aMessage({ key: `unit-${number % 2}` }));
      await add(outbox, sent.at(-1)!);
    }
    await until(() => effects.length >= 60);
    await pause(200);
    expect(effects).toEqual(ids(sent));
  });

  test('more than a page goes through in one pass', async () => {
    const [outbox, bus] = [await world.anOutbox(), await world.openBus()];
    const sent = Array.from({ length: 1_203 }, (_, number) => aMessage({ key: `unit-${number % 200}` }));
    await add(outbox, ...sent);
    const got = await collect(bus);
    await relayOf(outbox, bus, 60_000).start();
    await until(() => got.length === sent.length);
    expect(ids(got)).toEqual(ids(sent));
  });

  test('rebuild lost streams from what was told, each effect still once', async () => {
    const outbox = await world.anOutbox();
    let bus = await world.openBus();
    const relay = relayOf(outbox, bus);
    await relay.start();
    const sent = Array.from({ length: 30 }, (_, day) =>
      aMessage({ at: `2026-03-${String(day + 1).padStart(2, '0')}T00:00:00.000Z` }),
    );
    const effects: string[] = [];
    const inbox = new Inbox(world.db, 'counter');
    const effect = inbox.consumer(async ({ id }) => void effects.push(id));
    await bus.consume('counter', TYPES, effect);
    await add(outbox, ...sent.slice(0, 20));
    await until(() => effects.length === 20);
    await relay.stop();
    await bus.close();
    await rm(world.dir, { recursive: true });
    await add(outbox, ...sent.slice(20));

    bus = await world.openBus();
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
    await world.anOutbox();
    const plan = await world.db.collection('outbox').find({ publishedAt: null }).explain('queryPlanner');
    expect(JSON.stringify(plan)).toContain('"unpublished"');
  });
});
