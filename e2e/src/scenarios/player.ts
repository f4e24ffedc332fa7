import { setTimeout as wait } from 'node:timers/promises';
import type { Role } from '@xingchuang/rules';
import { newId } from '@xingchuang/server';
import { Client, type Account, type Answer } from '@xingchuang/testkit';
import { knows, startSystem, TOKEN_MS, type System, type SystemOptions } from '../system.ts';
import { at, codesOf, routeOf, unitsOf, type Play, type Row } from './play.ts';

const PATIENCE_MS = 45_000;

interface Seat extends Account {
  readonly personId: string;
  client?: Promise<Client>;
  until: number;
}

/** Plays the rows of a play against a whole system in this process, as people with accounts of their own, through HTTP alone. */
export class Player {
  readonly #ids = new Map<string, string>();
  readonly #people = new Map<string, string>();
  readonly #candidacies = new Map<string, string>();
  readonly #seats = new Map<string, Promise<Seat>>();
  readonly #kept = new Map<string, unknown>();

  private constructor(
    readonly play: Play,
    readonly system: System,
    readonly schemes: number,
    /** What codes of units begin with where several plays share one world. */
    readonly prefix: string,
  ) {
    this.#kept.set('scheme', play.scheme);
    for (const [code, id] of system.units) this.#ids.set(code, id);
  }

  static async start(play: Play, schemes: readonly string[], prepare?: SystemOptions['prepare']): Promise<Player> {
    const system = await startSystem({ now: `${play.starts}T02:00:00Z`, config: { SCHEMES: schemes.join(), DERIVE: 'off' }, ...(prepare && { prepare }) });
    return Player.join(play, system, schemes.length);
  }

  /** Plays in a system that others play in too; theirs and its own units keep apart by the prefix. */
  static async join(play: Play, system: System, schemes: number, prefix = ''): Promise<Player> {
    const player = new Player(play, system, schemes, prefix);
    await player.#build();
    return player;
  }

