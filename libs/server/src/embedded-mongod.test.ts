import { readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { startNode, tempFolder } from '@xingchuang/testkit/servers';
import { startEmbeddedMongo, type EmbeddedMongo } from './embedded-mongod.ts';

const running: EmbeddedMongo[] = [];
afterEach(async () => {
  for (const mongo of running.splice(0)) await mongo.stop();
});

async function start(dataDir: string, rest: { port?: number; say?: (line: string) => void } = {}): Promise<EmbeddedMongo> {
  const mongo = await startEmbeddedMongo({ dataDir, ...rest });
  running.push(mongo);
  return mongo;
}

async function withNotes<T>(uri: string, work: (notes: mongoose.mongo.Collection<{ _id: number }>) => Promise<T>): Promise<T> {
  const client = await mongoose.mongo.MongoClient.connect(uri, { serverSelectionTimeoutMS: 20_000 });
  try {
    return await work(client.db('test').collection('notes'));
  } finally {
    await client.close();
  }
}
const write = (uri: string, id: number) => withNotes(uri, (notes) => notes.insertOne({ _id: id }));
const count = (uri: string) => withNotes(uri, (notes) => notes.countDocuments());

test('keeps its data and its address from start to start', async () => {
  const dir = tempFolder('embedded');
  const first = await start(dir);
  await write(first.uri, 1);
  await first.stop();
  const second = await start(dir);
  expect(second.uri).toBe(first.uri);
  expect(await count(second.uri)).toBe(1);
});

test('listens on loopback only, as a replica set with journal', async () => {
  const { uri, pid } = await start(tempFolder('embedded'));
  const client = await mongoose.mongo.MongoClient.connect(uri);
  const { parsed } = await client.db('admin').command({ getCmdLineOpts: 1 });
  const { storageEngine } = await client.db('admin').command({ serverStatus: 1 });
  await client.close();
  expect(parsed).toMatchObject({
    net: { bindIp: '127.0.0.1' },
    replication: { replSet: 'xingchuang' },
    storage: { wiredTiger: { engineConfig: { cacheSizeGB: 0.25 } } },
  });
  expect(storageEngine).toMatchObject({ name: 'wiredTiger', persistent: true });
  expect(pid).toBeGreaterThan(0);
});

test('takes another port, and stays the same replica set, where its own is taken', async () => {
  const dir = tempFolder('embedded');
  const first = await start(dir);
  await write(first.uri, 1);
  await first.stop();
  const intruder = createServer().listen(Number(new URL(first.uri).port), '127.0.0.1');
  await once(intruder, 'listening');
  try {
    const second = await start(dir);
    expect(second.uri).not.toBe(first.uri);
    await write(second.uri, 2);
    expect(await count(second.uri)).toBe(2);
  } finally {
    intruder.close();
  }
});

test('is started again where something kills it, and nothing acknowledged is lost', async () => {
  const said: string[] = [];
  const mongo = await start(tempFolder('embedded'), { say: (line) => said.push(line) });
  await write(mongo.uri, 1);
  const before = mongo.pid;
  process.kill(before, 'SIGKILL');
  expect(await count(mongo.uri)).toBe(1);
  expect(mongo.pid).not.toBe(before);
  expect(said).toContain('mongod ended with SIGKILL; starting it again');
});

describe('a process that was killed', () => {
  const program = (dir: string) => {
    const file = join(dir, 'owner.ts');
    writeFileSync(
      file,
      `import { startEmbeddedMongo } from ${JSON.stringify(new URL('./embedded-mongod.ts', import.meta.url).href)};
       const mongo = await startEmbeddedMongo({ dataDir: process.argv[2]! });
       console.log('serves', mongo.uri, mongo.pid, '.');
       setInterval(() => {}, 1000);`,
    );
    return file;
  };

  test('leaves a folder that the next one takes over, with all that was acknowledged', async () => {
    const dir = tempFolder('embedded');
    const file = program(dir);
    for (let round = 1; round <= 3; round++) {
      const owner = await startNode(file, { args: [dir], ready: /serves (\S+) (\d+) \./ });
      const [, uri = '', pid = ''] = owner.match ?? [];
      await write(uri, round);
      await owner.kill();
      if (round === 2) process.kill(Number(pid), 'SIGKILL'); // a power cut takes both
    }
    const said: string[] = [];
    const mongo = await start(dir, { say: (line) => said.push(line) });
    expect(await count(mongo.uri)).toBe(3);
    expect(said.join('\n')).toMatch(/ending mongod \d+, which a killed process left behind/);
  });

  test('is not one that still runs: its folder is refused', async () => {
    const dir = tempFolder('embedded');
    const owner = await startNode(program(dir), { args: [dir], ready: /serves (\S+) (\d+) \./ });
    await expect(start(dir)).rejects.toThrow(`in use by process ${owner.pid}`);
    expect(await count(owner.match?.[1] ?? '')).toBe(0); // undisturbed
    await owner.kill();
  });

  test('may have left a note that is cut short, or names a number that another program has now', async () => {
    const dir = tempFolder('embedded');
    await (await start(dir)).stop();
    for (const note of ['{"port":', JSON.stringify({ owner: { pid: process.ppid, since: 'long ago' } })]) {
      writeFileSync(join(dir, 'embedded.json'), note);
      const mongo = await start(dir);
      expect(JSON.parse(readFileSync(join(dir, 'embedded.json'), 'utf8'))).toMatchObject({ owner: { pid: process.pid } });
      await mongo.stop();
    }
  });
});

test('says why mongod did not start', async () => {
  const dir = tempFolder('embedded');
  await (await start(dir)).stop();
  writeFileSync(join(dir, 'db', 'WiredTiger.turtle'), 'not a turtle');
  await expect(start(dir)).rejects.toThrow(/mongod .* did not start on .*: ended with/s);
});
