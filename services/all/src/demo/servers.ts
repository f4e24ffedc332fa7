import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { startEmbeddedMongo } from '@xingchuang/server/embedded-mongod';
import { endProcess } from '@xingchuang/server/process-identity';
// eslint-disable-next-line @nx/enforce-module-boundaries -- it runs before anything is installed too, so it belongs to no project
import { find } from '../../../../scripts/servers.mjs';
import { answers, Child, freePort } from './child.ts';
import { givenMongo } from './config.ts';
import type { Part } from './system.ts';

type Say = (line: string) => void;

/** A real mongod as a replica set of one, or the one that MONGODB_URI names. */
export async function startMongo(dir: string, say: Say): Promise<{ uri: string; part?: Part; stop: () => Promise<void> }> {
  const given = givenMongo();
  if (given !== undefined) return { uri: given, stop: async () => undefined };
  const mongo = await startEmbeddedMongo({ dataDir: join(dir, 'mongo'), say });
  // Whoever keeps it starts it again where it was killed; only the wait is ours.
  const part: Part = {
    name: 'mongod',
    get pid() {
      return mongo.pid;
    },
    kill: () => endProcess(mongo.pid, 0),
    start: () => takesWrites(mongo.uri),
  };
  return { uri: mongo.uri, part, stop: () => mongo.stop() };
}

/** nats-server with JetStream on files. */
export async function startNats(dir: string, say: Say): Promise<Child & { readonly url: string }> {
  const command = await find('nats-server', { say });
  const port = await freePort();
  const home = join(dir, 'nats');
  mkdirSync(home, { recursive: true });
  const config = join(home, 'nats.conf');
  writeFileSync(config, `listen: "127.0.0.1:${port}"\njetstream { store_dir: ${JSON.stringify(join(home, 'store'))}, sync_interval: always }\n`);
  const child = new Child({ name: 'nats-server', command, args: ['-c', config], logFile: join(dir, 'logs/nats-server.log'), isReady: () => listens(port) });
  await child.start();
  return Object.assign(child, { url: `nats://127.0.0.1:${port}` });
}

/** MinIO with keys of this run. */
export async function startMinio(dir: string, say: Say): Promise<Child & { readonly env: Readonly<Record<string, string>> }> {
  const command = await find('minio', { say });
  const [port, console] = [await freePort(), await freePort()];
  const endpoint = `http://127.0.0.1:${port}`;
  const [key, secret] = [`demo${randomBytes(6).toString('hex')}`, randomBytes(20).toString('hex')];
  const args = ['server', '--quiet', '--address', `127.0.0.1:${port}`, '--console-address', `127.0.0.1:${console}`, '--certs-dir', join(dir, 'minio/certs'), join(dir, 'minio/data')];
  const env = { MINIO_ROOT_USER: key, MINIO_ROOT_PASSWORD: secret, MINIO_BROWSER: 'off', MINIO_UPDATE: 'off', MINIO_FS_OSYNC: 'on' };
  // A nameless visitor is refused once it really serves; its health page says yes too early.
  const child = new Child({ name: 'minio', command, args, env, logFile: join(dir, 'logs/minio.log'), isReady: answers(endpoint, 403) });
  await child.start();
  return Object.assign(child, { env: { S3_ENDPOINT: endpoint, S3_ACCESS_KEY: key, S3_SECRET_KEY: secret, S3_BUCKET: 'xingchuang' } });
}

/** A client of a replica set is connected once it has found the member that takes writes. */
async function takesWrites(uri: string): Promise<void> {
  const connection = await mongoose.createConnection(uri, { serverSelectionTimeoutMS: 60_000 }).asPromise();
  await connection.close();
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return once(socket, 'connect').then(() => true, () => false).finally(() => socket.destroy());
}
