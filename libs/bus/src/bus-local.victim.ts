/** A process for the tests to kill: publishes and consumes without end and says what it was promised. */
import { localBus } from './bus-local.ts';

const [dir, round] = process.argv.slice(2) as [string, string];
const type = 'xingchuang.registry.v1.UnitChanged';
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

const bus = await localBus({ dir, segmentBytes: 5_000 });
await bus.consume('victim', [type], async ({ id }) => void say(`handled ${id}`));
for (let number = 0; ; number++) {
  await Promise.all(
    ['k0', 'k1'].map(async (key) => {
      const id = `${key}-${round}-${number}`;
      await bus.publish({ id, type, key, body: Buffer.alloc(200, number), at: new Date(0).toISOString(), correlation: '' });
      say(`published ${id}`);
    }),
  );
}
