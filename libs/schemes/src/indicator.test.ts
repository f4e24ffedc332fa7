import { readFileSync } from 'node:fs';
import { decide, duties, parseFacts, parseScheme } from './index.ts';
import { branch, factsOf, organText, parseWith } from './organ.fixture.ts';

const model = readFileSync(new URL('../../../schemes/jiaozuo-model-organ.yaml', import.meta.url), 'utf8');
const MISSED = ['study_quarters_missed', 'lecture_quarters_missed', 'rule_checks_missed', 'secretaries_untrained', 'new_secretaries_late', 'workers_untrained', 'members_untrained'];
const NOTHING_MISSED = { ...Object.fromEntries(MISSED.map((name) => [name, 0])), method_passed: true };
const ITEM = "          - {id: M1.1f, zh: 党员过政治生日、重温入党誓词, kind: count, source: S3 L42「政治生日」}\n";

describe('a quantified indicator that a body adds to the catalogue', () => {
  const withIndicator = model
    .replace(ITEM, () => `${ITEM}          - {id: M1.1g, zh: 量化考评指标, kind: score, score: {expr: quantified, min: 0, max: 10}, source: S3 L45「量化考评指标」}\n`)
    .replace('\nfacts:\n', () => '\nfacts:\n  quantified: {zh: 量化考评得分, type: decimal, places: 2, absent: 0, from: {indicator: quantified}}\n');
  const scores = (text: string, facts: object) => {
    const scheme = parseScheme(text);
    const given = { window: { from: '2025-01-01', to: '2025-12-31' }, parameters: { acceptance: 'method' }, units: [{ unit: 'U', kind: 'organ', facts: { ...NOTHING_MISSED, ...facts } }] };
    return decide(scheme, parseFacts(scheme, given))[0]!.scores;
  };

  test.each([['8.5', '8.5'], ['12', '10'], [undefined, '0']])('worth %s: it counts %s points, with its task and dimension', (points, counted) => {
    const found = scores(withIndicator, points === undefined ? {} : { quantified: Number(points) });
    expect([found['M1.1g'], found['M1.1'], found['M1']]).toEqual([counted, counted, counted]);
  });

  test('without it there is none', () => {
    expect(scores(model, {})['M1.1g']).toBeUndefined();
  });
});

test('a duty of members with a target takes the first star from a branch with somebody below it', () => {
  const target = '  - {id: D6, zh: 学习强国年度积分, en: points of the year, record: platform_learning, each: member, every: year, expect: {sum: xuexi, atLeast: 300}, source: S0 L131「完成学习强国」}\n';
  const counted = "  learning_missed: {zh: 未达标党员数, type: integer, absent: 0, from: {duty: D6, measure: missed}}\n";
  const text = organText().replace('\nduties:\n', () => `\nduties:\n${target}`).replace('\nfacts:\n', () => `\nfacts:\n${counted}`);
  const scheme = parseWith(text, 'expr: learning_platform_done', 'expr: learning_missed == 0');
  expect(duties(scheme)[0]).toMatchObject({ id: 'D6', record: 'platform_learning', expect: { sum: 'xuexi', atLeast: 300 } });
  const [met, below] = decide(scheme, parseFacts(scheme, factsOf([branch('B01', { learning_missed: 0 }), branch('B02', { learning_missed: 1 })])));
  expect([met!.stars.includes('S1'), below!.stars.includes('S1')]).toEqual([true, false]);
});
