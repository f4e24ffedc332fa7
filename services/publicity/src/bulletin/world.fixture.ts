import { LevelDecidedSchema, LevelLoweredSchema, LevelReopenedSchema, LevelSettledSchema, type BulletinView } from '@xingchuang/contracts';
import { assessment } from '@xingchuang/assessment';
import { evidence } from '@xingchuang/evidence';
import { pdf } from '@xingchuang/pdf';
import { rectification } from '@xingchuang/rectification';
import { PlatformConfig, serve, type Running } from '@xingchuang/server';
import { Client, realMongo, stopAndForget, tell, tellCampaign, tellUnits, tempFolder, testTrust, until, type TestTrust, type TestUnit } from '@xingchuang/testkit';
import { publicity } from '../index.ts';

const SERVICES = [publicity, pdf, evidence, rectification, assessment];
const UNITS = {
  C: ['city_committee', ''], WC: ['work_committee', 'C', 'body'], OD: ['organisation_department', 'C', 'body'], U1: ['organ', 'C'], OC: ['organ_committee', 'U1', 'body'], U2: ['organ', 'C'],
  B01: ['branch', 'U1'], B02: ['branch', 'U1'], B03: ['branch', 'U1'], B04: ['branch', 'U1'], B05: ['branch', 'U2'],
} as const;
export type Code = keyof typeof UNITS;
type Role = Parameters<TestTrust['token']>[0]['role'];

/** Publicity with those whom it asks, on data that outlive a restart. */
export class BulletinWorld {
  trust!: TestTrust;
  units!: Record<Code, TestUnit>;
  campaignId = '';
  readonly #people = new Map<string, string>();

  private constructor(
    readonly config: PlatformConfig,
    public system: Running,
  ) {}

  static async open(now: string, more: Record<string, string> = {}): Promise<BulletinWorld> {
    const mongo = await realMongo();
    const config = PlatformConfig.parse({
      HOST: '127.0.0.1', PORT: '0', DATA_DIR: tempFolder('bulletins'), MONGODB_URI: mongo.uri, MONGODB_PREFIX: `${mongo.prefix}-`, CLOCK: 'rehearsal', LOG_LEVEL: 'error', DERIVE: 'off', ...more,
    });
    const system = await serve(SERVICES, config);
    const world = new BulletinWorld(config, system);
    system.platform.clock.move(new Date(`${now}T10:00:00+08:00`));
    world.trust = await testTrust(system.platform.bus);
    world.units = await tellUnits(system.platform.bus, UNITS);
    world.campaignId = await tellCampaign(system.platform.bus, 'nanyang-organ-five-star', world.units.WC.id, { rank_behind: 10, spot_check_share: 20, notice_publisher: 'work_committee', notice_channel: '门户网站' });
    const reader = await world.seat('publicist', 'WC');
    await until(async () => (await reader.get(`/api/publicity/rankings?campaignId=${world.campaignId}&unitId=${world.units.B05.id}`)).status === 200, 'the world');
    await until(async () => (await reader.get(`/api/rectification/due?unitId=${world.units.B05.id}`)).status === 200, 'the world of rectification');
    return world;
  }

  /** Ends all services and starts them again on what they kept. */
  async restart(): Promise<void> {
    await this.system.stop();
    this.system = await serve(SERVICES, this.config);
    this.trust = await testTrust(this.system.platform.bus);
  }
  stop = (): Promise<void> => stopAndForget(this.system);

  /** One person a name; always the same one. */
  async seat(role: Role, code: Code, name: string = role): Promise<Client> {
    const { id: unitId, kind: unitKind, jurisdictionId } = this.units[code];
    const key = `${code} ${name}`;
    if (!this.#people.has(key)) this.#people.set(key, crypto.randomUUID());
    return new Client(this.system.url, await this.trust.token({ role, unitId, unitKind, jurisdictionId, personId: this.#people.get(key)! }));
  }

  async at(day: string): Promise<void> {
    this.system.platform.clock.move(new Date(`${day}T10:00:00+08:00`));
    await this.system.platform.ticker.tick();
  }

  #key = (code: Code): string => `${this.campaignId}:${this.units[code].id}`;
  #about = (code: Code) => ({ campaignId: this.campaignId, unitId: this.units[code].id });
  decided = (code: Code, level: string, needsNotice = false): Promise<void> =>
    tell(this.system.platform.bus, LevelDecidedSchema, this.#key(code), { ...this.#about(code), level, decidedBy: this.units.WC.id, decidedOn: '2026-02-12', needsNotice });
  settled = (code: Code, level: string, settledOn: string, more: object = {}): Promise<void> =>
    tell(this.system.platform.bus, LevelSettledSchema, this.#key(code), { ...this.#about(code), level, settledOn, ...more });
  lowered = (code: Code, to: string, loweredOn: string, clause: string): Promise<void> =>
    tell(this.system.platform.bus, LevelLoweredSchema, this.#key(code), { ...this.#about(code), from: 'five', to, loweredOn, clause });
  reopened = (code: Code, reopenedOn: string): Promise<void> => tell(this.system.platform.bus, LevelReopenedSchema, this.#key(code), { ...this.#about(code), step: 'P3.2', reopenedOn });

  async states(): Promise<Record<string, string>> {
    const items = ((await (await this.seat('publicist', 'WC')).get(`/api/publicity/campaigns/${this.campaignId}/candidates`)).body.items ?? []) as { unitId: string; state: string }[];
    return Object.fromEntries(items.map(({ unitId, state }) => [Object.values(this.units).find(({ id }) => id === unitId)!.code, state]));
  }
  becomes = (code: Code, state: string): Promise<true> => until(async () => (await this.states())[code] === state, `${code} ${state}`);

  /** A level that needs no notice. */
  async gives(code: Code, level: string, settledOn: string, more: object = {}): Promise<void> {
    await this.decided(code, level);
    await this.settled(code, level, settledOn, more);
    await this.becomes(code, 'settled');
  }

  async printed(id: string, by?: Client): Promise<BulletinView> {
    const reader = by ?? (await this.seat('publicist', 'WC'));
    return until(async () => {
      const { body } = await reader.get(`/api/publicity/bulletins/${id}`);
      return (body as BulletinView).hasDocument && (body as BulletinView);
    }, 'the printed bulletin');
  }
}

export const textsOf = ({ texts }: BulletinView): Record<string, string[]> => Object.fromEntries(texts.map(({ name, lines }) => [name, lines]));
export const B = '/api/publicity/bulletins';
