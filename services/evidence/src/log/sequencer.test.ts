import { mkdtempSync, rmSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseCheckpoint, parseKey, rootAt, verifyConsistency, isSignedBy } from '@xingchuang/transparency';
import type { LogKeyList, LogStatus } from '@xingchuang/contracts';
import type { Running } from '@xingchuang/server';
import { Client, realMongo, startNode, until } from '@xingchuang/testkit';
import { Ledger } from './ledger.ts';
import { LogReader } from './log-reader.ts';
import { LogStore } from './log-store.ts';
import { startLog } from './log.fixture.ts';
import { Sequencer } from './sequencer.ts';
import { WitnessBox } from './witness-box.ts';

const CHILD = fileURLToPath(new URL('sequencer-child.fixture.ts', import.meta.url));
const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'xingchuang-log-'));
  folders.push(made);
  return made;
};
afterAll(() => folders.forEach((one) => rmSync(one, { recursive: true, force: true })));

const part = <T>(running: Running, type: new (...args: never[]) => T): T => running.app.get(type, { strict: false }) as T;
const say = (running: Running, objectId: string, n = 0) => part(running, Ledger).note({ act: 'thing.said', objectId, content: { n }, by: 'somebody' });
const atRest = (running: Running) => until(async () => ((await new Client(running.url).get('/api/evidence/log/status')).body as LogStatus).waiting === 0, 'everything has its place', 30_000);

/** Every statement has its own place without a gap, and every checkpoint ever signed is of one and the same tree. */
async function expectOneHistory(running: Running): Promise<number> {
  const log = part(running, LogStore);
  const { size, origin } = await log.state();
  const entries = await log.entriesBetween(0, size + 1);
  expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: size }, (_, n) => n));
  const keys = ((await new Client(running.url).get('/api/evidence/log/key')).body as LogKeyList).items.map(({ verifier }) => parseKey(verifier)!);
  const checkpoints = await log.checkpointsAfter(-1, 100_000);
  for (const { text, size: at } of checkpoints) {
    const { root, note, size: said } = parseCheckpoint(text)!;
    expect([said, keys.some((key) => key.name === origin && isSignedBy(note, key))]).toEqual([at, true]);
    expect(await part(running, LogReader).compute((node) => rootAt(at, node))).toEqual(root);
  }
  for (let n = 1; n < checkpoints.length; n += 7) {
    const { root, proof, checkpoint } = await part(running, LogReader).history(checkpoints[n]!.size);
    const newest = parseCheckpoint(checkpoint)!;
    expect(verifyConsistency(checkpoints[n]!.size, root, newest.size, newest.root, proof)).toBe(true);
  }
  return size;
}

test('two processes, killed at any moment and started again: what was acknowledged is in the log, once', async () => {
  const { uri, prefix } = await realMongo();
  const env = { MONGODB_URI: uri, MONGODB_PREFIX: `${prefix}-`, PORT: '0', LOG_LEVEL: 'silent' };
  const start = (data: string) => startNode(CHILD, { env: { ...env, DATA_DIR: data }, ready: /ready/ });
  const kept = new Set<string>();
  const note = (output: string) => [...output.matchAll(/^kept (\S+)$/gm)].forEach(([, id]) => kept.add(id!));
  const data = [folder(), folder()];
  const children = [await start(data[0]!), await start(data[1]!)];
  for (let n = 0; n < 5; n += 1) {
    await wait(300 + ((n * 7919) % 900));
    const which = n % 2;
    await children[which]!.kill();
    note(children[which]!.output());
    children[which] = await start(data[which]!);
  }
  for (const child of children) {
    await child.kill();
    note(child.output());
  }
  const running = await startLog({ MONGODB_URI: uri, MONGODB_PREFIX: `${prefix}-` });
  try {
    await atRest(running);
    expect(kept.size).toBeGreaterThan(100);
    const size = await expectOneHistory(running);
    const placed = new Set((await part(running, LogStore).entriesBetween(0, size)).map(({ id }) => id));
    expect([...kept].filter((id) => !placed.has(id))).toEqual([]);
  } finally {
    await running.stop();
  }
}, 180_000);

