import { decide, parseFacts, type Decision } from './index.ts';
import { branch, BUREAU, factsOf, organScheme, organText, parseWith } from './organ.fixture.ts';

const scheme = organScheme();
const one = (facts: object, more: object = {}): Decision =>
  decide(scheme, parseFacts(scheme, factsOf([branch('B', facts)], more)))[0]!;
const failed = ({ explanation }: Decision): string[] =>
  explanation.flatMap(({ children }) => children.filter(({ verdict }) => verdict === false).map(({ clause }) => clause));

describe('the ten branches of the bureau', () => {
  const decisions = new Map(decide(scheme, parseFacts(scheme, BUREAU)).map((decision) => [decision.unit, decision]));

  test.each([
    ['B01', 'five', '12345', [], []],
    ['B02', 'four', '1234', [], []],
    ['B03', 'four', '1234', [], []],
    ['B04', 'three', '134', [], []],
    ['B05', 'two', '13', [], []],
    ['B06', 'three', '234', [], []],
    ['B07', 'three', '124', [], []],
    ['B08', 'one', '124', [], ['V1']],
    ['B09', 'none', '', ['V2'], ['V1']],
    ['B10', 'four', '1234', [], []],
  ])('%s is %s', (unit, level, stars, vetoes, caps) => {
    const decision = decisions.get(unit)!;
    expect(decision).toMatchObject({ level, vetoes, caps, score: null });
    expect(decision.stars).toEqual([...stars].map((n) => `S${n}`));
  });

  test('the explanation names clause, source, expression, facts and verdict', () => {
    const star2 = decisions.get('B04')!.explanation.find(({ clause }) => clause === 'S2')!;
    expect(star2.children[0]).toEqual({
      clause: 'S2.a',
      kind: 'condition',
      zh: '有排名的在省内前6名',
      en: 'among the first six of the province where ranked',
      source: 'S0 L131「前6名」',
      expression: 'provincial_rank <= 6',
      facts: { provincial_rank: 7 },
      verdict: false,
      children: [],
    });
    expect(star2.children[1]!.verdict).toBeNull();
  });

  test.each([
    ['B01', null, []],
    ['B02', 'five', ['S5.c']],
    ['B04', 'four', ['S2.a']],
    ['B08', 'two', ['V1']],
    ['B09', 'one', ['V2']],
  ])('%s lacks for the next level: %s %j', (unit, level, clauses) => {
    const { missing } = decisions.get(unit)!;
    expect(missing?.level ?? null).toBe(level);
    expect(missing?.clauses.map(({ clause }) => clause) ?? []).toEqual(clauses);
  });
});

