import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseScheme, type Scheme } from '@xingchuang/schemes';

/** A new programme is a new file: no city, programme or star may stand in code. Tests, fixtures, samples and the demo may name them. */
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const FOLDERS = ['libs', 'services', 'bin', 'proto', 'scripts'];
const CODE = /\.(?:ts|tsx|mts|mjs|proto|css|html)$/;
const ASIDE = /node_modules|\/dist\/|\/gen\/|\/testkit\/|\/demo\/|\.(?:test|fixture|contract|victim)\.|\/sample-data\.ts$/;
/** Places that the source documents name; a scheme file says only its own. */
const PLACES = ['南阳', '焦作', '平顶山', '邓州', '唐河', '社旗', '西峡', '内乡', '卧龙', '马山口'];

const schemes: Scheme[] = readdirSync(join(ROOT, 'schemes'))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => parseScheme(readFileSync(join(ROOT, 'schemes', name), 'utf8')));

/** Words that only one programme has: its id, its place, its levels, stars and titles. Ids such as `one` or `S1` are everybody's. */
const wordsOf = ({ id, name, levels, dimensions, titles }: Scheme): string[] => [
  id,
  id.split('-')[0]!,
  name.zh,
  ...[...levels.slice(1), ...titles].flatMap((one) => [one.zh, ...(one.id.includes('_') ? [one.id] : [])]),
  ...dimensions.filter(({ award }) => award).map(({ zh }) => zh),
];
const words = [...new Set([...schemes.flatMap(wordsOf), ...PLACES])].filter((word) => word.length > 1);

const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length)),
).filter((path) => CODE.test(path) && !ASIDE.test(`/${path}`));

test('there is something to search, and something to search for', () => {
  expect(schemes).toHaveLength(6);
  expect(files.length).toBeGreaterThan(300);
  expect(words).toEqual(expect.arrayContaining(['nanyang', 'jiaozuo', 'pingdingshan', '五星', '政治坚定星', '“四强”党支部', 'model_organ']));
});

test('no code names a city, a programme or a star', () => {
  const found = files.flatMap((path) =>
    readFileSync(join(ROOT, path), 'utf8')
      .split('\n')
      .flatMap((line, i) => words.filter((word) => line.includes(word)).map((word) => `${path}:${i + 1} ${word}`)),
  );
  expect(found).toEqual([]);
});
