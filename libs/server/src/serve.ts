import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import cookie from '@fastify/cookie';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino, type Logger } from 'pino';
import { localBus, type Bus, type OnFault } from '@xingchuang/bus';
import { Inbox, Relay } from '@xingchuang/bus/mongo';
import { openDiskBlobs, type Blobs } from '@xingchuang/blobs';
import { AccessGuard } from './access-guard.ts';
import { refuseAddress, takeBodies } from './bodies.ts';
import { BusStrategy, type OnceOnly } from './bus-strategy.ts';
import { rehearsalClock, systemClock, type Clock } from './clock.ts';
import type { PlatformConfig } from './config.ts';
import { openDatabase, type Database } from './database.ts';
import { IdempotencyInterceptor } from './idempotency-interceptor.ts';
import { newId } from './ids.ts';
import { InputPipe } from './input-pipe.ts';
import { PLATFORM, type Platform } from './platform.ts';
import { INBOXES } from './plumbing.ts';
import { ProblemFilter } from './problem-filter.ts';
import { cutSlowBodies } from './slow-bodies.ts';
import { Ticker } from './ticker.ts';
import { TokenVerifier } from './token-verifier.ts';

/** A service as a host sees it: its name, which is also its path prefix and its database, and its Nest module. */
export interface Service {
  readonly name: string;
  readonly module: Type;
}

export interface Running {
  readonly app: NestFastifyApplication;
  readonly platform: Platform;
  readonly url: string;
  stop(): Promise<void>;
}

@Module({})
class PlatformModule {}

@Module({})
class Application {}

/**
 * Starts services in this process on one port: opens what they stand on (embedded where the configuration names no real one),
 * connects their handlers to the bus, and listens. `prepare` may add routes of the host itself.
 */
export async function serve(
  services: readonly Service[],
  config: PlatformConfig,
  prepare: (app: NestFastifyApplication, platform: Platform) => Promise<void> = async () => undefined,
): Promise<Running> {
  mkdirSync(config.DATA_DIR, { recursive: true });
  const log = pino({ level: config.LOG_LEVEL, base: { services: services.map((service) => service.name).join('+') } });
  const closing: (() => Promise<void>)[] = [];
  const clock = config.CLOCK === 'rehearsal' ? rehearsalClock(config.DATA_DIR) : systemClock;
  const databases = await openDatabases(services, config, clock, log, closing);
  const bus = await openBus(config, log);
  const inboxes = new Map([...databases].map(([name, database]) => [name, new Inbox(database.connection.db!, name)]));
  const ticker = new Ticker(log);
  let url = '';
  const platform: Platform = {
    config, log, clock, bus, ticker, databases,
    blobs: await openBlobs(config, clock),
    tokens: new TokenVerifier(bus),
    publicUrl: () => config.PUBLIC_URL?.replace(/\/$/, '') ?? url,
  };

  const app = await createApp(services, platform, inboxes);
  await prepare(app, platform);
  const relays: Relay[] = [];
  for (const [name, database] of databases) {
    await database.prepare();
    const relay = new Relay(database.outbox, bus, { onFault: ({ attempt, error }) => log.warn({ service: name, attempt, err: error }, 'the relay will try again') });
    database.onCommit = () => relay.nudge();
    await relay.start();
    relays.push(relay);
  }
  app.connectMicroservice({ strategy: new BusStrategy(bus, onceOnly(databases, inboxes)) }, { inheritAppConfig: false });
  await app.startAllMicroservices();
  await app.listen(config.PORT, config.HOST);
  url = (await app.getUrl()).replace('[::1]', 'localhost');
  ticker.start();
  log.info({ url }, 'ready');

  const stop = async () => {
    const stopped = new AbortController();
    const tidily = async () => {
      await ticker.stop();
      await app.close();
      await bus.close();
      await Promise.all(relays.map((relay) => relay.stop()));
      stopped.abort();
      for (const close of closing.reverse()) await close();
    };
    const isGone = await Promise.race([tidily().then(() => false), whenGone([...databases.values()], stopped.signal)]);
    if (isGone) log.error('the database does not answer: nothing that waits for it is waited for; the next start goes on where this one ended');
  };
  return { app, platform, url, stop };
}

/** A service's handlers change its database in the transaction that also marks the message as heard. */
const onceOnly =
  (databases: ReadonlyMap<string, Database>, inboxes: ReadonlyMap<string, Inbox>): OnceOnly =>
  (consumer, handle) => {
    const database = databases.get(consumer)!;
    const consume = inboxes.get(consumer)!.consumer((message, session) => database.join(session, () => handle(message)));
    return async (message, attempt) => {
      await consume(message, attempt);
      database.onCommit();
    };
  };

/** A database that answers nothing for so long is not waited for at the end. */
const ANSWERS_WITHIN_MS = 3_000;

