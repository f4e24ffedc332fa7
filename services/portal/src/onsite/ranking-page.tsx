import { RankingView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { DayInput } from '../shared/day-input.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { useToday } from '../shared/today.ts';
import { OnsiteSections } from './areas.tsx';
import { FormSelect } from './form-select.tsx';

/** Units by their mean on one form in a window. */
export function RankingPage() {
  const today = useToday();
  const [formId, setForm] = useAddressFilter('form');
  const [from, setFrom] = useAddressFilter('from', today ? `${today.slice(0, 4)}-01-01` : '');
  const [to, setTo] = useAddressFilter('to', today ?? '');
  const ranking = useRead(RankingView, formId && from && to ? '/api/assessment/onsite/ranking' : undefined, { formId, from, to });
  return (
    <Page title="现场检查" up={{ to: '/app/assessment', name: '评定' }} lead="同一张检查表的平均得分，从高到低；得分相同名次相同">
      <OnsiteSections />
      <div className="card row">
        <span className="labelled">
          <label htmlFor="form">检查表</label>
          <span style={{ minWidth: 220 }}>
            <FormSelect id="form" value={formId} onChange={setForm} />
          </span>
        </span>
        <span className="labelled">
          <label htmlFor="from">自</label>
          <DayInput id="from" value={from} onChange={setFrom} />
        </span>
        <span className="labelled">
          <label htmlFor="to">至</label>
          <DayInput id="to" value={to} onChange={setTo} />
        </span>
      </div>
      {!formId ? (
        <div className="card">
          <Nothing title="请选择检查表" />
        </div>
      ) : (
        <Reading read={ranking}>
          {({ items }) => (
            <div className="card flush">
              {items.length === 0 ? (
                <Nothing title="这段时间没有得分" />
              ) : (
                <div className="table-wrap">
                  <table className="plain-table ranking">
                    <thead>
                      <tr>
                        <th scope="col">名次</th>
                        <th scope="col">单位</th>
                        <th scope="col">平均得分</th>
                        <th scope="col">次数</th>
                      </tr>
                    </thead>
                    <tbody>
                      {items.map(({ rank, unit, score, visits }) => (
                        <tr key={unit.id}>
                          <td>{rank}</td>
                          <td className="unit">{unit.name}</td>
                          <td>{score}</td>
                          <td>{visits}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
              )}
            </div>
          )}
        </Reading>
      )}
    </Page>
  );
}
