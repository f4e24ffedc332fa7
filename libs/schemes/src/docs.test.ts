import { readFileSync } from 'node:fs';
import {
  adjust,
  checkScheme,
  competence,
  decide,
  dutyPeriods,
  effectsOf,
  explain,
  ladderStanding,
  needsNotice,
  parseFacts,
  parseScheme,
  routeOf,
  titlesOf,
} from './index.ts';

const page = readFileSync(new URL('../../../docs/schemes.md', import.meta.url), 'utf8');
const block = (kind: string): string => new RegExp(`\`\`\`${kind}\\n([^]*?)\`\`\``).exec(page)![1]!;

const scheme = parseScheme(block('yaml scheme'));
const file = parseFacts(scheme, JSON.parse(block('json facts')));

test('the example of the page has no problem', () => {
  expect(checkScheme(block('yaml scheme'))).toEqual([]);
});

test('its units get what the page says', () => {
  const decisions = decide(scheme, file);
  const told = decisions.map(({ unit, level }) => `${unit} \`${level}\``);
  expect(told).toEqual(['Z-01 `model`', 'Z-02 `plain`', 'Z-03 `good`', 'Z-04 `plain`']);
  for (const words of told) expect(page.replaceAll('\n', ' ')).toContain(words);
  expect(decisions.map(({ stars }) => stars)).toEqual([['service', 'leading'], [], ['service'], []]);
  expect(decisions[3]!.vetoes).toEqual(['N1']);
  expect(explain(scheme, decisions[2]!)).toContain('距示范站所还差1颗星');
});

test('everything else of a programme is read from it, too', () => {
  expect(routeOf(scheme, 'model').flatMap(({ steps }) => steps.map(({ act }) => act))).toEqual([
    'declare',
    'recommend',
    'decide',
    'notice',
    'confirm',
  ]);
  expect(competence(scheme, 'good')).toMatchObject({ kind: 'bureau_group', files: 'city_office' });
  expect(needsNotice(scheme, 'model')).toBe(true);
  expect(titlesOf(scheme, ['model', 'good'])[0]!.granted).toBe(true);
  expect(effectsOf(scheme, { levels: ['model', 'good'] }).map(({ id }) => id)).toEqual(['E3']);
  expect(effectsOf(scheme, decide(scheme, file)[3]!).map(({ id }) => id)).toEqual(['E2']);
  expect(
    ladderStanding(scheme, { problems: [{ aspect: 'service', opened: '2026-01-01', limit: '2026-02-01' }], today: '2026-02-02' })
      .rung!.id,
  ).toBe('Z1');
  expect(dutyPeriods(scheme.duties[0]!, 2026)).toHaveLength(4);
  const event = { on: '2026-03-01', facts: { complaints: [{ on: '2026-03-01', about: 'delay', verified: true }] } };
  expect(adjust(scheme, { was: decide(scheme, file)[0]!, file, event })).toMatchObject({
    from: 'model',
    to: 'plain',
    lost: ['service', 'leading'],
  });
});

test('the page names every key, action, act and type of the format', () => {
  const folder = new URL('.', import.meta.url);
  const shape = ['scheme-shape.ts', 'shape-parts.ts'].map((file) => readFileSync(new URL(file, folder), 'utf8')).join('\n');
  const words = new Set([...shape.matchAll(/\b(\w+): (?:required|optional|either)\(/g)].map((match) => match[1]!));
  const format = ['scheme.ts', 'scheme-conduct.ts'].map((file) => readFileSync(new URL(file, folder), 'utf8')).join('\n');
  const origins = [...format.matchAll(/^ {2}\w+: \[('[^\]]*)\]/gm)];
  const functions = [...readFileSync(new URL('cel-population.ts', folder), 'utf8').matchAll(/^export const [A-Z_]+ = \[([^\]]*)\]/gm)];
  const lists = [...format.matchAll(/^export const [A-Z_]+ = \[([^\]]*)\]/gm), ...origins, ...functions];
  for (const [, list] of lists) for (const [, word] of list!.matchAll(/'([^']+)'/g)) words.add(word!);
  expect(words.size).toBeGreaterThan(170);
  expect([...words].filter((word) => !new RegExp(`(?<![\\w-])${word}(?![\\w-])`).test(page))).toEqual([]);
});
