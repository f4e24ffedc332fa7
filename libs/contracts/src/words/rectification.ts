import type { Words } from '../words.ts';

export const rectificationWords: Readonly<Record<string, Words>> = {};
