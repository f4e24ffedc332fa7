import type { AwardBatchItemView, AwardStepView, AwardView } from '@xingchuang/contracts';
import type { Tone } from '../shared/page.tsx';

export const AWARD_WORDS: Readonly<Record<AwardView['state'], readonly [string, Tone]>> = {
  valid: ['有效', 'good'],
  suspended: ['暂停', 'due'],
  lowered: ['已调低', 'due'],
  revoked: ['已撤销', 'bad'],
  expired: ['已到期', ''],
};

export const FORM_WORDS: Readonly<Record<AwardView['form'], string>> = { certificate: '证书', plaque: '牌匾' };

export const STEP_WORDS: Readonly<Record<AwardStepView['what'], readonly [string, 'good' | 'bad' | undefined]>> = {
  issued: ['颁发', 'good'],
  suspended: ['暂停', 'bad'],
  lifted: ['解除暂停', 'good'],
  failed: ['未按期整改', 'bad'],
  kept: ['年度复查保留', 'good'],
  lowered: ['等级调低', 'bad'],
  revoked: ['撤销', 'bad'],
  expired: ['有效期满', undefined],
  'handed-over': ['交付', undefined],
  hung: ['悬挂', undefined],
  'due-back': ['要求交回牌匾', 'bad'],
  'taken-back': ['收回牌匾', undefined],
};

export const ITEM_WORDS: Readonly<Record<AwardBatchItemView['state'], readonly [string, Tone]>> = {
  waiting: ['等待编号', ''],
  numbered: ['已编号', ''],
  sent: ['制作中', ''],
  made: ['已制作', 'good'],
  refused: ['无法制作', 'bad'],
  'left-out': ['未颁发', 'due'],
};

/** Why, and by which clause, where the reason does not name it itself. */
export const becauseWords = (reason: string, clause: string): string => [reason, reason.includes(clause) ? '' : clause].filter(Boolean).join(' · ');
