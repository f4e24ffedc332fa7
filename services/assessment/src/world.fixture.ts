import { Client, startServices, tellUnits, testTrust, until, type TestTrust, type TestUnit } from '@xingchuang/testkit';
import type { Role } from '@xingchuang/rules';
import type { Running } from '@xingchuang/server';
import { assessment } from './index.ts';

/** The fictional bureau of ten branches, with the bodies above it, for tests. */
const WORLD = {
  C: ['city_committee', ''], SC: ['standing_committee', 'C', 'body'], OD: ['organisation_department', 'C', 'body'], WC: ['work_committee', 'C', 'body'],
  U1: ['organ', 'C'], PG: ['party_group', 'U1', 'body'], OC: ['organ_committee', 'U1', 'body'],
  B01: ['branch', 'U1'], B02: ['branch', 'U1'], B03: ['branch', 'U1'], B04: ['branch', 'U1'], B05: ['branch', 'U1'],
  B06: ['branch', 'U1'], B07: ['branch', 'U1'], B08: ['branch', 'U1'], B09: ['branch', 'U1'], B10: ['branch', 'U1'],
  U9: ['organ', 'C'], PG9: ['party_group', 'U9', 'body'], OC9: ['organ_committee', 'U9', 'body'], X1: ['branch', 'U9'],
} as const;
export type Code = keyof typeof WORLD;
export const BRANCHES = (Object.keys(WORLD) as Code[]).filter((code) => /^B\d/.test(code));

export const SCHEME = 'nanyang-organ-five-star';
export const PARAMETERS = { rank_behind: 10, spot_check_share: 30, notice_publisher: 'work_committee', notice_channel: '门户网站' };

const ALL_MET = {
  study_atmosphere: true, learning_platform_done: true, cadre_academy_done: true, provincial_rank: 6, employment_done: true, enterprise_done: true,
  investment_done: true, projects_done: true, environment_done: true, clean_and_efficient: true, two_roles_played: true,
};
const review = (rank_from_bottom: number, score: number) => ({ section_reviews: [{ on: '2025-11-20', section: '重点科室', rank_from_bottom, score }] });
const SPECIAL: Readonly<Partial<Record<Code, object>>> = {
  B02: { secretary_vacancies: [{ from: '2025-05-01', to: '2025-06-30' }] },
  B03: { overdue_elections: [{ from: '2025-09-01' }] },
  B04: { provincial_rank: 7 },
  B05: { criticisms: [{ on: '2025-07-15', form: 'superior_circular', about: 'slow_action' }] },
  B06: { provincial_rank: null, typical_experiences: [{ on: '2025-10-10', title: '一窗通办' }], learning_platform_done: false },
  B07: { evaluations: [{ on: '2025-08-01', name: '基层站所评议', rank_from_bottom: 8 }] },
  B08: review(7, 81),
  B09: review(1, 74.5),
  B10: { non_member_work: [{ on: '2025-03-12' }] },
};
/** The facts of 2025 of one branch. */
export const factsOf = (code: Code): Record<string, unknown> => ({ ...ALL_MET, ...SPECIAL[code] });
export const FACTS = BRANCHES.map((unit) => ({ unit, facts: factsOf(unit) }));

export class World {
  private constructor(
    readonly system: Running,
    readonly trust: TestTrust,
    readonly units: Readonly<Record<Code, TestUnit>>,
  ) {}

  static async start(now: string): Promise<World> {
    const system = await startServices([assessment], { now });
    const trust = await testTrust(system.platform.bus);
    const units = await tellUnits(system.platform.bus, WORLD);
    const world = new World(system, trust, units);
    await until(() => system.platform.databases.get('assessment')!.connection.db!.collection('units').countDocuments().then((count) => count === Object.keys(WORLD).length), 'the units');
    return world;
  }

  async as(role: Role, code: Code): Promise<Client> {
    const { id: unitId, kind: unitKind, jurisdictionId } = this.units[code];
    return new Client(this.system.url, await this.trust.token({ role, unitId, unitKind, jurisdictionId }));
  }

  at(day: string): void {
    this.system.platform.clock.move(new Date(`${day}T10:00:00+08:00`));
  }
}
