// The Chinese texts of the portal that have no English yet, as JSON to fill in, one page after the other: npm run words
// With a file: takes its texts into the catalogue, and what no page says any more out of it.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { wordsOfFolder } from '../services/portal/src/language/chinese.ts';

const SOURCES = fileURLToPath(new URL('../services/portal/src/', import.meta.url));
const CATALOGUE = `${SOURCES}language/en.json`;
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;

const used = [...(await wordsOfFolder(SOURCES))];
const given = process.argv.slice(2).reduce((all, path) => ({ ...all, ...read(path) }), read(CATALOGUE));
const english = Object.fromEntries(Object.entries(given).filter(([text, words]) => used.includes(text) && words !== '').sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(CATALOGUE, `${JSON.stringify(english, null, 2)}\n`);
process.stdout.write(`${JSON.stringify(Object.fromEntries(used.filter((text) => english[text] === undefined).map((text) => [text, ''])), null, 2)}\n`);
