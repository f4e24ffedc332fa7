import { FLAG_NAMES, VERDICT_NAMES, type AuditItemLine, type AuditView, type FlagView } from '@xingchuang/contracts';
import { State, type Tone } from '../shared/page.tsx';

const STATES: Readonly<Record<AuditView['state'], readonly [string, Tone]>> = {
  announced: ['已公布，待抽取', 'due'],
  open: ['进行中', ''],
  closed: ['已办结', 'good'],
  withdrawn: ['已撤销', ''],
};
export function AuditState({ state }: { readonly state: AuditView['state'] }) {
  const [words, tone] = STATES[state];
  return <State tone={tone}>{words}</State>;
}

const TONES: Readonly<Record<NonNullable<AuditItemLine['verdict']>, Tone>> = { pass: 'good', supplement: 'due', reject: 'bad' };
export function VerdictState({ verdict }: { readonly verdict: AuditItemLine['verdict'] }) {
  return verdict ? <State tone={TONES[verdict]}>{VERDICT_NAMES[verdict].zh}</State> : <State>未评</State>;
}

export const flagName = (kind: FlagView['kind']): string => FLAG_NAMES[kind].zh;

/** Flags as small words; hints never look like verdicts. */
export function FlagWords({ of }: { readonly of: readonly FlagView['kind'][] }) {
  return of.map((kind) => (
    <span key={kind} className="flag-word">
      {flagName(kind)}
    </span>
  ));
}

export function wayWords({ way, population }: AuditView): string {
  if (way.by === 'list') return '按清单逐件检查';
  const least = way.perUnit ? `，每个单位至少 ${way.perUnit} 件` : '';
  const whole =
    way.by === 'share' && way.share === 100
      ? '全部检查'
      : way.by === 'share'
        ? `按各单位材料的 ${way.share}% 抽取`
        : `共抽 ${way.size} 件`;
  return `${whole}${least}${population ? `；范围内 ${population.units} 个单位 ${population.items} 件` : ''}`;
}
