import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { PLATFORM, type Platform } from '@xingchuang/server';
import { REGISTRY_CONFIG, type RegistryConfig } from '../config.ts';
import { PersonStore } from '../person/person-store.ts';
import { TokenSigner } from '../session/token-signer.ts';
import { UnitStore } from '../unit/unit-store.ts';
import { readWorld } from './world.ts';
import { WorldPlanter, type FirstAccount } from './world-planter.ts';

const DEMO_FILE = 'demo-accounts.json';

/**
 * Makes an empty registry usable: with the demo world where the host asks for it, otherwise with one administrator. No password is
 * built in; the new ones are printed once. They are printed before they are kept: whoever is killed in between starts again empty
 * and prints new ones, and nobody is left with a system that none can enter.
 */
@Injectable()
export class FirstStart implements OnModuleInit {
  constructor(
    @Inject(PLATFORM) readonly platform: Platform,
    @Inject(REGISTRY_CONFIG) readonly settings: RegistryConfig,
    @Inject(UnitStore) readonly units: UnitStore,
    @Inject(PersonStore) readonly people: PersonStore,
    @Inject(WorldPlanter) readonly planter: WorldPlanter,
    @Inject(TokenSigner) readonly signer: TokenSigner,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.signer.publicJwks();
    await this.units.spellAll();
    await this.people.spellAll();
    if (await this.units.findRoot()) return;
    const isDemo = this.settings.SEED_DEMO;
    const plan = await this.planter.plan(readWorld(isDemo ? 'demo-world' : 'first-world'), !isDemo);
    if (isDemo) this.#writeAccounts(plan.firstAccounts);
    process.stdout.write(accountTable(plan.firstAccounts, isDemo));
    await this.planter.keep(plan);
  }

  /** For the demo and the journeys, which sign in as everyone; readable by the owner of the process only. */
  #writeAccounts(accounts: readonly FirstAccount[]): void {
    const file = join(this.platform.config.DATA_DIR, DEMO_FILE);
    writeFileSync(`${file}.new`, `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
}

/** What the first start prints: who can sign in, and how. */
function accountTable(accounts: readonly FirstAccount[], isDemo: boolean): string {
  const rows = accounts.map(({ login, seats, password }) => [login, seats.map(({ role, unit }) => `${role}@${unit}`).join(' '), password]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const title = isDemo ? '演示账号（只显示这一次）/ demo accounts, shown only now' : '管理员账号（只显示这一次，请登录后修改密码）/ administrator, shown only now; change the password';
  return `\n${title}\n${rows.map(([login, seats, password]) => `  ${login!.padEnd(widths[0]!)}  ${seats!.padEnd(widths[1]!)}  ${password}\n`).join('')}\n`;
}
