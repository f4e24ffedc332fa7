import fc from 'fast-check';
import { day } from '@xingchuang/calendar';
import type { Refusal } from '@xingchuang/rules';
import { planImport, readRows, type Known } from './import-rule.ts';
import { readUnitKinds } from './kinds.ts';
import { openUnit } from './unit-rule.ts';

const kinds = readUnitKinds();
const today = day('2026-03-01');
const root = openUnit({ id: 'root', code: 'C', name: '市', kind: 'city', openedOn: day('2020-01-01') }, undefined, kinds, today);
const bureau = openUnit({ id: 'u1', code: 'U1', name: '局', kind: 'organ', openedOn: day('2020-01-01') }, root, kinds, today);
let made = 0;
const known: Known = { root, byCode: new Map([['U1', bureau]]), kinds, today, newId: () => `new-${(made += 1)}` };

const table = (header: string, ...lines: string[]) => [header, ...lines].map((line, at) => ({ row: at + 1, cells: line.split(',') }));
const HEADER = '编码,名称,类型,上级编码';
const plan = (...lines: string[]) => planImport(readRows(table(HEADER, ...lines), kinds), known);
const faults = (...lines: string[]) => plan(...lines).faults.map(({ row, field, code }) => `${row} ${field} ${code}`);

test.each([
  ['unknown parent', ['B1,一支部,branch,U9'], ['2 parentCode import.unknown-parent']],
  ['code of the registry', ['U1,局,organ,'], ['2 code unit.duplicate-code']],
  ['code twice in the file', ['B1,一支部,branch,U1', 'B1,二支部,branch,U1'], ['3 code import.duplicate-code']],
  ['unknown kind', ['B1,一支部,guild,U1'], ['2 kind unit.unknown-kind']],
  ['empty name', ['B1,,branch,U1'], ['2 name import.empty-cell']],
  ['empty code', [',一支部,branch,U1'], ['2 code import.empty-cell']],
  ['empty kind', ['B1,一支部,,U1'], ['2 kind import.empty-cell']],
  ['bad code', ['B 1,一支部,branch,U1'], ['2 code import.bad-code']],
  ['name of 201 characters', [`B1,${'支'.repeat(201)},branch,U1`], ['2 name import.too-long']],
  ['name of 200 characters with emoji', [`B1,${'支'.repeat(199)}🎉,branch,U1`], []],
  ['key section outside a branch', ['K1,科,key_section,U1'], ['2 parentCode unit.wrong-parent']],
  ['circle of two', ['B1,一,branch,B2', 'B2,二,branch,B1'], ['2 parentCode import.cycle', '3 parentCode import.cycle']],
  ['parent of itself', ['B1,一,branch,B1'], ['2 parentCode import.cycle']],
  ['below a circle only the circle is at fault', ['B3,三,branch,B1', 'B1,一,branch,B2', 'B2,二,branch,B1'], ['3 parentCode import.cycle', '4 parentCode import.cycle']],
  ['below an unknown parent only that row is at fault', ['B1,一支部,branch,U9', 'K1,科,key_section,B1'], ['2 parentCode import.unknown-parent']],
  ['every fault of a row', ['B 1,,guild,U9'], ['2 code import.bad-code', '2 name import.empty-cell', '2 kind unit.unknown-kind', '2 parentCode import.unknown-parent']],
])('%s', (_, lines, expected) => {
  expect(faults(...lines)).toEqual(expected);
});

test('kinds are read in Chinese, English and by their other words; an empty parent is the root', () => {
  expect(plan('A,甲局,局,', 'B,乙局,Organ (unit),', 'D,丁支部,党支部,A').faults).toMatchObject([{ row: 3, code: 'unit.unknown-kind' }]);
  const { units, faults: none } = plan('A,甲局,机关（单位）,', 'D,丁支部,organ branch,A');
  expect(none).toEqual([]);
  expect(units).toMatchObject([{ code: 'A', kind: 'organ', parentId: 'root' }, { code: 'D', kind: 'branch', path: ['root', units[0]!.id, units[1]!.id] }]);
});

test.each([
  ['2024-03-01', '2024-03-01'],
  ['2024/3/1', '2024-03-01'],
  ['2024年3月1日', '2024-03-01'],
  ['', '2026-03-01'],
  ['2024-02-30', 'import.bad-day'],
  ['2019-12-31', 'unit.day-out-of-range'],
  ['2026-03-02', 'unit.day-out-of-range'],
])('founded on %s: %s', (text, expected) => {
  const { units, faults: told } = planImport(readRows(table(`${HEADER},成立日期`, `B1,一支部,branch,U1,${text}`), kinds), known);
  expect(told[0]?.code ?? units[0]?.openedOn).toBe(expected);
});

test.each([
  ['32.99,112.53', [], { latitude: 32.99, longitude: 112.53 }],
  [',', [], undefined],
  ['32.99,', ['longitude'], undefined],
  ['112.53,32.99', ['latitude'], undefined],
  ['32°59′,112.53', ['latitude'], undefined],
])('it lies at %s', (text, fields, location) => {
  const { units, faults: told } = planImport(readRows(table(`${HEADER},纬度,经度`, `B1,一支部,branch,U1,${text}`), kinds), known);
  expect([told.map(({ field, code }) => [field, code]), units[0]?.location]).toEqual([fields.map((field) => [field, 'import.bad-degrees']), location]);
});

test.each([
  ['编码,名称,类型', 'import.missing-column'],
  ['编码,名称,类型,上级编码,备注', 'import.unknown-column'],
])('header %s: %s', (header, code) => {
  expect.assertions(1);
  try {
    readRows(table(header, 'a'), kinds);
  } catch (error) {
    expect((error as Refusal).code).toBe(code);
  }
});

test('an English header in another order', () => {
  expect(readRows(table('Parent Code,name,CODE,Kind', 'U1,一支部,B1,branch'), kinds)).toEqual([
    { row: 2, code: 'B1', name: '一支部', kind: 'branch', parentCode: 'U1', openedOn: '', latitude: '', longitude: '' },
  ]);
});

test('law: the order of rows does not matter', () => {
  const lines = ['A,甲局,organ,', 'A1,甲一,branch,A', 'A2,甲二,branch,A', 'K1,科,key_section,A1', 'X,无,branch,U9', 'X1,科,key_section,X', 'Y,圈,branch,Z', 'Z,圈,branch,Y'];
  const outcome = (ordered: readonly string[]) => {
    const { units, faults: told } = plan(...ordered);
    const codes = new Map(units.map((unit) => [unit.id, unit.code]));
    const paths = units.map((unit) => unit.path.map((id) => codes.get(id) ?? id).join('/')).sort();
    return { paths, told: told.map(({ row, code }) => `${ordered[row - 2]} ${code}`).sort() };
  };
  const expected = outcome(lines);
  expect(expected.paths).toEqual(['root/A', 'root/A/A1', 'root/A/A1/K1', 'root/A/A2']);
  fc.assert(fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (ordered) => expect(outcome(ordered)).toEqual(expected)));
});
