import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import fastify from 'fastify';
import { until } from '@xingchuang/testkit';
import { takeBodies } from './bodies.ts';
import { cutSlowBodies } from './slow-bodies.ts';

const PACE = { seconds: 0.3, leastBytes: 1_000 };
const app = fastify();
/** What became of each body, as its route heard it. */
const ends: string[] = [];
let reads = Promise.resolve();
/** Gives the request that lost its connection another one. */
const lost = Promise.withResolvers<() => void>();

beforeAll(async () => {
  takeBodies(app);
  cutSlowBodies(app, PACE);
  app.post('/', async ({ raw }) => {
    await reads;
    const end = await buffer(raw).then(({ length }) => `${length} bytes`, (error: NodeJS.ErrnoException) => error.code!);
    ends.push(end);
    return { end };
  });
  app.post('/lost', ({ raw }) => {
    const { socket } = raw;
    Object.assign(raw, { socket: null });
    lost.resolve(() => Object.assign(raw, { socket }));
    return buffer(raw);
  });
  await app.listen({ port: 0 });
});
afterAll(() => app.close());

/** Sends a body in pieces, and gives the answer. */
async function send(type: string, pieces: AsyncIterable<string> | Iterable<string>): Promise<{ status: number; body: string; connection: string | undefined }> {
  const sent = request({ port: (app.server.address() as AddressInfo).port, method: 'POST', agent: false, headers: { 'content-type': type, 'content-length': '100000' } });
  sent.on('error', () => undefined); // it is cut off while it still writes
  const answered = once(sent, 'response');
  void (async () => {
    for await (const piece of pieces) if (!sent.write(piece) && sent.destroyed) break;
  })();
  const [answer] = (await answered) as [IncomingMessage];
  return { status: answer.statusCode!, connection: answer.headers.connection, body: (await buffer(answer)).toString() };
}

async function* drop(): AsyncGenerator<string> {
  for (let n = 0; n < 100; n += 1) {
    yield ' ';
    await wait(20);
  }
}

test.each(['application/octet-stream', 'application/json'])('a byte now and then, as %s, is cut off, and who reads it hears of it', async (type) => {
  ends.length = 0;
  const { status, body, connection } = await send(type, drop());
  expect([status, connection, JSON.parse(body)]).toMatchObject([408, 'close', { code: 'body.too-slow', facts: PACE, title: expect.stringMatching(/[一-鿿]/) }]);
  if (type === 'application/json') return; // its route is never asked
  await until(async () => ends.length > 0, 'the route hears of it');
  expect(ends).toEqual(['ECONNRESET']);
});

test('a request that lost its connection is forgotten; the others are looked at as before', async () => {
  const sent = request({ port: (app.server.address() as AddressInfo).port, path: '/lost', method: 'POST', agent: false, headers: { 'content-type': 'application/octet-stream', 'content-length': '9' } });
  sent.on('error', () => undefined).write('x');
  const giveBack = await lost.promise;
  expect((await send('application/octet-stream', drop())).status).toBe(408);
  giveBack();
  sent.destroy();
});

test('a body that waits for us is not', async () => {
  ends.length = 0;
  const go = Promise.withResolvers<void>();
  reads = go.promise;
  setTimeout(go.resolve, PACE.seconds * 3_000);
  expect(await send('application/octet-stream', ['x'.repeat(100_000)])).toMatchObject({ status: 200, body: '{"end":"100000 bytes"}' });
});
