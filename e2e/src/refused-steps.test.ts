import type { Client } from '@xingchuang/testkit';
import { until } from '@xingchuang/testkit';
import { startSystem, type System } from './system.ts';
import { expectRefused } from './unchanged.ts';

const SCHEME = 'nanyang-organ-five-star';
const PARAMETERS = { rank_behind: 10, spot_check_share: 30, notice_publisher: 'work_committee', notice_channel: '门户网站' };
const ALL_MET = {
  study_atmosphere: true, learning_platform_done: true, cadre_academy_done: true, provincial_rank: 6, employment_done: true, enterprise_done: true,
  investment_done: true, projects_done: true, environment_done: true, clean_and_efficient: true, two_roles_played: true,
};
/** B02 earns four stars, B08 is capped at one (SCENARIOS 1.1). */
const FACTS = {
  B02: { ...ALL_MET, secretary_vacancies: [{ from: '2025-05-01', to: '2025-06-30' }] },
  B08: { ...ALL_MET, section_reviews: [{ on: '2025-11-20', section: '重点科室', rank_from_bottom: 7, score: 81 }] },
};
type Code = keyof typeof FACTS;

let system: System;
let oc: Client, pg: Client, wc: Client, publicist: Client;
let campaignId: string;
const ids = new Map<string, string>();
const candidacy = (code: Code, ...rest: string[]): string => [`/api/assessment/candidacies/${ids.get(code)}`, ...rest].join('/');
const done = async (client: Client, path: string, body: object = {}) => {
  const answer = await client.post(path, body);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
};

beforeAll(async () => {
  system = await startSystem({ now: '2026-01-05T02:00:00Z' });
  const logins = ['oc.reviewer', 'pg.decider', 'wc.decider', 'wc.publicist', 'b02.clerk', 'b08.clerk'];
  [oc, pg, wc, publicist] = (await Promise.all(logins.map((login) => system.as(login)))) as [Client, Client, Client, Client];
  const declaring = { from: '2026-01-05', to: '2026-01-16' };
  campaignId = (await done(pg, '/api/assessment/campaigns', { title: '2025年度评定', schemeId: SCHEME, declaring, parameters: PARAMETERS })).id;
  for (const { id, unit } of (await pg.get(`/api/assessment/candidacies?campaignId=${campaignId}`)).body.items) ids.set(unit.code, id);
  await done(oc, `/api/assessment/campaigns/${campaignId}/facts/import`, { units: Object.entries(FACTS).map(([unit, facts]) => ({ unit, facts })) });
});
afterAll(() => system?.stop());

test('a declaration above a cap is told the clause, its source and what may be declared', async () => {
  const b08 = await system.as('b08.clerk');
  const { body } = await expectRefused(system, () => b08.post(candidacy('B08', 'declare'), { level: 'two' }), { status: 409, code: 'declaration.capped', field: 'level' });
  expect(body.facts).toMatchObject({ clause: 'V1', source: expect.stringContaining('S0 L117'), atMost: 'one' });
  for (const words of [body.title, body.titleEn]) expect(words).toMatch(/V1.*S0 L117/);
});

test('a level that the scheme does not have', async () => {
  const b02 = await system.as('b02.clerk');
  await expectRefused(system, () => b02.post(candidacy('B02', 'declare'), { level: 'six' }), { status: 422, code: 'level.unknown', field: 'level' });
});

test('a decision by a body that may not decide that level', async () => {
  await done(await system.as('b02.clerk'), candidacy('B02', 'declare'), { level: 'four', text: '对照条件自评。' });
  await system.moveClock('2026-01-22T02:00:00Z');
  await done(oc, candidacy('B02', 'propose'));
  const { body } = await expectRefused(system, () => pg.post(candidacy('B02', 'decide')), { status: 403, code: 'level.not-competent' });
  expect(body.facts).toMatchObject({ level: 'four', body: 'work_committee' });
  expect(body.title).toContain('四星');
});

test('a confirmation on the last day of the notice, one day early', async () => {
  await done(pg, candidacy('B02', 'recommend'));
  await system.moveClock('2026-01-30T02:00:00Z');
  await done(wc, candidacy('B02', 'decide'));
  await system.moveClock('2026-02-13T02:00:00Z');
  const publish = { campaignId, unitIds: [system.unit('B02')], title: '四星党支部公示' };
  const notice = await until(async () => {
    const answer = await publicist.post('/api/publicity/notices', publish);
    return answer.status === 201 && answer.body; // the decision arrives over the bus
  }, 'the notice');
  expect(notice.limit.lastDay).toBe('2026-02-27'); // W1: past the spring festival, with two worked weekends
  const confirm = () => publicist.post(`/api/publicity/notices/${notice.id}/confirmation`);
  await system.moveClock('2026-02-27T15:30:00Z'); // half an hour before midnight: the clock runs on
  const { body } = await expectRefused(system, confirm, { status: 409, code: 'notice.running' });
  expect(body).toMatchObject({ facts: { lastDay: '2026-02-27' }, title: '公示期至2026-02-27，期满之后才能确认' });
  await system.moveClock('2026-02-27T16:00:01Z');
  expect(await confirm()).toMatchObject({ status: 200 });
});
