import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WORDS, wordsOf } from './words.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folders = ['libs', 'services'].flatMap((part) => readdirSync(join(root, part)).map((name) => join(root, part, name, 'src')));
const files = folders.flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)));
const sources = files
  .filter((file) => /\.tsx?$/.test(file) && !/\.(test|contract|fixture)\.tsx?$|[/\\](gen|words)[/\\]/.test(file))
  .map((file) => ({ file: file.slice(root.length), text: readFileSync(file, 'utf8') }));

const CODE = /'([a-z][a-z-]*\.[a-z][a-z-]*)'/g;
/** Where a code is refused with: at a refusal, in the branches of a conditional too; where only a session is missing; at a fault of an imported row. */
const THROWN = [/new Refusal\(([^{;]*)/g, /new SessionRequired\(([^;]*)\)/g, /\bsay\(\w+, '\w+', ([^;]*)/g];
/** Codes that are put together of two words: the calls that give the second, and the word that stays. */
const COMPOSED: readonly (readonly [template: string, calls: RegExp, code: (word: string) => string])[] = [
  ['${thing}.wrong-state', /\bmove\(\s*'([a-z-]+)'/g, (thing) => `${thing}.wrong-state`],
  ['password.${reason}', /\brefuse\('([a-z-]+)'/g, (reason) => `password.${reason}`],
];

const thrown = new Map<string, string>();
const quoted = new Set<string>();
for (const { file, text } of sources) {
  for (const [, code] of text.matchAll(CODE)) quoted.add(code!);
  for (const [, given] of THROWN.flatMap((pattern) => [...text.matchAll(pattern)])) for (const [, code] of given!.matchAll(CODE)) thrown.set(code!, file);
  for (const [, calls, code] of COMPOSED) for (const [, word] of text.matchAll(calls)) thrown.set(code(word!), file);
}

test('codes are put together only where this test knows of it', () => {
  const templates = sources.flatMap(({ text }) => [...text.matchAll(/new Refusal\(\s*'[a-z]+',\s*`([^`]*)`/g)].map(([, template]) => template!));
  expect(templates.sort()).toEqual(COMPOSED.map(([template]) => template).sort());
});

test('the search finds what is refused', () => {
  expect(thrown.size).toBeGreaterThan(100);
  expect([...thrown.keys()]).toEqual(expect.arrayContaining(['thing.missing', 'login.wrong', 'notice.running', 'declaration.capped']));
});

test('every code that is refused with has words', () => {
  const silent = [...thrown].filter(([code]) => !(code in WORDS)).map(([code, file]) => `${code} (${file})`);
  expect(silent).toEqual([]);
});

test('no words are kept that nothing says', () => {
  expect(Object.keys(WORDS).filter((code) => !quoted.has(code) && !thrown.has(code))).toEqual([]);
});

test('no two services claim one code', () => {
  const folder = join(root, 'libs/contracts/src/words');
  const claimed = readdirSync(folder).flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/^ {2}'([\w.-]+)':/gm)].map(([, code]) => code!));
  expect(claimed.filter((code, index) => claimed.indexOf(code) !== index)).toEqual([]);
  expect(claimed.sort()).toEqual(Object.keys(WORDS).sort());
});

const placeholders = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))].sort();

test.each(Object.entries(WORDS))('%s speaks both languages', (_, { zh, en }) => {
  expect(zh).toMatch(/\p{Script=Han}/u);
  expect(en).toMatch(/^[A-Z{"]/);
  expect(en.replaceAll(/\{\w+\}/g, '')).not.toMatch(/\p{Script=Han}/u);
  expect(`${zh}${en}`).not.toMatch(/\{\W|\{\w*\W\w*\}/);
});

test('words ask for no fact that the refusing file does not know', () => {
  const unheard = [...thrown.keys()].flatMap((code) => {
    const { zh, en } = WORDS[code]!;
    const refusing = sources.filter(({ file, text }) => text.includes(`'${code}'`) || thrown.get(code) === file).map(({ text }) => text);
    const around = COMPOSED.some(([, , compose]) => compose(code.split('.')[0]!) === code) ? sources.map(({ text }) => text) : refusing;
    return placeholders(zh + en).filter((name) => !around.some((text) => new RegExp(`\\b${name}\\b`).test(text))).map((name) => `${code} {${name}}`);
  });
  expect(unheard).toEqual([]);
});

describe('facts are filled in', () => {
  test.each<[string, Record<string, unknown>, string, string]>([
    ['notice.running', { lastDay: '2026-02-27' }, '公示期至2026-02-27，期满之后才能确认', 'The notice runs until 2026-02-27; it can be confirmed after that day'],
    ['facts.unknown-units', { units: ['X1', 'X2'] }, '本次评定中没有这些单位：X1、X2', 'These units do not take part in the campaign: X1、X2'],
    ['notice.running', {}, '公示期至{lastDay}，期满之后才能确认', 'The notice runs until {lastDay}; it can be confirmed after that day'],
    ['nobody.said-so', {}, '操作未能完成（nobody.said-so）', 'The request could not be carried out (nobody.said-so)'],
  ])('%s', (code, facts, zh, en) => {
    expect(wordsOf(code, facts)).toEqual({ zh, en });
  });
});
