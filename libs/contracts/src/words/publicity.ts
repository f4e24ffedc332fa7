import type { Words } from '../words.ts';

export const publicityWords: Readonly<Record<string, Words>> = {};
