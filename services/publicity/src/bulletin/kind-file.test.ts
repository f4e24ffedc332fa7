import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '@xingchuang/rules';
import { parseKind, readKinds, SHIPPED_KINDS } from './kind-file.ts';
import { Kinds } from './kinds.ts';

const GOOD = `format: 1
id: mine
name: {zh: 自定通报, en: Mine}
every: month
number: 自定〔{year}〕{n}号
template: bulletin
title: 关于{period}的通报
queries:
  month: {from: summary}
texts:
  opening: {zh: 正文, lines: ['新增{month.opened}个，写作{{month.opened}。']}
fields:
  blocks:
    blocks:
      - {texts: opening}
      - {table: month, columns: [unitName, opened]}
`;
const faults = (text: string): [line: number, field: string][] => {
  try {
    parseKind(text);
  } catch (error) {
    return ((error as Refusal).facts['problems'] as { line: number; field: string }[]).map(({ line, field }) => [line, field]);
  }
  return [];
};

test('a kind file says how often, what is counted, what it says', () => {
  expect(parseKind(GOOD)).toMatchObject({ id: 'mine', every: 'month', covers: 'past', workday: 1, names: false });
});

test.each<[string, string, string, [number, string][]]>([
  ['an unknown key', 'template: bulletin', 'template: bulletin\nlook: nice', [[1, '']]],
  ['a word that is none', 'every: month', 'every: fortnight', [[4, 'every']]],
  ['a number without a place for it', '〔{year}〕{n}号', '号', [[5, 'number']]],
  ['a query that nobody answers', '{from: summary}', '{from: stars}', [[9, 'queries.month.from']]],
  ['a place that no query gives', '新增{month.opened}', '新增{month.stars}', [[11, 'texts.opening.lines.0']]],
  ['a text that is not there', '{texts: opening}', '{texts: closing}', [[15, 'fields.blocks.blocks.0']]],
  ['a column that the table has not', '[unitName, opened]', '[unitName, stars]', [[16, 'fields.blocks.blocks.1.columns']]],
  ['a ranking by levels without a round', '{from: summary}', '{from: ranking, by: levels}', [[9, 'queries.month'], [11, 'texts.opening.lines.0'], [16, 'fields.blocks.blocks.1.columns']]],
  ['two faults at once, in the order of lines', '新增{month.opened}', '新增{month.stars}{today.x}', [[11, 'texts.opening.lines.0'], [11, 'texts.opening.lines.0']]],
  ['a key twice', 'every: month', 'every: month\nevery: week', [[5, '']]],
  ['no YAML', 'name: {zh', 'name: {zh: [', [[3, '']]],
])('%s is told with its line', (_, what, instead, told) => {
  expect(GOOD).toContain(what);
  expect(faults(GOOD.replace(what, instead)).slice(0, told.length)).toEqual(told);
});

test('adding a kind is adding a file; one of the same id takes the place of ours; a faulty one stops the start with its place', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xingchuang-kinds-'));
  try {
    writeFileSync(join(folder, 'mine.yaml'), GOOD);
    writeFileSync(join(folder, 'news.yaml'), GOOD.replace('id: mine', 'id: news'));
    const kinds = new Kinds({ BULLETINS_DIR: folder });
    expect([kinds.get('mine').name.zh, kinds.get('news').name.zh, kinds.get('exposure').name.zh]).toEqual(['自定通报', '自定通报', '曝光通报']);
    writeFileSync(join(folder, 'mine.yaml'), GOOD.replace('every: month', 'every: fortnight'));
    expect(() => readKinds(folder)).toThrow(/mine\.yaml:4: every/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the kinds that come with the system: the nine and those of other programmes', () => {
  expect([...readKinds(SHIPPED_KINDS).keys()]).toEqual(
    expect.arrayContaining(['weekly-prompt', 'monthly-theme', 'monthly-reminder', 'monthly-ranking', 'quarterly-assessment', 'half-year-bulletin', 'year-end-award', 'news', 'commendation', 'exposure', 'weekly-supervision', 'monthly-circular', 'review-circular']),
  );
});
