import type { ReactNode } from 'react';
import { dayWords, momentWords } from './day-words.ts';
import './timeline.css';

export interface Moment {
  readonly at: string;
  readonly day?: string;
  readonly title: ReactNode;
  readonly by?: ReactNode;
  readonly text?: string | undefined;
  readonly tone?: 'good' | 'bad' | undefined;
  /** What can be looked up about it. */
  readonly more?: ReactNode;
}

/** What happened to a thing, newest last as it happened. */
export function Timeline({ moments }: { readonly moments: readonly Moment[] }) {
  if (moments.length === 0) return <p className="quiet">还没有过程记录。</p>;
  return (
    <ol className="timeline" aria-label="过程">
      {moments.map((one, i) => (
        <li key={`${one.at}-${i}`} className={one.tone ?? ''}>
          <div className="row">
            <strong>{one.title}</strong>
            {one.by && <span className="quiet">{one.by}</span>}
          </div>
          <time dateTime={one.at} className="quiet small" title={momentWords(one.at)}>
            {one.day ? dayWords(one.day) : momentWords(one.at)}
          </time>
          {one.text && <p className="words">{one.text}</p>}
          {one.more}
        </li>
      ))}
    </ol>
  );
}
