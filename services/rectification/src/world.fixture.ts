import { Client, startServices, tellCampaign, tellUnits, testTrust, until, type TestTrust, type TestUnit } from '@xingchuang/testkit';
import type { Running, Service } from '@xingchuang/server';
import { rectification } from './index.ts';

export const SCHEME = 'nanyang-organ-five-star';
const UNITS = {
  C: ['city_committee', ''], WC: ['work_committee', 'C', 'body'], SG: ['supervision_group', 'C', 'body'], U1: ['organ', 'C'], PG: ['party_group', 'U1', 'body'], OC: ['organ_committee', 'U1', 'body'], U2: ['organ', 'C'],
  B01: ['branch', 'U1'], B02: ['branch', 'U1'], B03: ['branch', 'U1'], B05: ['branch', 'U1'], B07: ['branch', 'U1'], B08: ['branch', 'U1'], B10: ['branch', 'U1'],
} as const;
export type Code = keyof typeof UNITS;
type Role = Parameters<TestTrust['token']>[0]['role'];

export interface World {
  readonly system: Running;
  readonly units: Record<Code, TestUnit>;
  readonly trust: TestTrust;
  readonly campaignId: string;
  seat(role: Role, code: Code, personId?: string): Promise<Client>;
  /** Moves the clock and lets what falls due happen, as the clock route does. */
  at(day: string): Promise<void>;
}

/** A small city with one organ, its committees and branches, on a rehearsal clock. */
export async function startWorld(now: string, config: Record<string, string> = {}, beside: readonly Service[] = []): Promise<World> {
  const system = await startServices([rectification, ...beside], { now: `${now}T10:00:00+08:00`, config });
  const { bus } = system.platform;
  const trust = await testTrust(bus);
  const units = await tellUnits(bus, UNITS);
  const campaignId = await tellCampaign(bus, SCHEME, units.WC.id, { rank_behind: 10, spot_check_share: 20, notice_publisher: 'work_committee', notice_channel: '网站' });
  const seat = async (role: Role, code: Code, personId?: string) => {
    const { id: unitId, kind: unitKind, jurisdictionId } = units[code];
    return new Client(system.url, await trust.token({ role, unitId, unitKind, jurisdictionId, ...(personId && { personId }) }));
  };
  const at = async (day: string) => {
    system.platform.clock.move(new Date(day.includes('T') ? day : `${day}T10:00:00+08:00`));
    await system.platform.ticker.tick();
  };
  const world = { system, units, trust, campaignId, seat, at };
  const decider = await seat('decider', 'PG');
  await until(async () => (await decider.get(`/api/rectification/ladder?unitId=${units.B10.id}&schemeId=${SCHEME}`)).status === 200, 'the world');
  return world;
}

/** A finding as a form sends it. */
export const finding = (unit: TestUnit, aspect: string, foundOn: string, over: object = {}) => ({
  unitId: unit.id, schemeId: SCHEME, aspect, category: 'weak_service', title: '突出问题', origin: 'observation', foundOn, ...over,
});
