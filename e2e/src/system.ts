import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AllConfig, SERVICES } from '@xingchuang/all';
import type { UnitView } from '@xingchuang/contracts';
import type { Role } from '@xingchuang/rules';
import { rehearsalClock, serve, type Running, type Service } from '@xingchuang/server';
import { Client, realMongo, stopAndForget, tempFolder, until, type Account, type Answer } from '@xingchuang/testkit';

export interface DemoAccount extends Account {
  readonly seats: readonly { readonly role: Exclude<Role, 'public'>; readonly unit: string }[];
}

export interface SystemOptions {
  /** Where the rehearsal clock stands at first, ISO 8601. */
  readonly now?: string;
  /** Which services this process hosts; all of them, if not given. */
  readonly services?: readonly Service[];
  readonly config?: Readonly<Record<string, string>>;
  readonly prepare?: Parameters<typeof serve>[2];
}

/** A token lives for five minutes. */
export const TOKEN_MS = 200_000;

/** The running system as its users see it: through HTTP, signed in with the passwords that the first start gave out. */
export class System {
  readonly #clients = new Map<string, { readonly client: Promise<Client>; readonly until: number }>();

  constructor(
    readonly running: Running,
    readonly accounts: readonly DemoAccount[],
    /** Ids of the units by their codes. */
    readonly units: ReadonlyMap<string, string>,
  ) {}

  get url(): string {
    return this.running.url;
  }
  /** Where the first start wrote the accounts down. */
  get accountsFile(): string {
    return join(this.running.platform.config.DATA_DIR, 'demo-accounts.json');
  }
  account = (login: string): DemoAccount => this.accounts.find((account) => account.login === login)!;
  /** Someone who is not signed in. */
  get anyone(): Client {
    return new Client(this.url);
  }

  signIn(login: string, rest: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    return this.anyone.post('/api/registry/session', { login, password: this.account(login).password, ...rest });
  }

  /** Someone signed in at the first seat, or at the one of the given role; once for each, and again before the token ends. */
  as(login: string, role?: Role): Promise<Client> {
    const key = `${login} ${role ?? ''}`;
    const known = this.#clients.get(key);
    if (known && Date.now() < known.until) return known.client;
    const client = this.#open(login, role);
    this.#clients.set(key, { client, until: Date.now() + TOKEN_MS });
    return client;
  }

  unit(code: string): string {
    const id = this.units.get(code);
    if (id === undefined) throw new Error(`no unit ${code}`);
    return id;
  }

  /** Sets the rehearsal clock; what falls due by it is done when this returns. */
  async moveClock(now: string): Promise<void> {
    const answer = await (await this.as('c.admin')).put('/api/registry/clock', { now });
    if (answer.status !== 200) throw new Error(`the clock: ${answer.status} ${JSON.stringify(answer.body)}`);
  }

  /** Until everything that was told has been heard, and what came of it too. */
  async quiet(): Promise<void> {
    const { bus, databases } = this.running.platform;
    const isSent = async () => (await Promise.all([...databases.values()].map(({ outbox }) => outbox.lag()))).every((lag) => lag === 0);
    await until(async () => (await bus.isIdle()) && (await isSent()) && (await bus.isIdle()) && isSent(), 'all that was told has been heard', 120_000);
  }

  async stop(): Promise<void> {
    await stopAndForget(this.running);
    rmSync(this.running.platform.config.DATA_DIR, { recursive: true, force: true });
  }

  async #open(login: string, role?: Role): Promise<Client> {
    const { status, body } = await this.signIn(login);
    if (status !== 201) throw new Error(`${login}: ${status} ${JSON.stringify(body)}`);
    if (role === undefined || body.session.seat.role === role) return new Client(this.url, body.token);
    const seat = (body.session.seats as { id: string; role: Role }[]).find((one) => one.role === role);
    const switched = await new Client(this.url, body.token).post('/api/registry/session/seat', { seat: seat?.id });
    if (switched.status !== 200) throw new Error(`${login} as ${role}: ${switched.status} ${JSON.stringify(switched.body)}`);
    return new Client(this.url, switched.body.token);
  }
}

/** Starts services in this process: real database, rehearsal clock, demo world; ready when all of them know the world and the schemes. */
export async function startSystem({ now = '2026-01-05T02:00:00Z', services = SERVICES, config = {}, prepare }: SystemOptions = {}): Promise<System> {
  const dir = tempFolder('system');
  const mongo = await realMongo();
  rehearsalClock(dir).move(new Date(now));
  const settings = AllConfig.parse({
    HOST: '127.0.0.1', PORT: '0', DATA_DIR: dir, MONGODB_URI: mongo.uri, MONGODB_PREFIX: `${mongo.prefix}-`, CLOCK: 'rehearsal', LOG_LEVEL: 'error', SEED_DEMO: 'true', ...config,
  });
  const running = await quietly(() => serve(services, settings, prepare));
  const accounts = JSON.parse(readFileSync(join(dir, 'demo-accounts.json'), 'utf8')) as DemoAccount[];
  const units = new Map<string, string>();
  const system = new System(running, accounts, units);
  const { items } = (await (await system.as('c.admin')).get('/api/registry/units?pageSize=500')).body as { items: UnitView[] };
  for (const { id, code } of items) units.set(code, id);
  await knows(running, 'units', items.length);
  if (services.some(({ name }) => name === 'assessment')) await knows(running, 'published-schemes', 1);
  return system;
}

/** Until every service has its own copy of what another one told. */
export async function knows({ platform }: Running, collection: string, count: number): Promise<void> {
  for (const [name, { connection }] of platform.databases) {
    await until(async () => (await connection.db!.collection(collection).countDocuments()) >= count, `${name} knows ${count} ${collection}`);
  }
}

/** The passwords that a first start prints are none of the test's output. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { write } = process.stdout;
  process.stdout.write = () => true;
  try {
    return await work();
  } finally {
    process.stdout.write = write;
  }
}
