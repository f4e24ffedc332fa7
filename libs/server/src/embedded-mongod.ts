import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import mongoose from 'mongoose';
// eslint-disable-next-line @nx/enforce-module-boundaries -- it runs before anything is installed too, so it belongs to no project
import { find } from '../../../scripts/servers.mjs';
import { commandOf, endProcess, isRunning, self, type ProcessIdentity } from './process-identity.ts';

export interface EmbeddedMongoOptions {
  /** Everything of this database lives in here; one process at a time may have it. */
  readonly dataDir: string;
  /** Where it listens on loopback; without it a free port, kept from start to start. */
  readonly port?: number;
  /** Gets a line per step worth telling. */
  readonly say?: (line: string) => void;
}

export interface EmbeddedMongo {
  readonly uri: string;
  /** The mongod of now: it is started again where it dies. */
  readonly pid: number;
  stop(): Promise<void>;
}

const SET = 'xingchuang';
const START_MS = 60_000;
const LONGEST_PAUSE_MS = 60_000;

/** What is written beside the data: who has it, and where its mongod listens. */
interface Note {
  readonly port?: number;
  readonly owner?: ProcessIdentity;
}

/**
 * Starts a mongod of our own as a replica set of one (a standalone loses acknowledged writes when killed) and waits until it
 * takes writes. A folder that a killed process left behind is taken over: its mongod is ended, its journal replayed.
 */
export async function startEmbeddedMongo({ dataDir, port, say = () => undefined }: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  const dir = resolve(dataDir);
  const binary = await find('mongod', { say });
  await mkdir(join(dir, 'db'), { recursive: true, mode: 0o700 });
  const before = await claim(dir);
  await endOrphan(dir, say);
  const server = new Server(binary, dir, port ?? (await freePort(before.port)), say);
  if (server.port !== before.port) {
    await writeNote(dir, { owner: self() }); // killed half-way, the next start knows no port and does this again
    await server.readdress();
  }
  await writeNote(dir, { port: server.port, owner: self() });
  await server.start();
  return {
    uri: uriAt(server.port),
    get pid() {
      return server.pid;
    },
    async stop() {
      await server.stop();
      await writeNote(dir, { port: server.port });
    },
  };
}

/** Where the mongod of a folder listens while a living process has it; undefined where none does. */
export async function runningMongo(dataDir: string): Promise<string | undefined> {
  const { owner, port } = await readNote(resolve(dataDir));
  return owner && port !== undefined && isRunning(owner) ? uriAt(port) : undefined;
}

const uriAt = (port: number): string => `mongodb://127.0.0.1:${port}/?replicaSet=${SET}&w=majority&journal=true&readConcernLevel=majority`;

class Server {
  #child: ChildProcess | undefined;
  #isStopping = false;

  constructor(
    private readonly binary: string,
    private readonly dir: string,
    readonly port: number,
    private readonly say: (line: string) => void,
  ) {}

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  async start(): Promise<void> {
    const ended = await this.#run(['--replSet', SET], (client) => becomePrimary(client, this.#address));
    void ended.how.then((how) => this.#revive(how));
  }

  /**
   * Gives an existing replica set the port of today. Done as a standalone: as a member it would first look for itself at the
   * old port, and wait for whoever is there now.
   */
  async readdress(): Promise<void> {
    if (!existsSync(join(this.dir, 'db', 'WiredTiger'))) return;
    await this.#run([], async (client) => {
      await client
        .db('local')
        .collection('system.replset')
        .updateOne({}, { $set: { 'members.0.host': this.#address } });
    });
    await endProcess(this.pid);
  }

  get #address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Runs mongod until `ready` is done with it; what comes after is told by `how`. */
  async #run(mode: string[], ready: (client: mongoose.mongo.MongoClient) => Promise<void>): Promise<{ how: Promise<string> }> {
    await rename(join(this.dir, 'mongod.log'), join(this.dir, 'mongod.old.log')).catch(() => undefined); // one old log is enough
    const child = spawn(this.binary, [...argumentsFor(this.dir, this.port), ...mode], { stdio: 'ignore', detached: true }); // Ctrl-C is for us: we say when it stops
    this.#child = child;
    child.unref();
    const how = once(child, 'exit').then(([code, signal]) => `ended with ${code ?? signal}`, String);
    try {
      await Promise.race([whenListening(child, this.port, ready), how.then((how) => Promise.reject(new Error(how)))]);
    } catch (error) {
      if (child.pid !== undefined) await endProcess(child.pid);
      throw new Error(
        `mongod (${this.binary}) did not start on ${this.dir}: ${(error as Error).message}${await lastWords(this.dir)}`,
        { cause: error },
      );
    }
    return { how };
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    if (this.pid > 0) await endProcess(this.pid);
  }

  /** Whoever ends it politely means it; whatever kills it does not. */
  async #revive(how: string): Promise<void> {
    if (this.#isStopping || how === 'ended with 0') return;
    this.say(`mongod ${how}; starting it again`);
    for (let failures = 1; !this.#isStopping; failures += 1) {
      const error = await this.start().then(() => undefined, (error: Error) => error);
      if (!error) return;
      this.say(error.message); // such as a full disk: perhaps somebody makes room
      await wait(Math.min(LONGEST_PAUSE_MS, failures * 1_000), undefined, { ref: false });
    }
  }
}

function argumentsFor(dir: string, port: number): string[] {
  return [
    ...['--dbpath', join(dir, 'db'), '--logpath', join(dir, 'mongod.log'), '--bind_ip', '127.0.0.1', '--port', String(port)],
    ...['--oplogSize', '256', '--wiredTigerCacheSizeGB', '0.25', '--nounixsocket', '--quiet'],
    ...['--setParameter', 'transactionLifetimeLimitSeconds=15'], // what a killed process left open must not hold others up for a minute
    ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
    // A member steps down and waits 15 s for others to take over; there are no others.
    ...['--setParameter', 'shutdownTimeoutMillisForSignaledShutdown=0'],
  ];
}

async function whenListening(
  child: ChildProcess,
  port: number,
  work: (client: mongoose.mongo.MongoClient) => Promise<void>,
): Promise<void> {
  for (const end = Date.now() + START_MS; !(await isListening(port)); await wait(20)) {
    if (child.exitCode !== null || child.signalCode !== null) return; // the caller knows
    if (Date.now() > end) throw new Error('it does not listen');
  }
  const client = new mongoose.mongo.MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: START_MS,
  });
  child.once('exit', () => void client.close()); // nobody will answer
  try {
    await work(client);
  } finally {
    await client.close();
  }
}

