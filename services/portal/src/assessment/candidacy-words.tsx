import type { CandidacyView } from '@xingchuang/contracts';
import { State, type Tone } from '../shared/page.tsx';

const STATES: Readonly<Record<CandidacyView['state'], readonly [string, Tone]>> = {
  expected: ['待报星', ''],
  draft: ['草拟中', ''],
  declared: ['已报星', 'due'],
  reviewing: ['审核中', 'due'],
  decided: ['已审定', 'good'],
  settled: ['已定级', 'good'],
};

export const stateWords = (state: string): string => STATES[state as CandidacyView['state']]?.[0] ?? state;
export const STATE_CHIPS = [['', '全部'], ...Object.entries(STATES).map(([id, [words]]) => [id, words] as const)] as const;

export function CandidacyState({ of: { state, voided } }: { readonly of: Pick<CandidacyView, 'state' | 'voided'> }) {
  if (voided) return <State tone="bad">事实已变，须重新提出</State>;
  const [words, tone] = STATES[state];
  return <State tone={tone}>{words}</State>;
}

/** Who acts next, in words. */
export function nextWords({ next, state }: Pick<CandidacyView, 'next' | 'state'>, today: string | undefined): string {
  if (next.length === 0) return '';
  const over = next.every(({ deadline }) => deadline !== undefined && today !== undefined && deadline < today);
  if (over && (state === 'expected' || state === 'draft')) return '申报期已过，没有申报';
  return `下一步：${next.map(({ name, body, kindName }) => `${body?.name ?? kindName.zh}${name.zh}`).join('；')}`;
}
