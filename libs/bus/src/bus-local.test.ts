import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { Message } from './bus.ts';
import { busContract } from './bus.contract.ts';
import { aMessage, pause, until } from './bus-fixtures.contract.ts';
import type { BusFault } from './bus-fault.ts';
import { localBus, type LocalBusOptions } from './bus-local.ts';
import { decodeLine, encodeLine } from './journal-line.ts';

const TYPES = ['xingchuang.registry.v1.UnitChanged'];
const dirs: string[] = [];
async function aDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'xingchuang-bus-'));
  dirs.push(dir);
  return dir;
}
afterAll(async () => {
  for (const dir of dirs) await rm(dir, { recursive: true, force: true });
});

busContract('local', async () => {
  const dir = await aDir();
  return { open: (onFault) => localBus({ dir, ...(onFault ? { onFault } : {}) }) };
});

/** Opens the bus, lets one consumer take all that is there, closes. */
async function ids(options: LocalBusOptions, count: number, consumer = 'reader'): Promise<string[]> {
  const bus = await localBus(options);
  const got: string[] = [];
  await bus.consume(consumer, TYPES, async ({ id }) => void got.push(id));
  await until(
    () => got.length >= count,
    () => got.length,
  );
  await pause(50);
  await bus.close();
  return got;
}
const segments = async (dir: string): Promise<string[]> =>
  (await readdir(join(dir, 'journal'))).filter((name) => name.endsWith('.log')).sort();
const small = { segmentBytes: 2_000, keepBytes: 6_000, maxBytes: 20_000 };

