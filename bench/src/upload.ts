// Uploads through the running system, by a single request and by tus, beside plain PUTs to presigned addresses of the same MinIO: photos of 200 KB,
// 16 at once, and films of 100 MB, 2 at once; rounds that take turns: medians, ratios, processor time and memory of our process. One JSON line each.
// ROUNDS says how many rounds; previews are made elsewhere (DERIVE=off). Our ways keep, check, enter and log each file; the peer only keeps bytes.
// The second peer, `locked`, asks of the store what we ask of it: to compare a SHA-256, in a bucket that can lock objects.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client as S3 } from 'minio';
import { accountsIn, Client, closeRun, freePort, openRun, realMongo, startMinio } from '@xingchuang/testkit';

const ROUNDS = Number(process.env['ROUNDS'] ?? 5);
const root = new URL('../../', import.meta.url);
const KINDS = [
  { bench: 'upload-small', name: '照片.jpg', bytes: 200_000, files: 96, atOnce: 16, make: aPhoto, targetRatio: 0.7 },
  { bench: 'upload-large', name: '录像.mp4', bytes: 100_000_000, files: 4, atOnce: 2, make: aFilm, targetRatio: 0.65 },
] as const;

const photo = readFileSync(new URL('../../e2e/fixtures/photo-tree-planting.jpg', import.meta.url));
/** A photo that nobody sent before: behind its first mark stand comments of chance. */
function aPhoto(size: number): Buffer {
  const segments: Buffer[] = [];
  for (let left = size - photo.length; left > 0; ) {
    const length = left - 60_000 < 5 ? left : 60_000;
    segments.push(Buffer.from([0xff, 0xfe, (length - 2) >> 8, (length - 2) & 0xff]), randomBytes(length - 4));
    left -= length;
  }
  return Buffer.concat([photo.subarray(0, 2), ...segments, photo.subarray(2)]);
}

const noise = randomBytes(KINDS[1].bytes);
function aFilm(size: number): Buffer {
  const film = Buffer.from(noise.subarray(0, size));
  film.write('\0\0\0\u0018ftypisom\0\0\0\u0001isomavc1\0\0\0\0mdat', 'latin1');
  randomBytes(32).copy(film, 64);
  return film;
}

