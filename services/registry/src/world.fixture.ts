import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PlatformConfig, serve, type Running } from '@xingchuang/server';
import { Client, realMongo, stopAndForget, tempFolder, type Answer } from '@xingchuang/testkit';
import { registry } from './index.ts';

export interface FirstAccount {
  readonly login: string;
  readonly password: string;
  readonly seats: readonly { readonly role: string; readonly unit: string }[];
}

/** A registry of its own on a real mongod, seen through HTTP. */
export class World {
  constructor(
    readonly running: Running,
    /** What the start printed. */
    readonly printed: string,
    readonly restart: () => Promise<World>,
    readonly stop: () => Promise<void>,
  ) {}

  get url(): string {
    return this.running.url;
  }
  get db() {
    return this.running.platform.databases.get('registry')!.connection;
  }
  get accounts(): readonly FirstAccount[] {
    return JSON.parse(readFileSync(join(this.running.platform.config.DATA_DIR, 'demo-accounts.json'), 'utf8')) as FirstAccount[];
  }

  password = (login: string): string => this.accounts.find((account) => account.login === login)!.password;

  signIn(login: string, password = this.password(login), rest: Record<string, unknown> = {}): Promise<Answer> {
    return new Client(this.url).post('/api/registry/session', { login, password, ...rest });
  }

  /** Someone signed in. */
  async as(login: string, password?: string): Promise<Client> {
    const answer = await this.signIn(login, password);
    if (answer.status !== 201) throw new Error(`${login}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return new Client(this.url, answer.body.token);
  }

  async id(code: string): Promise<string> {
    const unit = await this.db.collection('tree').findOne({ code });
    if (!unit) throw new Error(`no unit ${code}`);
    return String(unit._id);
  }
}

/** Starts a registry: with the demo world unless told otherwise, on 2026-03-10 of a rehearsal clock. */
export async function openWorld({ demo = true, now = '2026-03-10T02:00:00Z', extra = {} }: { demo?: boolean; now?: string; extra?: Record<string, unknown> } = {}): Promise<World> {
  const dir = tempFolder('registry');
  const mongo = await realMongo();
  const start = async (): Promise<World> => {
    const config = PlatformConfig.parse({
      HOST: '127.0.0.1', PORT: '0', DATA_DIR: dir, MONGODB_URI: mongo.uri, MONGODB_PREFIX: `${mongo.prefix}-`, CLOCK: 'rehearsal', LOG_LEVEL: 'error',
    });
    const [running, printed] = await listen(() => serve([registry], { ...config, SEED_DEMO: demo, ...extra } as PlatformConfig));
    running.platform.clock.move(new Date(now));
    const restart = async () => {
      await running.stop();
      return start();
    };
    const stop = async () => {
      await stopAndForget(running);
      rmSync(dir, { recursive: true, force: true });
    };
    return new World(running, printed, restart, stop);
  };
  return start();
}

/** Runs the work and keeps what it prints off the test's own output. */
async function listen<T>(work: () => Promise<T>): Promise<[T, string]> {
  const write = process.stdout.write.bind(process.stdout);
  let printed = '';
  process.stdout.write = ((text: string | Uint8Array) => {
    printed += String(text);
    return true;
  }) as typeof process.stdout.write;
  try {
    return [await work(), printed];
  } finally {
    process.stdout.write = write;
  }
}
