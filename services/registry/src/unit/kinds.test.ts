import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readUnitKinds } from './kinds.ts';

const SCHEMES = new URL('../../../../schemes/', import.meta.url);

test.each(readdirSync(SCHEMES).filter((name) => name.endsWith('.yaml')))('every kind of unit that %s names stands in the catalogue', (name) => {
  const kinds = readUnitKinds();
  const scheme = parse(readFileSync(new URL(name, SCHEMES), 'utf8')) as { kinds: Record<string, { is: string }> };
  const units = Object.entries(scheme.kinds).filter(([, { is }]) => is !== 'person' && is !== 'parent' && is !== 'self');
  expect(units.length).toBeGreaterThan(0);
  for (const [kind, { is }] of units) expect({ kind, body: kinds.get(kind)?.body }).toEqual({ kind, body: is === 'body' });
});

test.each([
  ['an unknown kind above', 'a: {zh: 甲, en: a, under: [b]}'],
  ['an unknown field', 'a: {zh: 甲, en: a, boddy: true}'],
  ['a kind that is no word', '"A B": {zh: 甲, en: a}'],
])('a catalogue with %s stops the start', (_, text) => {
  expect(() => readUnitKinds(text)).toThrow();
});