describe('within one process', () => {
  let running: Running;
  beforeAll(async () => void (running = await startLog()));
  afterAll(() => running?.stop());

  /** A second sequencer, as another process has it. */
  const another = (): Sequencer => {
    const { database, clock, platform, log, keys, witness } = part(running, Sequencer);
    return new Sequencer(database, clock, platform, log, keys, witness);
  };

  test('one that lost its lease without noticing writes nothing', async () => {
    await say(running, 'first');
    await atRest(running);
    const log = part(running, LogStore);
    await part(running, Sequencer).onModuleDestroy();
    const [one, other] = [another(), another()];
    await say(running, 'second');
    expect(await one.step()).toBe(1);
    const held = await log.state();
    expect(await log.take(other.me, held.epoch)).toBe(true);
    await say(running, 'third');
    expect(await log.advance({ holder: one.me, epoch: held.epoch, size: held.size }, { ...held, size: 99 })).toBe(false);
    expect(await one.step()).toBe(0);
    expect(await other.step()).toBe(1);
    await expectOneHistory(running);
  });

  test('many at once place everything once', async () => {
    for (let n = 0; n < 300; n += 1) await say(running, `thing-${n}`, n);
    const all = Array.from({ length: 4 }, another);
    await until(async () => {
      await Promise.all(all.map((one) => one.step().catch(() => 0)));
      return (await part(running, LogStore).countWaiting()) === 0;
    }, 'everything has its place');
    await expectOneHistory(running);
  });

  test('a clock that leaps back and forth changes nothing of the order', async () => {
    const ids: string[] = [];
    const one = another();
    await part(running, LogStore).release((await part(running, LogStore).state()).holder);
    for (const at of ['2020-01-01T00:00:00Z', '2030-01-01T00:00:00Z', '2026-02-28T15:59:59Z', '1999-12-31T16:00:00Z']) {
      running.platform.clock.move(new Date(at));
      ids.push((await say(running, 'clock')).id);
      await one.step();
    }
    const said = (await part(running, LogStore).entriesOf('clock')).sort((a, b) => a.seq! - b.seq!);
    expect(said.map(({ id }) => id)).toEqual(ids);
    await expectOneHistory(running);
  });

  test('a damaged edge stops the log instead of making another history', async () => {
    const states = running.platform.databases.get('evidence')!.connection.collection<{ _id: string; frontier: string[] }>('log-states');
    const { frontier } = (await states.findOne({ _id: 'log' }))!;
    const one = another();
    await part(running, LogStore).release((await part(running, LogStore).state()).holder);
    await say(running, 'never placed');
    await states.updateOne({ _id: 'log' }, { $set: { 'frontier.0': Buffer.alloc(32).toString('base64') } });
    await expect(one.step()).rejects.toThrow('does not lead to its last checkpoint');
    await states.updateOne({ _id: 'log' }, { $set: { frontier } });
    expect(await one.step()).toBe(1);
  });
});

describe('with a witness', () => {
  test('every checkpoint lies there once; a log that was set back does not go on beside it', async () => {
    const box = folder();
    const running = await startLog({ WITNESS_DIR: box });
    try {
      for (let n = 0; n < 3; n += 1) {
        await say(running, 'witnessed', n);
        await atRest(running);
      }
      const log = part(running, LogStore);
      await until(async () => readdirSync(box).length === (await log.checkpointsAfter(-1, 100)).length, 'the folder has all');
      for (const { text, id } of await log.checkpointsAfter(-1, 100)) expect(readFileSync(join(box, `${id}.txt`), 'utf8')).toBe(text);

      await part(running, Sequencer).onModuleDestroy();
      const { connection } = running.platform.databases.get('evidence')!;
      const [before] = await log.checkpointsAfter(0, 1);
      await connection.collection('log-states').updateOne({}, { $set: { size: before!.size, checkpoint: before!.text, holder: '' }, $inc: { epoch: 1 } }); // yesterday's database
      await say(running, 'after the set-back');
      const { database, clock, platform, keys } = part(running, Sequencer);
      const witness = new WitnessBox({ WITNESS_DIR: box } as never, platform, log, part(running, LogReader));
      const next = new Sequencer(database, clock, platform, log, keys, witness);
      expect(await next.step()).toBe(0);
      expect(witness.disagreement).toEqual({ witnessed: 3, size: 1 });
    } finally {
      await running.stop();
    }
  });
});

