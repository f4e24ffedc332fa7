import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import { startEmbeddedMongo } from '@xingchuang/server/embedded-mongod';
import { identityOf } from '@xingchuang/server/process-identity';
import { find, type ServerName } from '../../../scripts/servers.mjs';
import { oncePerRun } from './once.ts';
import { startProcess, type RunningProcess } from './process.ts';
import { noteProcess, tempFolder } from './run-folder.ts';

export { startNode, startProcess } from './process.ts';
export { tempFolder } from './run-folder.ts';

export interface MongoAddress {
  readonly uri: string;
  /** Begins the name of every database of this caller. */
  readonly prefix: string;
}

/** The mongod of this run, a replica set of one; MONGODB_URI instead, where it is set. */
export async function realMongo(): Promise<MongoAddress> {
  const uri = process.env['MONGODB_URI'] ?? (await oncePerRun('mongod', startMongo));
  return { uri, prefix: unique() };
}

async function startMongo(): Promise<string> {
  await locate('mongod');
  const mongo = await startEmbeddedMongo({ dataDir: tempFolder('mongo') });
  noteProcess(identityOf(mongo.pid));
  return mongo.uri;
}

export interface NatsAddress {
  readonly servers: string;
  /** Begins the names of streams, subjects and consumers of this caller. */
  readonly prefix: string;
}

/** The nats-server of this run, with JetStream on files. */
export async function realNats(): Promise<NatsAddress> {
  const servers = await oncePerRun('nats-server', async () => (await startNats({ dir: tempFolder('nats') })).servers);
  return { servers, prefix: unique() };
}

export interface MinioAddress {
  /** Scheme, host and port. */
  readonly endpoint: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** A name that no bucket has yet. */
  readonly bucket: string;
}

/** The MinIO of this run. */
export async function realMinio(): Promise<MinioAddress> {
  const address = await oncePerRun('minio', async () => {
    const { endpoint, accessKey, secretKey } = await startMinio({ dir: tempFolder('minio') });
    return { endpoint, accessKey, secretKey };
  });
  return { ...address, bucket: unique() };
}

/** A nats-server of one's own, to be killed and started again on the same folder and port. */
export async function startNats({
  dir,
  port,
}: {
  dir: string;
  port?: number;
}): Promise<RunningProcess & { servers: string; port: number }> {
  const command = await locate('nats-server');
  const chosen = port ?? (await freePort());
  mkdirSync(dir, { recursive: true });
  const config = join(dir, 'nats.conf');
  writeFileSync(
    config,
    `listen: "127.0.0.1:${chosen}"\njetstream { store_dir: ${JSON.stringify(join(dir, 'store'))}, sync_interval: always }\n`,
  );
  const running = await startProcess({ command, args: ['-c', config], ready: /Server is ready/ });
  return { ...running, port: chosen, servers: `nats://127.0.0.1:${chosen}` };
}

interface MinioOptions {
  readonly dir: string;
  readonly port?: number;
  readonly accessKey?: string;
  readonly secretKey?: string;
}

/** A MinIO of one's own, to be killed and started again on the same folder, port and keys. */
export async function startMinio(
  options: MinioOptions,
): Promise<RunningProcess & Omit<MinioAddress, 'bucket'> & { port: number }> {
  const command = await locate('minio');
  const { dir, port = await freePort(), accessKey = unique(), secretKey = randomBytes(20).toString('hex') } = options;
  const endpoint = `http://127.0.0.1:${port}`;
  const console = await freePort();
  const running = await startProcess({
    command,
    args: [
      'server',
      '--quiet',
      '--address',
      `127.0.0.1:${port}`,
      '--console-address',
      `127.0.0.1:${console}`,
      '--certs-dir',
      join(dir, 'certs'),
      join(dir, 'data'),
    ],
    env: { MINIO_ROOT_USER: accessKey, MINIO_ROOT_PASSWORD: secretKey, MINIO_BROWSER: 'off', MINIO_UPDATE: 'off' },
    ready: async () => (await fetch(endpoint).catch(() => undefined))?.status === 403, // its health page says yes too early
  });
  return { ...running, endpoint, port, accessKey, secretKey };
}

interface ClamdOptions {
  readonly dir: string;
  readonly port?: number;
  /** Lines of a signature database: `<hex of a pattern>` by the name that is told when it is found. */
  readonly patterns: Readonly<Record<string, string>>;
  /** What it takes in one stream, as clamd writes sizes. */
  readonly streamMost?: string;
}

/** A clamd of one's own that knows only the given patterns, to be killed and started again on the same port. */
export async function startClamd({ dir, port, patterns, streamMost = '25M' }: ClamdOptions): Promise<RunningProcess & { address: string; port: number }> {
  const command = await locate('clamd');
  const chosen = port ?? (await freePort());
  mkdirSync(join(dir, 'signatures'), { recursive: true });
  writeFileSync(join(dir, 'signatures', 'own.ndb'), Object.entries(patterns).map(([name, hex]) => `${name}:0:*:${hex}\n`).join(''));
  const config = join(dir, 'clamd.conf');
  writeFileSync(config, [`DatabaseDirectory ${join(dir, 'signatures')}`, `TCPSocket ${chosen}`, 'TCPAddr 127.0.0.1', 'Foreground yes', `TemporaryDirectory ${dir}`, `StreamMaxLength ${streamMost}`, ''].join('\n'));
  const running = await startProcess({ command, args: ['-c', config], ready: () => listens(chosen) });
  return { ...running, port: chosen, address: `127.0.0.1:${chosen}` };
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Never fetches inside a test, where a build of minutes would look like a hang. A suite without its server fails, on every machine. */
async function locate(name: ServerName): Promise<string> {
  try {
    return await find(name, { fetch: false });
  } catch (error) {
    throw new Error(`this suite needs ${name}; get it by: node scripts/servers.mjs ${name}\n${(error as Error).message}`, {
      cause: error,
    });
  }
}

function unique(): string {
  return `t${randomBytes(6).toString('hex')}`;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
