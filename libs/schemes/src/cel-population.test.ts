import { decide, parseFacts, parseScheme } from './index.ts';
import { SEVENTH } from './seventh.fixture.ts';

const day = '2025-05-05';
const unit = (id: string, region: string, output: number, rating: number | null, points: number[]) => ({
  unit: id, kind: 'office', facts: { region, output, rating, awards: points.map((one) => ({ on: day, points: one })) },
});
const UNITS = [
  unit('A', 'east', 10, 90, [3, 5]),
  unit('B', 'east', 20.5, null, []),
  unit('C', 'west', 20.5, 80, [1]),
  unit('D', 'west', 30, 80.5, [2, 2, 2]),
  unit('E', 'east', 7, 70, [9]),
];
const FILE = { window: { from: '2024-01-01', to: '2025-12-31' }, parameters: { lower_level: 'ordinary' }, units: UNITS };

/** The value of an expression for each unit, A to E. */
function values(expr: string): unknown[] {
  const scheme = parseScheme(SEVENTH.replace('figures:\n', `figures:\n  asked: {zh: 求值, expr: ${JSON.stringify(expr)}, source: M 一}\n`));
  return decide(scheme, parseFacts(scheme, FILE)).map(({ figures }) => figures['asked']);
}

test.each([
  ['everyone.rank(output)', [4, 2, 2, 1, 5]],
  ['everyone.rank(-output)', [2, 3, 3, 5, 1]],
  ['everyone.rankFromBottom(output)', [2, 3, 3, 5, 1]],
  ['everyone.rank(output, size(awards))', [4, 3, 2, 1, 5]],
  ['same_region.rank(output)', [2, 1, 2, 1, 3]],
  ['same_region.size()', [3, 3, 2, 2, 3]],
  ['everyone.count(output > 15)', [3, 3, 3, 3, 3]],
  ['everyone.share(output > 15)', ['60', '60', '60', '60', '60']],
  ['same_region.share(output > 15)', ['100/3', '100/3', '100', '100', '100/3']],
  ['everyone.sum(output)', ['88', '88', '88', '88', '88']],
  ['everyone.mean(output)', ['17.6', '17.6', '17.6', '17.6', '17.6']],
  ['same_region.mean(output)', ['12.5', '12.5', '25.25', '25.25', '12.5']],
  ['everyone.deviation(output)', ['-7.6', '2.9', '2.9', '12.4', '-10.6']],
  ['everyone.highest(output) - everyone.lowest(output)', ['23', '23', '23', '23', '23']],
  ['everyone.proportion(output)', ['1/3', '41/60', '41/60', '1', '7/30']],
  ['everyone.proportion(-output)', ['0', '0', '0', '0', '0']],
  // who has no value takes no part
  ['rated_ones.rank(output) != null ? rated_ones.rank(output) : 0', [3, 0, 2, 1, 4]],
  ['everyone.rank(rating) != null ? everyone.rank(rating) : 0', [1, 0, 3, 2, 4]],
  ['rated_ones.size()', [4, 0, 4, 4, 4]],
  ['everyone.mean(rating) != null ? everyone.mean(rating) : 0', ['80.125', '80.125', '80.125', '80.125', '80.125']],
  // numbers
  ['awards.sum(a, a.points)', [8, 0, 1, 6, 9]],
  ['awards.highest(a, a.points) - awards.lowest(a, a.points)', [2, 0, 0, 0, 0]],
  ['output / 3', ['10/3', '41/6', '41/6', '10', '7/3']],
  ['output / 3 * 3 == output ? 1 : 0', [1, 1, 1, 1, 1]],
  ['round(output / 3, 2)', ['3.33', '6.83', '6.83', '10', '2.33']],
  ['ceil(output / 3, 0)', [4, 7, 7, 10, 3]],
  ['floor(-output / 3, 0)', [-4, -7, -7, -10, -3]],
  ['round(-output / 4, 0)', [-3, -5, -5, -8, -2]],
  ['round(0.5 - output, 0)', [-10, -20, -20, -30, -7]],
  ['abs(output - 20)', ['10', '0.5', '0.5', '10', '13']],
  ['min(max(output, 10), 25)', ['10', '20.5', '20.5', '25', '10']],
  ['size(awards) > 0 ? awards.sum(a, a.points) / size(awards) : 0', ['4', '0', '1', '2', '9']],
  ['10 / everyone.size() + 1', ['3', '3', '3', '3', '3']],
])('%s', (expr, expected) => {
  expect(values(expr)).toEqual(expected);
});

describe('quotas', () => {
  const levels = (quota: string, units = UNITS) => {
    const start = SEVENTH.indexOf('  - id: shares');
    const end = SEVENTH.indexOf('  - {id: forward');
    const scheme = parseScheme(SEVENTH.slice(0, start) + quota + SEVENTH.slice(end));
    return decide(scheme, parseFacts(scheme, { ...FILE, units })).map(({ unit, level }) => `${unit} ${level}`);
  };
  const rich = ['A', 'B', 'C', 'D', 'E', 'F'].map((id, i) => unit(id, 'east', 60 - i, 90, [1]));
  const quota = (more: string) =>
    `  - {id: q, zh: 名额, population: everyone, on: [level], order: [output], ties: out, source: M 一, ${more}}\n`;

  test('counts, and the rest falls to the next level it reaches', () => {
    expect(levels(quota('counts: {fine: 1, good: 2}'), rich)).toEqual(['A fine', 'B good', 'C good', 'D sound', 'E sound', 'F sound']);
  });

  test('unused places pass down only where the quota says so', () => {
    const few = rich.map((one, i) => ({ ...one, facts: { ...one.facts, output: 40 - i, rating: i === 0 ? 90 : 30 } }));
    const places = 'counts: {fine: 3, good: 1, sound: 1}';
    expect(levels(quota(places), few).filter((one) => one.endsWith('good'))).toHaveLength(1);
    expect(levels(quota(`${places}, carry: true`), few).filter((one) => one.endsWith('good')).length).toBeGreaterThan(1);
  });

  test('the base can leave units out', () => {
    expect(levels(quota("shares: {fine: 50}, rounding: down, base: 'output > 56'"), rich).filter((one) => one.endsWith('fine'))).toEqual(['A fine', 'B fine']);
    expect(levels(quota('shares: {fine: 50}, rounding: down'), rich).filter((one) => one.endsWith('fine'))).toHaveLength(3);
  });
});
