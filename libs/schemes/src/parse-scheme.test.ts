import { checkScheme, parseScheme, type Problem } from './index.ts';
import { organText } from './organ.fixture.ts';

const text = organText();
const lineOf = (part: string): number => text.slice(0, text.indexOf(part)).split('\n').length;

/** The problems after one replacement that must take place. */
function problems(was: string, is: string): Problem[] {
  if (!text.includes(was)) throw new Error(`not in the file: ${was}`);
  return checkScheme(text.replace(was, () => is));
}

test('the first scheme file has no problem and the catalogue of 18 tasks', () => {
  expect(checkScheme(text)).toEqual([]);
  expect(parseScheme(text).dimensions.map(({ tasks }) => tasks.length)).toEqual([3, 3, 5, 3, 4]);
});

test('a scheme is plain data', () => {
  const scheme = parseScheme(text);
  expect(JSON.parse(JSON.stringify(scheme))).toEqual(scheme);
});

test('an item without a source has that of its task', () => {
  expect(parseScheme(text).dimensions[0]!.tasks[0]!.items[0]).toEqual({
    id: 'T01.1',
    zh: '第一议题制度',
    kind: 'boolean',
    source: 'S0 L39「第一议题」',
  });
});

describe('what is wrong is said at its line, with what to write instead', () => {
  test.each([
    ['unknown key', '    on: [declaring, level]', '    onn: [declaring, level]', 'key.unknown', '是否应写 on'],
    ['missing key', '    on: [declaring, level]\n', '', 'key.missing', '缺少 on'],
    ['wrong type', 'version: 1', 'version: eins', 'value.wrong', '整数'],
    ['wrong word', 'id: R1, zh: 领导包联整改', 'id: R1, apart: no, zh: 领导包联整改', 'value.wrong', 'true'],
    ['unknown act', 'act: nominate', 'act: nominatte', 'value.unknown', '是否应写 nominate'],
    [
      'unknown level in a step',
      'act: decide, by: work_committee, levels: [four]',
      'act: decide, by: work_committee, levels: [fuor]',
      'level.unknown',
      '是否应写 four',
    ],
    [
      'unknown kind',
      'act: propose, by: organ_committee',
      'act: propose, by: organ_comittee',
      'kind.unknown',
      '是否应写 organ_committee',
    ],
    [
      'unknown parameter',
      'atMost: {parameter: last_ten_cap}',
      'atMost: {parameter: last_10_cap}',
      'parameter.unknown',
      '是否应写 last_ten_cap',
    ],
    [
      'parameter of another type',
      'atMost: {parameter: last_ten_cap}',
      'atMost: {parameter: weak_from}',
      'parameter.type',
      '要 level',
    ],
    ['unknown document', 'ledger: star_ledger', 'ledger: stars_ledger', 'document.unknown', '是否应写 star_ledger'],
    ['unknown honour', 'in: [two_excellent_one_advanced]', 'in: [two_excellent]', 'honour.unknown', 'two_excellent_one_advanced'],
    ['unknown rung', 'rung: R4', 'rung: R9', 'rung.unknown', 'R4'],
    ['unknown effect', 'effect: AC1', 'effect: AC9', 'effect.unknown', 'AC1'],
    ['unknown fact', 'expr: study_atmosphere,', 'expr: study_atmosfere,', 'expression.unknown-name', '是否应写 study_atmosphere'],
    ['unknown field', 'r.rank_from_bottom == 1', 'r.rank == 1', 'expression.unknown-field', 'rank_from_bottom'],
    ['unknown word of a fact', "i.field == 'safety'", "i.field == 'safty'", 'expression.unknown-value', '是否应写 safety'],
    ['unknown level in an expression', 'when: level == two,', 'when: level == too,', 'expression.unknown-name', '是否应写 two'],
    ['no truth value', 'expr: size(violations) == 0', 'expr: size(violations)', 'expression.type', '真假'],
    ['text against number', 'provincial_rank <= 6', "provincial_rank <= '6'", 'expression.type', '数'],
    ['not CEL', 'provincial_rank <= 6', 'provincial_rank <= ', 'expression.syntax', '表达式'],
    ['a call of the outside', 'provincial_rank <= 6', 'fetch(provincial_rank)', 'expression.unknown-function', '函数'],
    ['remainder', 'provincial_rank <= 6', 'provincial_rank % 2 == 0', 'expression.operator', '不支持'],
    ['division by what may be 0', 'provincial_rank <= 6', '6 / provincial_rank > 1', 'expression.maybe-zero', 'provincial_rank != 0'],
    [
      'a value that may be missing',
      'when: provincial_rank != null, expr',
      'expr',
      'expression.maybe-null',
      'provincial_rank != null',
    ],
    ['cycle between stars', 'expr: study_atmosphere,', 'expr: study_atmosphere && stars.S5,', 'condition.cycle', 'stars'],
    ['a star that needs itself', 'expr: study_atmosphere,', 'expr: study_atmosphere && stars.S1,', 'condition.cycle', 'S1'],
    ['unreachable level', '{id: five, stars: 5', '{id: five, stars: 6', 'level.unreachable', '任何单位都达不到'],
    ['levels out of order', '{id: three, stars: 3', '{id: three, stars: 2', 'level.order', '从低到高'],
    [
      'level that nobody decides',
      'levels: [none, one, two, three], files',
      'levels: [one, two, three], files',
      'level.undecided',
      'act: decide',
    ],
    [
      'level that two decide',
      'act: decide, by: work_committee, levels: [four]',
      'act: decide, by: work_committee, levels: [four, five]',
      'level.decided-twice',
      'P4.3',
    ],
    ['missing source', ', source: S0 L131「完成学习强国」', '', 'source.missing', '出处'],
    ['unknown source', 'source: S0 L131「完成学习强国」', 'source: S7 L131「完成学习强国」', 'source.unknown', 'S0'],
    ['basis without reason', "basis: 'derived: 文件未列目录'", 'basis: derived', 'value.wrong', 'derived: 理由'],
    ['clause id used twice', 'id: S1.b', 'id: S1.a', 'id.twice', 'S1.a'],
    ['name used twice', '  two_roles_played: {', '  weak_from: {', 'name.taken', 'weak_from'],
    ['YAML key twice', 'version: 1', 'version: 1\nversion: 2', 'key.twice', '重复'],
    ['bad YAML', 'kinds:', 'kinds: [', 'yaml.syntax', 'YAML'],
    ['anchor', 'name: {zh: 南阳', 'name: &n {zh: 南阳', 'yaml.alias', '锚点'],
    ['term of two lengths', 'deadline: {months: 3}', 'deadline: {months: 3, workdays: 5}', 'term.unclear', 'ask: true'],
    ['default that does not fit', 'default: one, basis', 'default: six, basis', 'definition.wrong', '星级'],
    ['neither default nor question', 'type: kind, ask: campaign', 'type: kind', 'definition.wrong', 'ask'],
    [
      'decimal without places',
      'type: decimal, places: 2, min: 0, max: 100, ask: unit',
      'type: decimal, min: 0, max: 100, ask: unit',
      'definition.wrong',
      'places',
    ],
    [
      'window over a text',
      'within: [on], fields: {on: {zh: 发现日期, type: day}}',
      'within: [on], fields: {on: {zh: 发现日期, type: text}}',
      'definition.wrong',
      'within',
    ],
    [
      'effect that never happens',
      'of: branch, when: level == five, action: circular',
      'of: branch, action: circular',
      'effect.never',
      'when',
    ],
    [
      'bar from nothing',
      'action: bar, in: [awards], source: S0 L137「达不到50%」',
      'action: bar, source: S0 L137「达不到50%」',
      'key.missing',
      'in',
    ],
    [
      'months of a year',
      'every: year, expect: {atLeast: 10}',
      'every: year, months: [6], expect: {atLeast: 10}',
      'duty.months',
      'every: month',
    ],
    ['no rated kind', 'is: rated', 'is: body', 'kind.rated', 'is: rated'],
    ['another format', 'format: 1', 'format: 2', 'value.wrong', '1'],
  ])('%s', (_, was, is, code, hint) => {
    const found = problems(was, is);
    const problem = found.find((one) => one.code === code);
    expect(found.map((one) => one.code)).toContain(code);
    expect(problem!.zh).toContain(hint);
    expect(problem!.en).toMatch(/[a-z]/);
    expect(() => parseScheme(text.replace(was, () => is))).toThrow(expect.objectContaining({ code: 'scheme.invalid' }));
  });

  test('line and column are those of the fault itself', () => {
    const [problem] = problems('provincial_rank <= 6', 'provincial_rank <= sixth');
    const line = lineOf('provincial_rank <= 6');
    const column = text.split('\n')[line - 1]!.indexOf('provincial_rank <= 6') + 'provincial_rank <= '.length + 1;
    expect(problem).toMatchObject({ line, column, path: 'dimensions[1].award.all[0].expr' });
  });

  test('a missing key stands at its parent, an unknown one at itself', () => {
    expect(problems('    on: [declaring, level]\n', '')[0]).toMatchObject({ line: lineOf('  - id: V1'), path: 'caps[0].on' });
    expect(problems('    on: [declaring, level]', '    on: [declaring, level]\n    un: 1')[0]).toMatchObject({
      line: lineOf('    on: [declaring') + 1,
      column: 5,
    });
  });

  test('several problems come in the order of the file', () => {
    const broken = text
      .replace('act: nominate', 'act: nominatte')
      .replace('version: 1', 'version: 0')
      .replace('rung: R3', 'rang: R3');
    expect(checkScheme(broken).map(({ line }) => line)).toEqual([4, lineOf('act: nominate'), lineOf('rung: R3')]);
  });
});

