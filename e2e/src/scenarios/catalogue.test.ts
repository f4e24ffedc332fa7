import { readdirSync, readFileSync } from 'node:fs';
import { duties, parseScheme, type Scheme } from '@xingchuang/schemes';
import { parse } from 'yaml';

/** The scheme files and the record types name each other: every name must be found on the other side. */
const folder = (path: string) => new URL(`../../../${path}/`, import.meta.url);
const read = (path: string): [string, string][] =>
  readdirSync(folder(path))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => [name.replace('.yaml', ''), readFileSync(new URL(name, folder(path)), 'utf8')]);

const schemes = new Map<string, Scheme>(read('schemes').map(([name, text]) => [name, parseScheme(text)]));
const types = new Map(read('services/evidence/record-types').map(([name, text]) => [name, parse(text) as { tasks?: string[]; expects?: { scheme?: string | string[] }[] }]));
const catalogue = (scheme: Scheme): string[] =>
  scheme.dimensions.flatMap(({ tasks }) => tasks.flatMap(({ id, items }) => [id, ...items.map((item) => item.id)]));

test.each([...schemes].map(([name, { id }]) => [name, id]))('the file %s holds the scheme %s', (name, id) => {
  expect(id).toBe(name);
});

test('every task that a record type is evidence for is a task of its scheme', () => {
  const named = [...types].flatMap(([type, { tasks = [] }]) => tasks.map((task) => ({ type, scheme: task.split('/')[0]!, task: task.split('/')[1]! })));
  expect(named.length).toBeGreaterThan(150);
  expect(named.filter(({ scheme, task }) => !catalogue(schemes.get(scheme)!).includes(task))).toEqual([]);
});

test('every scheme that a record type expects records under is there', () => {
  const under = [...types.values()].flatMap(({ expects = [] }) => expects.flatMap(({ scheme = [] }) => scheme));
  expect(under.filter((id) => !schemes.has(id))).toEqual([]);
});

test('every duty and every fact counted from records names a record type', () => {
  const named = [...schemes.values()].flatMap((scheme) => [
    ...duties(scheme).map(({ record }) => record),
    ...Object.values(scheme.facts).flatMap(({ from }) => from?.records ?? []),
  ]);
  expect(named.filter((record) => !types.has(record))).toEqual([]);
});

test('every form of on-site work that a fact is taken from is there', () => {
  const forms = new Set(read('services/assessment/forms').map(([, text]) => (parse(text) as { id: string }).id));
  const named = [...schemes.values()].flatMap(({ facts }) => Object.values(facts).flatMap(({ from }) => from?.inspection ?? []));
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((form) => !forms.has(form))).toEqual([]);
});

test.each([
  ['nanyang-organ-five-star', [['S1', 3], ['S2', 3], ['S3', 5], ['S4', 3], ['S5', 4]]],
  ['pingdingshan-four-strong-branch', [['Q1', 5], ['Q2', 5], ['Q3', 5], ['Q4', 5]]],
  ['jiaozuo-model-organ', [['M1', 1], ['M2', 3], ['M3', 1], ['M4', 1], ['M5', 1]]],
] as const)('%s has its tasks', (id, counts) => {
  const { dimensions } = schemes.get(id)!;
  const stars = dimensions.filter(({ tasks }) => tasks.length).map((dimension) => [dimension.id, dimension.tasks.length]);
  expect(stars).toEqual(counts);
});

test('every clause says where it comes from, and what no source says is asked for or has a reason', () => {
  for (const { parameters } of schemes.values()) {
    for (const [name, { source, basis, ask, default: given }] of Object.entries(parameters)) {
      expect({ name, cited: (source ?? basis) !== undefined, filled: (ask !== undefined) !== (given !== undefined) }).toEqual({ name, cited: true, filled: true });
    }
  }
});
