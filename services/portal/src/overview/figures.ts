import type { Count, DutyState, LevelsOverview, RectificationOverview, TimelinessOverview } from '@xingchuang/contracts';
import { dayWords } from '../shared/day-words.ts';
import { percentOf, type Cell, type Figure, type Tone } from './figure.ts';

const RECORDS = '/app/work/overview/records';
type OfLevel = Count & { readonly level: string };

/** The page with what is behind a number of one of the overviews. */
export const recordsPage = (what: 'levels' | 'ranks' | 'evidence' | 'rectification', { query }: Pick<Count, 'query'>): string => `${RECORDS}/${what}?${query}`;
const cellOf = (what: Parameters<typeof recordsPage>[0], count: Count | undefined): Cell => (count ? { count: count.count, to: recordsPage(what, count) } : { count: 0 });

/** Levels that some unit holds or held, the highest first, as series over categories. */
function levelSeries({ levels }: LevelsOverview, categories: readonly (readonly OfLevel[])[]): Figure['series'] {
  return levels
    .map(({ id, zh }, at) => ({ name: zh, tone: { of: 'level', at, most: levels.length - 1 } as Tone, cells: categories.map((here) => cellOf('levels', here.find(({ level }) => level === id))) }))
    .filter(({ cells }) => cells.some(({ count }) => count > 0))
    .reverse();
}

const countAt = (here: readonly OfLevel[], level: string | undefined): number => here.find((one) => one.level === level)?.count ?? 0;

/** What units hold on the day. */
export function heldFigure(view: LevelsOverview): Figure {
  const { held, rated, levels, on } = view;
  const shown = levels.filter(({ id }) => countAt(held, id) > 0).reverse();
  const best = shown[0];
  const title = best ? `截至${dayWords(on)}，${rated.count} 个单位已定级，其中${best.zh} ${countAt(held, best.id)} 个，占 ${percentOf(countAt(held, best.id), rated.count)}` : `截至${dayWords(on)}，还没有单位定级`;
  const cells = shown.map(({ id }) => cellOf('levels', held.find(({ level }) => level === id)));
  return { id: 'held', title, head: '星级', shape: 'rows', categories: shown.map(({ zh }) => ({ name: zh })), series: [{ name: '单位数', tone: { of: 'plain' }, cells }] };
}

/** What each year's rounds gave. */
export function yearsFigure(view: LevelsOverview): Figure {
  const { years, levels } = view;
  const [before, last] = [years.at(-2), years.at(-1)];
  const best = levels.at(-1);
  return {
    id: 'years', title: yearsTitle(before, last, best), head: '年度', shape: 'columns',
    categories: years.map(({ year }) => ({ name: `${year}年` })), series: levelSeries(view, years.map((one) => one.levels)),
  };
}

function yearsTitle(before: LevelsOverview['years'][number] | undefined, last: LevelsOverview['years'][number] | undefined, best: LevelsOverview['levels'][number] | undefined): string {
  if (!last || !best) return '还没有年度评定结果';
  const count = countAt(last.levels, best.id);
  if (!before) return `${last.year}年度评定${best.zh} ${count} 个`;
  const more = count - countAt(before.levels, best.id);
  if (more === 0) return `${last.year}年度评定${best.zh} ${count} 个，与上年度持平`;
  return more > 0 ? `${last.year}年度评定${best.zh} ${count} 个，比上年度多 ${more} 个` : `${last.year}年度评定${best.zh} ${count} 个，比上年度少 ${-more} 个`;
}

/** What units held at the end of each quarter. */
export function quartersFigure(view: LevelsOverview): Figure {
  const quarters = view.quarters.slice(Math.max(0, view.quarters.findIndex(({ rated }) => rated.count > 0)));
  const [first, last] = [quarters[0]?.rated.count ?? 0, quarters.at(-1)?.rated.count ?? 0];
  return {
    id: 'quarters', title: quarters.length > 1 ? `${quarters.length} 个季度以来，已定级的单位从 ${first} 个到 ${last} 个` : `本季度已定级的单位 ${last} 个`, head: '季度末', shape: 'columns',
    categories: quarters.map(({ quarter }) => ({ name: `${quarter.slice(2, 4)}年${quarter.slice(-1)}季` })), series: levelSeries(view, quarters.map((one) => one.levels)),
  };
}

