import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { PlatformConfig, serve, type Running, type Service } from '@xingchuang/server';
import { realMongo } from './servers.ts';

export interface StartOptions {
  /** Where the rehearsal clock stands at first, ISO 8601. */
  readonly now?: string;
  readonly config?: Partial<Record<keyof PlatformConfig | string, string>>;
}

/**
 * Starts services in this test's process on a real mongod with a database of their own, the embedded bus and a rehearsal clock.
 * `stop` ends them and removes what they kept.
 */
export async function startServices(services: readonly Service[], options: StartOptions = {}): Promise<Running> {
  const dir = mkdtempSync(join(tmpdir(), 'xingchuang-test-'));
  const mongo = await realMongo();
  const config = PlatformConfig.parse({
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: dir,
    MONGODB_URI: mongo.uri,
    MONGODB_PREFIX: `${mongo.prefix}-`,
    CLOCK: 'rehearsal',
    LOG_LEVEL: 'error',
    ...options.config,
  });
  const running = await serve(services, config);
  if (options.now) running.platform.clock.move(new Date(options.now));
  const stop = async () => {
    await stopAndForget(running);
    rmSync(dir, { recursive: true, force: true });
  };
  return { ...running, stop };
}

/** Ends services, and only then removes their databases: what still goes on by itself would find them gone. */
export async function stopAndForget({ platform, stop }: Running): Promise<void> {
  const names = [...platform.databases.values()].map(({ connection }) => connection.name);
  await stop();
  const mongo = await mongoose.createConnection(platform.config.MONGODB_URI!).asPromise();
  try {
    for (const name of names) await mongo.useDb(name).dropDatabase();
  } finally {
    await mongo.close();
  }
}

/** Waits until the probe gives something truthy; what crosses the bus arrives a moment later, on a loaded machine a long one. */
export async function until<T>(probe: () => Promise<T | undefined | false>, what: string, withinMs = 60_000): Promise<T> {
  for (const end = Date.now() + withinMs; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 25))) {
    const found = await probe();
    if (found) return found;
  }
  throw new Error(`still waiting after ${withinMs} ms: ${what}`);
}
