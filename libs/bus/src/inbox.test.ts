import type { mongo } from 'mongoose';
import { Refusal } from '@xingchuang/rules';
import { aMessage, until } from './bus-fixtures.contract.ts';
import { Inbox } from './mongo.ts';
import { MongoWorld, TYPES } from './mongo-world.fixture.ts';

const world = MongoWorld.ofEachTest();

describe('inbox', () => {
  const count = () => world.db.collection<{ _id: string; n: number }>('effects').findOne({ _id: 'x' });
  const increase = async (session: mongo.ClientSession): Promise<void> => {
    await world.db
      .collection<{ _id: string; n: number }>('effects')
      .updateOne({ _id: 'x' }, { $inc: { n: 1 } }, { upsert: true, session });
  };

  test.each(['one after the other', 'at once'])('twenty deliveries %s have one effect', async (how) => {
    const inbox = new Inbox(world.db, 'evidence');
    const message = aMessage();
    if (how === 'at once') await Promise.all(Array.from({ length: 20 }, () => inbox.once(message, increase)));
    else for (let delivery = 0; delivery < 20; delivery++) await inbox.once(message, increase);
    expect(await count()).toMatchObject({ n: 1 });
  });

  test('two consumers of one database each have their effect', async () => {
    const message = aMessage();
    for (const consumer of ['evidence', 'evidence-search']) await new Inbox(world.db, consumer).once(message, increase);
    expect(await count()).toMatchObject({ n: 2 });
  });

  test('an effect that throws leaves neither change nor mark', async () => {
    const inbox = new Inbox(world.db, 'evidence');
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
    await world.db.collection('effects').insertOne({ _id: 'taken' as never });
    const inbox = new Inbox(world.db, 'evidence');
    const failed = inbox.once(
      aMessage(),
      async (session) => void (await world.db.collection('effects').insertOne({ _id: 'taken' as never }, { session })),
    );
    await expect(failed).rejects.toMatchObject({ code: 11000 });
  });

  test('what the effect tells is in the same transaction', async () => {
    const outbox = await world.anOutbox();
    const inbox = new Inbox(world.db, 'evidence');
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
    const bus = await world.openBus();
    const inbox = new Inbox(world.db, 'evidence', { attempts: 3 });
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
    expect(await new Inbox(world.db, 'other').listParked()).toEqual([]);
  });

  test.each([
    ['a message that nobody can decode', new Refusal('invalid', 'message.undecodable'), 1],
    ['a refusal', new Refusal('missing', 'unit.missing'), 8],
    ['a fault', new Error('timed out'), 8],
  ])('%s is parked', async (_, error, attempts) => {
    const inbox = new Inbox(world.db, 'evidence');
    const handle = inbox.consumer(async () => {
      throw error;
    });
    const message = aMessage();
    for (let attempt = 1; attempt < attempts; attempt++) await expect(handle(message, attempt)).rejects.toBe(error);
    expect(await inbox.listParked()).toEqual([]);
    await handle(message, attempts);
    expect(await inbox.listParked()).toMatchObject([{ attempts, message: { id: message.id } }]);
  });

  const parkedByABug = async () => {
    let isMended = false;
    const inbox = new Inbox(world.db, 'evidence', { attempts: 1 });
    const handle = inbox.consumer(async (_, session) => {
      if (!isMended) throw new Error('bug');
      await increase(session);
    });
    const message = aMessage();
    await handle(message, 1);
    return { inbox, handle, message, mend: () => (isMended = true) };
  };

  test('a parked message that is replayed has its effect once and leaves the list', async () => {
    const { inbox, handle, message, mend } = await parkedByABug();
    await expect(inbox.replayParked(message.id)).rejects.toThrow('bug');
    expect(await inbox.listParked()).toMatchObject([{ attempts: 2 }]);
    mend();
    await inbox.replayParked(message.id);
    await handle(message, 1);
    expect(await inbox.listParked()).toEqual([]);
    expect(await count()).toMatchObject({ n: 1 });
    await expect(inbox.replayParked(message.id)).rejects.toMatchObject({ kind: 'missing', code: 'message.missing' });
  });

  test('a parked message that took effect meanwhile by another delivery only leaves the list', async () => {
    const { inbox, handle, message, mend } = await parkedByABug();
    mend();
    await handle(message, 1);
    await inbox.replayParked(message.id);
    expect([await count(), await inbox.listParked()]).toEqual([expect.objectContaining({ n: 1 }), []]);
  });

  test('a dropped message keeps its reason and never comes back', async () => {
    const { inbox, handle, message, mend } = await parkedByABug();
    await inbox.dropParked(message.id, 'unit closed long ago', 'account-7');
    mend();
    await handle(message, 1);
    expect([await count(), await inbox.listParked()]).toEqual([null, []]);
    const marks = world.db.collection<{ _id: string }>('inbox');
    expect(await marks.findOne({ _id: `evidence:${message.id}` })).toMatchObject({
      dropped: { reason: 'unit closed long ago', by: 'account-7' },
    });
    await expect(inbox.dropParked('unknown', 'x', 'y')).rejects.toMatchObject({ code: 'message.missing' });
  });
});
