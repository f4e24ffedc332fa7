// One unit uploads 5,000 photos (PHOTOS says how many), 16 at a time, while another unit asks for a page of its files and files a small document
// twice a second; how much longer that takes than on a quiet system, as a ratio of medians, and the memory of the evidence service: one JSON line.
// Each service is a process of its own, over MongoDB, NATS and MinIO.
// The load comes from this very process on the same cores, at the same priority. Both halves need a machine that does nothing else: a ratio of
// medians taken on a loaded one tells of the load.
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startDistributed } from '@xingchuang/all';
import { accountsIn, Client } from '@xingchuang/testkit';

const PHOTOS = Number(process.env['PHOTOS'] ?? 5_000);
const AT_ONCE = 16;
const QUIET_ROUNDS = 40;
const EVERY_MS = 500;
const [MOST_RATIO, MOST_MB] = [2, 512];

const median = (numbers: readonly number[]): number => Number(numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!.toFixed(1));
const rssOf = (pid: number): number => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024);

/** A photo that nobody sent before: the picture, and behind its end mark a comment that differs. */
const photo = readFileSync(new URL('../../e2e/fixtures/photo-field-service.jpg', import.meta.url));
function aPhoto(): Buffer {
  const comment = randomBytes(16);
  const segment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, comment.length + 2]), comment]);
  return Buffer.concat([photo.subarray(0, 2), segment, photo.subarray(2)]);
}

const dir = mkdtempSync(join(tmpdir(), 'xingchuang-crowd-'));
const system = await startDistributed(dir, () => undefined);
try {
  const { url } = system;
  const { pid } = system.parts.find(({ name }) => name === 'evidence')!;
  const account = accountsIn(system.accountsFile);
  /** Signs in anew where its token nears its end. */
  class Clerk {
    #client: Client | undefined;
    #until = 0;
    unitId = '';
    constructor(readonly login: string) {}
    async client(): Promise<Client> {
      if (this.#client && performance.now() < this.#until) return this.#client;
      const { password } = account(this.login);
      const { status, body } = await new Client(url).post('/api/registry/session', { login: this.login, password });
      if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
      this.unitId = body.session.seat.unitId as string;
      this.#until = performance.now() + 240_000;
      return (this.#client = new Client(url, body.token as string));
    }
    async upload(bytes: Uint8Array, name: string): Promise<void> {
      const client = await this.client();
      const { status, body } = await client.upload('/api/evidence/files', bytes, { 'x-unit': this.unitId, 'x-file-name': encodeURIComponent(name), 'x-sha256': createHash('sha256').update(bytes).digest('hex') });
      if (status !== 201) throw new Error(`${name}: ${status} ${JSON.stringify(body)}`);
    }
  }
  const [crowd, other] = [new Clerk('b01.clerk'), new Clerk('b02.clerk')];
  for (const clerk of [crowd, other]) while ((await (await clerk.client()).get(`/api/evidence/files?unitId=${clerk.unitId}`)).status !== 200) await wait(100);

  let number = 0;
  /** What another unit does meanwhile: looks at a page, files a document. */
  const round = async (): Promise<{ readMs: number; fileMs: number }> => {
    const client = await other.client();
    const began = performance.now();
    await client.get('/api/evidence/files?limit=50');
    const readMs = performance.now() - began;
    await other.upload(Buffer.from(`第${(number += 1)}份说明 ${randomBytes(8).toString('hex')}`), `说明${number}.txt`);
    return { readMs, fileMs: performance.now() - began - readMs };
  };
  for (let warm = 0; warm < 10; warm += 1) await round();
  const quiet: Awaited<ReturnType<typeof round>>[] = [];
  for (let n = 0; n < QUIET_ROUNDS; n += 1) {
    quiet.push(await round());
    await wait(50);
  }
  await wait(5_000); // what was derived of those
  const began = performance.now();
  let sent = 0;
  let isOver = false;
  let rssMb = 0;
  const busy: typeof quiet = [];
  const watching = (async () => {
    while (!isOver) {
      busy.push(await round());
      rssMb = Math.max(rssMb, rssOf(pid));
      await wait(EVERY_MS);
    }
  })();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (sent < PHOTOS) await crowd.upload(aPhoto(), `合影${(sent += 1)}.jpg`);
  }));
  isOver = true;
  await watching;
  const seconds = (performance.now() - began) / 1_000;
  const of = (name: 'readMs' | 'fileMs', from: typeof quiet) => median(from.map((one) => one[name]));
  process.stdout.write(`${JSON.stringify({
    bench: 'crowd', photos: PHOTOS, atOnce: AT_ONCE, photosPerSecond: Number((PHOTOS / seconds).toFixed(1)),
    readMs: of('readMs', busy), quietReadMs: of('readMs', quiet), readRatio: Number((of('readMs', busy) / of('readMs', quiet)).toFixed(2)),
    fileMs: of('fileMs', busy), quietFileMs: of('fileMs', quiet), fileRatio: Number((of('fileMs', busy) / of('fileMs', quiet)).toFixed(2)),
    targetRatio: MOST_RATIO, rssMb, targetMb: MOST_MB,
  })}\n`);
} finally {
  await system.stop();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(0);
