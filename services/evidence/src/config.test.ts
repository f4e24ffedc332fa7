import { readFileSync } from 'node:fs';
import { EvidenceConfig } from './config.ts';

const example = readFileSync(new URL('../../../deploy/env.example', import.meta.url), 'utf8');
const given = new Map([...example.matchAll(/^#?([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(([, name, value]) => [name!, value!]));

test.each(Object.keys(EvidenceConfig.shape))('%s stands in the example of a configuration', (name) => expect(given.has(name)).toBe(true));

test('the example is a configuration that can be read', () => {
  const filled = Object.fromEntries([...given].filter(([, value]) => value !== ''));
  expect(EvidenceConfig.safeParse(filled).error).toBeUndefined();
});
