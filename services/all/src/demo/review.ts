import type { CandidacyDetail, CandidacyList, SpotCheckView } from '@xingchuang/contracts';
import { BRANCHES, type Branch, type Stage } from './stage.ts';
import { done, refusal } from './visitor.ts';
import { bodyWord, levelWord } from './words.ts';

const DECIDED_BELOW: readonly (readonly [Branch, string])[] = [['B04', '三星'], ['B05', '二星'], ['B06', '三星'], ['B07', '三星'], ['B08', '一星'], ['B09', '无星']];
const RECOMMENDED: readonly (readonly [Branch, string])[] = [['B01', 'P3.3 WC'], ['B02', 'P3.2 WC'], ['B03', 'P3.2 WC'], ['B10', 'P3.2 WC']];

const next = ({ next }: CandidacyDetail): string => next.map(({ step, body }) => `${step} ${body?.code ?? '—'}`).join('、');

/** The organ committee proposes what the facts give. */
export async function propose(stage: Stage): Promise<void> {
  await stage.at('2026-01-22');
  for (const branch of BRANCHES) done(await stage.as('oc.reviewer').post(stage.candidacyPath(branch, 'propose'), { text: '建议按规则得出的等级确定。' }));
  const proposed = await Promise.all(BRANCHES.map(async (branch) => levelWord((await stage.candidacy(branch)).level?.id)));
  stage.cells.add('1.2', '机关党委建议 B01 至 B10', '五星 四星 四星 三星 二星 三星 三星 一星 无星 四星', proposed.join(' '));
}

/** The party group decides up to three stars and recommends the others; it cannot store a fourth star (S0 L133). */
export async function decideInTheUnit(stage: Stage): Promise<void> {
  const { cells } = stage;
  const partyGroup = stage.as('pg.decider');
  const tooHigh = refusal(await partyGroup.post(stage.candidacyPath('B02', 'decide')));
  cells.add('1.2', '局党组审定 B02 四星', '拒绝 P3.2 由市直工委认定', tooHigh ? `拒绝 ${String(tooHigh.facts['clause'])} 由${bodyWord(String(tooHigh.facts['body']))}认定` : '接受');
  const kept = await stage.candidacy('B02');
  cells.add('1.2', '局党组审定 B02 四星被拒后', '仍在审核，未存结果', kept.state === 'reviewing' && !kept.timeline.some(({ act }) => act === 'decide') ? '仍在审核，未存结果' : kept.state);
  for (const [branch] of DECIDED_BELOW) done(await partyGroup.post(stage.candidacyPath(branch, 'decide'), { text: '同意。' }));
  for (const [branch] of RECOMMENDED) done(await partyGroup.post(stage.candidacyPath(branch, 'recommend'), { text: '推荐。' }));

  const { items } = done<CandidacyList>(await stage.as('wc.reviewer').get('/api/assessment/candidacies?filed=mine'));
  for (const [branch, level] of DECIDED_BELOW) {
    const { state, settled } = await stage.candidacy(branch);
    const filed = items.some(({ unit }) => unit.code === branch) ? 'WC 备案' : '未备案';
    cells.add('1.2', `${branch} 局党组审定`, `${level} 已确定 WC 备案`, `${levelWord(settled?.level.id)} ${state === 'settled' ? '已确定' : state} ${filed}`);
  }
  cells.add('1.2', 'B09 记为一票否决', 'V2', (await stage.candidacy('B09')).computed?.vetoes.join(' ') ?? '—');
  for (const [branch, waiting] of RECOMMENDED) {
    const detail = await stage.candidacy(branch);
    cells.add('1.2', `${branch} 已推荐，待办`, waiting, detail.state === 'reviewing' ? next(detail) : detail.state);
  }
}

/** The work committee draws its spot checks, recognises four stars and nominates the five (S0 L133). */
export async function checkByTheCommittee(stage: Stage): Promise<void> {
  const { cells } = stage;
  await stage.at('2026-01-30');
  const reviewer = stage.as('wc.reviewer');
  const drawn = done<SpotCheckView>(await reviewer.post(`/api/assessment/campaigns/${stage.campaignId}/spot-checks`, { step: 'P3.1' }));
  cells.add('1.2', '抽查范围（三星及以下）', 'B04 B05 B06 B07 B08 B09', drawn.pool.join(' '));
  cells.add('1.2', '抽查30%', '2 个，均在范围内', `${drawn.count} 个，${drawn.drawn.every(({ unit }) => drawn.pool.includes(unit.code)) ? '均在范围内' : '有不在范围内的'}`);
  for (const { unit } of drawn.drawn) done(await reviewer.post(`/api/assessment/spot-checks/${drawn.id}/results`, { unitId: unit.id, passed: true, text: '查阅资料、实地查看，情况属实。' }));

  const decider = stage.as('wc.decider');
  for (const branch of ['B02', 'B03', 'B10'] as const) {
    const { state, level } = done<CandidacyDetail>(await decider.post(stage.candidacyPath(branch, 'decide'), { text: '认定。' }));
    cells.add('1.2', `${branch} 市直工委认定`, '四星 已认定', `${levelWord(level?.id)} ${state === 'decided' ? '已认定' : state}`);
  }
  const nominated = done<CandidacyDetail>(await decider.post(stage.candidacyPath('B01', 'nominate'), { text: '确定为五星推荐对象。' }));
  cells.add('1.2', 'B01 推荐市委，待办', 'P4.1 OD、P4.2 WC', next(nominated));
}

/** Two bodies verify on their own, then the standing committee decides (S0 L135). */
export async function verifyAndDecide(stage: Stage): Promise<void> {
  const { cells } = stage;
  const committee = stage.as('sc.decider');
  const decide = () => committee.post(stage.candidacyPath('B01', 'decide'), { text: '研究确定。' });
  await stage.at('2026-02-06');
  done(await stage.as('od.reviewer').post(stage.candidacyPath('B01', 'verify'), { passed: true, text: '逐一查核，符合条件。' }));
  const early = refusal(await decide());
  cells.add('1.2', '只有一份验收时常委会研究 B01', '拒绝 待 P4.2', early ? `拒绝 待 ${String(early.facts['next'])}` : '接受');
  await stage.at('2026-02-10');
  done(await stage.as('wc.reviewer').post(stage.candidacyPath('B01', 'verify'), { passed: true, text: '验收通过。' }));
  await stage.at('2026-02-12');
  done(await decide());
  const { timeline, level, state } = await stage.candidacy('B01');
  const times = (act: string): number => timeline.filter((entry) => entry.act === act).length;
  const bodies = new Set(timeline.filter(({ act }) => act === 'verify').map(({ by }) => by.unitId));
  cells.add('1.2', 'B01 验收记录', '2 份，2 个机关', `${times('verify')} 份，${bodies.size} 个机关`);
  cells.add('1.2', 'B01 常委会决定', '1 次，五星', `${times('decide')} 次，${state === 'decided' ? levelWord(level?.id) : state}`);
}
