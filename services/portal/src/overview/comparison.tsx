import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import type { LevelsOverview, OverviewUnit } from '@xingchuang/contracts';
import { Nothing } from '../shared/page.tsx';
import type { Cell } from './figure.ts';
import { Number } from './figure-table.tsx';
import { inTime, recordsPage, stateCount } from './figures.ts';
import type { Overview } from './use-overview.ts';

type Row = OverviewUnit & { readonly cells: Readonly<Record<Column, Cell & { readonly text?: string }>> };
const COLUMNS = [['rated', '已定级'], ['best', '最高星级'], ['missing', '缺材料'], ['inTime', '材料按时'], ['open', '整改中'], ['overdue', '已逾期']] as const;
type Column = (typeof COLUMNS)[number][0];
const NONE: Cell = { count: 0 };

/** The units directly below side by side; each number leads to what is behind it, each head sorts. */
export function Comparison({ of: { levels, rectification, timeliness }, pageOf }: { readonly of: Overview; readonly pageOf: (unitId: string) => string }) {
  const [by, setBy] = useState<Column>();
  const rows = useMemo(() => rowsOf(levels, rectification, timeliness), [levels, rectification, timeliness]);
  const sorted = by ? [...rows].sort((a, b) => b.cells[by].count - a.cells[by].count || (a.code < b.code ? -1 : 1)) : rows;
  const best = levels?.levels.at(-1);
  return (
    <section className="card flush wide comparison" aria-label="单位对比">
      <h2 style={{ padding: '16px 24px 8px' }}>单位对比</h2>
      {rows.length === 0 ? (
        <Nothing title="没有下级单位的数据" />
      ) : (
        <div className="table-wrap" role="region" aria-label="单位对比表" tabIndex={0}>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">单位</th>
                {COLUMNS.map(([id, name]) => (
                  <th key={id} scope="col" className="number" aria-sort={by === id ? 'descending' : 'none'}>
                    <button type="button" className="plain nowrap" onClick={() => setBy(by === id ? undefined : id)}>
                      {id === 'best' && best ? best.zh : name}
                      {by === id && ' ↓'}
                    </button>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {sorted.map((row) => (
                <tr key={row.id}>
                  <th scope="row">
                    <Link to={row.hasBelow ? pageOf(row.id) : `/app/units/${row.id}`}>{row.name}</Link>
                  </th>
                  {COLUMNS.map(([id, name]) => (
                    <td key={id} className="number">
                      {row.cells[id].text ?? <Number of={row.cells[id]} what={`${row.name}${name}`} />}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function rowsOf(levels: Overview['levels'], rectification: Overview['rectification'], timeliness: Overview['timeliness']): Row[] {
  const find = <Unit extends OverviewUnit>(units: readonly Unit[] | undefined) => new Map(units?.map((unit) => [unit.id, unit]));
  const [a, b, c] = [find<LevelsOverview['units'][number]>(levels?.units), find(rectification?.units), find(timeliness?.units)];
  const best = levels?.levels.at(-1)?.id;
  const units = new Map([...c, ...b, ...a].map(([id, { code, name, kind }]) => [id, { id, code, name, kind }]));
  const cell = (what: Parameters<typeof recordsPage>[0], count: { count: number; query: string } | undefined): Cell => (count ? { count: count.count, to: recordsPage(what, count) } : NONE);
  return [...units.values()]
    .map((unit): Row => {
      const [held, problems, states] = [a.get(unit.id), b.get(unit.id), c.get(unit.id)?.states ?? []];
      const rate = inTime(states);
      return {
        ...unit,
        hasBelow: [a, b, c].some((of) => of.get(unit.id)?.hasBelow),
        cells: {
          rated: cell('levels', held?.rated), best: cell('levels', held?.held.find(({ level }) => level === best)), open: cell('rectification', problems?.open), overdue: cell('rectification', problems?.overdue),
          missing: cell('evidence', states.find(({ state }) => state === 'missing')), inTime: { count: rate === '—' ? -1 : stateCount(states, 'met') / Math.max(1, states.reduce((sum, one) => sum + (['met', 'late', 'missing'].includes(one.state) ? one.count : 0), 0)), text: rate },
        },
      };
    })
    .sort((x, y) => (x.code < y.code ? -1 : 1));
}
