import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { checkScheme, schemeJson } from './index.ts';
import { organText } from './organ.fixture.ts';
import { SEVENTH } from './seventh.fixture.ts';

const file = JSON.parse(readFileSync(new URL('../../../docs/scheme.schema.json', import.meta.url), 'utf8')) as object;
const accepts = new Ajv({ strict: false }).compile(file);
const page = readFileSync(new URL('../../../docs/schemes.md', import.meta.url), 'utf8');
const example = /```yaml scheme\n([^]*?)```/.exec(page)![1]!;

test('the published schema is that of the shape (node --import ./scripts/ts.mjs scripts/write-scheme-schema.ts)', () => {
  expect(file).toEqual(JSON.parse(JSON.stringify(schemeJson())));
});

test.each([
  ['the first scheme', organText()],
  ['the example of the page', example],
  ['points and quotas', SEVENTH],
])('it accepts %s', (_, text) => {
  expect(accepts(parse(text)) ? [] : accepts.errors).toEqual([]);
});

test.each([
  ['an unknown key', 'version: 1', 'version: 1\nvershun: 2'],
  ['a missing key', 'version: 1\n', ''],
  ['a wrong type', 'version: 1', 'version: eins'],
  ['an unknown word', 'kind: score', 'kind: scores'],
  ['a term of two lengths', 'cure: {workdays: 10}', 'cure: {workdays: 10, months: 1}'],
  ['two origins', 'from: {history: level}', 'from: {history: level, registry: above}'],
  ['a wrong day of the year', 'on: 01-31', 'on: 31-01'],
  ['a score that is no number', 'max: 70', 'max: seventy'],
  ['too many places', 'places: 2', 'places: 5'],
  ['an id that expressions cannot use', 'id: business', 'id: the-business'],
])('it refuses %s, as the check does', (_, was, is) => {
  expect(SEVENTH).toContain(was);
  const broken = SEVENTH.replace(was, is);
  expect(accepts(parse(broken))).toBe(false);
  expect(checkScheme(broken)).not.toEqual([]);
});
