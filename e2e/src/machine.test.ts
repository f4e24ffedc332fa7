import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Upload, type DetailedError } from 'tus-js-client';
import { Client, until } from '@xingchuang/testkit';
import { startSystem, type System } from './system.ts';
import { aPdf, sha256 } from './uploader.ts';

const E = '/api/evidence';
const MIB = 1024 * 1024;
const photo = readFileSync(new URL('../fixtures/photo-field-service.jpg', import.meta.url));

let system: System;
let admin: Client;
let key: { id: string; secret: string };
let machine: Client;

/** What a machine does that has a key and nothing else: it asks for a token, and works with it. */
async function enter(secret: string): Promise<{ status: number; client: Client }> {
  const { status, body } = await system.anyone.post('/api/registry/keys/token', {}, { authorization: `ApiKey ${secret}` });
  return { status, client: new Client(system.url, body.token as string | undefined) };
}
async function keyFor(role: string, unit: string): Promise<typeof key> {
  const { status, body } = await admin.post('/api/registry/keys', { name: '文书系统', role, unitId: system.unit(unit) });
  expect(status).toBe(201);
  return { id: body.key.id as string, secret: body.secret as string };
}

/** The unmodified tus client in pieces; its line breaks once behind the first. */
function sendByTus(bytes: Buffer, metadata: Record<string, string>): Promise<{ status: number; fileId?: string | undefined; broke: boolean }> {
  return new Promise((resolve) => {
    let broke = false;
    const upload: Upload = new Upload(bytes, {
      endpoint: `${system.url}${E}/tus`,
      headers: { authorization: `Bearer ${machine.token}` },
      chunkSize: MIB,
      metadata,
      retryDelays: [0],
      onChunkComplete: () => {
        if (broke) return;
        broke = true;
        void upload.abort().then(() => upload.start());
      },
      onSuccess: ({ lastResponse }) => resolve({ status: lastResponse.getStatus(), fileId: lastResponse.getHeader('Upload-File-Id'), broke }),
      onError: (error) => resolve({ status: (error as DetailedError).originalResponse?.getStatus() ?? 0, broke }),
    });
    upload.start();
  });
}
const single = (unit: string, name = '照片.jpg', bytes: Uint8Array = photo) => machine.upload(`${E}/files`, bytes, { 'x-unit': system.unit(unit), 'x-file-name': encodeURIComponent(name) });

beforeAll(async () => {
  system = await startSystem();
  admin = await system.as('c.admin');
  key = await keyFor('clerk', 'B01');
  machine = (await enter(key.secret)).client;
}, 180_000);
afterAll(() => system?.stop());

describe('a machine with a key of the registry', () => {
  test('uploads in a single request, and its unit has the file', async () => {
    const { status, body } = await single('B01');
    expect({ status, sha256: body.sha256 }).toEqual({ status: 201, sha256: sha256(photo) });
    const clerk = await system.as('b01.clerk');
    expect(await clerk.get(`${E}/files/${body.id}`)).toMatchObject({ status: 200, body: { name: '照片.jpg', uploadedBy: key.id } });
    expect(Buffer.from(await machine.bytes(`${E}/files/${body.id}/content`))).toEqual(photo);
  });

  test('uploads by tus and goes on where its line broke', async () => {
    const bytes = aPdf(3 * MIB + 17);
    const { status, fileId, broke } = await sendByTus(bytes, { filename: '会议纪要.pdf', unit: system.unit('B01') });
    expect([status, broke]).toEqual([204, true]);
    expect(await machine.get(`${E}/files/${fileId}`)).toMatchObject({ status: 200, body: { name: '会议纪要.pdf', size: bytes.length, sha256: sha256(bytes), uploadedBy: key.id } });
  });

  test('announces a batch and gets its receipt', async () => {
    const { body: batch } = await machine.post(`${E}/batches`, { unitId: system.unit('B01'), lines: [{ name: '批.pdf' }, { name: '缺.pdf' }] });
    expect((await machine.upload(`${E}/files`, aPdf(2_000), { 'x-unit': system.unit('B01'), 'x-file-name': encodeURIComponent('批.pdf'), 'x-batch': batch.id as string })).status).toBe(201);
    expect(await machine.post(`${E}/batches/${batch.id}/close`)).toMatchObject({ status: 200, body: { received: 1, announced: 2, missing: 1, state: 'closed' } });
  });

  test.each<[string, () => Promise<{ status: number }>, number]>([
    ['uploads for another unit', () => single('B02'), 404],
    ['begins an upload for another unit', () => sendByTus(aPdf(100), { filename: 'a.pdf', unit: system.unit('B02') }), 404],
    ['lists files of another unit', () => machine.get(`${E}/files?unitId=${system.unit('B02')}`), 404],
    ['audits', () => machine.post(`${E}/audits`, {}), 403],
    ['exports', () => machine.post(`${E}/bags`, {}), 403],
    ['destroys', () => machine.post(`${E}/disposals`, {}), 403],
    ['reads the state of the whole archive', () => machine.get(`${E}/integrity`), 403],
    ['makes keys', () => machine.post('/api/registry/keys', { name: 'x', role: 'clerk', unitId: system.unit('B01') }), 403],
    ['sees accounts', () => machine.get('/api/registry/accounts'), 403],
    ['opens a campaign', () => machine.post('/api/assessment/campaigns', {}), 403],
  ])('never %s', async (_, act, status) => {
    expect((await act()).status).toBe(status);
  });

  test('of a seat that only reads, it uploads nothing', async () => {
    const { client } = await enter((await keyFor('leader', 'U1')).secret);
    expect((await client.get(`${E}/files`)).status).toBe(200);
    const before = (await machine.get(`${E}/files`)).body.items.length as number;
    expect((await client.upload(`${E}/files`, aPdf(100), { 'x-unit': system.unit('B01'), 'x-file-name': 'a.pdf' })).status).toBe(403);
    const begun = await fetch(`${system.url}${E}/tus`, { method: 'POST', headers: { authorization: `Bearer ${client.token}`, 'tus-resumable': '1.0.0', 'upload-length': '1' } });
    expect(begun.status).toBe(403);
    expect((await machine.get(`${E}/files`)).body.items).toHaveLength(before);
  });

  test('the key itself opens nothing but the door to a token; a wrong one not even that', async () => {
    const bare = await fetch(`${system.url}${E}/files`, { headers: { authorization: `ApiKey ${key.secret}` } });
    expect(bare.status).toBe(401);
    expect((await enter(`${key.secret.slice(0, -6)}${randomBytes(3).toString('hex')}`)).status).toBe(401);
  });

  test('a key that is revoked ends what was begun with it', async () => {
    expect((await admin.delete(`/api/registry/keys/${key.id}`)).status).toBe(204);
    await until(async () => (await single('B01', '后.jpg')).status === 401, 'the end of its token', 2_000);
    expect((await enter(key.secret)).status).toBe(401);
  });
});
