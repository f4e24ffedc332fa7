import { Link } from 'react-router';
import { DueByUnit } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay } from '../session/session.ts';
import { Nothing } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';

/** From so many on a cell is that dark; the number always stands in it. */
const STEPS = [1, 3, 6, 10] as const;
const heat = (count: number): string => {
  const step = STEPS.filter((from) => count >= from).length;
  return step === 0 ? '' : `h${step}`;
};

/** A table in which each unit's overdue things stand out, the most first; the numbers say the same as the shades. */
export function OverdueMap({ unitId, workdays }: { readonly unitId: string; readonly workdays: number }) {
  const may = useMay();
  const read = useRead(DueByUnit, may('finding.read') ? '/api/rectification/due/units' : undefined, { unitId: unitId || undefined, workdays });
  return <Reading read={read}>{({ items }) => <Map items={items} workdays={workdays} />}</Reading>;
}

function Map({ items, workdays }: DueByUnit & { readonly workdays: number }) {
  if (items.length === 0)
    return (
      <div className="card flush">
        <Nothing title="各单位都没有在办事项" />
      </div>
    );
  const sorted = [...items].sort((a, b) => b.overdue - a.overdue || b.soon - a.soon || b.open - a.open);
  const late = items.filter(({ overdue }) => overdue > 0);
  return (
    <section className="card flush">
      <h2 style={{ padding: '16px 24px 0' }}>
        {late.length === 0 ? `${items.length} 个单位有在办事项，都没有逾期` : `${items.length} 个单位有在办事项，${late.length} 个单位有逾期，共 ${late.reduce((sum, { overdue }) => sum + overdue, 0)} 项`}
      </h2>
      <p className="heat-key small quiet">
        {STEPS.map((from, at) => (
          <span key={from} className="heat nowrap">
            <i className={`h${at + 1}`} aria-hidden="true" />
            {STEPS[at + 1] ? `${from}–${STEPS[at + 1]! - 1} 项` : `${from} 项以上`}
          </span>
        ))}
      </p>
      <div className="table-wrap">
        <table className="plain-table heat" aria-label="各单位逾期情况">
          <thead>
            <tr>
              <th scope="col">单位</th>
              <th scope="col">逾期</th>
              <th scope="col">{workdays} 个工作日内到期</th>
              <th scope="col">在办</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((one) => (
              <tr key={one.unitId}>
                <th scope="row">
                  <Link to={`/app/rectification/due?unit=${one.unitId}`}>
                    <UnitName id={one.unitId} />
                  </Link>
                </th>
                <td className={`cell ${heat(one.overdue)}`}>{one.overdue}</td>
                <td className="cell">{one.soon}</td>
                <td className="cell">{one.open}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
