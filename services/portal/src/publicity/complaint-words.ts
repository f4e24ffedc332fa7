import type { ComplaintView } from '@xingchuang/contracts';
import type { Tone } from '../shared/page.tsx';

export const COMPLAINT_WORDS: Readonly<Record<ComplaintView['state'], readonly [string, Tone]>> = {
  open: ['待核查', 'due'],
  upheld: ['属实', 'bad'],
  dismissed: ['不属实', 'good'],
};
