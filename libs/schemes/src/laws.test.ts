import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { decide, explain, parseFacts } from './index.ts';
import { branch, BUREAU, factsOf, organScheme } from './organ.fixture.ts';

const scheme = organScheme();

const maybe = <T>(value: fc.Arbitrary<T>) => fc.array(value, { maxLength: 2 });
const on = fc.constantFrom('2024-12-31', '2025-01-01', '2025-06-30', '2025-12-31', '2026-01-01');
const arbitraryFacts = fc.record({
  study_atmosphere: fc.boolean(),
  learning_platform_done: fc.boolean(),
  provincial_rank: fc.option(fc.integer({ min: 1, max: 18 })),
  typical_experiences: maybe(fc.record({ on })),
  incidents: maybe(fc.record({ on, field: fc.constantFrom('safety', 'petition'), major: fc.boolean() })),
  criticisms: maybe(
    fc.record({
      on,
      form: fc.constantFrom('superior_circular', 'public_exposure'),
      about: fc.constantFrom('business', 'inaction'),
    }),
  ),
  employment_done: fc.boolean(),
  evaluations: maybe(fc.record({ on, rank_from_bottom: fc.integer({ min: 1, max: 20 }) })),
  section_reviews: maybe(
    fc.record({
      on,
      section: fc.constant('科'),
      rank_from_bottom: fc.integer({ min: 1, max: 12 }),
      score: fc.integer({ min: 7400, max: 7600 }).map((n) => n / 100),
    }),
  ),
  clean_and_efficient: fc.boolean(),
  violations: maybe(fc.record({ on })),
  secretary_vacancies: maybe(fc.record({ from: on })),
});
const rank = (level: string): number => scheme.levels.findIndex(({ id }) => id === level);
const levelOf = (facts: object): number => rank(decide(scheme, parseFacts(scheme, factsOf([branch('U', facts)])))[0]!.level);

test('the order of units, facts and records does not matter', () => {
  const units = fc
    .array(arbitraryFacts, { minLength: 1, maxLength: 8 })
    .map((all) => all.map((facts, i) => branch(`U${i}`, facts)));
  const turned = (unit: ReturnType<typeof branch>) => ({
    ...unit,
    facts: Object.fromEntries(
      Object.entries(unit.facts)
        .reverse()
        .map(([name, value]) => [name, Array.isArray(value) ? value.toReversed() : value]),
    ),
  });
  const verdicts = (units: readonly object[]) =>
    decide(scheme, parseFacts(scheme, factsOf(units))).map(({ unit, level, stars, vetoes, caps }) => ({
      unit,
      level,
      stars,
      vetoes,
      caps,
    }));
  fc.assert(
    fc.property(
      units.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        expect(verdicts(shuffled.map(turned))).toEqual(verdicts(all));
      },
    ),
    { numRuns: 60 },
  );
});

test('deciding twice gives the same, down to the explanation', () => {
  const file = parseFacts(scheme, BUREAU);
  expect(JSON.stringify(decide(scheme, file))).toBe(
    JSON.stringify(decide(organScheme(), parseFacts(scheme, JSON.parse(JSON.stringify(file))))),
  );
});

test('a further incident, criticism, violation, vacancy or review never raises the level', () => {
  const worse = fc.constantFrom<object>(
    { incidents: [{ on: '2025-05-01', field: 'safety', major: true }] },
    { criticisms: [{ on: '2025-05-01', form: 'superior_circular', about: 'inaction' }] },
    { violations: [{ on: '2025-05-01' }] },
    { secretary_vacancies: [{ from: '2025-05-01' }] },
    { section_reviews: [{ on: '2025-05-01', section: '科', rank_from_bottom: 1, score: 74.99 }] },
  );
  fc.assert(
    fc.property(arbitraryFacts, worse, (facts, more) => {
      const [[name, records]] = Object.entries(more) as [[keyof typeof facts, unknown[]]];
      expect(levelOf({ ...facts, [name]: [...(facts[name] as unknown[]), ...records] })).toBeLessThanOrEqual(levelOf(facts));
    }),
    { numRuns: 100 },
  );
});

