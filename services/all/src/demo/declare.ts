import type { CampaignView, CandidacyDecision, CandidacyDetail, CandidacyList, DecideTryView } from '@xingchuang/contracts';
import { BRANCHES, fixture, SCHEME, type Branch, type Stage } from './stage.ts';
import { done, onceKnown, refusal, until } from './visitor.ts';
import { levelCounts, levelWord } from './words.ts';

interface FactsFile {
  readonly window: { readonly from: string; readonly to: string };
  readonly units: readonly { readonly unit: string; readonly facts: Readonly<Record<string, unknown>> }[];
}

/** The facts of 2025 of the ten branches. */
export const factsFile = (): FactsFile => JSON.parse(fixture('organ-2025-facts.json').toString('utf8')) as FactsFile;

/** What the source leaves open [C]. */
export const PARAMETERS = { rank_behind: 10, spot_check_share: 30, notice_publisher: 'work_committee', notice_channel: '市直机关党建网' };

const digits = (stars: readonly string[]): string => stars.map((star) => star.slice(1)).join(' ') || '—';

/** The party group opens the round of 2025 and everybody rated under it is expected to declare. */
export async function openCampaign(stage: Stage): Promise<void> {
  await stage.at('2026-01-04');
  const input = { title: '2025年度机关“五星”支部创建', schemeId: SCHEME, unitId: stage.unit('U1').id, declaring: { from: '2026-01-05', to: '2026-01-16' }, parameters: PARAMETERS };
  const isEarly = ({ status, code }: { status: number; code: string }) => status === 404 || code === 'campaign.no-units';
  const campaign = done<CampaignView>(await onceKnown('单位和办法传到评定服务', () => stage.as('pg.decider').post('/api/assessment/campaigns', input), isEarly));
  stage.campaignId = campaign.id;
  const candidacies = await until('十个支部都列入本轮评定', async () => {
    const { items } = done<CandidacyList>(await stage.as('u1.leader').get(`/api/assessment/candidacies?campaignId=${campaign.id}`));
    if (items.length === BRANCHES.length) return items;
    await stage.at('2026-01-04'); // units that came late are taken in when time passes
    return undefined;
  });
  for (const { id, unit } of candidacies) stage.candidacies.set(unit.code, id);
  stage.cells.add('1', '考评期（A12 自然年）', '2025-01-01 至 2025-12-31', `${campaign.window.from} 至 ${campaign.window.to}`);
}

/** The organ committee enters the facts, each with the record behind it. */
export async function enterFacts(stage: Stage): Promise<void> {
  const { units } = factsFile();
  const reasons = { secretary_vacancies: '按任免文件，与组织库中的任职记录不同' };
  const referred = units.map(({ unit, facts }) => ({ unit, facts, ...('secretary_vacancies' in facts && { reasons }), refs: { study_atmosphere: [stage.records.get(`${unit}/2`)!, stage.records.get(`${unit}/3`)!] } }));
  done(await stage.as('oc.reviewer').post(`/api/assessment/campaigns/${stage.campaignId}/facts/import`, { units: referred, note: '2025年度' }));
}

const DECLARED: Readonly<Record<Branch, string>> = {
  B01: 'five', B02: 'four', B03: 'four', B04: 'three', B05: 'two', B06: 'three', B07: 'three', B08: 'one', B09: 'one', B10: 'four',
};

/** The branches declare; a last-ten key section bars B08 from more than one star (V1, S0 L117). */
export async function declareLevels(stage: Stage): Promise<void> {
  const { cells } = stage;
  const declare = (branch: Branch, level: string) => {
    const evidence = [1, 2, 3].map((number) => stage.records.get(`${branch}/${number}`)!);
    return stage.clerkOf(branch).post(stage.candidacyPath(branch, 'declare'), { level, text: '对照条件自评，材料附后。', evidence });
  };
  await stage.at('2026-01-05');
  const two = refusal(await declare('B08', 'two'));
  cells.add('1.2', 'B08 申报二星', '拒绝 V1', two ? `拒绝 ${String(two.facts['clause'])}` : '接受');
  cells.add('1.2', 'B08 被拒后的状态', '未申报', (await stage.candidacy('B08')).state === 'expected' ? '未申报' : '已申报');
  const one = await declare('B08', DECLARED.B08);
  cells.add('1.2', 'B08 申报一星', '接受', one.status === 200 ? '接受' : `拒绝 ${refusal(one)?.code}`);
  await stage.at('2026-01-16');
  const others = BRANCHES.filter((branch) => branch !== 'B08');
  for (const branch of others) done<CandidacyDetail>(await declare(branch, DECLARED[branch]));
  const states = await Promise.all(BRANCHES.map((branch) => stage.candidacy(branch)));
  cells.add('1.2', '2026-01-16 已申报的支部', '10', `${states.filter(({ state }) => state === 'declared').length}`);
}

/** Section 1.1: stars, level and what stands against the next level. */
const BY_FACTS: readonly (readonly [Branch, string, string, string])[] = [
  ['B01', '1 2 3 4 5', '五星', '—'],
  ['B02', '1 2 3 4', '四星', 'S5.c'],
  ['B03', '1 2 3 4', '四星', 'S5.b'],
  ['B04', '1 3 4', '三星', 'S2.a'],
  ['B05', '1 3', '二星', 'S2.h S4.c'],
  ['B06', '2 3 4', '三星', 'S1.d'],
  ['B07', '1 2 4', '三星', 'S3.b'],
  ['B08', '1 2 4', '一星', 'V1'],
  ['B09', '—', '无星', 'V2'],
  ['B10', '1 2 3 4', '四星', 'S5.e'],
];

/** What the rules say of the facts, as the branches themselves read it. */
export async function readDecisions(stage: Stage): Promise<void> {
  const { cells } = stage;
  for (const [branch, stars, level, against] of BY_FACTS) {
    const { decision } = done<CandidacyDecision>(await stage.clerkOf(branch).get(stage.candidacyPath(branch, 'decision')));
    cells.add('1.1', `${branch} 获评的星`, stars, digits(decision.stars));
    cells.add('1.1', `${branch} 等级`, level, levelWord(decision.level));
    cells.add('1.1', `${branch} 未到上一级的条款`, against, decision.missing?.clauses.map(({ clause }) => clause).join(' ') ?? '—');
    if (branch === 'B01') {
      const rank = decision.explanation.flatMap(({ children }) => children).find(({ clause }) => clause === 'S2.a')!;
      cells.add('1.1', 'B01 省内第6名符合“前6名”', '6 符合', `${String(rank.facts['provincial_rank'])} ${rank.verdict ? '符合' : '不符合'}`);
    }
  }
  const { window, units } = factsFile();
  const { shares } = done<DecideTryView>(await stage.as('u1.leader').post(`/api/assessment/schemes/${SCHEME}/decide`, { window, parameters: { rank_behind: 10 }, units }));
  const counts = levelCounts((id) => shares.find(({ level }) => level.id === id)?.exactly ?? 0);
  cells.add('1.1', '各等级支部数', '五星1 四星3 三星3 二星1 一星1 无星1', counts);
  const three = shares.find(({ level }) => level.id === 'three')!;
  cells.add('1.1', '三星及以上', '7/10 = 70%', `${three.atLeast}/${three.total} = ${three.percent}%`);
}