/** Makes the replica set where there is none yet, and waits until it takes writes. */
async function becomePrimary(client: mongoose.mongo.MongoClient, address: string): Promise<void> {
  const admin = client.db('admin');
  const config = await client.db('local').collection('system.replset').findOne({}, { readPreference: 'secondaryPreferred' });
  if (!config) await admin.command({ replSetInitiate: { _id: SET, members: [{ _id: 0, host: address }] } });
  for (const end = Date.now() + START_MS; !(await admin.command({ hello: 1 })).isWritablePrimary; await wait(20)) {
    if (Date.now() > end) throw new Error('it does not become primary');
  }
}

/** Refuses a folder that a living process has; two of them would take turns in ending each other's mongod. */
async function claim(dir: string): Promise<Note> {
  const note = await readNote(dir);
  if (note.owner && note.owner.pid !== process.pid && isRunning(note.owner)) {
    throw new Error(`${dir} is in use by process ${note.owner.pid}; stop it first, or choose another data folder`);
  }
  await writeNote(dir, { ...note, owner: self() });
  return note;
}

/** mongod writes its number into mongod.lock and empties it when it ends well. */
async function endOrphan(dir: string, say: (line: string) => void): Promise<void> {
  const pid = Number.parseInt(await readFile(join(dir, 'db', 'mongod.lock'), 'utf8').catch(() => ''), 10);
  if (!(pid > 0) || !commandOf(pid).includes(`--dbpath ${join(dir, 'db')} `)) return;
  say(`ending mongod ${pid}, which a killed process left behind`);
  await endProcess(pid);
}

async function readNote(dir: string): Promise<Note> {
  try {
    return JSON.parse(await readFile(join(dir, 'embedded.json'), 'utf8')) as Note;
  } catch {
    return {}; // first start, or cut short by a kill: nothing in it is needed
  }
}

async function writeNote(dir: string, note: Note): Promise<void> {
  const draft = join(dir, `embedded.json.${process.pid}`);
  await writeFile(draft, JSON.stringify(note));
  await rename(draft, join(dir, 'embedded.json'));
}

/** The wanted port where it is free, any other where not. */
async function freePort(wanted = 0): Promise<number> {
  const server = createServer();
  try {
    server.listen(wanted, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  } catch (error) {
    if (wanted === 0) throw error;
    return await freePort();
  } finally {
    server.close();
  }
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return once(socket, 'connect')
    .then(
      () => true,
      () => false,
    )
    .finally(() => socket.destroy());
}

/** What mongod wrote about its end, for the person who must act on it. */
async function lastWords(dir: string): Promise<string> {
  const log = await readFile(join(dir, 'mongod.log'), 'utf8').catch(() => '');
  const errors = log
    .split('\n')
    .filter((line) => /"s":"[EF]"/.test(line))
    .slice(-3);
  return errors.length > 0 ? `\n${errors.join('\n')}` : `; see ${join(dir, 'mongod.log')}`;
}
