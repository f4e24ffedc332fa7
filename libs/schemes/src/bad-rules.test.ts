import { checkScheme, decide, decideInPieces, parseFacts, parseScheme } from './index.ts';
import { SEVENTH, TEN } from './seventh.fixture.ts';

const lineOf = (part: string): number => SEVENTH.slice(0, SEVENTH.indexOf(part)).split('\n').length;

describe('what is wrong in rules beyond stars is said at its line, with what to write instead', () => {
  test.each([
    ['unknown fact in points', 'expr: rating * 0.3', 'expr: rateing * 0.3', 'expression.unknown-name', '是否应写 rating'],
    ['points that are no number', 'expr: size(awards)}', 'expr: size(awards) > 1}', 'expression.type', '数'],
    ['points that are a text', 'expr: rating * 0.3', 'expr: region', 'expression.type', '数'],
    ['an unrounded fraction', 'expr: everyone.deviation(output), places: 1, rounding: half,', 'expr: everyone.deviation(output),', 'score.rounding', 'round('],
    ['places lost without a rule', 'expr: rating * 0.3, max: 30, places: 1, rounding: down', 'expr: rating * 0.3, max: 30, places: 1', 'score.rounding', 'rounding: half'],
    ['a divisor that may be 0', 'expr: -loss / 10', 'expr: 10 / loss', 'expression.maybe-zero', 'loss != 0'],
    ['a rank that may be missing', 'when: total >= 40', 'when: rated_ones.rank(output) <= 3', 'expression.maybe-null', 'rated_ones.rank(output) != null'],
    ['a mean of fractions', 'everyone.deviation(output)', 'everyone.deviation(output / 3)', 'expression.type', 'round(…, 2)'],
    ['unknown function of a population', 'everyone.rank(output) == 1', 'everyone.rnk(output) == 1', 'expression.unknown-function', '是否应写 rank'],
    ['unknown population', 'everyone.deviation(output)', 'evryone.deviation(output)', 'expression.unknown-name', '是否应写 everyone'],
    ['too many arguments', 'same_region.size() > 1', 'same_region.size(output) > 1', 'expression.arguments', '0 到 0'],
    ['places that are computed', "expr: 'min(output, 60)'", "expr: 'round(output, size(awards))'", 'expression.places', 'round(x, 2)'],
    ['figures in a circle', "expr: 'accidents.sum(a, a.cost)'", "expr: 'fraction_of_best > 0 ? 1 : 0'", 'none', ''],
    ['a figure that reads itself', "expr: 'accidents.sum(a, a.cost)'", "expr: 'loss + 1'", 'condition.cycle', 'loss → loss'],
    ['points that rest on the total', 'expr: size(awards)}', 'expr: total}', 'condition.cycle', 'total'],
    ['a population that rests on its own ranks', 'where: rating != null', "where: 'rated_ones.rank(output) != null'", 'condition.cycle', 'where'],
    ['a cycle through a level condition', 'when: barred,', 'when: exclusions.barred_ones,', 'condition.cycle', 'barred_ones'],
    ['a pass line above the maximum', 'when: total >= 60', 'when: total >= 111', 'level.unreachable', '110'],
    ['a condition that never holds', 'when: total >= 60', 'when: 1 > 2', 'level.unreachable', '永远不成立'],
    ['a condition on the lowest level', 'id: ordinary, stars: 0', 'id: ordinary, when: total >= 1', 'level.lowest', 'when'],
    ['quotas above 100 percent', 'sound: 40, ordinary: 20', 'sound: 40, ordinary: 21', 'quota.over', '101%'],
    ['a quota of an unknown level', '{fine: 10, good: 30', '{fined: 10, good: 30', 'level.unknown', '是否应写 fine'],
    ['a quota of an unknown population', 'population: everyone', 'population: evryone', 'population.unknown', '是否应写 everyone'],
    ['a quota without order', '    order: [total, scores.business]\n', '', 'key.missing', 'order'],
    ['a quota without rounding', '    rounding: half\n', '', 'key.missing', 'rounding'],
    ['an order that is no number', 'order: [total,', 'order: [barred,', 'expression.type', '数'],
    ['shares and counts', 'rounding: half\n    on', 'rounding: half\n    counts: {fine: 3}\n    on', 'quota.unclear', 'shares'],
    ['a step bound by another quota', 'quota: forward', 'quota: shares', 'quota.unknown', 'forward'],
    ['a group by a number', 'by: [region]', 'by: [output]', 'grouping.unknown', 'region'],
    ['an exclusion without rule', 'when: barred,', '', 'exclusion.unclear', 'reason: true'],
    ['a reason that nobody may give', 'reason: true, by: bureau', 'reason: true', 'key.missing', 'by'],
    ['a kept level that is none', 'when: barred,', 'when: barred, keep: region,', 'fact.unknown', 'held'],
    ['an origin of another type', 'type: level, optional: true, from: {history: level}', 'type: integer, optional: true, from: {history: level}', 'origin.type', 'level'],
    ['an unknown measure', 'from: {rating: customers, measure: mean}', 'from: {rating: customers, measure: median}', 'measure.unknown', 'mean'],
    ['a checklist that is no id', 'from: {indicator: throughput}', 'from: {inspection: 现场观摩}', 'value.wrong', '检查表的标识'],
    ['a checklist by its own id', 'from: {indicator: throughput}', 'from: {inspection: site-visit, measure: mean}', 'none', ''],
    ['two origins', 'from: {indicator: throughput}', 'from: {indicator: throughput, rating: x}', 'origin.unclear', '只写一个来源'],
    ['an unknown document before a round', 'requires: [method]', 'requires: [methods]', 'document.unknown', '是否应写 method'],
    ['an effect without its amount', 'action: subsidy, amount: 5', 'action: subsidy', 'key.missing', 'amount'],
    ['a list of a rung that no rung issues', 'list: {zh: 名单,', 'list: {zh: 名单, roster: true,', 'document.roster', 'ladder.rungs'],
    ['a rung that nothing opens', 'action: rectification, rung: card', 'action: link, in: [fee]', 'rung.never', 'apart: true'],
    ['a cap on declaring over places', 'when: held == null || held < good', 'when: everyone.rank(output) > 3', 'cap.relative', '[level]'],
    ['a task without points', 'score: {max: 70}\n    source: M 第三条', 'score: {max: 70}\n    when: missing\n    source: M 第三条', 'expression.unknown-name', 'missing'],
    ['points of nothing', '  - id: service\n    zh: 服务\n    when: kind == \'office\'\n', '  - {id: empty, zh: 空, score: {max: 5}, source: M 第五条}\n  - id: service\n    zh: 服务\n    when: kind == \'office\'\n', 'score.empty', 'expr'],
    ['an unknown kind of unit', "when: kind == 'office'", "when: kind == 'offices'", 'expression.unknown-value', '是否应写 office'],
  ])('%s', (_, was, is, code, hint) => {
    expect(SEVENTH).toContain(was);
    const found = checkScheme(SEVENTH.replace(was, () => is));
    if (code === 'none') return expect(found).toEqual([]);
    expect(found.map((one) => one.code)).toContain(code);
    const problem = found.find((one) => one.code === code)!;
    expect(problem.zh).toContain(hint);
    expect(problem.en).toMatch(/[a-z]/);
    expect(Math.abs(problem.line - lineOf(was))).toBeLessThanOrEqual(9);
  });

  test('a fault in an expression stands at its character', () => {
    const [problem] = checkScheme(SEVENTH.replace('expr: rating * 0.3', 'expr: rating * rate'));
    const line = SEVENTH.split('\n')[lineOf('expr: rating * 0.3') - 1]!;
    expect(problem).toMatchObject({ line: lineOf('expr: rating * 0.3'), column: line.indexOf('0.3') + 1 });
  });
});