test('a line comes back as it was, and with any byte changed or cut does not come back at all', () => {
  fc.assert(
    fc.property(
      fc.uint8Array(),
      fc.string({ unit: 'binary' }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (body, key, place, flip) => {
        const message = aMessage({ body, key });
        const line = encodeLine(message).subarray(0, -1);
        expect(decodeLine(line.toString())).toEqual(message);
        const damaged = Buffer.from(line);
        damaged[place % line.length]! ^= flip;
        expect(decodeLine(damaged.toString())).toBeUndefined();
        expect(decodeLine(line.subarray(0, place % line.length).toString())).toBeUndefined();
      },
    ),
  );
});

test.each([1, 5, 40])(
  'a last line torn %i bytes before its end is dropped, and the next one follows cleanly',
  async (missing) => {
    const dir = await aDir();
    const bus = await localBus({ dir });
    const [first, torn, next] = [aMessage(), aMessage(), aMessage()];
    await bus.publish(first);
    await bus.publish(torn);
    await bus.close();
    const file = join(dir, 'journal', (await segments(dir))[0]!);
    await truncate(file, (await readFile(file)).length - missing);
    const again = await localBus({ dir });
    await again.publish(next);
    await again.close();
    expect(await ids({ dir }, 2)).toEqual([first.id, next.id]);
  },
);

test('rubbish behind the last line, also zeros of a power cut, hides nothing that comes later', async () => {
  const dir = await aDir();
  const bus = await localBus({ dir });
  const message = aMessage();
  await bus.publish(message);
  await bus.close();
  await appendFile(
    join(dir, 'journal', (await segments(dir))[0]!),
    Buffer.concat([Buffer.alloc(4096), Buffer.from('\nhalf a line\n{}\n\n')]),
  );
  expect(await ids({ dir }, 1)).toEqual([message.id]);
});

test('a line damaged in the middle is left out and reported; the rest arrives', async () => {
  const dir = await aDir();
  const sent = [aMessage(), aMessage(), aMessage()];
  const bus = await localBus({ dir });
  for (const message of sent) await bus.publish(message);
  await bus.close();
  const file = join(dir, 'journal', (await segments(dir))[0]!);
  const bytes = await readFile(file);
  const middle = bytes.indexOf(sent[1]!.id);
  bytes[middle]! ^= 1;
  await writeFile(file, bytes);
  const faults: BusFault[] = [];
  expect(await ids({ dir, onFault: (fault) => faults.push(fault) }, 2)).toEqual([sent[0]!.id, sent[2]!.id]);
  expect(faults).toEqual([expect.objectContaining({ doing: 'store', name: 'reader' })]);
});

test('a lost or broken cursor means everything again, never nothing', async () => {
  const dir = await aDir();
  const bus = await localBus({ dir });
  for (let count = 0; count < 3; count++) await bus.publish(aMessage());
  await bus.close();
  const all = await ids({ dir }, 3);
  await writeFile(join(dir, 'cursors', 'reader.json'), '');
  expect(await ids({ dir }, 3)).toEqual(all);
});

test('a journal that was replaced is read from its beginning', async () => {
  const dir = await aDir();
  const bus = await localBus({ dir });
  for (let count = 0; count < 3; count++) await bus.publish(aMessage());
  await bus.close();
  await ids({ dir }, 3);
  await rm(join(dir, 'journal'), { recursive: true });
  const again = await localBus({ dir });
  const fresh = Array.from({ length: 5 }, () => aMessage());
  for (const message of fresh) await again.publish(message);
  await again.close();
  expect(await ids({ dir }, 5)).toEqual(fresh.map(({ id }) => id));
});

test('files go when the journal is big and every known consumer is past them; a rebuild then reaches newcomers', async () => {
  const dir = await aDir();
  const bus = await localBus({ dir, ...small });
  const got = { quick: 0, slow: 0 };
  let isSlowAllowed = false;
  await bus.consume('quick', TYPES, async () => void got.quick++);
  await bus.consume('slow', TYPES, async () => {
    if (!isSlowAllowed) throw new Error('not yet');
    got.slow++;
  });
  const sent = Array.from({ length: 50 }, () => aMessage());
  for (const message of sent) await bus.publish(message);
  await until(() => got.quick === 50);
  const held = await segments(dir);
  expect(held.length).toBeGreaterThan(4);
  expect(held[0]).toMatch(/^0+\.log$/);
  isSlowAllowed = true;
  await until(() => got.slow === 50);
  await until(async () => (await segments(dir)).length <= 4);

  await bus.publish(sent[0]!);
  const late: string[] = [];
  await bus.consume('late', TYPES, async ({ id }) => void late.push(id));
  await until(() => late.includes(sent[0]!.id));
  await bus.close();
});

test('a full journal refuses to publish and takes more once consumers have caught up', async () => {
  const dir = await aDir();
  const bus = await localBus({ dir, ...small });
  let isAllowed = false;
  let got = 0;
  await bus.consume('slow', TYPES, async () => {
    if (!isAllowed) throw new Error('not yet');
    got++;
  });
  let taken = 0;
  const fill = async (): Promise<void> => {
    for (; taken < 1000; taken++) await bus.publish(aMessage());
  };
  await expect(fill()).rejects.toMatchObject({ kind: 'limit', code: 'bus.full' });
  isAllowed = true;
  await until(() => got === taken);
  const more = aMessage();
  await until(() => bus.publish(more).then(() => true, () => false)); // room is made a moment later
  await until(() => got === taken + 1);
  await bus.close();
});

test('a second bus on the same folder is refused until the first is closed; what keeps it out leaves no file where a kill could forget it', async () => {
  const dir = await aDir();
  const sockets = async () => (process.platform === 'linux' ? (await readdir(tmpdir())).filter((name) => name.endsWith('.sock') && name.includes(createHash('sha256').update(dir).digest('hex').slice(0, 24))) : []);
  const bus = await localBus({ dir });
  expect(await sockets()).toEqual([]);
  await expect(localBus({ dir })).rejects.toMatchObject({ code: 'bus.in-use' });
  await bus.close();
  await (await localBus({ dir })).close();
});

test('kill -9 at any instant loses nothing that publish resolved for and redelivers what was not acknowledged', async () => {
  const dir = await aDir();
  const acknowledged: string[] = [];
  const handled = new Set<string>();
  for (let round = 0; round < 6; round++) {
    const root = fileURLToPath(new URL('../../../', import.meta.url));
    const program = fileURLToPath(new URL('bus-local.victim.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', `${root}scripts/ts.mjs`, program, dir, String(round)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let lines = 0;
    const ended = new Promise<void>((done) => child.on('close', () => done()));
    for await (const line of createInterface({ input: child.stdout })) {
      const [what, id] = line.split(' ');
      if (what === 'published') acknowledged.push(id!);
      if (what === 'handled') handled.add(id!);
      if (++lines === 50 + round * 37) child.kill('SIGKILL');
    }
    await ended;
  }
  expect(acknowledged.length).toBeGreaterThan(100);

  const bus = await localBus({ dir });
  const rest: Message[] = [];
  await bus.consume('victim', TYPES, async (message) => void rest.push(message));
  const seen: string[] = [];
  await bus.consume('newcomer', TYPES, async ({ id }) => void seen.push(id));
  await until(() => acknowledged.every((id) => handled.has(id) || rest.some((message) => message.id === id)));
  await until(() => acknowledged.every((id) => seen.includes(id)));
  await bus.close();
  expect(seen.length).toBe(new Set(seen).size);
  for (const key of ['k0', 'k1']) {
    const order = acknowledged.filter((id) => id.startsWith(`${key}-`));
    expect(seen.filter((id) => order.includes(id))).toEqual(order);
  }
});
