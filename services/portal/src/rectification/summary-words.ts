import type { SummaryList } from '@xingchuang/contracts';

export const EVERY_WORDS: Readonly<Record<SummaryList['items'][number]['every'], string>> = { week: '周', month: '月', quarter: '季度', 'half-year': '半年', year: '年' };
