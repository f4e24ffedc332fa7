import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { changesBetween, checkScheme, parseScheme, type Scheme, schemeOfSheets, sheetsOf, wordsOfChange, type Cell, type FilledSheet, type SchemeSheet } from '../index.ts';
import { SEVENTH } from '../seventh.fixture.ts';
import { amount, byName, integer, lines, name, setting, several, text, typed, type Codec } from './cell.ts';
import { due, stepWindow, term } from './cell-time.ts';

const folder = new URL('../../../../schemes/', import.meta.url);
const FILES = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
const page = readFileSync(new URL('../../../../docs/schemes.md', import.meta.url), 'utf8');
const example = /```yaml scheme\n([^]*?)```/.exec(page)![1]!;
const ALL: [string, string][] = [...FILES.map((file): [string, string] => [file, readFileSync(new URL(file, folder), 'utf8')]), ['the seventh', SEVENTH], ['the example of the page', example]];

/** The sheets as somebody filled them in: headings, notes, then the rows. */
const filled = (sheets: readonly SchemeSheet[]): FilledSheet[] =>
  sheets.map(({ name, form, columns, rows }) => {
    if (form) return { name, rows: [['项目', '内容', '填写说明'], ...columns.map(({ zh, note }, i): Cell[] => [zh, rows[i]![0]!, note])] };
    return { name, rows: [columns.map(({ zh }) => zh), columns.map(({ note }, i) => (i === 0 ? `※ ${note}` : note)), ...rows] };
  });
const seventh = parseScheme(SEVENTH);

test('the six programmes are tried', () => expect(FILES).toHaveLength(6));

describe.each(ALL)('%s', (_, file) => {
  const scheme = parseScheme(file);

  test('says the same after a way through sheets', () => {
    const { problems, scheme: back, text: written } = schemeOfSheets(filled(sheetsOf(scheme)));
    expect(problems).toEqual([]);
    expect(back).toEqual(scheme);
    expect(parseScheme(written)).toEqual(scheme);
  });

  test('says the same after a way through cells that are all text, as typed', () => {
    const typedIn = filled(sheetsOf(scheme)).map(({ name, rows }) => ({ name, rows: rows.map((cells) => cells.map((cell) => (cell === null ? null : ` ${cell} `))) }));
    const { problems, scheme: back } = schemeOfSheets(typedIn);
    expect(problems).toEqual([]);
    expect(asTexts(back!)).toEqual(asTexts(scheme));
  });

  test('says the same whatever the order of sheets and columns, with empty rows between', () => {
    const mixed = filled(sheetsOf(scheme)).toReversed().map(({ name, rows }) => (rows[0]![0] === '项目' ? { name, rows: [rows[0]!, ...rows.slice(1).toReversed()] } : { name: ` ${name}`, rows: rows.flatMap((cells) => [cells.toReversed(), []]) }));
    expect(schemeOfSheets(mixed)).toMatchObject({ problems: [], scheme });
  });
});

/** A number and its text mean the same where the format takes both. */
const asTexts = (scheme: Scheme): unknown => JSON.parse(JSON.stringify(scheme, (_, value: unknown) => (typeof value === 'number' ? String(value) : value)));

