import { readFileSync } from 'node:fs';
import { decide, parseFacts, parseScheme } from '@xingchuang/schemes';
import { decisionWords } from './decision-words.ts';

const schemeOf = (id: string) => parseScheme(readFileSync(new URL(`../../../../schemes/${id}.yaml`, import.meta.url), 'utf8'));
const YEAR = { from: '2025-01-01', to: '2025-12-31' };
const nameOf = async (key: string) => `〔${key}〕`;

test('a scored decision has its table in the order of the scheme, each row with its most, and the total last', async () => {
  const scheme = schemeOf('jiaozuo-five-star-model-branch');
  const parameters = { aspect_names: ['一'], aspect_points: 10, daily_points: 30, pass_line: 85, lower_level: 'none', scorer: 'work_committee', naming_body: 'work_committee' };
  const aspects = Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`aspect_${i + 1}`, i === 0 ? '12' : '8']));
  const [decision] = decide(scheme, parseFacts(scheme, { parameters, units: [{ unit: 'A', facts: { ...aspects, daily_score: '21.5' } }] }));
  const { scores, names } = await decisionWords(scheme, parameters, decision!, nameOf);
  expect(scores.map(({ id, depth, value, most }) => [id, depth, value, most])).toEqual([
    ['SA', 0, '58', null], ['SA0', 1, '58', null], ['SA1', 2, '10', '10'], ...[2, 3, 4, 5, 6, 7].map((n) => [`SA${n}`, 2, '8', '10']), ['D0', 0, '21.5', '30'], ['total', 0, '79.5', null],
  ]);
  expect([names['total']?.zh, names['pass_line']?.zh, names['aspect_1']?.zh]).toEqual(['总分', '五星级示范党支部分数线', '第一方面得分']);
});

test('a decision without scores, comparisons and contests has none, and one that was kept before them neither', async () => {
  const scheme = schemeOf('pingdingshan-four-strong-branch');
  const parameters = { implementation_period: 'assessed_year', catch_all_by: 'organ_committee', naming_tolerance: 10, subsidy_amount: 5000 };
  const MET = { political_function: true, leading_team: true, members_team: true, role_played: true, debriefing_grade: 'average' };
  const [decision] = decide(scheme, parseFacts(scheme, { window: YEAR, parameters, units: [{ unit: 'A', parent: 'U', facts: MET }] }));
  const told = await decisionWords(scheme, parameters, decision!, nameOf);
  expect([told.scores, told.contests, told.names['debriefing_grade']?.zh]).toEqual([[], [], expect.stringContaining('述职')]);
  const { ranks: _, quotas: __, scores: ___, ...old } = decision!;
  expect((await decisionWords(scheme, parameters, old as typeof decision & object, nameOf)).ranks).toEqual([]);
});

test('comparisons and contests are said with the words of their population and the names of their groups', async () => {
  const scheme = schemeOf('pingdingshan-four-strong-branch');
  const bare = decide(scheme, parseFacts(scheme, { window: YEAR, parameters: { implementation_period: 'assessed_year', catch_all_by: 'organ_committee', naming_tolerance: 10, subsidy_amount: 5000 }, units: [{ unit: 'A', parent: 'U', facts: { political_function: true, leading_team: true, members_team: true, role_played: true, debriefing_grade: 'good' } }] }))[0]!;
  const decision = {
    ...bare,
    ranks: [{ population: 'unit_branches', group: 'U', expression: 'unit_branches.size()', value: 3 }],
    quotas: [{ quota: 'QT1', group: 'U', level: 'four_strong', place: 2, places: 1, in: false }],
  };
  const { ranks, contests } = await decisionWords(scheme, {}, decision, nameOf);
  expect(ranks).toMatchObject([{ value: '3', groupName: '〔U〕' }]);
  expect(ranks[0]!.zh).toBe(`${ranks[0]!.populationName.zh}单位数`);
  expect(contests).toMatchObject([{ level: { id: 'four_strong' }, groupName: '〔U〕', place: 2, places: 1, in: false }]);
  expect(contests[0]!.source).toContain('S4 L99');
});
