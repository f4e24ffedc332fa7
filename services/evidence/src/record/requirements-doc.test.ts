import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CATALOGUE } from './register.fixture.ts';

const root = new URL('../../../../', import.meta.url);
const text = readFileSync(new URL('docs/requirements.md', root), 'utf8');
const range = (first: number, last: number): string[] => Array.from({ length: last - first + 1 }, (_, i) => `R-${String(first + i).padStart(3, '0')}`);

/** Tracked tasks and evidence; double registration; registers of all other groups. */
const NUMBERS = [
  ...range(60, 156), ...range(157, 172),
  ...'R-025 R-054 R-057 R-059 R-187 R-189 R-198 R-199 R-200 R-202 R-203 R-204 R-205 R-206 R-207 R-208 R-223 R-252 R-253 R-255 R-257 R-258 R-260 R-261 R-262 R-263 R-264 R-283 R-284 R-290 R-319 R-322 R-323 R-324 R-336'.split(' '),
];

test('every requirement on records and evidence says where it is shown, or why it is not yet', () => {
  expect(NUMBERS.filter((number) => !text.includes(number))).toEqual([]);
});

test('what it points to is there', () => {
  const paths = [...text.matchAll(/`([\w./-]+\.(?:ts|yaml))`/g)].map(([, path]) => path!);
  expect(paths.length).toBeGreaterThan(100);
  const places = (path: string) => [path, `services/evidence/${path}`].some((one) => existsSync(fileURLToPath(new URL(one, root))));
  expect(paths.filter((path) => !places(path))).toEqual([]);
});

test('each record type that names a requirement has its row', () => {
  expect(CATALOGUE.list().filter(({ id, source = '' }) => /R-\d{3}/.test(source) && !text.includes(`record-types/${id}.yaml`)).map(({ id }) => id)).toEqual(['community_service']); // has a row of its own
});
