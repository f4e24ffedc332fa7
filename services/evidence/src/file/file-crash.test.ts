import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { FileReceipt, FileView } from '@xingchuang/contracts';
import { until, type Client } from '@xingchuang/testkit';
import { upload } from '../world.fixture.ts';
import { picture } from './bytes.fixture.ts';
import { largePdf, MIB, sha256, start, surroundings, unitId } from './process.fixture.ts';

/** Sends the first half of a file and then nothing more. */
function sendHalf({ url, token }: Client, bytes: Buffer): void {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream', 'content-length': bytes.length, 'x-unit': unitId, 'x-file-name': 'half.pdf' };
  const sending = request(`${url}/api/evidence/files`, { method: 'POST', headers });
  sending.on('error', () => undefined); // the receiver is killed
  sending.write(bytes.subarray(0, bytes.length / 2));
}

test('killed at any moment of uploads: what was acknowledged is whole and told, nothing is half there', async () => {
  const env = await surroundings();
  const acknowledged = new Map<string, FileReceipt>();
  let sent = 0;
  for (const answers of [0, 1, 6, 15]) {
    const before = acknowledged.size;
    const { child, client } = await start(env);
    sendHalf(client, largePdf(4 * MIB));
    await until(async () => (await readdir(join(env['DATA_DIR']!, 'evidence', 'incoming'))).length > 0, 'the half upload');
    const uploads = Array.from({ length: 25 }, async () => {
      const bytes = Buffer.concat([await picture('png'), randomBytes(50_000)]);
      const answer = await upload(client, unitId, bytes, `${(sent += 1)}.png`, { 'X-Sha256': sha256(bytes) }).catch(() => undefined); // killed first
      if (answer?.status === 201) acknowledged.set(answer.body.id, answer.body);
    });
    await until(async () => acknowledged.size - before >= answers, `${answers} answers`);
    await child.kill();
    await Promise.all(uploads);
  }
  const { child, client } = await start(env);
  expect(await readdir(join(env['DATA_DIR']!, 'evidence', 'incoming'))).toEqual([]);
  const { items } = (await client.get('/api/evidence/files?limit=500')).body as { items: FileView[] };
  const kept = new Map(items.map((file) => [file.id, file]));
  expect(acknowledged.size).toBeGreaterThanOrEqual(22);
  for (const { id, sha256, size } of acknowledged.values()) expect(kept.get(id)).toMatchObject({ sha256, size });
  for (const { id, sha256: digest } of items) expect(sha256(await client.bytes(`/api/evidence/files/${id}/content`))).toBe(digest);
  expect(items.filter(({ name }) => name === 'half.pdf')).toEqual([]);
  await until(async () => (await client.get('/api/evidence/health')).body.unsent === 0, 'every event told');
  await child.stop();
});

test('memory stays flat while 96 MB come in and go out', async () => {
  const { child, client } = await start(await surroundings());
  let asked = 0;
  const memory = async (): Promise<number> => {
    process.kill(child.pid, 'SIGUSR2');
    asked += 1;
    return until(async () => Number([...child.output().matchAll(/memory (\d+)/g)][asked - 1]?.[1]), 'memory');
  };
  for (const name of ['warm.pdf', 'warmer.pdf']) {
    const { body } = await upload(client, unitId, largePdf(20 * MIB), name);
    await client.bytes(`/api/evidence/files/${body.id}/content`);
  }
  await memory();
  await wait(50);
  const before = await memory();
  const bytes = largePdf(96 * MIB);
  const { status, body } = await upload(client, unitId, bytes, 'large.pdf');
  expect([status, body.sha256]).toEqual([201, sha256(bytes)]);
  expect(sha256(await client.bytes(`/api/evidence/files/${body.id}/content`))).toBe(sha256(bytes));
  expect((await memory()) - before).toBeLessThan(72 * MIB);
  await child.stop();
});
