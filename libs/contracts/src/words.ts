import { awardWords } from './words/award.ts';
import { bulletinWords } from './words/bulletin.ts';
import { showcaseWords } from './words/showcase.ts';
import { notificationWords } from './words/notification.ts';
import { uploadWords } from './words/upload.ts';
import { derivedWords } from './words/derived.ts';
import { communityWords } from './words/community.ts';
import { archiveWords } from './words/archive.ts';
import { auditWords } from './words/audit.ts';
import { searchWords } from './words/search.ts';
import { integrityWords } from './words/integrity.ts';
import { assessmentWords } from './words/assessment.ts';
import { commonWords } from './words/common.ts';
import { evidenceWords } from './words/evidence.ts';
import { onsiteWords } from './words/onsite.ts';
import { libraryWords } from './words/library.ts';
import { publicityWords } from './words/publicity.ts';
import { ratingWords } from './words/rating.ts';
import { rectificationWords } from './words/rectification.ts';
import { rewardWords } from './words/reward.ts';
import { registryWords } from './words/registry.ts';
import { systemWords } from './words/system.ts';

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
  ...systemWords,
  ...evidenceWords,
  ...uploadWords,
  ...derivedWords,
  ...communityWords,
  ...archiveWords,
  ...auditWords,
  ...searchWords,
  ...integrityWords,
  ...assessmentWords,
  ...onsiteWords,
  ...ratingWords,
  ...rectificationWords,
  ...publicityWords,
  ...notificationWords,
  ...showcaseWords,
  ...bulletinWords,
  ...rewardWords,
  ...awardWords,
};

/** The words for a code with its facts filled in; an unknown code still says something true. */
export function wordsOf(code: string, facts: Readonly<Record<string, unknown>> = {}): Words {
  const words = WORDS[code] ?? { zh: `操作未能完成（${code}）`, en: `The request could not be carried out (${code})` };
  const fill = (text: string) =>
    text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => (name in facts ? show(facts[name]) : whole));
  return { zh: fill(words.zh), en: fill(words.en) };
}

const show = (value: unknown): string => (Array.isArray(value) ? value.map(show).join('、') : typeof value === 'object' ? JSON.stringify(value) : String(value));
