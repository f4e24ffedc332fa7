import { EffectList, type CaseView, type DecideTryView, type UnitTitlesView } from '@xingchuang/contracts';
import type { z } from 'zod';
import { factsFile } from './declare.ts';
import { SCHEME, type Stage } from './stage.ts';
import { done, until } from './visitor.ts';

type Effects = z.infer<typeof EffectList>;
type Row = Effects['items'][number];

/** The base of the excellent ratio that section 1.3 takes as its example [F], percent. */
const BASE_RATIO = '15';

/** Section 1.3: what happens to whom, and what the excellent ratio of 15 % becomes, read as points. */
const EXPECTED: readonly (readonly [string, string])[] = [
  ['B01', '通报 organisation_department；比例 +10 → 25%；优先 two_excellent_one_advanced'],
  ['B02', '通报 work_committee；比例 +5 → 20%；优先 two_excellent_one_advanced'],
  ['B03', '通报 work_committee；比例 +5 → 20%；优先 two_excellent_one_advanced'],
  ['B05', '比例 -10 → 5%'],
  ['B08', '约谈 superior；整顿 superior；限制 awards cadre_recommendation；科室限制 awards'],
  ['B09', '整顿 superior；限制 awards；科室限制 awards'],
];

const WORDS: Readonly<Record<string, string>> = { circular: '通报', ratio: '比例', priority: '优先', talk: '约谈', rectification: '整顿', bar: '限制', accountability: '追责' };

/** Rewards and penalties of the branches, and the cases that they open. */
export async function followEffects(stage: Stage): Promise<void> {
  const { cells } = stage;
  done(await stage.as('wc.publicist').put(`/api/publicity/units/${stage.unit('U1').id}/parameters`, { parameters: { ratio_base: BASE_RATIO } }));
  const effects = await until('奖惩台账', async () => {
    const list = EffectList.parse(done(await stage.as('u1.leader').get(`/api/publicity/effects?campaignId=${stage.campaignId}`)));
    return list.titles[0]?.total === 10 && list;
  });
  for (const [code, expected] of EXPECTED) cells.add('1.3', `${code} 奖惩`, expected, inWords(effects.items.filter(({ unitId }) => unitId === stage.unit(code).id)));
  await rectify(stage, 'B08', 'R3');
  await rectify(stage, 'B09', 'R4');
  await readTitles(stage, effects);
}

/** One line: circulars, ratios, priorities, talks, rectifications, then what one is barred from. */
function inWords(items: readonly Row[]): string {
  const of = (action: string, tell: (row: Row) => string): string[] => items.filter((row) => row.action === action).map((row) => `${WORDS[action]} ${tell(row)}`);
  const bars = (kind: string): string => [...new Set(items.filter((row) => row.action === 'bar' && row.of === kind).flatMap((row) => row.in))].sort().join(' ');
  const signed = (change: number): string => (change > 0 ? `+${change}` : `${change}`);
  const lines = [
    ...of('circular', ({ by }) => by),
    ...of('ratio', ({ ratio }) => `${signed(ratio!.change)} → ${ratio!.result}%`),
    ...of('priority', (row) => row.in.join(' ')),
    ...of('talk', ({ by }) => by),
    ...of('rectification', ({ by }) => by),
    ...of('accountability', ({ by }) => by),
  ];
  if (bars('branch')) lines.push(`限制 ${bars('branch')}`);
  if (bars('key_section')) lines.push(`科室限制 ${bars('key_section')}`);
  return lines.join('；') || '—';
}

/** A rectification whose length the source leaves open waits for a person to set it (A16): three months from 2026-02-28 [C]. */
async function rectify(stage: Stage, code: string, rung: string): Promise<void> {
  const body = stage.as('pg.decider');
  const opened = await until(`${code} 整顿立案`, async () => {
    const { items } = done<{ items: CaseView[] }>(await body.get(`/api/rectification/cases?unitId=${stage.unit(code).id}`));
    return items.find((one) => one.rung === rung);
  });
  stage.cells.add('1.3', `${code} 整顿期限在有人设定前`, '待设定', opened.state === 'waiting' && opened.limit === null ? '待设定' : opened.state);
  const path = `/api/rectification/cases/${encodeURIComponent(opened.id)}/limit`;
  const { limit } = done<CaseView>(await body.post(path, { leader: '机关党委', limit: { months: 3 } }));
  stage.cells.add('1.3', `${code} 整顿期限 3 个月`, '2026-05-28', limit!.lastDay);
}

