import { randomBytes } from 'node:crypto';
import { Client as S3 } from 'minio';
import type { IntegrityRunView } from '@xingchuang/contracts';
import { realMinio, until, type Client, type MinioAddress } from '@xingchuang/testkit';
import { sha256 } from '../file/process.fixture.ts';
import { sendByTus } from '../upload/tus.fixture.ts';
import { openWorld, type World } from '../world.fixture.ts';
import { submit } from './archive.fixture.ts';

// The archive on a real object store, with its second copy on another bucket.
let world: World;
let clerk: Client;
let [first, second] = [] as unknown as [MinioAddress, MinioAddress];
let s3: S3;
const MIB = 1024 * 1024;
const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(2 * MIB + 11)]);
let fileId = '';
const name = `blobs/${sha256(pdf)}`;

beforeAll(async () => {
  [first, second] = [await realMinio(), await realMinio()];
  const { endpoint, accessKey, secretKey } = first;
  const { hostname, port } = new URL(endpoint);
  s3 = new S3({ endPoint: hostname, port: Number(port), useSSL: false, accessKey, secretKey, region: 'us-east-1' });
  world = await openWorld({
    S3_ENDPOINT: endpoint, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey, S3_BUCKET: first.bucket,
    SECOND_COPY: `s3://${second.bucket}`, SECOND_COPY_ENDPOINT: second.endpoint, SECOND_COPY_ACCESS_KEY: second.accessKey, SECOND_COPY_SECRET_KEY: second.secretKey,
  });
  clerk = await world.as('clerk', 'B01');
}, 120_000);
afterAll(() => world?.running.stop());

const content = async (): Promise<string> => sha256(await clerk.bytes(`/api/evidence/files/${fileId}/content`));
async function check(): Promise<IntegrityRunView> {
  const admin = await world.as('admin', 'C');
  const { body } = await admin.post('/api/evidence/integrity/runs', { scope: 'all' });
  return until(async () => {
    const run = (await admin.get(`/api/evidence/integrity/runs/${body.id}`)).body as IntegrityRunView;
    return run.state === 'done' && run;
  }, 'the check', 60_000);
}

test('an upload by tus, piece by piece, ends in the store under its digest', async () => {
  const sent = await sendByTus(clerk, pdf, { filename: '会议纪要.pdf', unit: world.id('B01') }, { chunkSize: 500_000 });
  expect(sent).toMatchObject({ status: 204, fileId: expect.any(String) });
  fileId = sent.fileId!;
  expect((await s3.statObject(first.bucket, name)).size).toBe(pdf.length);
  expect(await content()).toBe(sha256(pdf));
});

test('what a submission relied on is locked in the store itself, against whoever has its keys', async () => {
  const id = await submit(world, { unitId: world.id('B01'), fileIds: [fileId] });
  await world.running.platform.ticker.tick();
  expect((await clerk.get(`/api/evidence/frozen-sets/${id}`)).body).toMatchObject({ locked: true, keepUntil: '2036-12-31' });
  const { versionId } = await s3.statObject(first.bucket, name);
  const retention = (await s3.getObjectRetention(first.bucket, name, { versionId: versionId! })) as { mode: string; retainUntilDate: string };
  expect([retention.mode, new Date(retention.retainUntilDate).toISOString()]).toEqual(['COMPLIANCE', '2036-12-31T15:59:59.000Z']);
  await expect(s3.removeObject(first.bucket, name, { versionId: versionId!, governanceBypass: true })).rejects.toThrow();
});

test('bytes that were put in place of the locked ones are found and mended from the second store', async () => {
  expect((await check()).faults).toEqual([]);
  expect((await s3.statObject(second.bucket, name)).size).toBe(pdf.length);
  await s3.putObject(first.bucket, name, Buffer.alloc(pdf.length, 'x')); // a newer version beside the locked one
  await expect(content()).rejects.toThrow();
  const { faults } = await check();
  expect(faults).toMatchObject([{ verdict: 'changed', objectId: fileId, name: '会议纪要.pdf', repaired: true }]);
  expect(await content()).toBe(sha256(pdf));
  expect((await check()).faults).toEqual([]);
}, 120_000);
