import type { ExplanationView } from '@xingchuang/contracts';
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
/** A veto or a cap that does not hold is the good case. */
const BAR: Readonly<Record<string, Sign>> = {
  true: ['✕', '出现', 'bad'],
  false: ['✓', '没有出现', 'good'],
  null: ['—', '不适用', 'off'],
};
const signOf = ({ kind, verdict }: Item): Sign => (kind === 'veto' || kind === 'cap' ? BAR : CONDITION)[`${verdict}`]!;

interface ExplanationProps {
  readonly of: readonly Item[];
  readonly fact: NameFact;
  readonly label?: string;
  readonly depth?: number;
}

/** The reasoning clause by clause: what holds, what does not, where it is written, and the facts it rests on. */
export function Explanation({ of, fact, label, depth = 0 }: ExplanationProps) {
  return (
    <ul className={depth === 0 ? 'explanation' : ''} {...(label ? { 'aria-label': label } : {})}>
      {of.map((item, i) => (
        <Clause key={`${item.clause}-${i}`} item={item} fact={fact} depth={depth} />
      ))}
    </ul>
  );
}

function Clause({ item, fact, depth }: { readonly item: Item; readonly fact: NameFact; readonly depth: number }) {
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
          {depth < 2 && item.source && <p className="quiet small">依据：{item.source.replaceAll('derived: ', '推定：')}</p>}
          {facts.map(([name, value]) => {
            const [called, said] = fact(name, value);
            return (
              <p key={name} className="small words">
                <span className="quiet">{called}：</span>
                {said}
              </p>
            );
          })}
          {item.children.length > 0 && <Explanation of={item.children} fact={fact} depth={depth + 1} />}
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
