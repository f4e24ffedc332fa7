import type { ComplaintLine } from '@xingchuang/contracts';
import type { Tone } from '../shared/page.tsx';

export const COMPLAINT_WORDS: Readonly<Record<ComplaintLine['state'], readonly [string, Tone]>> = {
  open: ['待受理', 'due'],
  acknowledged: ['核查中', 'due'],
  upheld: ['属实', 'bad'],
  dismissed: ['不属实', 'good'],
  appealed: ['复核中', 'due'],
};