/** What the units directly below hold. */
export function unitsFigure(view: LevelsOverview, pageOf: (unitId: string) => string): Figure {
  const { units, levels } = view;
  const best = levels.at(-1);
  const share = ({ held, rated }: LevelsOverview['units'][number]): number => (rated.count === 0 ? 0 : countAt(held, best?.id) / rated.count);
  const sorted = [...units].sort((a, b) => share(b) - share(a) || (a.code < b.code ? -1 : 1));
  const first = sorted[0];
  const title = !first || !best ? '没有下级单位的星级' : share(first) > 0 ? `${units.length} 个下级单位中，${first.name}的${best.zh}占比最高，为 ${percentOf(countAt(first.held, best.id), first.rated.count)}` : `${units.length} 个下级单位都还没有${best.zh}`;
  return {
    id: 'units', title, head: '单位', shape: 'rows',
    categories: sorted.map(({ id, name, hasBelow }) => ({ name, ...(hasBelow ? { to: pageOf(id) } : {}) })), series: levelSeries(view, sorted.map((one) => one.held)),
  };
}

type OfState = TimelinessOverview['states'];
/** What is in, what is late, what is missing; what is still awaited is no delay. */
const STATES = [
  ['met', '按时', { of: 'good' }],
  ['late', '迟交', { of: 'due' }],
  ['missing', '缺失', { of: 'bad' }],
] as const;
export const stateCount = (states: OfState, state: DutyState): number => states.find((one) => one.state === state)?.count ?? 0;
/** Of what was due, how much came in time. */
export const inTime = (states: OfState): string => percentOf(stateCount(states, 'met'), STATES.reduce((sum, [state]) => sum + stateCount(states, state), 0));

export function timelinessFigure({ year, states, months }: TimelinessOverview): Figure {
  const shown = months.filter((one) => STATES.some(([state]) => stateCount(one.states, state) > 0));
  const due = STATES.reduce((sum, [state]) => sum + stateCount(states, state), 0);
  return {
    id: 'timeliness',
    title: due === 0 ? `${year}年还没有到期的应有材料` : `${year}年已到期的应有材料 ${due} 份，按时 ${inTime(states)}，缺失 ${stateCount(states, 'missing')} 份`,
    head: '月份', shape: 'columns',
    categories: shown.map(({ month }) => ({ name: `${Number(month.slice(5))}月` })),
    series: STATES.map(([state, name, tone]) => ({ name, tone, cells: shown.map((one) => cellOf('evidence', one.states.find((there) => there.state === state))) })),
  };
}

/** What came and went month by month. */
export function rectificationFigure({ open, overdue, months }: RectificationOverview): Figure {
  const series = [['opened', '新发现', { of: 'plain' }], ['closed', '销号', { of: 'good' }], ['late', '新逾期', { of: 'bad' }]] as const;
  return {
    id: 'rectification',
    title: open.count === 0 ? '目前没有正在整改的问题' : `${open.count} 个问题正在整改，其中 ${overdue.count} 个已逾期`,
    head: '月份', shape: 'lines',
    categories: months.map(({ month }) => ({ name: `${month.slice(2, 4)}年${Number(month.slice(5))}月` })),
    series: series.map(([ask, name, tone]) => ({ name, tone, cells: months.map((one) => cellOf('rectification', one[ask])) })),
  };
}

/** On which rungs units stand. */
export function rungsFigure({ rungs }: RectificationOverview): Figure {
  const all = rungs.reduce((sum, { count }) => sum + count, 0);
  return {
    id: 'rungs', title: all === 0 ? '目前没有单位进入整顿' : `${all} 项整顿正在进行`, head: '整顿阶段', shape: 'rows',
    categories: rungs.map(({ name }) => ({ name })), series: [{ name: '单位数', tone: { of: 'plain' }, cells: rungs.map((one) => cellOf('rectification', one)) }],
  };
}

const MOVES = [['up', '上升', { of: 'good' }], ['same', '不变', { of: 'plain' }], ['down', '下降', { of: 'bad' }], ['new', '新上榜', { of: 'due' }]] as const;
export function rankingFigure({ rankings }: LevelsOverview): Figure {
  const [first] = rankings;
  const up = first?.moves.find(({ move }) => move === 'up')?.count ?? 0;
  const down = first?.moves.find(({ move }) => move === 'down')?.count ?? 0;
  return {
    id: 'rankings',
    title: first === undefined ? '没有排名' : first.beforeOn === null ? `最近的排名是${dayWords(first.on)}的，此前没有同类排名` : `最近的排名中 ${up} 个单位上升，${down} 个下降`,
    head: '排名', shape: 'rows',
    categories: rankings.map(({ title, area, standingId }) => ({ name: area === '' ? title : `${area}${title}`, to: `/app/assessment/ratings/standings/${standingId}` })),
    series: MOVES.map(([move, name, tone]) => ({ name, tone, cells: rankings.map((one) => cellOf('ranks', one.moves.find((there) => there.move === move))) })),
  };
}