  /** Does a row, for each of its units, some of them at once where asked, and gives what was answered: the problem of a refusal, the lines of a list, else the body. */
  async do(row: Row, fits: (answered: unknown) => boolean, atOnce = 1): Promise<unknown> {
    if (row.on) await this.system.moveClock(`${row.on}T02:00:00Z`);
    if (row.do === undefined) return undefined;
    const left = row.units === undefined ? [row.unit] : codesOf(row.units);
    let answered: unknown;
    let unfit: { readonly answered: unknown } | undefined;
    const lane = async (): Promise<void> => {
      while (left.length > 0 && !unfit) {
        const one = await this.#until(row, left.shift(), fits);
        if (fits(one)) answered = one;
        else unfit = { answered: one };
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    return unfit ? unfit.answered : answered;
  }

  /** Does a row that nobody may refuse, and gives what was answered. */
  async must(row: Row, fits: (answered: unknown) => boolean = () => true): Promise<unknown> {
    const answered = await this.do(row, fits);
    if (isRefusal(answered)) throw new Error(`${row.do}: ${JSON.stringify(answered)}`);
    return answered;
  }

  /** With what somebody of the play signs in. */
  account = (by: string): Promise<Account> => this.#seat(by);

  /** The id of a unit by its code. */
  unit = (code: string): string => known(this.#ids.get(code), code);

  stop = (): Promise<void> => this.system.stop();

  async #until(row: Row, unit: string | undefined, fits: (answered: unknown) => boolean): Promise<unknown> {
    const { method, path } = routeOf(row.do!);
    for (const end = Date.now() + PATIENCE_MS; ; await wait(150)) {
      const answer = await this.#ask(row, method, path, unit);
      const answered = this.#read(row, answer);
      const isAgain = (method === 'GET' || row.soon === true) && Date.now() < end;
      const isThere = Object.values(row.keep ?? {}).every((from) => at(answer.body, from) !== undefined); // what later rows need
      if ((fits(answered) && isThere) || !isAgain) {
        for (const [name, from] of Object.entries(row.keep ?? {})) this.#kept.set(row.units === undefined ? name : `${name} ${unit}`, at(answer.body, from));
        return answered;
      }
    }
  }

  async #ask(row: Row, method: string, path: string, unit: string | undefined): Promise<Answer> {
    const client = await this.#as(row.by ?? 'anyone');
    const filled = String(await this.#fill(path, unit));
    const given = await this.#fill(row.with, unit);
    const body = row.do === 'open' ? { schemeId: this.play.scheme, ...(given as object) } : row.do === 'import' ? this.#coded(given) : given;
    if (method === 'GET') return client.get(filled);
    const answer = await client.send(method, filled, body ?? {}, { 'idempotency-key': newId() });
    if (row.do === 'open' && answer.status === 201) {
      this.#kept.set('round', answer.body.id);
      this.#candidacies.clear();
    }
    return answer;
  }

  #read({ of, as, where }: Row, { status, body }: Answer): unknown {
    if (status >= 400) return { status, refused: (body as { code?: string }).code, facts: this.#named((body as { facts?: unknown }).facts) };
    const named = this.#named(body);
    if (of === undefined) return named;
    const list = (at(named, of) ?? []) as unknown[];
    const kept = where === undefined ? list : list.filter((one) => holds(one, where));
    return as === undefined ? kept : kept.map((one) => as.replaceAll(/\{([\w.]+)\}/g, (_, path: string) => worded(at(one, path))));
  }

  /** The answer with units and people by their short names, as plays write them. */
  #named(body: unknown): unknown {
    if (typeof body !== 'object' || body === null) return body;
    const names = new Map([...this.#ids, ...this.#people].map(([name, id]) => [id, name]));
    return JSON.parse(JSON.stringify(body), (_, value: unknown) => (typeof value === 'string' ? (names.get(value) ?? value) : value)) as unknown;
  }

  /** Fills `{unit:B01}`, `{candidacy:B01}`, `{person:M1}`, `{seat:supervisor@D}`, `{unit}`, `{candidacy}` and what rows kept. */
  async #fill(value: unknown, unit: string | undefined): Promise<unknown> {
    if (Array.isArray(value)) return Promise.all(value.map((one) => this.#fill(one, unit)));
    if (typeof value === 'object' && value !== null) return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([key, one]) => [String(await this.#fill(key, unit)), await this.#fill(one, unit)])));
    if (typeof value !== 'string') return value;
    const inner = /\{[^{}]*\{/.test(value) ? value.replaceAll('{unit}', unit ?? '') : value; // `{new:phone of {unit}}` is a name for each unit
    const whole = /^\{([^{}]+)\}$/.exec(inner)?.[1];
    if (whole !== undefined) return this.#find(whole, unit);
    let filled = inner;
    for (const [place, name] of inner.matchAll(/\{([^{}]+)\}/g)) filled = filled.replace(place, String(await this.#find(name!, unit)));
    return filled;
  }

  async #find(name: string, unit: string | undefined): Promise<unknown> {
    const [kind, of] = name.split(':') as [string, string | undefined];
    const code = of ?? unit;
    switch (kind) {
      case 'unit':
        return known(this.#ids.get(code ?? ''), name);
      case 'candidacy':
        return this.#candidacy(code ?? '');
      case 'person':
        return known(this.#people.get(code ?? ''), name);
      case 'seat':
        return (await this.#seat(code ?? '')).personId;
      case 'new':
        return this.#new(of ?? '');
      default:
        return known(this.#kept.get(`${name} ${unit}`) ?? this.#kept.get(name), name);
    }
  }

  /** An id that a device makes: the same wherever it is named. */
  #new(name: string): string {
    const id = (this.#kept.get(`new ${name}`) as string | undefined) ?? newId();
    this.#kept.set(`new ${name}`, id);
    return id;
  }

  /** The candidacy of a unit in the round that was opened last. */
  async #candidacy(code: string): Promise<string> {
    for (const end = Date.now() + PATIENCE_MS; !this.#candidacies.has(code) && Date.now() < end; await wait(100)) {
      const auditor = await this.system.as('c.auditor');
      for (let token: string | undefined = ''; token !== undefined; ) {
        const { body } = await auditor.get(`/api/assessment/candidacies?campaignId=${String(this.#kept.get('round'))}${token && `&pageToken=${token}`}`);
        for (const one of body.items ?? []) this.#candidacies.set(this.#short(one.unit.code), one.id);
        token = body.nextPageToken as string | undefined;
      }
    }
    return known(this.#candidacies.get(code), `candidacy ${code}`);
  }

  /** Facts name units by their codes, which here begin with the prefix. */
  #coded(given: unknown): unknown {
    const { units, ...rest } = given as { readonly units: readonly { readonly unit: string }[] };
    const own = new Set(unitsOf(this.play).map(([code]) => code));
    return { ...rest, units: units.map((one) => (own.has(one.unit) ? { ...one, unit: `${this.prefix}${one.unit}` } : one)) };
  }

  #short = (code: string): string => (this.#ids.has(code.slice(this.prefix.length)) && code.startsWith(this.prefix) ? code.slice(this.prefix.length) : code);

  /** The world of the play; when it returns every service knows it. */
  async #build(): Promise<void> {
    const admin = await this.#as('admin');
    const units = unitsOf(this.play);
    for (const [code, kind, parent] of units) {
      const { id } = done(await admin.post('/api/registry/units', { code: `${this.prefix}${code}`, name: `虚拟单位${this.prefix}${code}`, kind, parentId: known(this.#ids.get(parent), parent), openedOn: '2020-01-01' }));
      this.#ids.set(code, id);
    }
    for (const [name, [unit, since]] of Object.entries(this.play.members ?? {})) {
      const { id } = done(await admin.post('/api/registry/people', { name, unitId: known(this.#ids.get(unit), unit), memberInService: true, since }));
      this.#people.set(name, id);
    }
    await knows(this.system.running, 'units', this.#ids.size);
    await knows(this.system.running, 'published-schemes', this.schemes);
  }

  async #as(by: string): Promise<Client> {
    if (by === 'anyone') return this.system.anyone;
    if (by === 'admin') return this.system.as('c.admin');
    const seat = await this.#seat(by);
    if (!seat.client || Date.now() > seat.until) {
      seat.until = Date.now() + TOKEN_MS;
      seat.client = this.system.anyone.post('/api/registry/session', { login: seat.login, password: seat.password }).then((answer) => new Client(this.system.url, done(answer).token));
    }
    return seat.client;
  }

  #seat(by: string): Promise<Seat> {
    const known = this.#seats.get(by) ?? this.#give(by);
    this.#seats.set(by, known);
    return known;
  }

  /** A person with an account and one seat. */
  async #give(by: string): Promise<Seat> {
    const admin = await this.#as('admin');
    const [role, unit] = by.split('#')[0]!.split('@') as [Role, string];
    const unitId = known(this.#ids.get(unit), by);
    const { id: personId } = done(await admin.post('/api/registry/people', { name: `演示${this.#seats.size}`, unitId, memberInService: false, since: '2020-01-01' }));
    const [login, password] = [`p${this.#seats.size}-${newId().slice(-6)}`, newId()];
    const { account } = done(await admin.post('/api/registry/accounts', { login, personId, password }));
    done(await admin.post(`/api/registry/accounts/${account.id}/seats`, { role, unitId, since: '2020-01-01' }));
    this.#people.set(by, personId);
    return { personId, login, password, until: 0 };
  }
}

export const isRefusal = (answered: unknown): answered is { refused: string } => typeof answered === 'object' && answered !== null && 'refused' in answered && 'status' in answered;

/** Whether a value holds another: every key of an object, every place of a list. */
export function holds(value: unknown, part: unknown): boolean {
  if (Array.isArray(part)) return Array.isArray(value) && value.length === part.length && part.every((one, i) => holds(value[i], one));
  if (typeof part === 'object' && part !== null) return typeof value === 'object' && value !== null && Object.entries(part).every(([key, one]) => holds((value as Record<string, unknown>)[key], one));
  return value === part;
}

const worded = (value: unknown): string => (value === undefined || value === null || value === '' ? '—' : Array.isArray(value) ? value.map(worded).join('+') || '—' : typeof value === 'object' ? JSON.stringify(value) : String(value as string));

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers of every shape
function done({ status, body }: Answer): any {
  if (status > 299) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

function known<T>(found: T | undefined, name: string): T {
  if (found === undefined) throw new Error(`the play knows no ${name}`);
  return found;
}
