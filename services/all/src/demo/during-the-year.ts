import { CandidateList, VerificationView, type AdjustmentList, type AdjustmentView, type DutyPage, type PersonView, type RecordView } from '@xingchuang/contracts';
import { climb } from './ladder.ts';
import { BRANCHES, SCHEME, type Stage } from './stage.ts';
import { done, onceKnown, until } from './visitor.ts';
import { levelWord } from './words.ts';

const TITLES = { community_service: '社区服务', observation: '支部观摩', party_work_study: '党组专题研究机关党建' } as const;

async function file(stage: Stage, login: string, unit: string, type: keyof typeof TITLES, day: string, fields: object): Promise<RecordView> {
  const record = { unitId: stage.unit(unit).id, type, day, title: TITLES[type], fields };
  const early = ({ status }: { status: number }) => status === 422; // the people it names are still under way
  return done<RecordView>(await onceKnown('人员传到材料服务', () => stage.as(login).post('/api/evidence/records', record), early));
}

async function duties(stage: Stage, query: string, login = 'oc.supervisor'): Promise<DutyPage['items']> {
  return done<DutyPage>(await stage.as(login).get(`/api/evidence/duties?scheme=${SCHEME}&limit=1000&${query}`)).items;
}

/** H1: four members of B01; one of them served in February. */
export async function enterMembers(stage: Stage): Promise<void> {
  const unitId = stage.unit('B01').id;
  for (const [member, name] of [['M1', '演示党员甲'], ['M2', '演示党员乙'], ['M3', '演示党员丙'], ['M4', '演示党员丁']] as const) {
    const person = { name, unitId, memberInService: true, since: '2025-01-01' };
    stage.members.set(member, done<PersonView>(await stage.clerkOf('B01').post('/api/registry/people', person)).id);
  }
  await serve(stage, '2026-02-28', { M4: 300 });
}

async function serve(stage: Stage, day: string, minutes: Readonly<Record<string, number>>): Promise<void> {
  const people = Object.entries(minutes).map(([member, count]) => ({ personId: stage.members.get(member)!, minutes: count }));
  await file(stage, 'b01.clerk', 'B01', 'community_service', day, { people, time: 'weekend', activity: 'environment', community: '东湖社区（虚构）' });
}

/** H1 and O1: what is filed until the last day of March. */
export async function fileInMarch(stage: Stage): Promise<void> {
  await stage.at('2026-03-31');
  await serve(stage, '2026-03-07', { M1: 120, M2: 119, M3: 60 });
  await serve(stage, '2026-03-14', { M3: 45 });
  await serve(stage, '2026-03-28', { M3: 20 });
  for (const [index, branch] of BRANCHES.slice(0, 9).entries()) {
    await file(stage, 'oc.supervisor', branch, 'observation', `2026-03-${10 + index}`, { way: 'observation', findings: '现场观摩，情况见记录。' });
  }
  const missing = await duties(stage, 'duty=D1&period=2026-Q1&alert=true');
  stage.cells.add('1.4 O1', '2026-03-31 一季度缺观摩记录的支部', 'B10', missing.map(({ unitCode }) => unitCode).join(' '));
}

/** The first of April: the quarter and the month are over, limits of 31 March have passed. */
export async function lookBackOnMarch(stage: Stage): Promise<void> {
  const { cells } = stage;
  await stage.at('2026-04-01');
  await climb(stage);
  const missing = await duties(stage, 'duty=D1&period=2026-Q1&state=missing');
  cells.add('1.4 O1', '一季度结束后仍缺观摩记录的支部', 'B10', missing.map(({ unitCode }) => unitCode).join(' '));
  const hours = await duties(stage, `duty=D3&period=2026-03&unitId=${stage.unit('B01').id}`, 'b01.clerk');
  for (const [member, expected] of [['M1', '120 分钟 达标'], ['M2', '119 分钟 缺'], ['M3', '125 分钟 达标'], ['M4', '0 分钟 缺']] as const) {
    const line = hours.find(({ personId }) => personId === stage.members.get(member))!;
    cells.add('1.4 H1', `${member} 3月社区服务`, expected, `${line.found} 分钟 ${line.state === 'met' ? '达标' : line.state === 'missing' ? '缺' : line.state}`);
  }
}

