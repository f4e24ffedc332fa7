import { parseFacts, type InputProblem } from './index.ts';
import { branch, factsOf, organScheme } from './organ.fixture.ts';

const scheme = organScheme();

function problems(json: unknown): readonly InputProblem[] {
  try {
    parseFacts(scheme, json);
  } catch (refusal) {
    expect(refusal).toMatchObject({ kind: 'invalid', code: 'facts.invalid' });
    return (refusal as { facts: { problems: InputProblem[] } }).facts.problems;
  }
  return [];
}

const review = (more: object) => ({
  section_reviews: [{ on: '2025-11-20', section: '登记科', rank_from_bottom: 1, score: 74.5, ...more }],
});

describe('every fault is named with its unit, field and what was expected', () => {
  test.each([
    ['unknown fact', { provincial_rang: 6 }, 'facts.provincial_rang', 'fact.unknown', '是否应写 provincial_rank'],
    ['missing fact', { study_atmosphere: undefined }, 'facts.study_atmosphere', 'fact.missing', '缺少学习氛围浓厚'],
    ['text for truth', { study_atmosphere: '是' }, 'facts.study_atmosphere', 'fact.type', 'true 或 false'],
    ['half a rank', { provincial_rank: 6.5 }, 'facts.provincial_rank', 'fact.type', '整数'],
    ['huge rank', { provincial_rank: 1e12 }, 'facts.provincial_rank', 'fact.type', '整数'],
    ['no list', { violations: 2 }, 'facts.violations', 'fact.type', '记录列表'],
    ['list of days', { violations: ['2025-03-01'] }, 'facts.violations[0]', 'fact.type', '每条记录是对象'],
    ['unknown field', { violations: [{ on: '2025-03-01', of: 'x' }] }, 'facts.violations[0].of', 'field.unknown', '可写：on'],
    ['missing field', { violations: [{}] }, 'facts.violations[0].on', 'field.missing', '缺少日期'],
    ['day that does not exist', { violations: [{ on: '2025-02-30' }] }, 'facts.violations[0].on', 'fact.type', '日期'],
    ['three places', review({ score: 74.555 }), 'facts.section_reviews[0].score', 'fact.type', '最多 2 位小数'],
    ['score in words', review({ score: '七十五' }), 'facts.section_reviews[0].score', 'fact.type', '最多 2 位小数'],
    ['exponent', review({ score: '7e1' }), 'facts.section_reviews[0].score', 'fact.type', '最多 2 位小数'],
    ['infinity', review({ score: Infinity }), 'facts.section_reviews[0].score', 'fact.type', '最多 2 位小数'],
    [
      'unknown word',
      { incidents: [{ on: '2025-03-01', field: 'weather', major: true }] },
      'facts.incidents[0].field',
      'fact.type',
      'safety（安全生产）',
    ],
    [
      'ends before it begins',
      { secretary_vacancies: [{ from: '2025-03-02', to: '2025-03-01' }] },
      'facts.secretary_vacancies[0]',
      'record.order',
      '末日早于首日',
    ],
    [
      'too many records',
      { violations: Array(1_001).fill({ on: '2025-01-01' }) },
      'facts.violations',
      'fact.type',
      '最多 1000 条',
    ],
    ['prototype', JSON.parse('{"__proto__": {}, "constructor": 1}') as object, 'facts.__proto__', 'fact.unknown', '事实'],
  ])('%s', (_, facts, field, code, hint) => {
    const given = { unit: 'B1', facts: { ...branch('B1').facts, ...facts } };
    const found = problems(factsOf([given]));
    const problem = found.find((one) => one.code === code);
    expect(problem).toMatchObject({ unit: 'B1', field });
    expect(problem!.zh).toContain(hint);
    expect(problem!.en).toMatch(/[a-z]/);
  });

  test.each([
    ['no object', [], ''],
    ['no units', { ...factsOf([]), units: undefined }, 'units'],
    ['unknown key', { ...factsOf([branch('B1')]), note: 1 }, 'note'],
    ['no window', { ...factsOf([branch('B1')]), window: undefined }, 'window'],
    ['window turned round', { ...factsOf([branch('B1')]), window: { from: '2025-12-31', to: '2025-01-01' } }, 'window'],
    [
      'unknown key of the window',
      { ...factsOf([branch('B1')]), window: { from: '2025-01-01', to: '2025-12-31', until: 1 } },
      'window.until',
    ],
    ['asked parameter missing', { ...factsOf([branch('B1')]), parameters: {} }, 'parameters.rank_behind'],
    ['unknown parameter', factsOf([branch('B1')], { rank: 1 }), 'parameters.rank'],
    ['unit without facts', factsOf([{ unit: 'B1' }]), ''],
    ['unit twice', factsOf([branch('B1'), branch('B1')]), 'unit'],
    ['unit of another kind', factsOf([{ ...branch('B1'), kind: 'organ' }]), 'kind'],
    ['unknown key of a unit', factsOf([{ ...branch('B1'), name: '一支部' }]), 'name'],
    ['refs of an unknown fact', factsOf([{ ...branch('B1'), refs: { nothing: ['r'] } }]), 'refs.nothing'],
  ])('%s', (_, json, field) => {
    expect(problems(json).map((one) => one.field)).toContain(field);
  });

  test('all faults of all units come at once', () => {
    const found = problems(
      factsOf([branch('B1', { study_atmosphere: 1 }), branch('B2', { two_roles_played: null, nothing: 1 })]),
    );
    expect(found.map(({ unit, field }) => `${unit} ${field}`)).toEqual([
      'B1 facts.study_atmosphere',
      'B2 facts.nothing',
      'B2 facts.two_roles_played',
    ]);
  });
});

test('the checked form is complete: defaults, empty lists, decimals as plain strings; checking it again changes nothing', () => {
  const file = parseFacts(scheme, factsOf([branch('B1', review({ score: '74.50' }))]));
  expect(file.units[0]!.facts).toMatchObject({ violations: [], section_reviews: [{ score: '74.5' }] });
  expect(file.parameters).toMatchObject({ below_two: 'exclusive', rank_behind: 10 });
  expect(parseFacts(scheme, JSON.parse(JSON.stringify(file)))).toEqual(file);
});