test('every key of the format has its column', () => {
  const shape = ['scheme-shape.ts', 'shape-parts.ts'].map((file) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')).join('\n');
  const keys = new Set([...shape.matchAll(/\b(\w+): (?:required|optional|either)\(/g)].map((match) => match[1]!));
  const plan = ['plan.ts', 'cell-time.ts', 'cell.ts', 'words.ts'].map((file) => readFileSync(new URL(file, import.meta.url), 'utf8')).join('\n');
  expect(keys.size).toBeGreaterThan(100);
  expect([...keys].filter((key) => !new RegExp(`(?<![\\w-])${key}(?![\\w-])`).test(plan))).toEqual([]);
});

test('the empty template has all sheets, and says what is missing where', () => {
  const { problems } = schemeOfSheets(filled(sheetsOf()));
  expect(problems.map(({ sheet, row, column, zh }) => `${sheet} ${row ?? ''}${column} ${zh}`)).toEqual([
    '基本信息 3B 请填写“办法标识”',
    '基本信息 4B 请填写“版本”',
    '基本信息 5B 请填写“办法：名称”',
    '出处  请在“出处”表填写',
    '单位类型  请在“单位类型”表填写',
    '等级  请在“等级”表填写',
    '星和方面  请在“星和方面”表填写',
  ]);
});

/** One cell of the seventh changed: the sheet, the row as a spreadsheet counts, the heading. */
const spoilt = (sheet: string, at: number, heading: string, value: Cell): FilledSheet[] =>
  filled(sheetsOf(seventh)).map((one) => {
    if (one.name !== sheet) return one;
    const isForm = one.rows[0]![0] === '项目';
    const column = isForm ? 1 : one.rows[0]!.indexOf(heading);
    const row = isForm ? one.rows.findIndex(([zh]) => zh === heading) : at - 1;
    expect(column).toBeGreaterThanOrEqual(0);
    return { name: one.name, rows: one.rows.map((cells, i) => (i === row ? cells.map((cell, j) => (j === column ? value : cell)) : cells)) };
  });

describe('a fault names sheet, row, column and what to write instead', () => {
  test.each<[string, string, number, string, Cell, string, string]>([
    ['an unknown word of a list', '单位类型', 3, '身份', '被评单位', 'value.unknown', '是否应写 被评定单位'],
    ['a missing name', '等级', 4, '名称', null, 'key.missing', '请填写“名称”'],
    ['a text for a number', '等级', 3, '星数', '零', 'value.wrong', '整数'],
    ['an unknown fact in an expression', '计算值', 3, '算式', 'accident.sum(a, a.cost)', 'expression.unknown-name', '是否应写 accidents'],
    ['an expression of another type', '等级', 4, '条件', 'total', 'expression.type', '真假'],
    ['a row under nothing', '任务', 3, '星', 'bussiness', 'row.under', '是否应写 business'],
    ['a row that does not say under what', '任务', 3, '星', null, 'key.missing', '请填写“星”'],
    ['a name used twice', '事实', 4, '标识', 'region', 'key.twice', '已经写过'],
    ['a source that is no document', '等级', 4, '出处', 'Q 第九条', 'source.unknown', '（M）'],
    ['no source at all', '等级', 4, '出处', null, 'source.missing', '在“依据”写'],
    ['shares that cannot be read', '名额', 4, '比例（%）', '优秀百分之十', 'cell.pairs', 'good=30'],
    ['shares above 100', '名额', 4, '比例（%）', 'fine=10、good=30、sound=61', 'quota.over', '101%'],
    ['a time that cannot be read', '整改阶梯', 3, '期限', '三个月', 'cell.time', '3个月'],
    ['an unknown option of a time', '整改阶梯', 3, '期限', '3个月（遇周末：顺延）', 'cell.time', '遇休息日'],
    ['an unknown parameter', '奖惩', 3, '最高等级', '{lower_levl}', 'parameter.unknown', '是否应写 lower_level'],
    ['a level that is none', '直接认定', 3, '等级', 'fne', 'level.unknown', '是否应写 fine'],
    ['two values that exclude each other', '参数', 3, '何时填写', '开展评定时', 'definition.wrong', '“默认值”'],
    ['what an effect needs', '奖惩', 4, '金额', null, 'key.missing', '请填写“金额”'],
    ['an item of the form', '基本信息', 0, '办法标识', '港务所', 'value.wrong', 'model-units'],
    ['a heading', '等级', 1, '星数', '颗数', 'heading.unknown', '可写'],
  ])('%s', (_, sheet, row, heading, value, code, hint) => {
    const sheets = spoilt(sheet, row, heading, value);
    const { problems, scheme } = schemeOfSheets(sheets);
    expect(scheme).toBeUndefined();
    const found = problems.find((one) => one.code === code)!;
    expect(problems.map((one) => one.code)).toContain(code);
    const at = sheets.find((one) => one.name === sheet)!.rows;
    const wanted = row === 0 ? at.findIndex(([zh]) => zh === heading) + 1 : row;
    expect([found.sheet, found.row]).toEqual([sheet, wanted]);
    expect(found.column).toMatch(/^[A-Z]{1,2}$/);
    expect(found.zh).toContain(hint);
    expect(found.en).toMatch(/[a-z]/);
  });

  test('a sheet under another name is not passed over', () => {
    const sheets = filled(sheetsOf(seventh)).map((one) => (one.name === '一票否决' ? { ...one, name: '一票否绝' } : one));
    expect(schemeOfSheets(sheets).problems[0]).toMatchObject({ sheet: '一票否绝', code: 'sheet.unknown', zh: expect.stringContaining('是否应写 一票否决') });
    expect(schemeOfSheets([...filled(sheetsOf(seventh)), { name: '备注 草稿', rows: [['x']] }]).problems).toEqual([]);
  });
});

describe('what stands in a cell is read as it was written', () => {
  const reference = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/).map((parameter) => ({ parameter }));
  const whole = fc.integer({ min: 1, max: 120 });
  const maybe = <T>(key: string, value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined }).map((one) => (one === undefined ? {} : { [key]: one }));
  const holiday = maybe('holiday', fc.oneof(fc.constantFrom('stay', 'next'), reference));
  const length = fc.oneof(whole, reference);
  const terms = fc
    .tuple(fc.oneof(length.map((workdays) => ({ workdays })), length.map((months) => ({ months })), fc.constant({ ask: true })), maybe('countStart', fc.oneof(fc.boolean(), reference)), holiday)
    .map(([one, start, rest]) => ({ ...one, ...start, ...rest }));
  const monthDay = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 })).map((parts) => parts.map((part) => String(part).padStart(2, '0')).join('-'));
  const year = maybe('year', fc.integer({ min: 0, max: 3 }));
  const yearDays = fc.tuple(monthDay, year, maybe('tolerance', fc.oneof(fc.integer({ min: 0, max: 60 }), reference)), holiday).map(([on, ...rest]) => Object.assign({ on }, ...rest) as object);
  const words = fc.stringMatching(/^[^\s、，,;；]([^、，,;；\n]{0,10}[^\s、，,;；])?$/u);
  const names = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,8}$/);
  const decimals = fc.oneof(fc.integer({ min: -999, max: 999 }), fc.integer({ min: 0, max: 99_999 }).map((n) => (n / 100).toFixed(2)));

  test.each<[string, Codec, fc.Arbitrary<unknown>]>([
    ['a term', term, terms],
    ['a due day', due, fc.oneof(terms, yearDays)],
    ['a window', stepWindow, fc.oneof(fc.constant({ ask: true }), fc.tuple(monthDay, monthDay, year).map(([from, to, more]) => ({ from, to, ...more })))],
    ['a setting of texts', setting(text), fc.oneof(fc.string({ minLength: 1 }).map((one) => one.trim()).filter((one) => one !== ''), reference)],
    ['a setting of whole numbers', setting(integer), fc.oneof(whole, reference)],
    ['names', several(name), fc.array(names, { minLength: 1, maxLength: 5 })],
    ['lines', lines, fc.array(words, { minLength: 1, maxLength: 4 })],
    ['shares', byName(amount), fc.dictionary(names, fc.oneof(decimals, reference), { minKeys: 1, maxKeys: 4, noNullPrototype: true })],
  ])('%s', (_, codec, values) => {
    fc.assert(fc.property(values, (value) => expect(codec.read(codec.write(value), {})).toEqual(value)), { numRuns: 200 });
  });

  test.each<[string, unknown]>([['boolean', false], ['integer', 7], ['decimal', '7.50'], ['decimal', 7.5], ['text', '是'], ['texts', []], ['texts', ['甲', '乙']], ['records', []], ['level', 'good']])('a %s: %j', (type, value) => {
    expect(typed.read(typed.write(value), { type })).toEqual(value);
  });
});