const inJune = (stage: Stage) => duties(stage, `duty=D2&period=2026-06&unitId=${stage.unit('PG').id}`);

/** Y1: the party group studies party work on 18 June. */
export async function studyInJune(stage: Stage): Promise<void> {
  await stage.at('2026-06-18');
  await file(stage, 'oc.reviewer', 'PG', 'party_work_study', '2026-06-18', { topics: '上半年机关党建工作' });
  stage.cells.add('1.4 Y1', '局党组6月专题研究', '已完成 1 次', (await inJune(stage)).map(({ state, found }) => `${state === 'met' ? '已完成' : state} ${found} 次`).join());
}

/** Y1: a study of July does not count for June. */
export async function studyInJuly(stage: Stage): Promise<void> {
  await stage.at('2026-07-02');
  const july = await file(stage, 'oc.reviewer', 'PG', 'party_work_study', '2026-07-02', { topics: '补充研究' });
  const june = await inJune(stage);
  const counts = june.some(({ recordIds }) => recordIds.includes(july.id));
  stage.cells.add('1.4 Y1', '7月2日的记录计入6月', '否（6月仍为 1 次）', `${counts ? '是' : '否'}（6月仍为 ${june[0]?.found} 次）`);
}

/** D1: a major public-opinion event takes a star of B03 at once (S0 L135). */
export async function lowerB03(stage: Stage): Promise<void> {
  const { cells } = stage;
  await stage.at('2026-09-14');
  const event = { on: '2026-09-14', facts: { incidents: [{ on: '2026-09-14', field: 'public_opinion', major: true }] }, reason: '发生重大舆情事件。' };
  const { from, to, lost } = done<AdjustmentView>(await stage.as('wc.decider').post(stage.candidacyPath('B03', 'adjust'), event));
  cells.add('1.4 D1', 'B03 等级', '四星 → 三星', `${levelWord(from.id)} → ${levelWord(to.id)}`);
  cells.add('1.4 D1', 'B03 失去的星', '2', lost.map((star) => star.slice(1)).join(' '));
  const { items } = done<AdjustmentList>(await stage.as('u1.leader').get(`/api/assessment/adjustments?campaignId=${stage.campaignId}`));
  cells.add('1.4 D1', '星级管理台账', 'B03 2026-09-14', items.map(({ unit, on }) => `${unit.code} ${on}`).join('、'));
  const number = await until('降星传到公示服务', async () => {
    const candidates = CandidateList.parse(done(await stage.as('wc.publicist').get(`/api/publicity/campaigns/${stage.campaignId}/candidates`))).items;
    if (candidates.find(({ unitId }) => unitId === stage.unit('B03').id)?.level !== 'three') return undefined;
    return done<{ items: { number: string }[] }>(await stage.as('u1.leader').get(`/api/publicity/awards?unitId=${stage.unit('B03').id}`)).items[0]?.number;
  });
  const shown = VerificationView.parse(done(await stage.anyone().get(`/api/publicity/public/awards/${number}`)));
  cells.add('1.4 D1', 'B03 证书核验', '等级已调整 2026-09-14', `${shown.state === 'lowered' ? '等级已调整' : shown.state} ${shown.since}`);
}

/** Y2: nobody studied in December. */
export async function endTheYear(stage: Stage): Promise<void> {
  await stage.at('2026-12-31');
  const alerts = await duties(stage, `duty=D2&alert=true&period=2026-12&unitId=${stage.unit('PG').id}`);
  stage.cells.add('1.4 Y2', '12月专题研究提醒', 'PG 2026-12', alerts.map(({ unitCode, period }) => `${unitCode} ${period.id}`).join('、'));
}