/**
 * True once a database is found to be gone while a host stops, which would wait for it again and again: everything under way has its own 15 seconds.
 * What is left undone then is what a kill leaves, and that loses nothing. Never, where all of them answer until the host is through with them.
 */
async function whenGone(databases: readonly Database[], stopped: AbortSignal): Promise<boolean> {
  const answers = ({ connection }: Database): Promise<boolean> => {
    const ping = connection.getClient().db().command({ ping: 1 }).then(() => true, () => false);
    return Promise.race([ping, wait(ANSWERS_WITHIN_MS, false, { ref: false })]);
  };
  for (;;) {
    const all = await Promise.all(databases.map(answers));
    if (stopped.aborted) return new Promise<never>(() => undefined);
    if (all.includes(false)) return true;
    await wait(ANSWERS_WITHIN_MS, undefined, { ref: false });
  }
}

/** Ends the process tidily on the usual signals; a kill loses nothing either, it only skips the goodbye. */
export function stopOnSignal(running: Running): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void running.stop().then(() => process.exit(0)));
  }
}

/** What every service module finds around it, whatever hosts it. */
export const surroundings = (platform: Platform, inboxes: ReadonlyMap<string, Inbox>): DynamicModule => ({
  module: PlatformModule,
  global: true,
  providers: [
    { provide: PLATFORM, useValue: platform },
    { provide: INBOXES, useValue: inboxes },
  ],
  exports: [PLATFORM, INBOXES],
});

async function createApp(services: readonly Service[], platform: Platform, inboxes: ReadonlyMap<string, Inbox>): Promise<NestFastifyApplication> {
  const root: DynamicModule = { module: Application, imports: [surroundings(platform, inboxes), ...services.map((service) => service.module)] };
  const adapter = new FastifyAdapter({
    genReqId: (request: { headers: Record<string, unknown> }) => String(request.headers['x-correlation-id'] ?? newId()),
    bodyLimit: 2 * 1024 * 1024,
    forceCloseConnections: true,
    trustProxy: platform.config.TRUST_PROXY ?? false,
    frameworkErrors: refuseAddress,
  });
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, { logger: ['error', 'warn'], abortOnError: false, bodyParser: false });
  await app.register(cookie);
  takeBodies(app.getHttpAdapter().getInstance());
  cutSlowBodies(app.getHttpAdapter().getInstance(), { seconds: platform.config.BODY_SECONDS, leastBytes: platform.config.BODY_LEAST_BYTES });
  app.useGlobalFilters(new ProblemFilter(platform.log));
  app.useGlobalPipes(new InputPipe());
  app.useGlobalGuards(new AccessGuard(platform.tokens));
  app.useGlobalInterceptors(new IdempotencyInterceptor(platform.databases));
  return app;
}

async function openDatabases(services: readonly Service[], config: PlatformConfig, clock: Clock, log: Logger, closing: (() => Promise<void>)[]) {
  const uri = config.MONGODB_URI ?? (await embeddedMongo(config, log, closing));
  const databases = new Map<string, Database>();
  for (const { name } of services) {
    const database = await openDatabase(uri, `${config.MONGODB_PREFIX}${name}`, clock);
    databases.set(name, database);
    closing.push(() => database.connection.close());
  }
  return databases;
}

async function embeddedMongo(config: PlatformConfig, log: Logger, closing: (() => Promise<void>)[]): Promise<string> {
  const { startEmbeddedMongo } = await import('./embedded-mongod.ts'); // only where there is no real one
  const embedded = await startEmbeddedMongo({ dataDir: join(config.DATA_DIR, 'mongo'), say: (line) => log.info(line) });
  closing.push(() => embedded.stop());
  return embedded.uri;
}

async function openBus(config: PlatformConfig, log: Logger): Promise<Bus> {
  const onFault: OnFault = ({ error, ...where }) => log.warn({ ...where, err: error }, 'the bus will try again');
  if (!config.NATS_URL) return localBus({ dir: join(config.DATA_DIR, 'bus'), onFault });
  const { natsBus } = await import('@xingchuang/bus/nats');
  return natsBus({ servers: config.NATS_URL, prefix: config.NATS_PREFIX, onFault });
}

/** The blobs that the configuration names. */
export async function openBlobs(config: PlatformConfig, clock: Clock): Promise<Blobs> {
  if (!config.S3_ENDPOINT) return openDiskBlobs({ dir: join(config.DATA_DIR, 'blobs'), today: () => clock.today() });
  const { openS3Blobs } = await import('@xingchuang/blobs/s3');
  return openS3Blobs({
    endpoint: config.S3_ENDPOINT,
    accessKey: config.S3_ACCESS_KEY ?? '',
    secretKey: config.S3_SECRET_KEY ?? '',
    bucket: config.S3_BUCKET,
    spoolDir: join(config.DATA_DIR, 'spool'),
    today: () => clock.today(),
  });
}
