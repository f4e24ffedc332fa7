import type { ExplanationView } from '@xingchuang/contracts';
import './explanation.css';

type Item = ExplanationView;

const VERDICT = { true: ['✓', '成立'], false: ['✕', '不成立'], null: ['—', '不适用'] } as const;

/** The reasoning clause by clause: what holds, what does not, where it is written, and the facts it rests on. */
export function Explanation({ of, label, depth = 0 }: { readonly of: readonly Item[]; readonly label?: string; readonly depth?: number }) {
  return (
    <ul className={depth === 0 ? 'explanation' : ''} {...(label ? { 'aria-label': label } : {})}>
      {of.map((item, i) => (
        <Clause key={`${item.clause}-${i}`} item={item} depth={depth} />
      ))}
    </ul>
  );
}

function Clause({ item, depth }: { readonly item: Item; readonly depth: number }) {
  const [sign, words] = VERDICT[`${item.verdict}`];
  const facts = Object.entries(item.facts);
  const line = (
    <>
      <span className={`verdict v-${item.verdict}`} aria-hidden="true">
        {sign}
      </span>
      <span>
        {item.zh} <span className="quiet small">{words}</span>
      </span>
    </>
  );
  const more = (
    <div className="grounds">
      {item.source && <p className="quiet small">依据：{item.source}</p>}
      {facts.map(([name, value]) => (
        <p key={name} className="small words">
          <span className="quiet">{name}：</span>
          {shown(value)}
        </p>
      ))}
      {item.children.length > 0 && <Explanation of={item.children} depth={depth + 1} />}
    </div>
  );
  if (!item.source && facts.length === 0 && item.children.length === 0) return <li className="plain-clause">{line}</li>;
  return (
    <li>
      <details open={depth === 0 && item.verdict === false}>
        <summary>{line}</summary>
        {more}
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
