import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CandidacyDetail, ClockView, SessionTokenView, UnitPage } from '@xingchuang/contracts';
import { Cells } from './cells.ts';
import { done, Visitor } from './visitor.ts';

export const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
export const FIXTURES = join(ROOT, 'e2e/fixtures');
export const SCHEME = 'nanyang-organ-five-star';
export const BRANCHES = ['B01', 'B02', 'B03', 'B04', 'B05', 'B06', 'B07', 'B08', 'B09', 'B10'] as const;
export type Branch = (typeof BRANCHES)[number];
export const SERVICES = ['registry', 'evidence', 'assessment', 'rectification', 'publicity', 'pdf'] as const;

/** An account as the first start of the demo world writes it down. */
interface Account {
  readonly login: string;
  readonly password: string;
}

interface Unit {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

/** The file of a fixture. */
export const fixture = (name: string): Buffer<ArrayBuffer> => readFileSync(join(FIXTURES, name));

/** The running system seen by its users, the calendar day it has, and what the steps so far have brought about. */
export class Stage {
  readonly cells = new Cells();
  readonly #run = randomUUID();
  readonly #accounts: ReadonlyMap<string, Account>;
  readonly #visitors = new Map<string, Visitor>();
  readonly #units = new Map<string, Unit>();
  #keys = 0;

  /** What later steps need of earlier ones; ids by the codes of the branches. */
  campaignId = '';
  noticeId = '';
  /** The candidacy of B01 in the second programme. */
  fourStrong = '';
  receiptCode = '';
  readonly candidacies = new Map<string, string>();
  readonly records = new Map<string, string>();
  readonly findings = new Map<string, string>();
  readonly members = new Map<string, string>();

  constructor(
    readonly url: string,
    accountsFile: string,
    readonly outDir = join(ROOT, 'out'),
  ) {
    const accounts = JSON.parse(readFileSync(accountsFile, 'utf8')) as Account[];
    this.#accounts = new Map(accounts.map((account) => [account.login, account]));
  }

  /** A visitor without an account. */
  anyone = (): Visitor => new Visitor(this.url, this.#newKey);

  /** The user of a demo account, such as `wc.publicist` or `b01.clerk`. */
  as(login: string): Visitor {
    const known = this.#visitors.get(login) ?? new Visitor(this.url, this.#newKey, this.#signIn(login));
    this.#visitors.set(login, known);
    return known;
  }

  clerkOf = (branch: string): Visitor => this.as(`${branch.toLowerCase()}.clerk`);

  /** The person behind an account. */
  async personOf(login: string): Promise<string> {
    return done<SessionTokenView['session']>(await this.as(login).get('/api/registry/session')).person.id;
  }

  /** Moves the rehearsal clock of every process to the morning of a day; what falls due has happened when it returns. */
  async at(day: string): Promise<void> {
    const now = new Date(`${day}T10:00:00+08:00`).toISOString();
    for (const service of SERVICES) done<ClockView>(await this.as('c.admin').put(`/api/${service}/clock`, { now }));
  }

  async learnUnits(): Promise<void> {
    const { items } = done<UnitPage>(await this.as('u1.leader').get('/api/registry/units?pageSize=500'));
    for (const unit of items) this.#units.set(unit.code, unit);
  }

  unit(code: string): Unit {
    const unit = this.#units.get(code);
    if (!unit) throw new Error(`演示世界里没有 / not in the demo world: ${code}`);
    return unit;
  }

  /** The candidacy of a branch as its leader sees it. */
  async candidacy(branch: string): Promise<CandidacyDetail> {
    return done<CandidacyDetail>(await this.as('u1.leader').get(this.candidacyPath(branch)));
  }

  candidacyPath = (branch: string, command = ''): string => `/api/assessment/candidacies/${this.candidacies.get(branch)}${command && `/${command}`}`;

  /** Leaves a document for people to look at. */
  keep(name: string, bytes: Buffer): void {
    mkdirSync(this.outDir, { recursive: true });
    writeFileSync(join(this.outDir, name), bytes);
  }

  readonly #newKey = (): string => `demo-${this.#run}-${(this.#keys += 1)}`;

  #signIn(login: string): (isAgain: boolean) => Promise<string> {
    let kept: { token: string; until: number } | undefined;
    return async (isAgain) => {
      if (kept && !isAgain && Date.now() < kept.until) return kept.token;
      const account = this.#accounts.get(login);
      if (!account) throw new Error(`没有演示账号 / no demo account: ${login}`);
      const { token } = done<SessionTokenView>(await this.anyone().post('/api/registry/session', { login, password: account.password }));
      kept = { token, until: Date.now() + 200_000 }; // a token lives for five minutes
      return token;
    };
  }
}