describe('hostile files end at once', () => {
  test.each([
    ['a deep expression', `${'('.repeat(400)}true${')'.repeat(400)}`],
    ['a deep negation', `${'!'.repeat(400)}true`],
    ['a long expression', `true${' && true'.repeat(200)}`],
    ['many nodes', `1${' + 1'.repeat(240)} > 0`],
    ['lists in lists in lists', 'incidents.exists(a, incidents.exists(b, incidents.exists(c, c.major)))'],
    ['a number beyond exactness', 'provincial_rank * 999999999 * 999999999 > 1 && 999999999 * 999999999 > 1'],
  ])('%s', (_, expression) => {
    const [problem] = problems('expr: provincial_rank <= 6', `expr: ${JSON.stringify(expression)}`);
    expect(problem!.code).toMatch(/^expression\.(too-large|syntax)$/);
  });

  test.each([
    ['empty', ''],
    ['a list', '- a'],
    ['a text', 'hello'],
    ['no levels', 'format: 1\nlevels: []'],
    ['prototype keys', `${text}\n__proto__: {a: 1}`],
    ['constructor as a fact', text.replace('facts:\n', 'facts:\n  constructor: {zh: x, type: boolean}\n')],
  ])('%s', (_, file) => {
    expect(checkScheme(file).length).toBeGreaterThan(0);
  });

  test('a file far too large', () => {
    expect(checkScheme(`${text}${'#'.repeat(400_000)}`)[0]!.code).toBe('file.too-large');
  });
});
