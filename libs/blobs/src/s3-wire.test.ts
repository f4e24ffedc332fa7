import { once } from 'node:events';
import { Agent, createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { upload } from './s3-wire.ts';

const PARTS = 50;
const blob = { sha256: 'ab'.repeat(32), size: PARTS * 100_000 };
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A store that behaves in one odd way; puts our bytes there and tells what became of it. */
async function uploadTo(store: RequestListener, lost: () => Promise<void> = async () => undefined) {
  const server = createServer(store).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const told: string[] = [];
  let read = 0;
  const chunks = async function* () {
    for (; read < PARTS; read++) yield Buffer.alloc(100_000);
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const done = upload(url, new Agent(), blob, chunks(), async (why) => {
    told.push(why.message);
    await lost();
  });
  return {
    fault: await done.then(
      () => undefined,
      (error: Error) => error.message,
    ),
    told,
    read,
  };
}

const stopEarly: RequestListener = (_, answer) => void answer.writeHead(412, { connection: 'close' }).end();
const hangUp: RequestListener = (request) => void request.once('data', () => request.socket.destroy());
const takeAll =
  (status: number): RequestListener =>
  (request, answer) =>
    void request.on('end', () => answer.writeHead(status).end()).resume();

test('all bytes and their checksum reach the store', async () => {
  let size = 0;
  let headers: object = {};
  const result = await uploadTo((request, answer) => {
    headers = request.headers;
    request.on('data', (chunk: Buffer) => (size += chunk.length)).on('end', () => answer.end());
  });
  expect(result).toEqual({ fault: undefined, told: [], read: PARTS });
  expect(size).toBe(blob.size);
  expect(headers).toMatchObject({
    'content-length': String(size),
    'x-amz-checksum-sha256': Buffer.from(blob.sha256, 'hex').toString('base64'),
    'if-none-match': '*',
  });
});

test.each([
  ['answers before the last byte', stopEarly, /412|EPIPE|ECONNRESET/],
  ['hangs up', hangUp, /hang up|EPIPE|ECONNRESET/],
  ['refuses after the last byte', takeAll(412), /412/],
])('where the store %s and has the bytes all the same, ours are read to their end', async (_, store, why) => {
  const result = await uploadTo(store);
  expect(result).toEqual({ fault: undefined, told: [expect.stringMatching(why)], read: PARTS });
});

test.each([
  ['answers before the last byte', stopEarly, false],
  ['hangs up', hangUp, false],
  ['refuses after the last byte', takeAll(503), true],
])('where the store %s and does not have them, the fault is told at once', async (_, store, readAll) => {
  const result = await uploadTo(store, () => Promise.reject(new Error('not there')));
  expect(result.fault).toBe('not there');
  expect(result.read === PARTS).toBe(readAll);
});
