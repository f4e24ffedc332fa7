import type { Words } from '../words.ts';

export const libraryWords: Readonly<Record<string, Words>> = {};
