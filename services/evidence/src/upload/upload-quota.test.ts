import type { Client } from '@xingchuang/testkit';
import { request } from 'node:http';
import { picture } from '../file/bytes.fixture.ts';
import { openWorld, upload, type World } from '../world.fixture.ts';
import { begin, sendByTus, tus } from './tus.fixture.ts';

let world: World;
let clerk: Client;
beforeAll(async () => {
  world = await openWorld({ UPLOADS_PER_PERSON: '2', UPLOADS_PER_UNIT: '3', UNFINISHED_PER_PERSON: '2', UNIT_QUOTA_MIB: '1' });
  clerk = await world.as('clerk', 'B01');
});
afterAll(() => world.running.stop());

const b01 = () => world.id('B01');

/** An upload that has begun and goes no further, until it is let go. */
async function halted({ url, token }: Client, unitId: string): Promise<() => void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream', 'content-length': 1_000, 'x-unit': unitId, 'x-file-name': 'half.txt' };
  const sending = request(`${url}/api/evidence/files`, { method: 'POST', headers });
  sending.on('error', () => undefined);
  sending.write('half');
  const before = world.running.platform.config.DATA_DIR;
  expect(before).not.toBe('');
  return () => void sending.destroy();
}

const spooled = async () => (await (await import('node:fs/promises')).readdir(`${world.running.platform.config.DATA_DIR}/evidence/incoming`)).length;
const eventually = async (count: number) => { while ((await spooled()) !== count) await new Promise((go) => setTimeout(go, 10)); };

test('a person and a unit have so many uploads at once, and others are not affected', async () => {
  const colleague = await world.as('clerk', 'B01');
  const ends = [await halted(clerk, b01()), await halted(clerk, b01())];
  await eventually(2);
  expect(await upload(clerk, b01(), await picture('png'), '图.png')).toMatchObject({ status: 429, body: { code: 'upload.too-many-of-person', facts: { most: 2 } } });
  ends.push(await halted(colleague, b01()));
  await eventually(3);
  expect(await upload(colleague, b01(), await picture('png'), '图.png')).toMatchObject({ status: 429, body: { code: 'upload.too-many-of-unit', facts: { most: 3 } } });
  expect((await upload(await world.as('clerk', 'B02'), world.id('B02'), await picture('png'), '图.png')).status).toBe(201);
  for (const end of ends) end();
  await eventually(0);
  expect((await upload(clerk, b01(), await picture('png'), '图.png')).status).toBe(201);
});

test('a person leaves so many uploads unfinished', async () => {
  const paths = [await begin(clerk, 10, { filename: '1.txt', unit: b01() }), await begin(clerk, 10, { filename: '2.txt', unit: b01() })];
  expect(await sendByTus(clerk, Buffer.from('minutes'), { filename: '3.txt', unit: b01() }, { retryDelays: null })).toMatchObject({ status: 429, problem: { code: 'upload.too-many-unfinished' } });
  for (const path of paths) await tus(clerk, 'DELETE', path);
  expect((await sendByTus(clerk, Buffer.from('minutes'), { filename: '3.txt', unit: b01() })).fileId).toBeDefined();
});

test('a unit keeps so much, each file counted, and another unit has room of its own', async () => {
  const half = (n: number) => Buffer.from(`${n}`.repeat(500_000));
  expect((await upload(clerk, b01(), half(1), '1.txt')).status).toBe(201);
  expect((await upload(clerk, b01(), half(2), '2.txt')).status).toBe(201);
  expect(await upload(clerk, b01(), half(3), '3.txt')).toMatchObject({ status: 429, body: { code: 'upload.no-room', facts: { mebibytes: 1 } } });
  expect((await upload(await world.as('clerk', 'B02'), world.id('B02'), half(3), '3.txt')).status).toBe(201);
});