describe('no file and no facts can hold up the process', () => {
  test('a chain of thousands of figures is refused', () => {
    const chain = Array.from({ length: 3_000 }, (_, i) => `  f${i}: {zh: x, expr: ${i === 2_999 ? '1 + 0' : `f${i + 1} + 1`}, source: M 一}`).join('\n');
    expect(checkScheme(SEVENTH.replace('figures:\n', `figures:\n${chain}\n`)).map(({ code }) => code)).toContain('condition.cycle');
  });

  test('figures that would double their digits at every step are refused, not computed', () => {
    const chain = Array.from({ length: 40 }, (_, i) => `  f${i}: {zh: x, expr: ${i === 0 ? 'fraction_of_best / 7' : `f${i - 1} * f${i - 1} + 1`}, source: M 一}`).join('\n');
    const scheme = parseScheme(SEVENTH.replace('figures:\n', `figures:\n${chain}\n`));
    expect(() => decide(scheme, parseFacts(scheme, TEN))).toThrow(expect.objectContaining({ code: 'expression.overflow' }));
  });

  test('a list within a list takes a bounded number of steps', () => {
    const scheme = parseScheme(SEVENTH.replace('expr: size(awards)}', "expr: 'awards.exists(a, awards.all(b, a.points + b.points < 0)) || awards.exists(a, awards.exists(b, a.points == b.points + 1)) ? 1 : 0'}"));
    const awards = (count: number) => Array.from({ length: count }, () => ({ on: '2025-05-05', points: 1 }));
    const given = (count: number) => ({ ...TEN, units: [{ ...TEN.units[0]!, facts: { ...TEN.units[0]!.facts, awards: awards(count) } }] });
    expect(decide(scheme, parseFacts(scheme, given(100)))).toHaveLength(1);
    expect(() => decide(scheme, parseFacts(scheme, given(1_000)))).toThrow(expect.objectContaining({ code: 'expression.too-long' }));
  });

  const pairs = (count: number) => Array.from({ length: count }, (_, i) => `a.points * b.points + ${i} < 0`).join(' || ');
  test.each([
    ['the product of a list with itself', 'awards.exists(a, awards.exists(b, a.points + b.points < 0))'],
    ['with much to do for each pair', `awards.exists(a, awards.exists(b, ${pairs(8)}))`],
    ['a sum of sums', 'awards.sum(a, awards.sum(b, a.points * b.points)) > 5'],
    ['fractions for each pair', 'awards.exists(a, awards.exists(b, a.points / 7 / 11 + b.points / 13 == a.points / 3 - 1))'],
    ['fractions of many digits for each record', `awards.exists(a, ${Array.from({ length: 6 }, (_, i) => `a.points / 99999993${i} / 99999989${i} / 99999981${i} / 99999973${i} > 1`).join(' || ')})`],
    ['one after the other', Array.from({ length: 5 }, (_, i) => `awards.exists(a${i}, awards.exists(b${i}, a${i}.points + b${i}.points < ${-i}))`).join(' || ')],
  ])('%s is stopped after a bounded number of steps, for one unit of a thousand records', (_, hostile) => {
    const scheme = parseScheme(SEVENTH.replace('expr: size(awards)}', `expr: '${hostile} ? 1 : 0'}`));
    const awards = Array.from({ length: 1_000 }, (_, i) => ({ on: '2025-05-05', points: i % 100 }));
    const given = parseFacts(scheme, { ...TEN, units: [{ ...TEN.units[0]!, facts: { ...TEN.units[0]!.facts, awards } }] });
    expect(() => decide(scheme, given)).toThrow(expect.objectContaining({ code: 'expression.too-long' }));
  });

  test('a round under hostile rules is decided in pieces, of which none is more than one run of an expression', () => {
    const hostile = 'awards.exists(a, awards.exists(b, a.points + b.points < 0)) || awards.exists(a, awards.all(b, a.points * b.points < 0))';
    const scheme = parseScheme(SEVENTH.replace('expr: size(awards)}', `expr: '${hostile} ? 1 : 0'}`));
    const awards = Array.from({ length: 200 }, () => ({ on: '2025-05-05', points: 1 }));
    const file = parseFacts(scheme, { ...TEN, units: TEN.units.map((one) => ({ ...one, facts: { ...one.facts, awards } })) });
    const work = decideInPieces(scheme, file);
    let pieces = 0;
    let last = work.next();
    for (; !last.done; last = work.next()) pieces += 1;
    expect(last.value).toEqual(decide(scheme, file));
    expect(pieces).toBeGreaterThanOrEqual(TEN.units.length);
  });

  test.each([
    ['characters', `size(awards) > 0${' || size(awards) > 1'.repeat(60)}`],
    ['depth', `${'('.repeat(40)}1${' + 1)'.repeat(40)} > 0`],
    ['lists', 'awards.exists(a, awards.exists(b, awards.exists(c, a.points + b.points + c.points < 0)))'],
    ['a pattern without end', "region.matches('(a+)+$')"],
    ['another world', 'process.exit(1) == 0'],
    ['a constructor', "region.constructor == 'x'"],
  ])('too many %s, or names that are none of its own, are refused when the file is read', (_, hostile) => {
    const text = SEVENTH.replace('expr: size(awards)}', () => `expr: "${hostile} ? 1 : 0"}`);
    const [problem] = checkScheme(text);
    expect(problem!.code).toMatch(/^expression\./);
    expect(problem!.line).toBe(lineOf('expr: size(awards)}'));
  });
});