test('a better rank or a fulfilled task never lowers the level', () => {
  fc.assert(
    fc.property(
      arbitraryFacts,
      fc.constantFrom('study_atmosphere', 'employment_done', 'clean_and_efficient', 'learning_platform_done'),
      (facts, name) => {
        expect(levelOf({ ...facts, [name]: true })).toBeGreaterThanOrEqual(levelOf({ ...facts, [name]: false }));
      },
    ),
    { numRuns: 100 },
  );
  fc.assert(
    fc.property(arbitraryFacts, fc.integer({ min: 2, max: 18 }), (facts, at) => {
      expect(levelOf({ ...facts, provincial_rank: at - 1 })).toBeGreaterThanOrEqual(levelOf({ ...facts, provincial_rank: at }));
    }),
    { numRuns: 100 },
  );
});

test('what happened outside the window changes nothing', () => {
  fc.assert(
    fc.property(arbitraryFacts, fc.constantFrom('2024-12-31', '2026-01-01'), (facts, day) => {
      const late = { ...facts, violations: [...facts.violations, { on: day }] };
      expect(levelOf(late)).toBe(levelOf(facts));
    }),
    { numRuns: 60 },
  );
});

test('every unmet condition is told, in both languages', () => {
  fc.assert(
    fc.property(arbitraryFacts, (facts) => {
      const [decision] = decide(scheme, parseFacts(scheme, factsOf([branch('U', facts)])));
      const failed = decision!.explanation.flatMap(({ children }) => children.filter(({ verdict }) => verdict === false));
      for (const language of ['zh', 'en'] as const) {
        const text = explain(scheme, decision!, language);
        for (const { clause } of failed) expect(text).toContain(clause);
      }
    }),
    { numRuns: 40 },
  );
});

test('a decision reads as Chinese: the level, why, what is missing', () => {
  const decisions = decide(scheme, parseFacts(scheme, BUREAU));
  expect(explain(scheme, decisions[3]!)).toBe(
    [
      'B04：三星：获评3颗星（政治坚定星、服务有力星、清廉高效星）。',
      '理由：',
      '- 政治坚定星：获评，各项条件均符合（S0 L131「可获评政治坚定星」）',
      '- 业务出彩星：未获评',
      '  - 不符合：有排名的在省内前6名（业务省内排名：7） [S2.a S0 L131「前6名」]',
      '- 服务有力星：获评，各项条件均符合（S0 L131「可获评服务有力星」）',
      '- 清廉高效星：获评，各项条件均符合（S0 L131「可获评清廉高效星」）',
      '- 支部过硬星：未获评',
      '  - 不符合：已经获评其它4颗星（业务出彩星：否） [S5.f S0 L131「其它4颗星」]',
      '距四星还差1颗星，尚缺：',
      '  - 有排名的在省内前6名（业务省内排名：7） [S2.a S0 L131「前6名」]',
    ].join('\n'),
  );
  expect(explain(scheme, decisions[4]!)).toContain('方式 上级通报批评、原因 慢作为');
});

test('no programme, city, star or fact is named in the code', () => {
  const folder = new URL('.', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(file));
  const clauses = [
    ...scheme.dimensions.flatMap(({ award }) => award.all),
    ...scheme.vetoes,
    ...scheme.caps,
    ...scheme.titles,
  ].map(({ id }) => id);
  const named = [
    scheme.id,
    ...scheme.dimensions.flatMap(({ id, zh }) => [id, zh]),
    ...clauses,
    ...Object.keys(scheme.facts),
    ...Object.keys(scheme.parameters),
  ];
  const words = [...named, '南阳', '焦作', '平顶山', 'nanyang', 'jiaozuo', 'pingdingshan', 'five-star', '五星'];
  const found = files.flatMap((file) => {
    const text = readFileSync(new URL(file, folder), 'utf8').toLowerCase();
    return words
      .filter((word) => new RegExp(`(?<![a-z0-9_.])${word.toLowerCase().replaceAll('.', '\\.')}(?![a-z0-9_])`).test(text))
      .map((word) => `${file}: ${word}`);
  });
  expect(files.length).toBeGreaterThan(20);
  expect(found).toEqual([]);
});
