import { Button, Input } from 'antd';
import { Link } from 'react-router';
import { RankBoard } from '@xingchuang/contracts';
import { address } from '../api/http.ts';
import { asProblem } from '../api/problem-error.ts';
import { useList, useRead } from '../api/reading.ts';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useAddressFilter } from '../shared/address-filter.ts';
import { DayInput } from '../shared/day-input.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Chips } from '../shared/lines.tsx';
import { MoreBelow } from '../shared/more-below.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { Coming, ProblemAlert } from '../shared/problem-alert.tsx';
import { useToday } from '../shared/today.ts';
import { CampaignSelect, PublicitySections, useCampaignChoice } from './areas.tsx';
import { rowLink, SUBJECT } from './bulletin-words.ts';
import './bulletin.css';

const KINDS = [
  ['levels', '按等级'],
  ['standing', '按排名表'],
  ['onsite', '按现场检查'],
  ['rating', '按评议'],
] as const;
type By = (typeof KINDS)[number][0];
type Line = RankBoard['items'][number];

/** Units in their places as things stood on a day, beside an earlier day. */
export function BulletinRankingPage() {
  const today = useToday();
  const campaign = useCampaignChoice();
  const [by, setBy] = useAddressFilter('by', 'levels');
  const [subject, setSubject] = useAddressFilter('subject');
  const [asOf, setAsOf] = useAddressFilter('asOf');
  const [against, setAgainst] = useAddressFilter('against');
  const [unitId, setUnit] = useAddressFilter('unit');
  const query = { by, ...(by === 'levels' ? { campaignId: campaign.id } : { subject }), unitId, asOf, against };
  const isReady = by === 'levels' ? campaign.id !== undefined : subject !== '';
  return (
    <Page
      title="公示表彰"
      lead="相同的并列；与比较日相比的变化"
      actions={isReady && <Button href={address('/api/publicity/rankings/workbook', query)}>导出 Excel</Button>}
    >
      <PublicitySections />
      <Chips label="排名依据" value={by} of={KINDS} onChange={setBy} />
      <div className="card row">
        {by === 'levels' ? (
          <CampaignSelect {...campaign} />
        ) : (
          <div>
            <label htmlFor="rank-subject" className="quiet small" style={{ display: 'block' }}>
              {SUBJECT[by as By]}
            </label>
            <Input
              id="rank-subject"
              key={by}
              defaultValue={subject}
              onBlur={(event) => setSubject(event.target.value.trim())}
              onPressEnter={(event) => setSubject(event.currentTarget.value.trim())}
              maxLength={100}
            />
          </div>
        )}
        <div>
          <label htmlFor="rank-as-of" className="quiet small" style={{ display: 'block' }}>
            截至
          </label>
          <DayInput id="rank-as-of" value={asOf || today || ''} onChange={setAsOf} max={today} />
        </div>
        <div>
          <label htmlFor="rank-against" className="quiet small" style={{ display: 'block' }}>
            与此日比较
          </label>
          <DayInput id="rank-against" value={against} onChange={setAgainst} max={asOf || today} />
        </div>
        <div style={{ minWidth: 220 }}>
          <label htmlFor="rank-unit" className="quiet small" style={{ display: 'block' }}>
            单位及所属
          </label>
          <UnitSelect id="rank-unit" value={unitId} onChange={setUnit} />
        </div>
      </div>
      {isReady ? (
        <Board query={query} />
      ) : (
        <div className="card">
          <Nothing title="请先选定排名的依据" />
        </div>
      )}
    </Page>
  );
}

function Board({ query }: { readonly query: Readonly<Record<string, string | undefined>> }) {
  const head = useRead(RankBoard, '/api/publicity/rankings', query);
  const lines = useList(RankBoard, '/api/publicity/rankings', query);
  if (lines.error) return <ProblemAlert problem={asProblem(lines.error)} />;
  if (lines.loading || !head.data) return <Coming />;
  const { asOf, against, rule, total, source, by } = head.data;
  const to = rowLink(source);
  return (
    <section className="card flush" aria-label="排名">
      {total === 0 ? (
        <Nothing title={`${dayWords(asOf)}还没有可以排名的单位`} />
      ) : (
        <div className="table-wrap">
          <table className="plain-table ranking">
            <caption className="small" style={{ textAlign: 'left', padding: '12px 24px' }}>
              {`截至${dayWords(asOf)}，与${dayWords(against)}比较，共${total}个。${rule} `}
              {to ? <Link to={to}>{source.zh}</Link> : source.zh}
            </caption>
            <thead>
              <tr>
                <th scope="col">名次</th>
                <th scope="col">变化</th>
                <th scope="col">单位</th>
                {by === 'levels' && <th scope="col">等级</th>}
                <th scope="col">得分</th>
              </tr>
            </thead>
            <tbody>
              {lines.items.map((line, index) => (
                <tr key={line.unitId || `${line.unitName}${index}`}>
                  <td>{line.place}</td>
                  <td className="nowrap">
                    <Change of={line} />
                  </td>
                  <td className="unit">{line.unitName}</td>
                  {by === 'levels' && <td>{line.levelName}</td>}
                  <td>{line.score || '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <MoreBelow of={lines} />
        </div>
      )}
    </section>
  );
}

function Change({ of: { move, before, place } }: { readonly of: Line }) {
  const steps = before === null ? 0 : Math.abs(before - place);
  if (move === 'new') return <span className="rank-new">新增</span>;
  if (move === 'same') return <span aria-label="名次不变">—</span>;
  return move === 'up' ? (
    <span className="rank-up" aria-label={`上升${steps}名`}>{`↑${steps}`}</span>
  ) : (
    <span className="rank-down" aria-label={`下降${steps}名`}>{`↓${steps}`}</span>
  );
}
