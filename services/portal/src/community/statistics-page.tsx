import { Button } from 'antd';
import { StatisticsView, type StatisticsLine } from '@xingchuang/contracts';
import { address } from '../api/http.ts';
import { useRead } from '../api/reading.ts';
import { useJurisdiction } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { Chips } from '../shared/lines.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { useToday } from '../shared/today.ts';
import { CommunitySections, KIND_WORDS, useIsHost } from './areas.tsx';

const PATH = '/api/evidence/community/statistics';

/** Registered and active, person-times and hours, orders and satisfaction. */
export function StatisticsPage() {
  const isHost = useIsHost();
  const today = useToday();
  const year = today?.slice(0, 4);
  const [period, setPeriod] = useAddressFilter('period');
  const [by, setBy] = useAddressFilter('by', isHost ? 'community' : 'unit');
  const [kind, setKind] = useAddressFilter('kind');
  const where = useJurisdiction();
  const query = year && { ...where, by, kind: by === 'community' && kind ? kind : undefined, ...spanOf(year, period) };
  const statistics = useRead(StatisticsView, query ? PATH : undefined, query || {});
  return (
    <Page
      title="双报到"
      lead="报到多少、参加多少、服务多少"
      actions={
        query && (
          <a href={address(`${PATH}/sheet`, query)} download>
            <Button tabIndex={-1}>导出 Excel</Button>
          </a>
        )
      }
    >
      <CommunitySections />
      <div className="row">
        {year && (
          <Chips
            label="期间"
            value={period}
            of={[['', `${year}年`], ...['一', '二', '三', '四'].map((name, i) => [String(i), `第${name}季度`] as const)]}
            onChange={setPeriod}
          />
        )}
        <Chips label="统计对象" value={by} of={[['unit', '按单位'], ['community', '按社区']]} onChange={setBy} />
        {by === 'community' && (
          <Chips label="类别" value={kind} of={[['', '全部服务单'], ...Object.entries(KIND_WORDS)]} onChange={setKind} />
        )}
      </div>
      <Reading read={statistics}>
        {(data) => (data.items.length === 0 ? <Nothing title="这个期间没有报到和服务" /> : <Table of={data} />)}
      </Reading>
    </Page>
  );
}

type Count = keyof StatisticsLine['counts'];
const COLUMNS: Readonly<Record<StatisticsView['by'], readonly (readonly [Count, string])[]>> = {
  unit: [['membersInService', '在职党员'], ['unitsRegistered', '本单位报到'], ['membersRegistered', '报到党员'], ['membersActive', '参加服务'], ['personTimes', '服务人次'], ['minutes', '服务小时']],
  community: [['unitsRegistered', '报到单位'], ['membersRegistered', '报到党员'], ['membersActive', '参加服务'], ['ordersPosted', '点单'], ['ordersDone', '办结'], ['ordersSatisfied', '满意'], ['personTimes', '服务人次'], ['minutes', '服务小时']],
};

function Table({ of: { by, rates, items, total } }: { readonly of: StatisticsView }) {
  const columns = COLUMNS[by];
  const shown = rates.filter(({ of, over }) => [of, over].every((count) => columns.some(([id]) => id === count)));
  const cells = ({ counts, rates: values }: StatisticsLine) => (
    <>
      {columns.map(([id]) => (
        <td key={id}>{id === 'minutes' ? Math.round(counts[id] / 6) / 10 : counts[id]}</td>
      ))}
      {shown.map(({ id }) => (
        <td key={id}>{values[id] === null || values[id] === undefined ? '—' : `${values[id]}%`}</td>
      ))}
    </>
  );
  return (
    <div className="card flush table-wrap" tabIndex={0} role="region" aria-label="双报到统计">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col" style={{ minWidth: '8em' }}>
              {by === 'unit' ? '单位' : '社区'}
            </th>
            {[...columns.map(([, name]) => name), ...shown.map(({ zh }) => zh)].map((name) => (
              <th key={name} scope="col" className="nowrap">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((line) => (
            <tr key={line.unitId}>
              <th scope="row">{line.unitName}</th>
              {cells(line)}
            </tr>
          ))}
          <tr>
            <th scope="row">合计</th>
            {cells(total)}
          </tr>
        </tbody>
      </table>
    </div>
  );
}

const QUARTERS = [['01-01', '03-31'], ['04-01', '06-30'], ['07-01', '09-30'], ['10-01', '12-31']] as const;

function spanOf(year: string, quarter: string): { from: string; to: string } {
  const [from, to] = QUARTERS[Number(quarter)] ?? QUARTERS[0];
  return quarter === '' ? { from: `${year}-01-01`, to: `${year}-12-31` } : { from: `${year}-${from}`, to: `${year}-${to}` };
}
