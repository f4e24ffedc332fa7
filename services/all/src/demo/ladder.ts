import type { CaseView, FindingView, LadderView } from '@xingchuang/contracts';
import { SCHEME, type Stage } from './stage.ts';
import { done, until } from './visitor.ts';
import { bodyWord } from './words.ts';

async function open(stage: Stage, branch: string, aspect: string, foundOn: string): Promise<void> {
  const title = '观摩中发现的突出问题';
  const input = { unitId: stage.unit(branch).id, schemeId: SCHEME, aspect, category: 'weak_service', title, origin: 'observation', foundOn };
  stage.findings.set(`${branch}/${aspect}`, done<FindingView>(await stage.as('oc.supervisor').post('/api/rectification/findings', input)).id);
}

const finding = (stage: Stage, key: string, command = ''): string => `/api/rectification/findings/${stage.findings.get(key)}${command && `/${command}`}`;

async function ladder(stage: Stage, branch: string): Promise<LadderView> {
  return done<LadderView>(await stage.as('pg.decider').get(`/api/rectification/ladder?unitId=${stage.unit(branch).id}&schemeId=${SCHEME}`));
}

/** A member of the party group takes the branch under care for three months (S0 L127). */
async function assignLeader(stage: Stage, branch: string): Promise<CaseView> {
  const input = { unitId: stage.unit(branch).id, schemeId: SCHEME, rung: 'R1', leader: '局党组成员' };
  return done<CaseView>(await stage.as('pg.decider').post('/api/rectification/cases', input));
}

/** L1: two aspects at once in B05. */
export async function findTwoAspects(stage: Stage): Promise<void> {
  await open(stage, 'B05', 'S2', '2026-02-27');
  await open(stage, 'B05', 'S4', '2026-02-27');
}

/** L1: assigned on 2 March. L4 and L5: one aspect each in B07 and B06, which the organ committee limits to 31 March [C]. */
export async function assignTwoAspects(stage: Stage): Promise<void> {
  const { cells } = stage;
  await stage.at('2026-03-02');
  const { due } = await ladder(stage, 'B05');
  cells.add('1.4 L1', 'B05 应由谁负责', '党组领导班子成员 R1', `${bodyWord(due?.by)} ${due?.rung}`);
  const { limit } = await assignLeader(stage, 'B05');
  cells.add('1.4 L1', 'B05 领导包联整改期限', '2026-06-02', limit!.lastDay);
  for (const branch of ['B07', 'B06']) {
    await open(stage, branch, 'S3', '2026-03-02');
    done(await stage.as('oc.supervisor').post(finding(stage, `${branch}/S3`, 'notice'), { demand: '对照服务事项清单逐项整改。', limit: { until: '2026-03-31' } }));
  }
}

/** L5: solved on 30 March, found so by another person. */
export async function solveInTime(stage: Stage): Promise<void> {
  await stage.at('2026-03-30');
  done(await stage.clerkOf('B06').post(finding(stage, 'B06/S3', 'proof'), { text: '已逐项整改到位，群众已确认。' }));
  const { state, closedOn } = done<FindingView>(await stage.as('oc.supervisor').post(finding(stage, 'B06/S3', 'check'), { solved: true, opinion: '复查属实。' }));
  stage.cells.add('1.4 L5', 'B06 问题台账', '销号 2026-03-30', `${state === 'closed' ? '销号' : state} ${closedOn}`);
}

/** L4: on 1 April B07 has climbed the ladder, B06 has not. */
export async function climb(stage: Stage): Promise<void> {
  const { cells } = stage;
  const overdue = await until('B07 逾期', async () => done<FindingView>(await stage.as('oc.supervisor').get(finding(stage, 'B07/S3'))).overdue);
  cells.add('1.4 L4', 'B07 期限 2026-03-31 未解决', '逾期', overdue ? '逾期' : '未逾期');
  const { due } = await ladder(stage, 'B07');
  cells.add('1.4 L4', 'B07 应由谁负责', '党组领导班子成员 R1', `${bodyWord(due?.by)} ${due?.rung}`);
  const { limit, assignedOn } = await assignLeader(stage, 'B07');
  cells.add('1.4 L4', 'B07 领导包联整改', '2026-04-01 起 2026-07-01 止', `${assignedOn} 起 ${limit!.lastDay} 止`);
  cells.add('1.4 L5', 'B06 整改阶梯', '无', (await ladder(stage, 'B06')).due?.rung ?? '无');
}
