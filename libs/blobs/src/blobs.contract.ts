import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Refusal } from '@xingchuang/rules';
import { tempFolder } from '@xingchuang/testkit/servers';
import type { Blob, Blobs } from './blobs.ts';

export interface Subject {
  readonly blobs: Blobs;
  /** Moves the day that locks are compared with. */
  setToday(day: string): void;
  /** How many files or objects of any kind are kept, unfinished ones and locks included. */
  countKept(): Promise<number>;
  /** Spoils the stored bytes behind the adapter's back: cuts off the last byte, or changes one. */
  damage(sha256: string, how: 'cut' | 'change'): Promise<void>;
  /** A second process's view of the same store, opened now. */
  reopen(): Promise<Blobs>;
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export async function* inChunks(bytes: Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

export async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await allOf(stream));
}

export async function allOf<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of stream) all.push(one);
  return all;
}

/** Two words whose digests begin alike, so that they are stored side by side. */
function neighbours(): [string, string] {
  const seen = new Map<string, string>();
  for (let i = 0; ; i++) {
    const start = sha256Of(Buffer.from(`word ${i}`)).slice(0, 4);
    const other = seen.get(start);
    if (other !== undefined) return [other, `word ${i}`];
    seen.set(start, `word ${i}`);
  }
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is held on to, as opposed to what merely was not collected yet. */
function memoryHeld(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** A file of these bytes, gone with the run. */
function aFile(bytes: Uint8Array): string {
  const path = join(tempFolder('adopt'), 'file');
  writeFileSync(path, bytes);
  return path;
}

const refusal = (kind: string, code: string, rest: object = {}) =>
  expect.objectContaining({ name: 'Refusal', kind, code, ...rest });
const fresh = (size = 40): Buffer => randomBytes(size);
const ABSENT = sha256Of(Buffer.from('nobody put this'));

/** What every store of blobs must do; `locksByOwnClock` where the store refuses by its own clock too, until the real day is over. */
export function blobsContract(name: string, open: () => Promise<Subject>, { locksByOwnClock = false } = {}): void {
  describe(`blobs on ${name}`, () => {
    let subject: Subject;
    let blobs: Blobs;
    beforeAll(async () => {
      subject = await open();
      blobs = subject.blobs;
    });
    beforeEach(() => subject.setToday('2026-11-20'));
    const put = (bytes: Uint8Array): Promise<Blob> => blobs.put(inChunks(bytes, Math.max(7, bytes.length >> 5)));

    describe.each([
      ['nothing', () => ({})],
      ['its digest', (bytes: Buffer) => ({ sha256: sha256Of(bytes) })],
      ['its size', (bytes: Buffer) => ({ size: bytes.length })],
      ['digest and size', (bytes: Buffer) => ({ sha256: sha256Of(bytes), size: bytes.length })],
    ])('with %s known', (_, declare) => {
      test.each([1, 7, 8, 100_000, 1_500_000])('gives back %d bytes as they were', async (size) => {
        const bytes = fresh(size);
        const blob = { sha256: sha256Of(bytes), size };
        expect(await blobs.put(inChunks(bytes, 65_536), declare(bytes))).toEqual(blob);
        expect(bytes.equals(await bytesOf(await blobs.get(blob.sha256)))).toBe(true);
        expect(await blobs.find(blob.sha256)).toEqual(blob);
      });

      test('takes the same bytes again and keeps them once', async () => {
        const bytes = fresh();
        await put(bytes);
        const kept = await subject.countKept();
        expect(await blobs.put(inChunks(bytes), declare(bytes))).toEqual({ sha256: sha256Of(bytes), size: bytes.length });
        expect(await subject.countKept()).toBe(kept);
      });

      test('keeps the same bytes once where many bring them at once', async () => {
        const bytes = fresh(300_000);
        const kept = await subject.countKept();
        const all = await Promise.all(Array.from({ length: 8 }, () => blobs.put(inChunks(bytes, 10_000), declare(bytes))));
        expect(new Set(all.map((blob) => blob.sha256))).toEqual(new Set([sha256Of(bytes)]));
        expect(bytes.equals(await bytesOf(await blobs.get(sha256Of(bytes))))).toBe(true);
        expect(await subject.countKept()).toBe(kept + 1);
      });

      test('keeps nothing of a stream that breaks', async () => {
        const bytes = fresh(200_000);
        const kept = await subject.countKept();
        const broken = async function* () {
          yield* inChunks(bytes.subarray(0, 150_000), 10_000);
          await wait(50);
          throw new Error('the line went dead');
        };
        await expect(blobs.put(broken(), declare(bytes))).rejects.toThrow('the line went dead');
        expect(await blobs.find(sha256Of(bytes))).toBeUndefined();
        expect(await subject.countKept()).toBe(kept);
      });

      test('refuses no bytes at all', async () => {
        await expect(blobs.put(inChunks(Buffer.alloc(0)), declare(Buffer.alloc(0)))).rejects.toEqual(
          refusal('invalid', 'blob.empty'),
        );
      });
    });

    test.each([
      ['another digest', (bytes: Buffer) => ({ sha256: ABSENT, size: bytes.length }), 'sha256'],
      ['another digest, size not known', () => ({ sha256: ABSENT }), 'sha256'],
      ['a smaller size', (bytes: Buffer) => ({ sha256: sha256Of(bytes), size: bytes.length - 1 }), 'size'],
      ['a larger size', (bytes: Buffer) => ({ sha256: sha256Of(bytes), size: bytes.length + 1 }), 'size'],
      ['a larger size, digest not known', (bytes: Buffer) => ({ size: bytes.length + 1 }), 'size'],
    ])('refuses bytes declared with %s and keeps nothing', async (_, declare, field) => {
      const bytes = fresh(100_000);
      const kept = await subject.countKept();
      await expect(blobs.put(inChunks(bytes, 9_999), declare(bytes))).rejects.toEqual(
        refusal('invalid', 'blob.digest-differs', { field }),
      );
      expect([await blobs.find(sha256Of(bytes)), await blobs.find(ABSENT), await subject.countKept()]).toEqual([
        undefined,
        undefined,
        kept,
      ]);
    });

    test('does not take a known digest for the bytes', async () => {
      const bytes = fresh();
      const { sha256, size } = await put(bytes);
      await expect(blobs.put(inChunks(fresh(size)), { sha256, size })).rejects.toEqual(refusal('invalid', 'blob.digest-differs'));
    });

    test.each(['', 'abc', ABSENT.toUpperCase(), `../${ABSENT.slice(3)}`, `${ABSENT}\n`])(
      'refuses the name %j, which is no digest',
      async (name) => {
        const no = refusal('invalid', 'blob.digest');
        await expect(blobs.get(name)).rejects.toEqual(no);
        await expect(blobs.find(name)).rejects.toEqual(no);
        await expect(blobs.remove(name)).rejects.toEqual(no);
        await expect(blobs.lock(name, '2027-01-01')).rejects.toEqual(no);
        await expect(blobs.put(inChunks(fresh()), { sha256: name })).rejects.toEqual(no);
      },
    );

    test('adopts a file as it is, and leaves it there; the same again is kept once', async () => {
      for (const size of [40, 1_500_000]) {
        const bytes = fresh(size);
        const file = { path: aFile(bytes), sha256: sha256Of(bytes), size };
        const { path: _, ...blob } = file;
        expect(await blobs.adopt(file)).toEqual(blob);
        const kept = await subject.countKept();
        expect(await blobs.adopt(file)).toEqual(blob);
        expect(await subject.countKept()).toBe(kept);
        expect(bytes.equals(await bytesOf(await blobs.get(blob.sha256)))).toBe(true);
        expect(readFileSync(file.path).equals(bytes)).toBe(true);
      }
    });

    test.each([40, 1_500_000])('of a file of %d bytes that is not what it is said to be it keeps nothing', async (size) => {
      const [bytes, others] = [fresh(size), fresh(size)];
      const kept = await subject.countKept();
      await expect(blobs.adopt({ path: aFile(others), sha256: sha256Of(bytes), size })).rejects.toThrow();
      expect([await subject.countKept(), await blobs.find(sha256Of(bytes)), await blobs.find(sha256Of(others))]).toEqual([kept, undefined, undefined]);
    });

    test('knows what it does not have', async () => {
      await expect(blobs.get(ABSENT)).rejects.toEqual(refusal('missing', 'blob.missing'));
      await expect(blobs.lock(ABSENT, '2027-01-01')).rejects.toEqual(refusal('missing', 'blob.missing'));
      expect(await blobs.find(ABSENT)).toBeUndefined();
      await blobs.remove(ABSENT);
    });

    describe('a part', () => {
      const bytes = fresh(1000);
      const sha256 = sha256Of(bytes);
      beforeAll(() => put(bytes));
      test.each([
        [{ from: 0, to: 0 }, 0, 1],
        [{ from: 0, to: 499 }, 0, 500],
        [{ from: 10, to: 19 }, 10, 20],
        [{ from: 990 }, 990, 1000],
        [{ from: 999, to: 999 }, 999, 1000],
        [{ from: 990, to: 5000 }, 990, 1000],
        [{ from: 0 }, 0, 1000],
      ])('%j is what a Range means', async (range, start, end) => {
        expect(await bytesOf(await blobs.get(sha256, range))).toEqual(bytes.subarray(start, end));
      });
      test.each([{ from: 1000 }, { from: 20, to: 19 }, { from: -5 }, { from: 1.5 }, { from: 0, to: -1 }, { from: NaN }])(
        '%j holds no byte',
        async (range) => {
          await expect(blobs.get(sha256, range)).rejects.toEqual(refusal('invalid', 'blob.range', { field: 'range' }));
        },
      );
    });

    test.each([['cut', 5_000], ['change', 5_000], ['change', 700_000]] as const)('never passes off damaged bytes (%s of %d) as whole, not even to who only counts them', async (how, size) => {
      const { sha256 } = await put(fresh(size));
      await subject.damage(sha256, how);
      let given = 0;
      const reading = async () => {
        for await (const chunk of await blobs.get(sha256)) given += (chunk as Uint8Array).length;
      };
      await expect(reading()).rejects.toThrow();
      expect(given).toBeLessThan(size - (how === 'cut' ? 1 : 0));
    });

    test('gives up a stream that nobody reads on', async () => {
      const { sha256 } = await put(fresh(1_000_000));
      for (let i = 0; i < 20; i++) (await blobs.get(sha256)).destroy();
      expect((await bytesOf(await blobs.get(sha256))).length).toBe(1_000_000);
    });

    describe('a lock', () => {
      test('keeps bytes up to and including its day', async () => {
        const { sha256, size } = await put(fresh());
        await blobs.lock(sha256, '2099-01-02');
        expect(await blobs.find(sha256)).toEqual({ sha256, size, lockedUntil: '2099-01-02' });
        for (const day of ['2026-11-20', '2099-01-02']) {
          subject.setToday(day);
          await expect(blobs.remove(sha256)).rejects.toEqual(
            refusal('conflict', 'blob.locked', { facts: { sha256, until: '2099-01-02' } }),
          );
        }
        subject.setToday('2099-01-03');
        if (locksByOwnClock) await expect(blobs.remove(sha256)).rejects.toEqual(refusal('conflict', 'blob.locked'));
        else await blobs.remove(sha256);
        expect((await blobs.find(sha256)) !== undefined).toBe(locksByOwnClock);
      });

      test('that is over leaves bytes free, and they may come back without it', async () => {
        const bytes = fresh();
        const { sha256, size } = await put(bytes);
        const kept = await subject.countKept();
        await blobs.lock(sha256, '2026-11-19');
        await blobs.remove(sha256);
        expect(await subject.countKept()).toBe(kept - 1);
        await put(bytes);
        expect(await blobs.find(sha256)).toEqual({ sha256, size });
      });

      test('can be made longer, never shorter', async () => {
        const { sha256 } = await put(fresh());
        const untils: (string | undefined)[] = [];
        for (const day of ['2098-06-01', '2098-05-31', '2099-01-01', '2027-01-01']) {
          await blobs.lock(sha256, day);
          untils.push((await blobs.find(sha256))?.lockedUntil);
        }
        expect(untils).toEqual(['2098-06-01', '2098-06-01', '2099-01-01', '2099-01-01']);
      });

      test.each(['', '2099', '2099-1-2', '../2099-01-01'])('refuses %j, which is no day', async (day) => {
        const { sha256 } = await put(fresh());
        await expect(blobs.lock(sha256, day)).rejects.toBeInstanceOf(Refusal);
      });
    });

    test('mends what is missing, whatever lock is on it, and takes no other bytes for it', async () => {
      const bytes = fresh();
      const blob = await put(bytes);
      await expect(blobs.mend(inChunks(fresh()), blob)).rejects.toEqual(refusal('invalid', 'blob.digest-differs'));
      expect(await bytesOf(await blobs.get(blob.sha256))).toEqual(bytes);
      await blobs.remove(blob.sha256);
      await blobs.mend(inChunks(bytes), blob);
      await blobs.lock(blob.sha256, '2099-01-01');
      await blobs.mend(inChunks(bytes), blob);
      expect(await bytesOf(await blobs.get(blob.sha256))).toEqual(bytes);
      expect((await blobs.find(blob.sha256))?.lockedUntil).toBe('2099-01-01');
    });

    test('removes what is not locked', async () => {
      const { sha256 } = await put(fresh());
      await blobs.remove(sha256);
      expect(await blobs.find(sha256)).toBeUndefined();
      await expect(blobs.get(sha256)).rejects.toEqual(refusal('missing', 'blob.missing'));
    });

    test('another process sees the same', async () => {
      const bytes = fresh();
      const { sha256 } = await put(bytes);
      const other = await subject.reopen();
      expect(await bytesOf(await other.get(sha256))).toEqual(bytes);
    });

    test('lists page by page in the order of digests', async () => {
      const { blobs } = await open();
      const digests: string[] = [];
      for (const word of [...Array.from({ length: 21 }, (_, i) => `page ${i}`), ...neighbours()]) {
        digests.push((await blobs.put(inChunks(Buffer.from(word)))).sha256);
      }
      await blobs.lock(digests[3]!, '2026-11-01');
      digests.sort();
      for (const limit of [1, 5, 23, 100]) {
        const seen: string[] = [];
        for (let page = await blobs.list({ limit }); page.length > 0; page = await blobs.list({ limit, after: seen.at(-1) })) {
          expect(page.length).toBeLessThanOrEqual(limit);
          seen.push(...page.map((blob) => blob.sha256));
        }
        expect(seen).toEqual(digests);
      }
      for (const prefix of [digests[4]!.slice(0, 1), digests[7]!.slice(0, 2), digests[9]!.slice(0, 5), digests[11]!]) {
        const expected = digests.filter((digest) => digest.startsWith(prefix));
        expect((await blobs.list({ prefix, limit: 100 })).map((blob) => blob.sha256)).toEqual(expected);
        expect((await blobs.list({ prefix, after: expected[0], limit: 100 })).map((blob) => blob.sha256)).toEqual(
          expected.slice(1),
        );
      }
      expect((await blobs.list({ limit: 1 }))[0]?.size).toBeGreaterThan(5);
      expect(await blobs.list({ limit: 5, after: digests.at(-1) })).toEqual([]);
    });

    test.each([
      ['nothing', false],
      ['digest and size', true],
    ])('moves 64 MB in little memory with %s known', async (_, known) => {
      const part = fresh(65_536);
      const hash = createHash('sha256');
      for (let i = 0; i < 1024; i++) hash.update(part);
      const blob = { sha256: hash.digest('hex'), size: 1024 * part.length };
      await put(fresh()); // everything is loaded and connected
      const before = memoryHeld();
      let most = 0;
      const look = () => (most = Math.max(most, memoryHeld() - before));
      const bytes = async function* () {
        for (let i = 0; i < 1024; i++) {
          if (i % 100 === 0) look();
          yield Buffer.from(part);
        }
      };
      expect(await blobs.put(bytes(), known ? blob : {})).toEqual(blob);
      let [size, chunks] = [0, 0];
      for await (const chunk of await blobs.get(blob.sha256)) {
        size += (chunk as Buffer).length;
        if ((chunks += 1) % 100 === 0) look();
      }
      expect(size).toBe(blob.size);
      expect(most).toBeLessThan(40 * 1024 * 1024); // a buffered part of the usual client is 64 MiB
    });
  });
}
