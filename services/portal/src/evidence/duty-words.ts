import type { DutyState, DutyTotals } from '@xingchuang/contracts';
import type { Tone } from '../shared/page.tsx';

interface Words {
  readonly zh: string;
  readonly tone: Tone;
  /** A sign that tells the state without colour. */
  readonly sign: string;
}

export const DUTY_WORDS: Readonly<Record<DutyState, Words>> = {
  met: { zh: '已完成', tone: 'good', sign: '✓' },
  late: { zh: '迟报', tone: 'due', sign: '✓迟' },
  due: { zh: '到期', tone: 'due', sign: '!' },
  missing: { zh: '缺少', tone: 'bad', sign: '✗' },
  pending: { zh: '未到期', tone: '', sign: '○' },
  skipped: { zh: '无需', tone: '', sign: '—' },
  exempt: { zh: '豁免', tone: '', sign: '免' },
};

/** The state that most needs a look. */
export const worst = (totals: DutyTotals): DutyState => (['missing', 'due', 'pending', 'late', 'exempt', 'skipped', 'met'] as const).find((state) => totals[state] > 0) ?? 'met';
export const allOf = (totals: DutyTotals): number => Object.values(totals).reduce((sum, count) => sum + count, 0);
