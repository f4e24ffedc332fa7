import type { Words } from '../words.ts';

export const assessmentWords: Readonly<Record<string, Words>> = {};
