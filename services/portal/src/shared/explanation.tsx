import type { ReactNode } from 'react';
import type { ExplanationView } from '@xingchuang/contracts';
import { sourceWords } from './words.ts';
import './explanation.css';

type Item = ExplanationView;

/** A fact's name and value as people say them. */
export type NameFact = (name: string, value: unknown) => readonly [string, string];

type Sign = readonly [sign: string, words: string, tone: 'good' | 'bad' | 'off'];

const CONDITION: Readonly<Record<string, Sign>> = {
  true: ['✓', '符合', 'good'],
  false: ['✕', '不符合', 'bad'],
  null: ['—', '不适用', 'off'],
};
/** A veto, a cap or an exclusion that does not hold is the good case. */
const BAR: Readonly<Record<string, Sign>> = {
  true: ['✕', '出现', 'bad'],
  false: ['✓', '没有出现', 'good'],
  null: ['—', '不适用', 'off'],
};
/** A rule that gives a level by itself is no fault where it does not hold. */
const DIRECT: Readonly<Record<string, Sign>> = { ...CONDITION, true: ['✓', '适用', 'good'], false: ['—', '不适用', 'off'] };
const CONTEST: Readonly<Record<string, Sign>> = { ...CONDITION, true: ['✓', '入选', 'good'], false: ['✕', '未入选', 'bad'] };
const SIGNS: Readonly<Record<string, Readonly<Record<string, Sign>>>> = { veto: BAR, cap: BAR, exclusion: BAR, direct: DIRECT, quota: CONTEST };
const signOf = ({ kind, verdict, value }: Item): Sign => {
  if (kind === 'score' || kind === 'figure') return ['#', verdict === null ? '不适用' : `${shown(value)}${kind === 'score' ? ' 分' : ''}`, 'off'];
  const [sign, words, tone] = (SIGNS[kind] ?? CONDITION)[`${verdict}`]!;
  return [sign, value === undefined ? words : verdict === null ? `${shown(value)} 分` : `${words}，${shown(value)} 分`, tone];
};

interface ExplanationProps {
  readonly of: readonly Item[];
  readonly fact: NameFact;
  readonly label?: string;
  readonly depth?: number;
  /** Shows what lies behind a fact: the records and files with these ids. */
  readonly behind?: (ids: readonly string[]) => ReactNode;
}

/** The reasoning clause by clause: what holds, what does not, where it is written, and the facts it rests on. */
export function Explanation({ of, fact, label, depth = 0, behind }: ExplanationProps) {
  return (
    <ul className={depth === 0 ? 'explanation' : ''} {...(label ? { 'aria-label': label } : {})}>
      {of.map((item, i) => (
        <Clause key={`${item.clause}-${i}`} item={item} fact={fact} depth={depth} behind={behind} />
      ))}
    </ul>
  );
}

interface ClauseProps {
  readonly item: Item;
  readonly fact: NameFact;
  readonly depth: number;
  readonly behind: ExplanationProps['behind'];
}

function Clause({ item, fact, depth, behind }: ClauseProps) {
  const [sign, words, tone] = signOf(item);
  const facts = item.children.length > 0 ? [] : Object.entries(item.facts); // a part says them where they matter
  const line = (
    <>
      <span className={`verdict ${tone}`} aria-hidden="true">
        {sign}
      </span>
      <span>
        {item.zh} <span className="quiet small">{words}</span>
      </span>
    </>
  );
  if (!item.source && facts.length === 0 && item.children.length === 0) return <li className="plain-clause">{line}</li>;
  return (
    <li>
      <details open={tone === 'bad'}>
        <summary>{line}</summary>
        <div className="grounds">
          {depth < 2 && item.kind !== 'part' && item.source && <p className="quiet small">依据：{sourceWords(item.source)}</p>}
          {facts.map(([name, value]) => {
            const [called, said] = fact(name, value);
            return (
              <div key={name} className="small words">
                <span className="quiet">{called}：</span>
                {said}
                {behind && item.refs?.[name]?.length ? behind(item.refs[name]) : null}
              </div>
            );
          })}
          {item.children.length > 0 && <Explanation of={item.children} fact={fact} depth={depth + 1} {...(behind ? { behind } : {})} />}
        </div>
      </details>
    </li>
  );
}

/** A fact's value as words. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return '无';
  if (value === true) return '是';
  if (value === false) return '否';
  if (Array.isArray(value)) return value.length === 0 ? '无' : value.map(shown).join('；');
  if (typeof value === 'object') return Object.values(value).map(shown).join(' ');
  return String(value);
}