describe('boundaries', () => {
  test.each([
    ['rank 6 passes', { provincial_rank: 6 }, []],
    ['rank 7 fails', { provincial_rank: 7 }, ['S2.a', 'S5.f']],
    ['no rank, one experience passes', { provincial_rank: null, typical_experiences: [{ on: '2025-04-01' }] }, []],
    ['no rank, no experience fails', { provincial_rank: null }, ['S2.b', 'S5.f']],
    ['one of five service tasks open', { investment_done: false }, ['S3.a', 'S5.f']],
    [
      'criticism on business',
      { criticisms: [{ on: '2025-01-01', form: 'superior_circular', about: 'business' }] },
      ['S2.h', 'S5.f'],
    ],
    ['criticism before the window', { criticisms: [{ on: '2024-12-31', form: 'superior_circular', about: 'business' }] }, []],
    ['criticism after the window', { criticisms: [{ on: '2026-01-01', form: 'superior_circular', about: 'business' }] }, []],
    [
      'public exposure for slow action',
      { criticisms: [{ on: '2025-12-31', form: 'public_exposure', about: 'slow_action' }] },
      ['S4.c', 'S5.f'],
    ],
    ['a small incident', { incidents: [{ on: '2025-05-05', field: 'safety', major: false }] }, []],
    ['a grave incident', { incidents: [{ on: '2025-05-05', field: 'safety', major: true }] }, ['S2.d', 'S5.f']],
    ['vacancy that ended before the window', { secretary_vacancies: [{ from: '2024-10-01', to: '2024-12-31' }] }, []],
    ['vacancy that ended on its first day', { secretary_vacancies: [{ from: '2024-10-01', to: '2025-01-01' }] }, ['S5.c']],
    ['vacancy still going on', { secretary_vacancies: [{ from: '2024-10-01' }] }, ['S5.c']],
    ['eleventh from the bottom', { evaluations: [{ on: '2025-06-01', rank_from_bottom: 11 }] }, []],
    ['tenth from the bottom', { evaluations: [{ on: '2025-06-01', rank_from_bottom: 10 }] }, ['S3.b', 'S5.f']],
  ])('%s', (_, facts, clauses) => {
    expect(failed(one(facts))).toEqual(clauses);
  });

  const review = (rank: number, score: string | number): object => ({
    section_reviews: [{ on: '2025-11-01', section: '登记科', rank_from_bottom: rank, score }],
  });
  test.each([
    ['last with 74.5', 1, 74.5, 'none'],
    ['last with 74.9', 1, 74.9, 'none'],
    ['last with 74.99 as text', 1, '74.99', 'none'],
    ['last with 75', 1, 75, 'one'],
    ['last with 75.0 as text', 1, '75.0', 'one'],
    ['last but one with 10', 2, 10, 'one'],
    ['tenth', 10, 90, 'one'],
    ['eleventh', 11, 60, 'five'],
  ])('section review: %s', (_, rank, score, level) => {
    expect(one(review(rank, score)).level).toBe(level);
  });

  test('the fifth star needs the other four, whatever its own conditions say', () => {
    const decision = one({ clean_and_efficient: false });
    expect(decision.stars).toEqual(['S1', 'S2', 'S3']);
    expect(decision.level).toBe('three');
  });

  test('a branch without any star has no level of its own', () => {
    const facts = { study_atmosphere: false, provincial_rank: 9, employment_done: false, clean_and_efficient: false };
    expect(one(facts)).toMatchObject({ level: 'none', stars: [], missing: { level: 'one', stars: 1 } });
  });

  test('parameters change the reading: cap of two stars, level under a veto, criticism on business only', () => {
    expect(one(review(7, 81), { last_ten_cap: 'two' }).level).toBe('two');
    expect(one(review(1, 70), { vetoed_level: 'one' }).level).toBe('one');
    const slow = { criticisms: [{ on: '2025-03-01', form: 'superior_circular', about: 'other' }] };
    expect(one(slow, { criticism_reading: 'business' }).level).toBe('five');
  });

  test('the veto catalogue is empty until somebody fills it', () => {
    const problem = { grave_problems: [{ on: '2025-03-01', problem: '重大安全事故' }] };
    expect(one(problem).level).toBe('five');
    expect(one(problem, { veto_catalogue: ['重大安全事故'] })).toMatchObject({ level: 'none', vetoes: ['V4'] });
  });

  test('a cap on declaring alone does not bound the level', () => {
    const declaring = parseWith(organText(), 'on: [declaring, level]', 'on: [declaring]');
    expect(decide(declaring, parseFacts(declaring, factsOf([branch('B', review(7, 81))])))[0]).toMatchObject({
      level: 'three',
      caps: ['V1'],
    });
  });

  test('a changed condition of star two changes the result', () => {
    const strict = parseWith(organText(), 'provincial_rank <= 6', 'provincial_rank <= 5');
    expect(decide(strict, parseFacts(strict, factsOf([branch('B', { provincial_rank: 6 })])))[0]!.level).toBe('three');
  });
});

test('the records behind a fact stay with the verdict that used it', () => {
  const facts = factsOf([{ ...branch('B', { provincial_rank: 7 }), refs: { provincial_rank: ['rec-1'] } }]);
  const [decision] = decide(scheme, parseFacts(scheme, facts));
  const node = decision!.explanation.find(({ clause }) => clause === 'S2')!.children[0]!;
  expect(node.refs).toEqual({ provincial_rank: ['rec-1'] });
});
