import type { DutyState } from '@xingchuang/contracts';
import { DUTY_WORDS } from '../evidence/duty-words.ts';
import { CASE_WORDS, FINDING_WORDS } from '../rectification/areas.tsx';

/** What people read above the records behind a number. */
export const CHANGE_WORDS: Readonly<Record<string, string>> = { first: '新评星级的单位', up: '升星的单位', down: '降星的单位', gone: '失去星级的单位' };
export const MOVE_WORDS: Readonly<Record<string, string>> = { up: '名次上升的单位', down: '名次下降的单位', same: '名次不变的单位', new: '新上榜的单位' };
export const RECTIFICATION_WORDS: Readonly<Record<string, string>> = {
  open: '正在整改的问题', overdue: '已逾期的问题', opened: '新发现的问题', closed: '销号的问题', late: '新逾期的问题', active: '正在进行的整顿', called: '新进入的整顿', failed: '未到位的整顿',
};

export const dutyStateWords = (state: string | undefined): string => DUTY_WORDS[state as DutyState]?.zh ?? '全部';
export const stateWordsOf = (kind: 'finding' | 'case', state: string): string => (kind === 'finding' ? FINDING_WORDS : CASE_WORDS)[state]?.[0] ?? state;
