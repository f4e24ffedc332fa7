import { LevelDecidedSchema, LevelSettledSchema, type AwardDetailView, type AwardView } from '@xingchuang/contracts';
import { pdf } from '@xingchuang/pdf';
import type { Running } from '@xingchuang/server';
import { Client, startServices, tell, tellCampaign, tellUnits, testTrust, until, type TestTrust, type TestUnit, type WorldPlan } from '@xingchuang/testkit';
import { publicity } from '../index.ts';

/** Schemes of the repository with what their rounds must be given. */
export const ROUNDS = {
  card: ['jiaozuo-five-star-model-branch', { aspect_names: ['一', '二', '三', '四', '五', '六', '七'], aspect_points: '10', daily_points: '30', pass_line: '85', lower_level: 'none', scorer: 'work_committee', naming_body: 'work_committee' }],
  plaque: ['pingdingshan-four-strong-branch', { implementation_period: 'assessed_year', catch_all_by: 'work_committee', naming_tolerance: 10, subsidy_amount: 5000 }],
  term: ['jiaozuo-party-building-pioneer', { naming_body: 'work_committee', title_years: 1, adjustment_used: false, recheck_used: false }],
} as const;

/** The publicity service with a small world and what assessment would tell it. */
export class AwardWorld {
  constructor(
    readonly system: Running,
    readonly trust: TestTrust,
    readonly units: Readonly<Record<string, TestUnit>>,
    readonly publicist: Client,
  ) {}

  get anyone(): Client {
    return new Client(this.system.url);
  }
  stop = () => this.system.stop();

  async at(day: string): Promise<void> {
    this.system.platform.clock.move(new Date(`${day}T10:00:00+08:00`));
    await this.system.platform.ticker.tick();
  }

  open = (round: keyof typeof ROUNDS): Promise<string> => tellCampaign(this.system.platform.bus, ROUNDS[round][0], this.units['WC']!.id, ROUNDS[round][1]);

  seat = async (role: Parameters<TestTrust['token']>[0]['role'], code: string): Promise<Client> => {
    const { id: unitId, kind: unitKind, jurisdictionId } = this.units[code]!;
    return new Client(this.system.url, await this.trust.token({ role, unitId, unitKind, jurisdictionId }));
  };

  /** A level that is decided and settled at once, as where no notice is due. */
  async settle(campaignId: string, code: string, level: string, day: string, more: object = {}): Promise<void> {
    const unitId = this.units[code]!.id;
    const { bus } = this.system.platform;
    await tell(bus, LevelDecidedSchema, `${campaignId}:${unitId}`, { campaignId, unitId, level, decidedBy: this.units['WC']!.id, decidedOn: day });
    await tell(bus, LevelSettledSchema, `${campaignId}:${unitId}`, { campaignId, unitId, level, settledOn: day, ...more });
  }

  settled = (campaignId: string, count: number): Promise<true> =>
    until(async () => ((await this.publicist.get(`/api/publicity/campaigns/${campaignId}/candidates`)).body.items as { state: string }[] | undefined)?.filter(({ state }) => state === 'settled').length === count, `${count} settled`, 60_000);

  awards = async (query: string): Promise<AwardView[]> => (await this.publicist.get(`/api/publicity/awards?${query}`)).body.items;

  async award(id: string): Promise<AwardDetailView> {
    return (await this.publicist.get(`/api/publicity/awards/${id}`)).body;
  }

  /** The batch, once it is over. */
  async issued(campaignId: string, unitIds?: readonly string[]) {
    const { status, body } = await this.publicist.post('/api/publicity/award-batches', { campaignId, ...(unitIds ? { unitIds } : {}) });
    if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
    return until(async () => {
      const batch = (await this.publicist.get(`/api/publicity/award-batches/${body.id}`)).body;
      return batch.state === 'done' && batch;
    }, 'the batch', 60_000);
  }
}

export async function startAwardWorld(now: string, more: WorldPlan = {}): Promise<AwardWorld> {
  const system = await startServices([publicity, pdf], { now: `${now}T10:00:00+08:00`, config: { PUBLIC_URL: 'https://xc.example.org' } });
  const trust = await testTrust(system.platform.bus);
  const units = await tellUnits(system.platform.bus, {
    C: ['city_committee', ''], WC: ['work_committee', 'C', 'body'], U1: ['organ', 'C'], B01: ['branch', 'U1'], B02: ['branch', 'U1'], B03: ['branch', 'U1'], B04: ['branch', 'U1'], ...more,
  });
  const { id: unitId, kind: unitKind, jurisdictionId } = units['WC']!;
  return new AwardWorld(system, trust, units, new Client(system.url, await trust.token({ role: 'publicist', unitId, unitKind, jurisdictionId })));
}

/** Many branches, by code. */
export const branches = (count: number): WorldPlan => Object.fromEntries(Array.from({ length: count }, (_, n) => [`Z${String(n + 1).padStart(4, '0')}`, ['branch', 'U1'] as const]));
