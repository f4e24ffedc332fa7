import { createHash, randomBytes } from 'node:crypto';
import { createServer, request, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Uppy } from '@uppy/core';
import Tus from '@uppy/tus';
import type { Client } from '@xingchuang/testkit';
import { openWorld, type World } from '../world.fixture.ts';

const MIB = 1024 * 1024;
const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(3 * MIB)]);

let world: World;
let clerk: Client;
let line: Server;
/** Requests as they went over the line, and how many pieces it still lets through before it breaks once. */
const asked: string[] = [];
let pieces = Infinity;

beforeAll(async () => {
  world = await openWorld();
  clerk = await world.as('clerk', 'B01');
  line = createServer((asking, answer) => {
    asked.push(asking.method!);
    if (asking.method === 'PATCH' && (pieces -= 1) < 0) {
      pieces = Infinity;
      return void asking.socket.destroy();
    }
    const on = request(new URL(asking.url!, world.running.url), { method: asking.method!, headers: asking.headers }, (answered) => {
      answer.writeHead(answered.statusCode!, answered.headers);
      answered.pipe(answer);
    });
    asking.pipe(on);
  }).listen(0, '127.0.0.1');
  await once(line, 'listening');
});
afterAll(async () => {
  line?.close();
  await world?.running.stop();
});

test('Uppy as it is sends a file to the protocol, and goes on where a break of the line left it', async () => {
  pieces = 2;
  const uppy = new Uppy().use(Tus, {
    endpoint: `http://127.0.0.1:${(line.address() as AddressInfo).port}/api/evidence/tus`, headers: { authorization: `Bearer ${clerk.token}` }, chunkSize: MIB, retryDelays: [0, 100], allowedMetaFields: ['name', 'unit', 'eventDate'],
  });
  uppy.addFile({ name: '主题党日方案.pdf', type: 'application/pdf', data: bytes as never, /* what its tus client takes where there is no browser */ meta: { unit: world.id('B01'), eventDate: '2025-12-30' } });
  const done = await uppy.upload();
  expect([done?.failed, done?.successful?.length]).toEqual([[], 1]);
  expect(asked.slice(asked.indexOf('POST'))).toEqual(['POST', 'PATCH', 'PATCH', 'PATCH', 'HEAD', 'PATCH', 'PATCH']);
  const { items } = (await clerk.get('/api/evidence/files')).body as { items: object[] };
  expect(items).toMatchObject([{ name: '主题党日方案.pdf', eventDate: '2025-12-30', sha256: createHash('sha256').update(bytes).digest('hex') }]);
  uppy.destroy();
});