const agent = new Agent({ keepAlive: true });
interface Reply {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
}
function send(method: string, url: string, headers: Record<string, string>, body?: Buffer): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, agent, headers: { ...headers, 'content-length': String(body?.length ?? 0) } }, (answer) => {
      answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers })).on('error', reject).resume();
    });
    outgoing.on('error', reject).end(body);
  });
}
async function expect(status: number, reply: Promise<Reply>): Promise<Reply> {
  const answer = await reply;
  if (answer.status !== status) throw new Error(`answered ${answer.status} where ${status} was due`);
  return answer;
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
const round2 = (n: number): number => Number(n.toFixed(2));
const rssOf = (pid: number): number => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024);
/** Milliseconds of processor time of a process so far, all threads; the kernel counts hundredths of a second. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

await openRun();
const dir = mkdtempSync(join(tmpdir(), 'xingchuang-upload-'));
const minio = await startMinio({ dir: join(dir, 'minio') });
const { uri, prefix } = await realMongo();
const url = `http://127.0.0.1:${await freePort()}`;
const child = spawn(process.execPath, ['--max-semi-space-size=8', '--import', './scripts/ts.mjs', 'services/all/src/main.ts'], {
  cwd: root, stdio: 'ignore',
  env: {
    ...process.env, PORT: new URL(url).port, DATA_DIR: join(dir, 'data'), MONGODB_URI: uri, MONGODB_PREFIX: `${prefix}-`, LOG_LEVEL: 'silent', DERIVE: 'off',
    S3_ENDPOINT: minio.endpoint, S3_ACCESS_KEY: minio.accessKey, S3_SECRET_KEY: minio.secretKey, S3_BUCKET: 'evidence',
  },
});
const ended = new Promise((resolve) => child.once('exit', resolve));
try {
  while (!(await fetch(`${url}/api/evidence/health`).then(({ ok }) => ok, () => false))) {
    if (child.exitCode !== null) throw new Error('the system did not start');
    await wait(100);
  }
  const { hostname: endPoint, port } = new URL(minio.endpoint);
  const s3 = new S3({ endPoint, port: Number(port), useSSL: false, accessKey: minio.accessKey, secretKey: minio.secretKey });
  await s3.makeBucket('plain');
  await s3.makeBucket('locked', 'us-east-1', { ObjectLocking: true });
  const { login, password } = accountsIn(join(dir, 'data', 'demo-accounts.json'))('b01.clerk');
  let authorization = '';
  let unit = '';
  const signIn = async (): Promise<void> => {
    const { status, body } = await new Client(url).post('/api/registry/session', { login, password });
    if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
    [authorization, unit] = [`Bearer ${body.token as string}`, body.session.seat.unitId as string];
  };
  await signIn();
  while ((await send('GET', `${url}/api/evidence/files?unitId=${unit}`, { authorization })).status !== 200) await wait(100);

  let count = 0;
  const ways: Readonly<Record<'plain' | 'locked' | 'single' | 'tus', (name: string, body: Buffer) => Promise<unknown>>> = {
    plain: async (_, body) => expect(200, send('PUT', await s3.presignedPutObject('plain', `file-${(count += 1)}`, 3_600), {}, body)),
    locked: async (_, body) =>
      expect(200, send('PUT', await s3.presignedPutObject('locked', `file-${(count += 1)}`, 3_600), { 'x-amz-checksum-sha256': createHash('sha256').update(body).digest('base64'), 'if-none-match': '*' }, body)),
    single: (name, body) => expect(201, send('POST', `${url}/api/evidence/files`, { authorization, 'content-type': 'application/octet-stream', 'x-unit': unit, 'x-file-name': encodeURIComponent(name) }, body)),
    tus: async (name, body) => {
      const metadata = Object.entries({ filename: name, unit }).map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`).join(',');
      const protocol = { authorization, 'tus-resumable': '1.0.0' };
      const { headers } = await expect(201, send('POST', `${url}/api/evidence/tus`, { ...protocol, 'upload-length': String(body.length), 'upload-metadata': metadata }));
      return expect(204, send('PATCH', new URL(headers['location'] as string, url).href, { ...protocol, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }, body));
    },
  };
  type Way = keyof typeof ways;
  const names = Object.keys(ways) as Way[];
  /** One round of one way; bytes a second, processor time of our process and of MinIO, and the most memory ours had. */
  const run = async ({ make, bytes, files, atOnce, name }: (typeof KINDS)[number], way: Way) => {
    const made = Array.from({ length: files }, () => make(bytes));
    const [ours, store] = [cpuOf(child.pid!), cpuOf(minio.pid)];
    let rssMb = rssOf(child.pid!);
    const watch = setInterval(() => (rssMb = Math.max(rssMb, rssOf(child.pid!))), 20);
    const began = performance.now();
    await Promise.all(Array.from({ length: atOnce }, async () => {
      for (let body = made.pop(); body; body = made.pop()) await ways[way](name, body);
    }));
    const seconds = (performance.now() - began) / 1_000;
    clearInterval(watch);
    return { filesPerSecond: files / seconds, cpuMs: (cpuOf(child.pid!) - ours) / files, storeCpuMs: (cpuOf(minio.pid) - store) / files, rssMb };
  };

  for (const kind of KINDS) {
    const rounds: Record<Way, Awaited<ReturnType<typeof run>>[]> = { plain: [], locked: [], single: [], tus: [] };
    for (const way of names) await run(kind, way); // warms up
    await wait(2_000);
    const restMb = rssOf(child.pid!);
    for (let n = 0; n < ROUNDS; n += 1) {
      await signIn();
      for (let k = 0; k < names.length; k += 1) {
        const way = names[(n + k) % names.length]!; // each comes first in its turn
        rounds[way].push(await run(kind, way));
      }
    }
    const of = (way: Way, what: 'filesPerSecond' | 'cpuMs' | 'storeCpuMs') => round2(median(rounds[way].map((one) => one[what])));
    const against = (way: Way, peer: Way = 'plain') => round2(median(rounds[way].map(({ filesPerSecond }, n) => filesPerSecond / rounds[peer][n]!.filesPerSecond)));
    const growth = (way: Way) => Math.max(...rounds[way].map(({ rssMb }) => rssMb)) - restMb;
    process.stdout.write(`${JSON.stringify({
      bench: kind.bench, bytes: kind.bytes, atOnce: kind.atOnce, rounds: ROUNDS,
      filesPerSecond: { plain: of('plain', 'filesPerSecond'), locked: of('locked', 'filesPerSecond'), single: of('single', 'filesPerSecond'), tus: of('tus', 'filesPerSecond') },
      ratio: { single: against('single'), tus: against('tus') }, targetRatio: kind.targetRatio,
      ratioToLocked: { single: against('single', 'locked'), tus: against('tus', 'locked') },
      cpuMs: { single: of('single', 'cpuMs'), tus: of('tus', 'cpuMs'), storeOfPlain: of('plain', 'storeCpuMs'), storeOfLocked: of('locked', 'storeCpuMs'), storeOfSingle: of('single', 'storeCpuMs') },
      rssGrowthMb: { single: growth('single'), tus: growth('tus') }, ...(kind.bench === 'upload-large' && { targetGrowthMb: 64 }),
    })}\n`);
  }
} finally {
  child.kill('SIGTERM');
  await ended;
  await minio.stop();
  await closeRun();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(0);
