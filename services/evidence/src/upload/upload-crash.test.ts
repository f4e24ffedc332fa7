import { appendFile, mkdir, readdir, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { FileView } from '@xingchuang/contracts';
import { tempFolder, until, type Client } from '@xingchuang/testkit';
import { largePdf, MIB, sha256, start, surroundings, unitId } from '../file/process.fixture.ts';
import { begin, sendByTus, tus } from './tus.fixture.ts';

const LONG_MS = 240_000;
const offsetOf = async (client: Client, path: string): Promise<number> => {
  const { status, headers } = await tus(client, 'HEAD', path);
  expect(status).toBe(200);
  return Number(headers.get('upload-offset'));
};
const partsOf = (env: Record<string, string>): string => join(env['DATA_DIR']!, 'evidence', 'parts');

test('killed at any moment of many uploads: each goes on from its true offset, and all arrive whole', async () => {
  const env = await surroundings();
  const files = await Promise.all(Array.from({ length: 6 }, async (_, n) => ({ name: `${n}.pdf`, bytes: largePdf(2 * MIB + n), path: '', acknowledged: 0, done: false })));
  for (let round = 0; files.some(({ done }) => !done); round += 1) {
    const { child, client } = await start(env);
    let answers = 0;
    const isLast = round >= 8;
    const sendings = files.filter(({ done }) => !done).map(async (file) => {
      if (file.path === '') file.path = await begin(client, file.bytes.length, { filename: file.name, unit: unitId });
      let offset = await offsetOf(client, file.path);
      expect(offset).toBeGreaterThanOrEqual(file.acknowledged);
      while (offset < file.bytes.length) {
        const { headers } = await tus(client, 'PATCH', file.path, { 'upload-offset': String(offset) }, file.bytes.subarray(offset, offset + 300_000));
        offset = Number(headers.get('upload-offset'));
        file.acknowledged = offset;
        answers += 1;
      }
      file.done = true;
    });
    const ended = Promise.allSettled(sendings);
    if (!isLast) {
      await Promise.race([ended, until(async () => answers > round, 'some answers')]);
      await wait(round * 3);
      await child.kill();
    }
    for (const end of await ended) if (end.status === 'rejected' && !/fetch failed|terminated|socket|other side|ECONN/i.test(String(end.reason))) throw end.reason;
    if (isLast) await child.stop();
  }
  const { child, client } = await start(env);
  const { items } = (await client.get('/api/evidence/files?limit=100')).body as { items: FileView[] };
  expect(items.map(({ name, sha256: digest }) => [name, digest]).sort()).toEqual(files.map(({ name, bytes }) => [name, sha256(bytes)]));
  for (const { id, sha256: digest } of items) expect(sha256(await client.bytes(`/api/evidence/files/${id}/content`))).toBe(digest);
  await until(async () => (await readdir(partsOf(env))).length === 0, 'no parts left');
  await child.stop();
}, LONG_MS);

test('killed between the last byte and the entry: the file is entered at the next start, and its client finds it done', async () => {
  const env = await surroundings();
  const first = await start(env);
  const [good, bad] = [largePdf(MIB), Buffer.concat([Buffer.from('<html><script>'), Buffer.alloc(50_000, 'x')])];
  const paths = [await begin(first.client, good.length, { filename: '完.pdf', unit: unitId }), await begin(first.client, bad.length, { filename: '坏.txt', unit: unitId })] as const;
  for (const [index, bytes] of [good, bad].entries()) await tus(first.client, 'PATCH', paths[index]!, { 'upload-offset': '0' }, bytes.subarray(0, 1_000));
  await first.child.kill();
  for (const [index, bytes] of [good, bad].entries()) await appendFile(join(partsOf(env), paths[index]!.split('/').at(-1)!), bytes.subarray(1_000));
  const { child, client } = await start(env);
  const files = await until(async () => {
    const { items } = (await client.get('/api/evidence/files')).body as { items: FileView[] };
    return items.length > 0 && items;
  }, 'the file');
  expect(files).toMatchObject([{ name: '完.pdf', sha256: sha256(good), uploadedBy: unitId }]);
  expect(await offsetOf(client, paths[0])).toBe(good.length);
  expect((await client.get(`${paths[0]}/receipt`)).body.receipt.id).toBe(files[0]!.id);
  await until(async () => (await tus(client, 'HEAD', paths[1])).status === 404, 'the bad one is gone');
  await until(async () => (await readdir(partsOf(env))).length === 0, 'no parts left');
  await child.stop();
}, LONG_MS);

test('the tus client resumes by itself over a restart', async () => {
  const env = { ...(await surroundings()) };
  const first = await start(env);
  const bytes = largePdf(3 * MIB);
  const port = new URL(first.client.url).port;
  let killed: Promise<void> | undefined;
  const second: { child?: Awaited<ReturnType<typeof start>>['child'] } = {};
  const outcome = await sendByTus(first.client, bytes, { filename: '续.pdf', unit: unitId }, {
    chunkSize: 256 * 1024,
    retryDelays: Array.from({ length: 60 }, () => 500),
    onChunkComplete: (_, accepted) => {
      if (accepted > MIB) killed ??= first.child.kill().then(async () => void (second.child = (await start({ ...env, PORT: port })).child));
    },
    onBeforeRequest: async (request) => {
      await killed;
      if (second.child) request.setHeader('Authorization', `Bearer ${second.child.match![2]!}`); // its trust is another
    },
  });
  expect(outcome.fileId).toBeDefined();
  await second.child!.stop();
}, LONG_MS);

test('two processes over one store: begun here, gone on there, never both at once', async () => {
  const env = await surroundings();
  const twin = { ...env, DATA_DIR: tempFolder('evidence') };
  const one = await start(env);
  await mkdir(join(env['DATA_DIR']!, 'evidence'), { recursive: true });
  for (const shared of ['evidence', 'blobs']) await symlink(join(env['DATA_DIR']!, shared), join(twin.DATA_DIR, shared));
  const two = await start(twin);
  const bytes = largePdf(2 * MIB);
  const path = await begin(one.client, bytes.length, { filename: '双.pdf', unit: unitId });
  const half = bytes.length / 2;
  expect((await tus(one.client, 'PATCH', path, { 'upload-offset': '0' }, bytes.subarray(0, half))).status).toBe(204);
  expect(await offsetOf(two.client, path)).toBe(half);
  const rest = bytes.subarray(half);
  const answers = await Promise.all([tus(one.client, 'PATCH', path, { 'upload-offset': String(half) }, rest), tus(two.client, 'PATCH', path, { 'upload-offset': String(half) }, rest)]);
  const refused = answers.map(({ status }) => status).filter((status) => status !== 204);
  expect([refused.length, [409, 423].includes(refused[0]!)]).toEqual([1, true]); // the bytes are there already, or still on their way
  expect(((await two.client.get('/api/evidence/files')).body as { items: FileView[] }).items).toMatchObject([{ name: '双.pdf', sha256: sha256(bytes) }]);
  const left = await begin(one.client, 100, { filename: '死.txt', unit: unitId });
  void fetch(new URL(left, one.client.url), { method: 'PATCH', duplex: 'half', headers: { authorization: `Bearer ${one.client.token}`, 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }, body: new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('half')) }) } as RequestInit).catch(() => undefined);
  await until(async () => (await stat(join(partsOf(env), left.split('/').at(-1)!)).catch(() => undefined))?.size, 'the first bytes');
  await one.child.kill();
  expect(await offsetOf(two.client, left)).toBe(4);
  await two.child.stop();
}, LONG_MS);
