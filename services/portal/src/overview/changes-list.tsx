import { Link } from 'react-router';
import { dayWords } from '../shared/day-words.ts';
import { Chips } from '../shared/lines.tsx';
import { useToday } from '../shared/today.ts';
import type { Change } from './changes.ts';

interface ChangesProps {
  readonly of: readonly Change[];
  readonly since: string | undefined;
  /** When one looked before; undefined the first time. */
  readonly before: string | undefined;
  readonly chosen: string;
  readonly choose: (since: string) => void;
}

/** What changed since one looked last, or in a time that one chooses. */
export function Changes({ of, since, before, chosen, choose }: ChangesProps) {
  const today = useToday();
  const ago = (months: number): string => {
    const [year = 0, month = 1, date = 1] = (today ?? '').split('-').map(Number);
    const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
    return new Date(Date.UTC(year, month - 1 - months, Math.min(date, last))).toISOString().slice(0, 10);
  };
  const spans: readonly (readonly [string, string])[] = today ? [['', before ? '上次查看以来' : '近一个月'], ...(before ? ([[ago(1), '近一个月']] as const) : []), [ago(3), '近三个月'], [ago(12), '近一年']] : [];
  const changed = of.filter(({ count }) => count > 0).length;
  return (
    <section className="card" aria-label="有什么变化">
      <div className="row between">
        <h2>{since ? (changed === 0 ? `${dayWords(since)}以后没有变化` : `${dayWords(since)}以后的变化`) : '有什么变化'}</h2>
        <span className="no-print">
          <Chips label="时间" value={chosen} of={spans} onChange={choose} />
        </span>
      </div>
      <ul className="changes">
        {of.map(({ id, name, tone, count, to }) => (
          <li key={id} className={count === 0 ? 'none' : tone}>
            {to && count > 0 ? (
              <Link to={to}>
                <strong>{count}</strong>
                {name}
              </Link>
            ) : (
              <span>
                <strong>{count}</strong>
                {name}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
