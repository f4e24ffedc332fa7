import { Link } from 'react-router';
import { SUMMARY_PERIODS, SummaryList } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { periodName } from '../publicity/periods.ts';
import { UnitFilter } from '../registry/unit-filter.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { Chips } from '../shared/lines.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { KIND_WORDS, RectificationSections } from './areas.tsx';
import { EVERY_WORDS } from './summary-words.ts';
import './due.css';

type Summary = SummaryList['items'][number];
type Row = Summary['rows'][number];

const COUNTS = [
  ['opened', '新增'],
  ['closed', '办结'],
  ['closedInTime', '其中按期'],
  ['open', '期末在办'],
  ['overdue', '其中逾期'],
] as const satisfies readonly (readonly [keyof Row, string])[];

/** What happened in each period that is over, by unit and kind, as it stood when the period ended. */
export function SummariesPage() {
  const may = useMay();
  const [every, setEvery] = useAddressFilter('every', 'month');
  const [unitId, setUnitId] = useAddressFilter('unit');
  const read = useRead(SummaryList, may('finding.read') ? '/api/rectification/summaries' : undefined, { every, unitId: unitId || undefined });
  return (
    <Page title="整改" lead="每个周期结束后自动汇总，之后不再改变；通报从这里取数">
      <RectificationSections />
      <div className="row" style={{ alignItems: 'end' }}>
        <Chips label="周期" value={every} of={SUMMARY_PERIODS.map((one) => [one, `按${EVERY_WORDS[one]}`] as const)} onChange={setEvery} />
        <UnitFilter id="summary-unit" label="单位及其下级" value={unitId} onChange={setUnitId} />
      </div>
      <Reading read={read}>
        {({ items }) =>
          items.length === 0 ? (
            <div className="card flush">
              <Nothing title="还没有汇总">周期结束后的第一天自动生成；要汇总哪些周期，由管理员在“整改设置”里确定。</Nothing>
            </div>
          ) : (
            <>
              {items.map((one, index) => (
                <Period key={one.id} of={one} open={index === 0} />
              ))}
            </>
          )
        }
      </Reading>
    </Page>
  );
}

function Period({ of: { every, period, from, to, madeOn, note, rows }, open }: { readonly of: Summary; readonly open: boolean }) {
  const name = periodName(every, period, from, to);
  const sum = (some: readonly Row[], field: (typeof COUNTS)[number][0]) => some.reduce((total, row) => total + row[field], 0);
  const units = [...Map.groupBy(rows, ({ unitId }) => unitId)];
  return (
    <section className="card flush">
      <details open={open}>
        <summary style={{ padding: '16px 24px' }}>
          <strong>{name}</strong> <span className="quiet">{note || (rows.length === 0 ? '没有在办事项' : `新增 ${sum(rows, 'opened')}，办结 ${sum(rows, 'closed')}，期末在办 ${sum(rows, 'open')}，其中逾期 ${sum(rows, 'overdue')}`)}</span>
        </summary>
        {rows.length > 0 && (
          <div className="table-wrap">
            <table className="plain-table heat" aria-label={`${name}各单位情况`}>
              <thead>
                <tr>
                  <th scope="col">单位和事项</th>
                  {COUNTS.map(([field, words]) => (
                    <th key={field} scope="col">
                      {words}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {[...Map.groupBy(rows, ({ kind }) => kind)].map(([kind, some]) => (
                  <tr key={kind}>
                    <th scope="row">
                      <strong>{`合计：${KIND_WORDS[kind]}`}</strong>
                    </th>
                    {COUNTS.map(([field]) => (
                      <td key={field} className="cell">
                        <strong>{sum(some, field)}</strong>
                      </td>
                    ))}
                  </tr>
                ))}
                {units.flatMap(([unitId, some]) =>
                  some.map((row) => (
                    <tr key={`${unitId}${row.kind}`}>
                      <th scope="row">
                        <Link to={`/app/rectification/findings?unit=${unitId}`}>
                          <UnitName id={unitId} />
                        </Link>{' '}
                        <span className="quiet">{KIND_WORDS[row.kind]}</span>
                      </th>
                      {COUNTS.map(([field]) => (
                        <td key={field} className="cell">
                          {row[field]}
                        </td>
                      ))}
                    </tr>
                  )),
                )}
              </tbody>
            </table>
          </div>
        )}
        <p className="quiet small" style={{ padding: '8px 24px 16px' }}>{`${dayWords(madeOn)}生成`}</p>
      </details>
    </section>
  );
}
