import { ShowcaseStatistics } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { DayInput } from '../shared/day-input.tsx';
import { Nothing } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { useToday } from '../shared/today.ts';

/** How many cases each unit submitted and had published in a period, and how often they were opened. */
export function ShowcaseFigures() {
  const today = useToday();
  const [from, setFrom] = useAddressFilter('from', today ? `${today.slice(0, 4)}-01-01` : '');
  const [to, setTo] = useAddressFilter('to', today ?? '');
  const figures = useRead(ShowcaseStatistics, from && to ? '/api/publicity/showcase-statistics' : undefined, { from, to });
  return (
    <section className="card flush" aria-labelledby="figures">
      <div className="row" style={{ padding: '16px 24px' }}>
        <h2 id="figures">统计</h2>
        <span className="labelled">
          <label htmlFor="figures-from">起</label>
          <DayInput id="figures-from" value={from} onChange={setFrom} />
        </span>
        <span className="labelled">
          <label htmlFor="figures-to">止</label>
          <DayInput id="figures-to" value={to} onChange={setTo} />
        </span>
      </div>
      <Reading read={figures}>
        {({ total, items }) =>
          items.length === 0 ? (
            <Nothing title="这段时间没有案例" />
          ) : (
            <div className="table-wrap">
              <table className="plain-table">
                <thead>
                  <tr>
                    <th scope="col">单位</th>
                    <th scope="col">提交</th>
                    <th scope="col">发布</th>
                    <th scope="col">撤下</th>
                    <th scope="col">浏览</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((one) => (
                    <tr key={one.unitId}>
                      <td>{one.unitName}</td>
                      <td>{one.submitted}</td>
                      <td>{one.published}</td>
                      <td>{one.withdrawn}</td>
                      <td>{one.views}</td>
                    </tr>
                  ))}
                </tbody>
                <tfoot>
                  <tr>
                    <th scope="row">合计</th>
                    <td>{total.submitted}</td>
                    <td>{total.published}</td>
                    <td>{total.withdrawn}</td>
                    <td>{total.views}</td>
                  </tr>
                </tfoot>
              </table>
            </div>
          )
        }
      </Reading>
    </section>
  );
}
