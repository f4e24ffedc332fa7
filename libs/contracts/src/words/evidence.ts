import type { Words } from '../words.ts';

export const evidenceWords: Readonly<Record<string, Words>> = {};
