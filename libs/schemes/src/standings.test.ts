import { readFileSync } from 'node:fs';
import { decide, parseFacts, parseScheme, quotaGroups } from './index.ts';
import { office, SEVENTH, TEN } from './seventh.fixture.ts';

/** Who stands where on a quota board, and which level is the next one that a round has. */
const scheme = parseScheme(SEVENTH);
const board = (given: object, quota: string, group: string, of = scheme) => quotaGroups(of, parseFacts(of, given)).find((one) => one.quota === quota && one.group === group)!;

test('candidates stand in the order of the quota, who does not compete after them with the clause', () => {
  const { order, ties, standings } = board(TEN, 'shares', '');
  expect([order.map(({ zh }) => zh), ties]).toEqual([['总分', '业务'], 'out']);
  expect(standings.map(({ unit, place, within }) => [unit, place, within])).toEqual([
    ['H01', 1, 'fine'], ['H02', 2, 'good'], ['H03', 3, 'good'], ['H04', 4, 'good'], ['H06', 5, 'sound'], ['H05', 6, 'ordinary'], ['H07', 7, 'ordinary'], ['H08', null, null], ['H09', null, null], ['H10', null, null],
  ]);
  expect(standings.slice(7).map(({ barred }) => barred.map(({ clause }) => clause))).toEqual([['shares'], ['barred_ones'], ['other']]);
  expect(standings[0]!.values).toEqual(['107', '70']);
});

test('without an order nobody has a place, and the units stand by their code', () => {
  const { order, standings } = board(TEN, 'forward', 'west');
  expect([order, standings.map(({ unit, place, within, tied }) => [unit, place, within, tied])]).toEqual([[], [['H02', null, null, false], ['H05', null, null, false]]]);
});

const RANKED = parseScheme(SEVENTH.replace("on: [recommending], adjust", 'order: [total], ties: {parameter: tie_rule}, on: [recommending], adjust'));
const four = (outputs: readonly number[], tie_rule: string) => ({ ...TEN, parameters: { ...TEN.parameters, tie_rule }, units: outputs.map((output, i) => office(`H0${i + 1}`, output)) });

test.each([
  ['no tie', [60, 50, 40, 30], 'out', ['H01', 'H02'], []],
  ['a tie at the edge, out', [60, 50, 50, 30], 'out', ['H01'], ['H02', 'H03']],
  ['a tie at the edge, in', [60, 50, 50, 30], 'in', ['H01', 'H02', 'H03'], ['H02', 'H03']],
  ['a tie within the places', [60, 60, 40, 30], 'out', ['H01', 'H02'], []],
] as const)('%s', (_, outputs, rule, within, tied) => {
  const forward = (given: object) => board(given, 'forward', 'east', RANKED).standings;
  const given = four(outputs, rule);
  const standings = forward(given);
  expect([standings.filter((one) => one.within === 'fine').map(({ unit }) => unit), standings.filter((one) => one.tied).map(({ unit }) => unit)]).toEqual([within, tied]);
  expect(forward({ ...given, units: given.units.toReversed() })).toEqual(standings); // whatever the order in which they came
});

describe('what is missing is said of the next level that the round has', () => {
  const model = parseScheme(readFileSync(new URL('../../../schemes/jiaozuo-five-star-model-branch.yaml', import.meta.url), 'utf8'));
  const asked = { aspect_names: ['一'], aspect_points: 10, daily_points: 30, pass_line: 85, lower_level: 'none', scorer: 'work_committee', naming_body: 'work_committee' };
  const aspects = Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`aspect_${i + 1}`, '8']));
  const next = (lines: object) => {
    const file = parseFacts(model, { parameters: { ...asked, ...lines }, units: [{ unit: 'A', facts: { ...aspects, daily_score: '20' } }] });
    return decide(model, file)[0]!.missing!.level;
  };

  test.each([
    ['no line below the highest', {}, 'five_star'],
    ['a line that it does not reach', { line_three: 80 }, 'three'],
    ['a line that it has passed', { line_three: 70 }, 'five_star'],
  ])('%s', (_, lines, level) => expect(next(lines)).toBe(level));
});
