import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { verified } from './digest.ts';
import { appendStream, bytesOf } from './spool.ts';

const dir = mkdtempSync(join(tmpdir(), 'xingchuang-append-'));
const path = join(dir, 'file');
afterAll(() => rmSync(dir, { recursive: true }));

test('whatever comes in whatever pieces stands in the file in its order, behind what was there', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 200_000 }), { maxLength: 12 }), fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), async (pieces, pauses) => {
      rmSync(path, { force: true });
      const file = await open(path, 'a');
      await file.appendFile('before');
      await appendStream(file, (async function* () {
        for (const [n, piece] of pieces.entries()) {
          if (pauses[n]) await wait(1);
          yield piece;
        }
      })());
      await file.close();
      expect(readFileSync(path).equals(Buffer.concat([Buffer.from('before'), ...pieces]))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('what has come is in the file while more is awaited, and stays where the line breaks', async () => {
  rmSync(path, { force: true });
  const file = await open(path, 'a');
  const broken = appendStream(file, (async function* () {
    yield Buffer.from('here');
    while (readFileSync(path, 'utf8') !== 'here') await wait(5);
    yield Buffer.from(' and there');
    throw new Error('broken');
  })());
  await expect(broken).rejects.toThrow('broken');
  await file.close();
  expect(readFileSync(path, 'utf8')).toBe('here and there');
});

test('behind a write that failed nothing is written', async () => {
  const written: string[] = [];
  const full = {
    writev: async (pieces: Buffer[]) => {
      const text = Buffer.concat(pieces).toString();
      if (text.includes('b')) throw new Error('no space');
      written.push(text);
      return { bytesWritten: text.length };
    },
  } as unknown as FileHandle;
  const done = appendStream(full, (async function* () {
    for (const letter of 'abcdef') {
      yield Buffer.from(letter);
      await wait(2);
    }
  })());
  await expect(done).rejects.toThrow('no space');
  expect(written).toEqual(['a']);
});

test('a file that cannot be read fails for whoever reads it, however late, and for nobody else', async () => {
  const nowhere = join(dir, 'nowhere');
  const ways = [bytesOf(nowhere), verified(createReadStream(nowhere), 'a'.repeat(64), { from: 0, to: 1, length: 2, whole: true })];
  await wait(50);
  for (const way of ways) await expect(async () => { for await (const _ of way); }).rejects.toThrow('ENOENT');
});
