import { EffectList, type CaseView, type DecideTryView, type UnitTitlesView } from '@xingchuang/contracts';
import type { z } from 'zod';
import { factsFile } from './declare.ts';
import { SCHEME, type Stage } from './stage.ts';
import { done, until } from './visitor.ts';
import { bodyWord, honourWords } from './words.ts';

type Effects = z.infer<typeof EffectList>;
type Row = Effects['items'][number];

/** The base of the excellent ratio that section 1.3 takes as its example [F], percent. */
const BASE_RATIO = '15';

/** Section 1.3: what happens to whom, by which clause one is barred, and what the excellent ratio of 15 % becomes, read as points. */
const EXPECTED: readonly (readonly [string, readonly string[]])[] = [
  ['B01', ['市委组织部通报', '优秀比例 +10 → 25%', '优先推荐“两优一先”']],
  ['B02', ['市直工委通报', '优秀比例 +5 → 20%', '优先推荐“两优一先”']],
  ['B03', ['市直工委通报', '优秀比例 +5 → 20%', '优先推荐“两优一先”']],
  ['B05', ['优秀比例 -10 → 5%']],
  ['B08', ['上级党组织约谈', '上级党组织整顿', '不得评先评优 PN5', '不得推荐干部 PN6', '不得评先评优 PN7', '科室不得评先评优 PN8']],
  ['B09', ['上级党组织整顿', '不得评先评优 PN5', '不得评先评优 PN7', '科室不得评先评优 PN8']],
];

/** Rewards and penalties of the branches, and the cases that they open. */
export async function followEffects(stage: Stage): Promise<void> {
  const { cells } = stage;
  done(await stage.as('wc.publicist').put(`/api/publicity/units/${stage.unit('U1').id}/parameters`, { parameters: { ratio_base: BASE_RATIO } }));
  const effects = await until('奖惩台账', async () => {
    const list = EffectList.parse(done(await stage.as('u1.leader').get(`/api/publicity/effects?campaignId=${stage.campaignId}`)));
    return list.titles[0]?.total === 10 && list;
  });
  for (const [code, expected] of EXPECTED) {
    const actual = effects.items.filter(({ unitId }) => unitId === stage.unit(code).id).map(inWords);
    const most = Math.max(expected.length, actual.length);
    for (let at = 0; at < most; at += 1) cells.add('1.3', `${code} 奖惩（${at + 1}）`, expected[at] ?? '—', actual[at] ?? '—');
  }
  await rectify(stage, 'B08', 'R3');
  await rectify(stage, 'B09', 'R4');
  await readTitles(stage, effects);
}

/** What a branch gets or may not get, by which clause. */
function inWords({ id, action, of, by, in: honours, ratio }: Row): string {
  switch (action) {
    case 'circular':
      return `${bodyWord(by)}通报`;
    case 'ratio':
      return `优秀比例 ${ratio!.change > 0 ? '+' : ''}${ratio!.change} → ${ratio!.result}%`;
    case 'priority':
      return `优先推荐${honourWords(honours)}`;
    case 'talk':
      return `${bodyWord(by)}约谈`;
    case 'rectification':
      return `${bodyWord(by)}整顿`;
    default:
      return `${of === 'key_section' ? '科室' : ''}不得${honourWords(honours)} ${id}`;
  }
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
