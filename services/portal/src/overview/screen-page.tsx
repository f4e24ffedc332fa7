import { useEffect, useLayoutEffect, useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { dayWords, momentWords } from '../shared/day-words.ts';
import { usePageTitle } from '../shared/page.tsx';
import { asProblem } from '../api/problem-error.ts';
import { Chart } from './chart.tsx';
import { dressed } from './dressed.ts';
import { isEmpty } from './figure.ts';
import { inTime } from './figures.ts';
import { figuresOf } from './overview-page.tsx';
import { useOverview } from './use-overview.ts';
import './overview.css';

const EVERY_MS = 60_000;
/** What fits on a wall. */
const WALLS = ['units', 'years', 'timeliness', 'rectification'];
const nowhere = () => '';

/**
 * The overview on a wall: large, dark, read again every minute. It names units and no person; where the session ends or the network is lost it
 * keeps the last numbers and says from when they are, and asks nobody to sign in.
 */
export function ScreenPage() {
  const [params] = useSearchParams();
  const unitId = params.get('unit') ?? undefined;
  const overview = useOverview({ unitId }, EVERY_MS);
  const { levels, rectification, timeliness, errors, readAt } = overview;
  const unit = levels?.unit ?? rectification?.unit ?? timeliness?.unit;
  const figures = useMemo(() => figuresOf({ levels, rectification, timeliness }, nowhere).filter(({ id }) => WALLS.includes(id)), [levels, rectification, timeliness]);
  const fontSize = useFontSize();
  useLayoutEffect(() => dressed('dark'), []); // before the charts look for their colours
  usePageTitle(unit ? `${unit.name}大屏` : '大屏');
  const best = levels?.levels.at(-1);
  const great: readonly (readonly [string, string | number | undefined])[] = [
    ['已定级单位', levels?.rated.count],
    [best?.zh ?? '最高星级', levels?.held.find(({ level }) => level === best?.id)?.count ?? (levels && 0)],
    ['材料按时', timeliness && inTime(timeliness.states)],
    ['正在整改', rectification?.open.count],
    ['已逾期', rectification?.overdue.count],
  ];
  return (
    <main className="screen" aria-label="大屏">
      <header>
        <h1>{unit ? `${unit.name} 星级创建总览` : '星级创建总览'}</h1>
        <p className="clock">{levels && `截至${dayWords(levels.on)}`}</p>
      </header>
      <ul className="great" aria-label="主要数字">
        {great.map(([name, value]) => (
          <li key={name}>
            <strong>{value ?? '—'}</strong>
            <span>{name}</span>
          </li>
        ))}
      </ul>
      <div className="walls">
        {figures.map((figure) => (
          <section key={figure.id} aria-label={figure.title}>
            <h2>{figure.title}</h2>
            {isEmpty(figure) ? <p className="quiet">没有数据</p> : <Chart figure={shortened(figure)} fontSize={fontSize} fills />}
          </section>
        ))}
      </div>
      <footer>
        <span role="status">{stateOf(errors, readAt)}</span>
        <Link to={`/app/work/overview${unitId ? `?unit=${unitId}` : ''}`} onClick={leaveFullScreen}>
          退出大屏
        </Link>
      </footer>
    </main>
  );
}

/** On a wall only so many bars can be read from afar. */
const MOST_BARS = 10;
const shortened = <Figure extends ReturnType<typeof figuresOf>[number]>(figure: Figure): Figure =>
  figure.shape !== 'rows' ? figure : { ...figure, categories: figure.categories.slice(0, MOST_BARS), series: figure.series.map((one) => ({ ...one, cells: one.cells.slice(0, MOST_BARS) })) };

function stateOf(errors: readonly Error[], readAt: number): string {
  const at = readAt > 0 ? momentWords(new Date(readAt).toISOString()) : '';
  if (errors.length === 0) return at ? `数据更新于 ${at}，每分钟自动更新` : '正在载入…';
  const isSignedOut = errors.some((error) => asProblem(error)?.status === 401);
  if (isSignedOut) return at ? `登录已到期，显示的是 ${at} 的数据；重新登录后自动恢复更新` : '尚未登录，请先登录再打开大屏';
  return at ? `暂时连不上，显示的是 ${at} 的数据` : '暂时没有数据，稍后自动再试';
}

function useFontSize(): number {
  const size = () => Math.max(14, Math.min(26, Math.round(innerWidth / 90)));
  const [now, setNow] = useState(size);
  useEffect(() => {
    const hear = () => setNow(size());
    addEventListener('resize', hear);
    return () => removeEventListener('resize', hear);
  }, []);
  return now;
}

const leaveFullScreen = () => {
  if (document.fullscreenElement) void document.exitFullscreen();
};
