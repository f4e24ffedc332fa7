import { useMemo } from 'react';
import { aroundChanges, lineDiff } from './line-diff.ts';
import './scheme-editor.css';

/** Two texts side by side in one column: what went, what came, a few lines around. */
export function TextDiff({ before, after, label }: { readonly before: string; readonly after: string; readonly label: string }) {
  const lines = useMemo(() => aroundChanges(lineDiff(before, after)), [before, after]);
  if (lines.length === 0) return <p className="quiet">两份文本相同</p>;
  return (
    <div className="card flush diff" tabIndex={0} role="region" aria-label={label}>
      <table>
        <tbody>
          {lines.map((line, i) =>
            line ? (
              <tr key={i} className={line.how}>
                <td className="no">{line.before}</td>
                <td className="no">{line.after}</td>
                <td>{line.how === 'gone' ? '−' : line.how === 'new' ? '＋' : ''}</td>
                <td>{line.text}</td>
              </tr>
            ) : (
              <tr key={i} className="left-out">
                <td colSpan={4}>…</td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}
