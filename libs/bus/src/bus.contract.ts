import type { Bus, Message } from './bus.ts';
import { askingContract } from './bus-asking.contract.ts';
import { pauseAfter, type OnFault } from './bus-fault.ts';
import { aMessage, bodies, pause, refusal, until } from './bus-fixtures.contract.ts';
import { MAX_BODY } from './bus-limits.ts';

/** One transport with storage of its own; `open` connects to it again and again. */
export interface Transport {
  open(onFault?: OnFault): Promise<Bus>;
}

/** What every bus must do. `make` gives a transport with nothing in it. */
export function busContract(name: string, make: () => Promise<Transport>): void {
  describe(`bus contract: ${name}`, () => {
    const CHANGED = 'xingchuang.registry.v1.UnitChanged';
    const CLOSED = 'xingchuang.registry.v1.UnitClosed';
    let transport: Transport;
    let bus: Bus;
    const buses: Bus[] = [];
    const open = async (onFault?: OnFault): Promise<Bus> => {
      const opened = await transport.open(onFault);
      buses.push(opened);
      return opened;
    };

    beforeEach(async () => {
      transport = await make();
      bus = await open();
    });
    afterEach(async () => {
      for (const opened of buses.splice(0)) await opened.close();
    });

    describe('telling', () => {
      test('brings every field and every byte', async () => {
        const body = Uint8Array.from({ length: 256 }, (_, index) => index);
        const sent = aMessage({ key: '支部 䶮/㛃\n', correlation: 'é:🙂', body });
        const got: Message[] = [];
        await bus.consume('a', [CHANGED], async (message) => void got.push(message));
        await bus.publish(sent);
        await until(() => got.length === 1);
        expect(got).toEqual([sent]);
        expect(Buffer.isBuffer(got[0]!.body)).toBe(false); // a Buffer's slice would share its bytes
      });

      test('brings an empty body', async () => {
        const got: Message[] = [];
        await bus.consume('a', [CHANGED], async (message) => void got.push(message));
        await bus.publish(aMessage({ body: new Uint8Array() }));
        await until(() => got.length === 1);
        expect(got[0]!.body).toEqual(new Uint8Array());
      });

      test('delivers later, not inside publish, and not what the publisher changes afterwards', async () => {
        const got: Message[] = [];
        await bus.consume('a', [CHANGED], async (message) => void got.push(message));
        const body = Buffer.of(7);
        const published = bus.publish(aMessage({ body }));
        body[0] = 9;
        expect(got).toEqual([]);
        await published;
        await until(() => got.length === 1);
        expect(bodies(got)).toEqual([7]);
      });

      test('keeps the order of each key, also when many are published at once', async () => {
        const got: Message[] = [];
        await bus.consume('a', [CHANGED], async (message) => void got.push(message));
        await Promise.all(
          Array.from({ length: 120 }, (_, index) =>
            bus.publish(aMessage({ key: `unit-${index % 3}`, body: Uint8Array.of(index) })),
          ),
        );
        await until(() => got.length === 120);
        for (const key of ['unit-0', 'unit-1', 'unit-2']) {
          const order = bodies(got.filter((message) => message.key === key));
          expect(order).toEqual([...order].sort((one, other) => one - other));
        }
      });

      test('gives a consumer its types only', async () => {
        const got: Message[] = [];
        await bus.consume('a', [CLOSED], async (message) => void got.push(message));
        await bus.publish(aMessage());
        await bus.publish(aMessage({ type: CLOSED, body: Uint8Array.of(5) }));
        await until(() => got.length === 1);
        expect(bodies(got)).toEqual([5]);
      });

      test('gives every consumer its own copy of the news', async () => {
        const got: Record<string, Message[]> = { a: [], b: [] };
        for (const consumer of ['a', 'b']) {
          await bus.consume(consumer, [CHANGED], async (message) => {
            got[consumer]!.push({ ...message, body: message.body.slice() });
            message.body.fill(0);
          });
        }
        await bus.publish(aMessage({ body: Uint8Array.of(4) }));
        await until(() => got['a']!.length + got['b']!.length === 2);
        expect([bodies(got['a']!), bodies(got['b']!)]).toEqual([[4], [4]]);
      });

      test('is idle when every consumer has done with all that was published, and not before', async () => {
        const { promise: gate, resolve: open } = Promise.withResolvers<void>();
        const got: Message[] = [];
        await bus.consume('quick', [CHANGED], async (message) => void got.push(message));
        await bus.consume('slow', [CHANGED], () => gate);
        await until(() => bus.isIdle());
        await bus.publish(aMessage());
        await until(() => got.length === 1);
        expect(await bus.isIdle()).toBe(false);
        open();
        await until(() => bus.isIdle());
        expect(got.length).toBe(1);
      });

      test('drops an id that comes again, also at the same moment', async () => {
        const got: Message[] = [];
        await bus.consume('a', [CHANGED], async (message) => void got.push(message));
        const twice = aMessage({ body: Uint8Array.of(1) });
        await Promise.all([bus.publish(twice), bus.publish(twice)]);
        await bus.publish(twice);
        await bus.publish(aMessage({ body: Uint8Array.of(2) }));
        await until(() => bodies(got).includes(2));
        expect(bodies(got)).toEqual([1, 2]);
      });

      test('tries a failing message again, with growing pauses, before what comes behind it', async () => {
        const tries: { body: number; attempt: number; at: number }[] = [];
        await bus.consume('a', [CHANGED], async ({ body }, attempt) => {
          tries.push({ body: body[0]!, attempt, at: Date.now() });
          if (body[0] === 1 && attempt < 4) throw new Error('not yet');
        });
        await bus.publish(aMessage({ body: Uint8Array.of(1) }));
        await bus.publish(aMessage({ body: Uint8Array.of(2) }));
        await until(() => tries.some(({ body }) => body === 2));
        expect(tries.map(({ body, attempt }) => [body, attempt])).toEqual([
          [1, 1],
          [1, 2],
          [1, 3],
          [1, 4],
          [2, 1],
        ]);
        for (const n of [1, 2, 3]) expect(tries[n]!.at - tries[n - 1]!.at).toBeGreaterThanOrEqual(pauseAfter(n) - 10);
      });

      test('does not hold up the others for a consumer that fails', async () => {
        const got: Message[] = [];
        let failures = 0;
        await bus.consume('bad', [CHANGED], async () => {
          failures += 1;
          throw new Error('never');
        });
        await bus.consume('good', [CHANGED], async (message) => void got.push(message));
        for (let index = 0; index < 5; index++) await bus.publish(aMessage({ body: Uint8Array.of(index) }));
        await until(() => got.length === 5 && failures >= 3);
        expect(bodies(got)).toEqual([0, 1, 2, 3, 4]);
      });

      test('reports a failing handler with ids and no content', async () => {
        const faults: unknown[] = [];
        const watched = (await bus.close(), await open((fault) => faults.push(fault)));
        const message = aMessage();
        await watched.consume('a', [CHANGED], async (_, attempt) => {
          if (attempt === 1) throw new Error('once');
        });
        await watched.publish(message);
        await until(() => faults.length > 0);
        expect(faults[0]).toMatchObject({
          doing: 'consume',
          name: 'a',
          messageId: message.id,
          attempt: 1,
          error: new Error('once'),
        });
      });

      test('gives a consumer that comes later what was published before', async () => {
        for (let index = 0; index < 5; index++) await bus.publish(aMessage({ body: Uint8Array.of(index) }));
        const got: Message[] = [];
        await bus.consume('late', [CHANGED], async (message) => void got.push(message));
        await until(() => got.length === 5);
        expect(bodies(got)).toEqual([0, 1, 2, 3, 4]);
      });

      test('gives a consumer that was away what it missed, and not again what it had', async () => {
        const first: Message[] = [];
        await bus.consume('a', [CHANGED], async (message) => void first.push(message));
        await bus.publish(aMessage({ body: Uint8Array.of(1) }));
        await until(() => first.length === 1);
        await bus.close();

        const between = await open();
        await between.publish(aMessage({ body: Uint8Array.of(2) }));
        await between.close();

        const second: Message[] = [];
        const again = await open();
        await again.consume('a', [CHANGED], async (message) => void second.push(message));
        await again.publish(aMessage({ body: Uint8Array.of(3) }));
        await until(() => second.length === 2);
        expect(bodies(second)).toEqual([2, 3]);
      });

      test('delivers again after a restart what was never acknowledged', async () => {
        let failures = 0;
        for (const number of [1, 2, 3]) await bus.publish(aMessage({ body: Uint8Array.of(number) }));
        await bus.consume('a', [CHANGED], async ({ body }) => {
          if (body[0] === 1) return;
          failures += 1;
          throw new Error('broken release');
        });
        await until(() => failures >= 2);
        await bus.close();

        const got: Message[] = [];
        await (await open()).consume('a', [CHANGED], async (message) => void got.push(message));
        await until(() => got.length === 2);
        expect(bodies(got)).toEqual([2, 3]);
      });

      test('remembers ids over a restart', async () => {
        const message = aMessage({ body: Uint8Array.of(1) });
        await bus.publish(message);
        await bus.close();
        const again = await open();
        await again.publish(message);
        await again.publish(aMessage({ body: Uint8Array.of(2) }));
        const got: Message[] = [];
        await again.consume('a', [CHANGED], async (one) => void got.push(one));
        await until(() => bodies(got).includes(2));
        expect(bodies(got)).toEqual([1, 2]);
      });

      test('gives a consumer that asks for one more type the earlier messages of that type', async () => {
        const first: Message[] = [];
        await bus.consume('a', [CHANGED], async (message) => void first.push(message));
        await bus.publish(aMessage({ type: CLOSED, body: Uint8Array.of(1) }));
        await bus.publish(aMessage({ body: Uint8Array.of(2) }));
        await until(() => first.length === 1);
        await bus.close();
        const second = new Set<number>();
        await (await open()).consume('a', [CHANGED, CLOSED], async ({ body }) => void second.add(body[0]!));
        await until(() => second.has(1));
      });

      test('goes on from its place for a consumer that asks for one type less', async () => {
        const first: Message[] = [];
        await bus.consume('a', [CHANGED, CLOSED], async (message) => void first.push(message));
        await bus.publish(aMessage({ body: Uint8Array.of(1) }));
        await until(() => first.length === 1);
        await bus.close();
        const second: Message[] = [];
        const again = await open();
        await again.consume('a', [CHANGED], async (message) => void second.push(message));
        await again.publish(aMessage({ type: CLOSED, body: Uint8Array.of(2) }));
        await again.publish(aMessage({ body: Uint8Array.of(3) }));
        await until(() => second.length === 1);
        expect(bodies(second)).toEqual([3]);
      });

      test('is not held up by a message that failed before its type was given up', async () => {
        let failures = 0;
        await bus.consume('a', [CHANGED, CLOSED], async () => {
          failures += 1;
          throw new Error('broken release');
        });
        await bus.publish(aMessage({ type: CLOSED, body: Uint8Array.of(1) }));
        await bus.publish(aMessage({ body: Uint8Array.of(2) }));
        await until(() => failures >= 2);
        await bus.close();
        const got: Message[] = [];
        await (await open()).consume('a', [CHANGED], async (message) => void got.push(message));
        await until(() => got.length === 1);
        expect(bodies(got)).toEqual([2]);
      });

      test('lets a running handler end when it closes, and counts it as done', async () => {
        let [begun, ended] = [0, 0];
        await bus.consume('a', [CHANGED], async () => {
          begun += 1;
          await pause(150);
          ended += 1;
        });
        await bus.publish(aMessage({ body: Uint8Array.of(1) }));
        await until(() => begun === 1);
        await bus.close();
        const got: Message[] = [];
        const again = await open();
        await again.consume('a', [CHANGED], async (message) => void got.push(message));
        await again.publish(aMessage({ body: Uint8Array.of(2) }));
        await until(() => got.length > 0);
        expect([ended, bodies(got)]).toEqual([1, [2]]);
      });

      test('takes the biggest body and refuses a bigger one before sending', async () => {
        const got: Message[] = [];
        await bus.consume('a', [CHANGED], async (message) => void got.push(message));
        const key = '界'.repeat(256);
        await bus.publish(aMessage({ key, correlation: key, body: new Uint8Array(MAX_BODY).fill(255) }));
        await expect(bus.publish(aMessage({ body: new Uint8Array(MAX_BODY + 1) }))).rejects.toEqual(refusal('bus.too-large'));
        await until(() => got.length === 1);
        expect(got[0]!.body.every((byte) => byte === 255) && got[0]!.body.length).toBe(MAX_BODY);
      });

      test.each([
        { id: 'a b' },
        { id: '' },
        { type: 'a.*' },
        { type: 'a..b' },
        { type: '>' },
        { key: 'k'.repeat(257) },
        { key: 'half a pair \ud800' },
      ])('refuses the name %j', async (part) => {
        await expect(bus.publish(aMessage(part))).rejects.toEqual(refusal('bus.malformed'));
      });

      test.each([
        ['a.b', [CHANGED]],
        ['', [CHANGED]],
        ['a', []],
        ['a', ['x.>']],
      ])('refuses the consumer %j of %j', async (consumer, types) => {
        await expect(bus.consume(consumer, types, async () => undefined)).rejects.toEqual(refusal('bus.malformed'));
      });

      test('refuses a consumer that already runs here', async () => {
        await bus.consume('a', [CHANGED], async () => undefined);
        await expect(bus.consume('a', [CHANGED], async () => undefined)).rejects.toEqual(refusal('bus.consumer-taken'));
      });
    });

    askingContract(() => bus);

    test('takes nothing more once it is closed, and closes twice without harm', async () => {
      await bus.close();
      await bus.close();
      await expect(bus.publish(aMessage())).rejects.toThrow('closed');
      await expect(bus.request('echo', Uint8Array.of(1), 100)).rejects.toThrow('closed');
    });
  });
}
