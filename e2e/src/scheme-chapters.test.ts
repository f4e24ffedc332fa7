import { readdirSync, readFileSync } from 'node:fs';
import { parseScheme } from '@xingchuang/schemes';
import { chaptersOf } from '../../services/portal/src/assessment/scheme-chapters.ts';
import { found } from '../../services/portal/src/assessment/scheme-search.ts';
import type { Line } from '../../services/portal/src/assessment/scheme-line.ts';
import { outlineOf } from '../../services/portal/src/assessment/scheme-outline.ts';
import { textOf } from '../../services/portal/src/assessment/scheme-words.ts';

const folder = new URL('../../schemes/', import.meta.url);
const FILES = readdirSync(folder).filter((file) => file.endsWith('.yaml'));

/** Every clause of a scheme: what has an id and words. */
function clausesIn(value: unknown): { id: string; zh: string; source?: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const { id, zh } = value as { id?: unknown; zh?: unknown };
  const own = typeof id === 'string' && typeof zh === 'string' && !('stars' in value) ? [value as { id: string; zh: string }] : [];
  return [...own, ...Object.values(value).flatMap(clausesIn)];
}

describe.each(FILES)('%s', (file) => {
  const text = readFileSync(new URL(file, folder), 'utf8');
  const scheme = parseScheme(text);
  const chapters = chaptersOf(scheme);
  const lines = (all: readonly Line[]): Line[] => all.flatMap((one) => [one, ...lines(one.below ?? [])]);
  const parts = chapters.flatMap(({ sections }) => sections.flatMap((section) => [{ ...section, words: [section.title], lines: [] }, ...lines(section.lines)]));

  test('every clause is read, with its words and its number once', () => {
    const shown = parts.filter(({ id }) => id !== '');
    for (const { id, zh } of clausesIn({ ...scheme, name: {} })) {
      const [one, ...more] = shown.filter((part) => part.id === id);
      expect([id, one && textOf(one.words, scheme).includes(zh), more.length]).toEqual([id, true, 0]);
    }
  });

  test('every address on the page is one place', () => {
    const ids = parts.map(({ id }) => id).filter((id) => id !== '');
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  test('no name of the file shows through in its words', () => {
    const names = [...Object.keys(scheme.parameters), ...Object.keys(scheme.kinds).filter((kind) => kind.includes('_')), ...Object.keys(scheme.documents).filter((name) => name.includes('_'))];
    const said = parts.flatMap((part) => [textOf(part.words, scheme), ...('more' in part ? (part.more ?? []).map((words) => textOf(words, scheme)) : [])]).join('\n');
    expect(names.filter((name) => new RegExp(`(?<![\\w.])${name}(?![\\w])`).test(said))).toEqual([]);
  });

  test('the outline of its text finds every part', () => {
    const parts = outlineOf(text);
    expect(parts.length).toBe(Object.keys(scheme).filter((key) => new RegExp(`^${key}:`, 'm').test(text)).length);
    for (const { line, words } of parts) expect([words, /^[a-z]+:/.test(text.split('\n')[line - 1]!)]).toEqual([words, true]);
  });
});

test('a search keeps the clauses that say it, and counts them', () => {
  const scheme = parseScheme(readFileSync(new URL(FILES[0]!, folder), 'utf8'));
  const all = chaptersOf(scheme);
  const { chapters, count } = found(scheme, all, '黄牌');
  expect(count).toBeGreaterThan(0);
  expect(JSON.stringify(chapters)).toContain('黄牌');
  expect(chapters.length).toBeLessThan(all.length);
  expect(found(scheme, all, '没有这样的词').count).toBe(0);
  expect(found(scheme, all, '').chapters).toEqual(all);
});
