import { readXlsx } from 'hucre/xlsx';
import type { LevelsOverview, TimelinessOverview } from '@xingchuang/contracts';
import { isEmpty, percentOf, sumOf } from './figure.ts';
import { heldFigure, timelinessFigure, unitsFigure, yearsFigure } from './figures.ts';
import { workbookOf } from './workbook.ts';

const count = (level: string, n: number) => ({ level, count: n, query: `level=${level}` });
const unit = (code: string, five: number, rated: number) => ({
  id: code, code, name: code === 'U1' ? '=1+1' : `单位${code}`, kind: 'organ', hasBelow: true, rated: { count: rated, query: `unitId=${code}` }, held: [count('two', rated - five), count('five', five)].filter((one) => one.count > 0), years: [],
});
const LEVELS: LevelsOverview = {
  today: '2026-07-01', on: '2026-07-01', since: '2026-06-01', unit: { id: 'C', code: 'C', name: '市', kind: 'city' }, records: '/r', schemeId: 's', schemes: [],
  levels: [['none', 0], ['two', 2], ['five', 5]].map(([id, stars]) => ({ id: id as string, zh: `${id}`, stars: stars as number })),
  rated: { count: 7, query: '' }, held: [count('two', 4), count('five', 3)],
  years: [{ year: '2024', rated: { count: 5, query: '' }, levels: [count('five', 1), count('two', 4)] }, { year: '2025', rated: { count: 7, query: '' }, levels: [count('five', 3), count('two', 4)] }],
  quarters: [], units: [unit('U1', 1, 4), unit('U2', 2, 3)], changes: [], ranks: '', rankings: [],
};

test('a figure says in a sentence what it shows, and each number leads to its records', () => {
  const figure = heldFigure(LEVELS);
  expect(figure.title).toBe('截至2026年7月1日，7 个单位已定级，其中five 3 个，占 43%');
  expect(figure.series[0]!.cells).toEqual([{ count: 3, to: '/app/work/overview/records/levels?level=five' }, { count: 4, to: '/app/work/overview/records/levels?level=two' }]);
});

test.each<[number, string]>([[1, '2025年度评定five 3 个，比上年度多 2 个'], [3, '2025年度评定five 3 个，与上年度持平'], [5, '2025年度评定five 3 个，比上年度少 2 个']])('after %i the year before: %s', (before, title) => {
  expect(yearsFigure({ ...LEVELS, years: [{ ...LEVELS.years[0]!, levels: [count('five', before)] }, LEVELS.years[1]!] }).title).toBe(title);
});

test('units stand in the order of their share of the highest level, and nothing is lost on the way', () => {
  const figure = unitsFigure(LEVELS, (id) => `/u/${id}`);
  expect(figure.categories).toEqual([{ name: '单位U2', to: '/u/U2' }, { name: '=1+1', to: '/u/U1' }]);
  expect(figure.series.map(({ name, cells }) => [name, cells.map((cell) => cell.count)])).toEqual([['five', [2, 1]], ['two', [1, 3]]]);
  expect(sumOf(figure.series.flatMap(({ cells }) => cells))).toBe(LEVELS.rated.count);
});

test('what is still awaited is no delay', () => {
  const states = [{ state: 'met', count: 3, query: '' }, { state: 'missing', count: 1, query: '' }, { state: 'pending', count: 50, query: '' }] as TimelinessOverview['states'];
  const view: TimelinessOverview = { today: '2026-07-01', year: '2026', unit: LEVELS.unit, records: '', states, months: [{ month: '2026-03', states }, { month: '2026-09', states: [states[2]!] }], units: [] };
  const figure = timelinessFigure(view);
  expect([figure.title, figure.categories.map(({ name }) => name), isEmpty(figure)]).toEqual(['2026年已到期的应有材料 4 份，按时 75%，缺失 1 份', ['3月'], false]);
  expect(isEmpty(timelinessFigure({ ...view, states: [], months: [] }))).toBe(true);
});

test.each([[0, 0, '—'], [1, 3, '33%'], [2, 3, '67%']])('%i of %i is %s', (part, all, words) => expect(percentOf(part, all)).toBe(words));

test('the workbook has a sheet for each figure; numbers are numbers, and what looks like a formula is text', async () => {
  const { sheets } = await readXlsx(await workbookOf([heldFigure(LEVELS), unitsFigure(LEVELS, () => '')], '=市'));
  expect(sheets.map(({ name }) => name)).toEqual(['1 星级', '2 单位']);
  expect(sheets[1]!.rows.slice(1)).toEqual([["'=市", ...Array(2).fill(null)].slice(0, sheets[1]!.rows[1]!.length), ['单位', 'five', 'two'], ['单位U2', 2, 1], ["'=1+1", 1, 3]]);
});