describe('a change is told in the words of the workbook', () => {
  test.each<[string, string, string, object]>([
    ['a time', 'deadline: {workdays: 20}', 'deadline: {months: 3, holiday: next}', { part: '整改阶梯', fields: [{ name: '期限', before: '20个工作日', after: '3个月（遇休息日：顺延）' }] }],
    ['a parameter instead of a value', 'level: fine', 'level: {parameter: lower_level}', { part: '直接认定', fields: [{ name: '等级', before: 'fine', after: '{lower_level}' }] }],
    ['a word of the format', 'ties: {parameter: tie_rule}', 'ties: in', { part: '名额', fields: [{ name: '并列', before: '{tie_rule}', after: '一并入选' }] }],
    ['an origin', 'from: {indicator: throughput}', 'from: {ranking: throughput, measure: score}', { part: '事实', fields: [{ name: '来源', before: '导入指标', after: '导入排名' }, { name: '取数', before: null, after: 'score' }] }],
    ['a part that stands alone', 'max: 110, source', 'max: 100, source', { part: '基本信息', fields: [{ name: '最高分', before: '110', after: '100' }] }],
    ['fields of a record', 'cost: {zh: 损失（万元）', 'cost: {zh: 损失', { part: '事实', fields: [{ name: '记录字段', before: expect.stringContaining('万元'), after: expect.not.stringContaining('万元') }] }],
  ])('%s', (_, was, is, told) => {
    expect(SEVENTH).toContain(was);
    const [change, ...more] = changesBetween(seventh, parseScheme(SEVENTH.replace(was, is)));
    expect(more).toEqual([]);
    expect(wordsOfChange(change!)).toEqual(told);
  });
});

test('what a workbook gives is checked like a file', () => {
  const { text: file, problems } = schemeOfSheets(spoilt('等级', 4, '条件', 'total >= 111'));
  expect(checkScheme(file).map(({ code }) => code)).toEqual(problems.map(({ code }) => code));
});
