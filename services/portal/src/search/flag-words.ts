import { FLAG_NAMES } from '@xingchuang/contracts';

/** What people read for a hint that something may not fit. */
export const flagWord = (flag: string): string => FLAG_NAMES[flag as keyof typeof FLAG_NAMES]?.zh ?? flag;
