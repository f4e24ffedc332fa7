import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'minio';
import { realMinio, startMinio, tempFolder } from '@xingchuang/testkit/servers';
import { openS3Blobs, type S3Options } from './blobs-s3.minio.ts';
import { allOf, blobsContract, inChunks, type Subject } from './blobs.contract.ts';

function clientOf({ endpoint, accessKey, secretKey }: Pick<S3Options, 'endpoint' | 'accessKey' | 'secretKey'>): Client {
  const { hostname, port } = new URL(endpoint);
  return new Client({ endPoint: hostname, port: Number(port), useSSL: false, accessKey, secretKey, region: 'us-east-1' });
}

async function subject(withObjectLock: boolean): Promise<Subject> {
  const store = await realMinio();
  const client = clientOf(store);
  if (!withObjectLock) await client.makeBucket(store.bucket);
  const spoolDir = tempFolder('spool');
  let today = '2026-11-20';
  const open = () => openS3Blobs({ ...store, spoolDir, today: () => today });
  return {
    blobs: await open(),
    reopen: open,
    setToday: (day) => (today = day),
    countKept: async () =>
      (await allOf(client.listObjects(store.bucket, '', true, { IncludeVersion: true }))).length +
      (await readdir(spoolDir)).length,
    damage: async (sha256, how) => {
      const size = (await client.statObject(store.bucket, `blobs/${sha256}`)).size;
      await client.putObject(store.bucket, `blobs/${sha256}`, Buffer.alloc(how === 'cut' ? size - 1 : size));
    },
  };
}

blobsContract('S3 with object lock', () => subject(true), { locksByOwnClock: true });
blobsContract('S3 without object lock', () => subject(false));

test('a lock holds against a client that goes around us', async () => {
  const store = await realMinio();
  const blobs = await openS3Blobs({ ...store, spoolDir: tempFolder('spool'), today: () => '2026-11-20' });
  const { sha256 } = await blobs.put(inChunks(Buffer.from('relied on by a decision')));
  await blobs.lock(sha256, '2099-12-31');
  const { versionId } = await clientOf(store).statObject(store.bucket, `blobs/${sha256}`);
  await expect(
    clientOf(store).removeObject(store.bucket, `blobs/${sha256}`, { versionId: versionId!, governanceBypass: true }),
  ).rejects.toThrow();
  expect(await blobs.find(sha256)).toMatchObject({ lockedUntil: '2099-12-31' });
});

test('what was acknowledged is there after the store was killed, and a store that is away is a fault, not a refusal', async () => {
  const dir = tempFolder('minio');
  const store = await startMinio({ dir: join(dir, 'store') });
  const { endpoint, accessKey, secretKey, port } = store;
  const options = { endpoint, accessKey, secretKey, bucket: 'kept', spoolDir: join(dir, 'spool'), today: () => '2026-11-20' };
  const blobs = await openS3Blobs(options);
  const { sha256, size } = await blobs.put(inChunks(Buffer.from('kept over a kill')));
  await store.kill();
  await expect(blobs.put(inChunks(Buffer.from('refused by nobody')))).rejects.not.toHaveProperty('kind');
  await startMinio({ dir: join(dir, 'store'), port, accessKey, secretKey });
  expect(await blobs.find(sha256)).toEqual({ sha256, size });
});
