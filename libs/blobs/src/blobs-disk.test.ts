import { once } from 'node:events';
import { chmod, readdir, readFile, rename, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startNode, tempFolder } from '@xingchuang/testkit/servers';
import { openDiskBlobs } from './blobs-disk.ts';
import { blobsContract, bytesOf, inChunks, sha256Of } from './blobs.contract.ts';

const filesIn = async (dir: string) =>
  (await readdir(dir, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

blobsContract('disk', async () => {
  const dir = tempFolder('blobs');
  let today = '2026-11-20';
  const open = () => openDiskBlobs({ dir, today: () => today });
  return {
    blobs: await open(),
    reopen: open,
    setToday: (day) => (today = day),
    countKept: async () => (await filesIn(dir)).length,
    damage: async (sha256, how) => {
      const file = (await filesIn(dir)).find((path) => path.includes(sha256))!;
      const bytes = await readFile(file);
      await chmod(file, 0o600);
      if (how === 'cut') await truncate(file, bytes.length - 1);
      else await writeFile(file, bytes.fill(0, 100, 101).fill(1, 101, 102));
    },
  };
});

const options = (dir: string) => ({ dir, today: () => '2026-11-20' });

test('a file cut short is mended by the same bytes', async () => {
  const dir = tempFolder('blobs');
  const blobs = await openDiskBlobs(options(dir));
  const bytes = Buffer.from('the whole of it');
  const { sha256 } = await blobs.put(inChunks(bytes));
  const [file] = await filesIn(dir);
  await chmod(file!, 0o600);
  await truncate(file!, 3);
  await expect(blobs.get(sha256, { from: 0, to: 1 })).rejects.toThrow(`blob ${sha256} is damaged: 3 of 15 bytes`);
  await blobs.put(inChunks(bytes));
  expect(await bytesOf(await blobs.get(sha256))).toEqual(bytes);
});

test('a part of a file that is cut short while it is read fails at its end', async () => {
  const dir = tempFolder('blobs');
  const blobs = await openDiskBlobs(options(dir));
  const { sha256 } = await blobs.put(inChunks(Buffer.alloc(1_000_000, 'x'), 100_000));
  const [file] = await filesIn(dir);
  const part = await blobs.get(sha256, { from: 10 });
  await chmod(file!, 0o600);
  await truncate(file!, 500_000);
  await expect(bytesOf(part)).rejects.toThrow(`blob ${sha256} is damaged: 499990 of 999990 bytes`);
});

test('a stream that nobody reads holds no file open', async () => {
  const blobs = await openDiskBlobs(options(tempFolder('blobs')));
  const { sha256 } = await blobs.put(inChunks(Buffer.from('left unread')));
  const before = (await readdir('/dev/fd')).length;
  const streams = await Promise.all(Array.from({ length: 50 }, () => blobs.get(sha256)));
  await Promise.all(streams.map((stream) => once(stream.destroy(), 'close')));
  while ((await readdir('/dev/fd')).length >= before + 10) await wait(20);
});

test('a killed process leaves a file that the next opening removes, while files of living processes stay', async () => {
  const dir = tempFolder('blobs');
  const program = join(dir, '..', 'half-put.ts');
  await writeFile(
    program,
    `import { openDiskBlobs } from ${JSON.stringify(new URL('./blobs-disk.ts', import.meta.url).href)};
     const blobs = await openDiskBlobs({ dir: process.argv[2]!, today: () => '2026-11-20' });
     async function* endless() { yield Buffer.alloc(100_000); console.log('half way'); setInterval(() => {}, 1000); await new Promise(() => {}); yield Buffer.alloc(1); }
     await blobs.put(endless());`,
  );
  const running = await startNode(program, { args: [dir], ready: /half way/ });
  expect(await filesIn(dir)).toHaveLength(1);
  await openDiskBlobs(options(dir));
  expect(await filesIn(dir)).toHaveLength(1);
  await running.kill();
  await openDiskBlobs(options(dir));
  expect(await filesIn(dir)).toHaveLength(0);
});

test('a file named by the number of this very process, which is none of its own, is removed too', async () => {
  const dir = tempFolder('blobs');
  await openDiskBlobs(options(dir));
  await writeFile(join(dir, 'incoming', `${process.pid}.left-by-an-earlier-life`), 'x');
  await openDiskBlobs(options(dir));
  expect(await filesIn(dir)).toHaveLength(0);
});

test('a folder that is moved elsewhere is the same store', async () => {
  const dir = tempFolder('blobs');
  const bytes = Buffer.from('to be moved');
  await (await openDiskBlobs(options(dir))).put(inChunks(bytes));
  await rename(dir, `${dir}-moved`);
  expect(await bytesOf(await (await openDiskBlobs(options(`${dir}-moved`))).get(sha256Of(bytes)))).toEqual(bytes);
});

test.each([
  ['changed', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.of(bytes.at(-1)! ^ 1)])],
  ['cut short', (bytes: Buffer) => bytes.subarray(0, 3)],
])('bytes that were %s are mended, though the name of the file is right', async (_, spoil) => {
  const dir = tempFolder('blobs');
  const blobs = await openDiskBlobs(options(dir));
  const bytes = Buffer.from('good bytes');
  const blob = await blobs.put(inChunks(bytes));
  await blobs.lock(blob.sha256, '2099-01-01');
  await writeFile(join(dir, blob.sha256.slice(0, 3), `${blob.sha256}.${blob.size}`), spoil(bytes));
  await expect(blobs.get(blob.sha256).then(bytesOf)).rejects.toThrow('damaged');
  await blobs.mend(inChunks(bytes), blob);
  expect(await bytesOf(await blobs.get(blob.sha256))).toEqual(bytes);
});
