import { assessmentWords } from './words/assessment.ts';
import { commonWords } from './words/common.ts';
import { evidenceWords } from './words/evidence.ts';
import { libraryWords } from './words/library.ts';
import { publicityWords } from './words/publicity.ts';
import { rectificationWords } from './words/rectification.ts';
import { registryWords } from './words/registry.ts';

/** Words of one refusal code; `{name}` is filled from the refusal's facts. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** The message catalogue: every refusal code with its words, for the server's problems and the portal alike. */
export const WORDS: Readonly<Record<string, Words>> = {
  ...commonWords,
  ...libraryWords,
  ...registryWords,
  ...evidenceWords,
  ...assessmentWords,
  ...rectificationWords,
  ...publicityWords,
};

/** The words for a code with its facts filled in; an unknown code still says something true. */
export function wordsOf(code: string, facts: Readonly<Record<string, unknown>> = {}): Words {
  const words = WORDS[code] ?? { zh: `操作未能完成（${code}）`, en: `The request could not be carried out (${code})` };
  const fill = (text: string) =>
    text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => (name in facts ? show(facts[name]) : whole));
  return { zh: fill(words.zh), en: fill(words.en) };
}

const show = (value: unknown): string => (Array.isArray(value) ? value.map(show).join('、') : typeof value === 'object' ? JSON.stringify(value) : String(value));
