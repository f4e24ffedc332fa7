import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chineseIn, wordsOfFolder } from '../../services/portal/src/language/chinese.ts';

const SOURCES = fileURLToPath(new URL('../../services/portal/src/', import.meta.url));
const english = JSON.parse(readFileSync(new URL('../../services/portal/src/language/en.json', import.meta.url), 'utf8')) as Record<string, string>;

const used = await wordsOfFolder(SOURCES);

test('every Chinese text of the portal has its English', () => {
  expect([...used].filter((text) => english[text] === undefined)).toEqual([]);
});

test('the catalogue has nothing that no page says', () => {
  expect(Object.keys(english).filter((text) => !used.has(text))).toEqual([]);
});

test('each English text fills in what the Chinese one does', () => {
  const gaps = (text: string) => [...new Set(text.match(/\{\d+\}/g))].sort();
  expect(Object.entries(english).filter(([chinese, text]) => gaps(chinese).join() !== gaps(text).join())).toEqual([]);
});

const run = (code: string): unknown =>
  new Function('$words', '$sentence', '_jsxs', 'x', code)(
    (key: string, ...of: unknown[]) => `<${[key, ...of].join('|')}>`,
    (key: string, children: readonly unknown[], holes: readonly number[]) => `<${[key, ...holes.map((at) => children[at])].join('|')}>`,
    (_: string, { children }: { children: unknown }) => children,
    '丙',
  );

test.each([
  ['return "甲"', '<甲>'],
  ['return `甲${x}乙`', '<甲{0}乙|丙>'],
  ['return `${x}${x}级`', '<{0}{1}级|丙|丙>'],
  ['return `甲${x === "丙" ? "是" : "否"}`', '<甲{0}|<是>>'],
  ['return `${`${x}日`}起`', '<{0}起|<{0}日|丙>>'],
  ['return `plain ${x}`', 'plain 丙'],
  ['return { 甲: 1 }["甲"]', 'undefined'],
  ['switch (x) { case "丙": return 1; }', '1'],
  ['return "甲、乙".split("、乙").length', '2'],
  ['return x + "年"', '丙<年>'],
  ['return "a"', 'a'],
  ['return _jsxs("p", { children: ["第 ", x, " 次", 7] })', '<第 {0} 次{1}|丙|7>'],
  ['return _jsxs("p", { children: [x, "a"] })', '丙,a'],
  ['return _jsxs("p", { children: ["共 ", _jsxs("b", { children: [x, " 份"] })] })', '<共 {0}|<{0} 份|丙>>'],
])('%s → %s', (code, said) => {
  expect(String(run(chineseIn(`(function f() { ${code} })`).code.replace(/^\(function f\(\) \{|\}\)$/g, '')))).toBe(said);
});