/** U1 misses the title by two conditions, and is spared the penalty of the unit. */
async function readTitles(stage: Stage, { items, titles }: Effects): Promise<void> {
  const { cells } = stage;
  const unit = stage.unit('U1').id;
  const ledger = titles.find(({ unitId }) => unitId === unit)!.titles.find(({ id }) => id === 'model_organ')!;
  cells.add('1.3', 'U1 “五星”模范机关', '否', ledger.granted ? '是' : '否');
  const known = done<UnitTitlesView>(await stage.as('u1.leader').get(`/api/assessment/campaigns/${stage.campaignId}/titles`)).items.find((one) => one.unit.id === unit)!;
  const unmet = known.titles.find(({ title }) => title === 'model_organ')!.explanation.children.filter(({ verdict }) => verdict === false);
  cells.add('1.3', 'U1 未满足的条件', 'Q1.b（60%不足80%） Q1.c（有二星以下）', unmet.map(({ clause }) => `${clause}${REASONS[clause] ?? ''}`).join(' '));
  cells.add('1.3', 'U1 单位处罚（60%不低于50%）', '无', items.some((row) => row.unitId === unit && row.action === 'bar') ? '有' : '无');
}

const REASONS: Readonly<Record<string, string>> = { 'Q1.b': '（60%不足80%）', 'Q1.c': '（有二星以下）' };

type Try = Readonly<Record<string, unknown>>;

/** Decides facts that nobody keeps. */
async function rehearse(stage: Stage, codes: readonly string[], parameters: Try): Promise<DecideTryView> {
  const { window, units } = factsFile();
  const facts = new Map(units.map((unit) => [unit.unit, unit.facts]));
  const tried = codes.map((code, index) => ({ unit: `${code}-${index + 1}`, facts: facts.get(code) }));
  return done<DecideTryView>(await stage.as('u1.leader').post(`/api/assessment/schemes/${SCHEME}/decide`, { window, parameters: { rank_behind: 10, ratio_base: BASE_RATIO, ...parameters }, units: tried }));
}

/** The other reading of +10 %, +5 % and -10 % (A6). */
export async function readRatiosRelatively(stage: Stage): Promise<void> {
  for (const [reading, expected] of [['points', '25% 20% 5%'], ['relative', '16.5% 15.75% 13.5%']] as const) {
    const { effects } = await rehearse(stage, ['B01', 'B02', 'B05'], { ratio_reading: reading });
    const ratios = effects.filter(({ unit, action }) => unit !== '' && action === 'ratio').map(({ ratio }) => `${ratio!.result}%`);
    stage.cells.add('1.3', `五星、四星、二星的优秀比例，按${reading === 'points' ? '百分点' : '相对比例'}`, expected, ratios.join(' '));
  }
}

/** Bureau U2: one five, two four, five three, two two; a model organ unless "below two stars" includes two (A1). */
export async function tryAnotherBureau(stage: Stage): Promise<void> {
  const { cells } = stage;
  const branches = ['B01', 'B02', 'B03', 'B04', 'B06', 'B07', 'B04', 'B06', 'B05', 'B05'];
  for (const [reading, inWords, granted] of [['exclusive', '不含二星', '是'], ['inclusive', '含二星', '否']] as const) {
    const { shares, titles, effects } = await rehearse(stage, branches, { below_two: reading });
    const counts = [...shares].reverse().filter(({ exactly }) => exactly > 0).map(({ level, exactly }) => `${exactly}×${level.zh}`);
    if (reading === 'exclusive') cells.add('1.3 U2', '各等级支部数', '1×五星 2×四星 5×三星 2×二星', counts.join(' '));
    const three = shares.find(({ level }) => level.id === 'three')!;
    cells.add('1.3 U2', `三星及以上（“二星以下”${inWords}）`, '80%', `${three.percent}%`);
    cells.add('1.3 U2', `“五星”模范机关（“二星以下”${inWords}）`, granted, titles.find(({ title }) => title === 'model_organ')!.granted ? '是' : '否');
    cells.add('1.3 U2', `不得评优评先（“二星以下”${inWords}）`, '否', effects.some(({ unit, action }) => unit === '' && action === 'bar') ? '是' : '否');
  }
}
