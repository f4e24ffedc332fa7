import { DutyPage, type DutyLine } from '@xingchuang/contracts';
import { Link } from 'react-router';
import { useList, useRead } from '../api/reading.ts';
import { PersonName } from '../registry/person-name.tsx';
import { useJurisdiction } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { Chips, Lines } from '../shared/lines.tsx';
import { Nothing, Page, State, type Tone } from '../shared/page.tsx';
import { useToday } from '../shared/today.ts';
import { EvidenceSections } from './areas.tsx';
import { useFilableTypes, useRecordTypes } from './record-types.ts';
import './evidence.css';

const STATES: Readonly<Record<DutyLine['state'], readonly [string, Tone]>> = {
  met: ['已完成', 'good'],
  missing: ['缺少', 'bad'],
  due: ['今天到期', 'due'],
  pending: ['未到期', ''],
};

/** What the schemes expect in a period, and what of it is there. */
export function DutiesPage() {
  const where = useJurisdiction();
  const filable = useFilableTypes();
  const types = useRecordTypes();
  const unitOf = (line: DutyLine) =>
    line.sum ? types.find(({ id }) => id === line.recordType)?.sums.find(({ id }) => id === line.sum)?.zh : '次';
  const today = useToday();
  const year = Number(today?.slice(0, 4) ?? 0);
  const [period, setPeriod] = useAddressFilter('period');
  const [state, setState] = useAddressFilter('state');
  const chosen = period || (year ? String(year) : undefined);
  const path = chosen ? '/api/evidence/duties' : undefined;
  const query = { ...where, period: chosen, state: state || undefined };
  const duties = useList(DutyPage, path, query);
  const totals = useRead(DutyPage, path, { ...where, period: chosen, limit: 1 }).data?.totals;
  return (
    <Page title="档案" lead="按办法应当有的记录，哪些已有，哪些还缺">
      <EvidenceSections />
      {totals && (
        <div className="duty-counts">
          <div>
            <strong>{totals.met}</strong>已完成
          </div>
          <div>
            <strong>{totals.missing}</strong>缺少
          </div>
          <div>
            <strong>{totals.pending + totals.due}</strong>未到期
          </div>
        </div>
      )}
      <div className="row">
        {year > 0 && <Chips label="期间" value={chosen ?? ''} of={periods(year)} onChange={setPeriod} />}
        <Chips
          label="情况"
          value={state}
          of={[
            ['', '全部'],
            ['missing', '缺少'],
            ['due', '今天到期'],
            ['pending', '未到期'],
            ['met', '已完成'],
          ]}
          onChange={setState}
        />
      </div>
      <Lines
        of={duties}
        label="应有记录"
        keyOf={keyOf}
        empty={<Nothing title="这里没有应有记录">所选期间没有按办法应当完成的记录。</Nothing>}
      >
        {(line) => (
          <>
            <div className="main">
              <span className="title">{line.zh}</span>
              <p className="quiet">
                {line.unitName}
                {line.personId && (
                  <>
                    {' '}
                    · <PersonName id={line.personId} />
                  </>
                )}{' '}
                · {dayWords(line.period.from)}至{dayWords(line.period.to)} · 应有 {line.expected} {unitOf(line)}，已有{' '}
                {line.found}
              </p>
            </div>
            <div className="side">
              <State tone={STATES[line.state][1]}>{STATES[line.state][0]}</State>
              {line.recordIds[0] ? (
                <Link to={`/app/evidence/records/${line.recordIds[0]}`}>查看</Link>
              ) : (
                filable.some(({ id }) => id === line.recordType) &&
                line.state !== 'met' &&
                today &&
                today >= line.period.from && <Link to={`/app/evidence/records/new?type=${line.recordType}`}>登记</Link>
              )}
            </div>
          </>
        )}
      </Lines>
    </Page>
  );
}

const keyOf = (line: DutyLine): string => `${line.scheme}/${line.duty}/${line.period.id}/${line.unitId}/${line.personId ?? ''}`;

const periods = (year: number): readonly (readonly [string, string])[] => [
  [String(year - 1), `${year - 1}年`],
  [String(year), `${year}年`],
  ...[1, 2, 3, 4].map((quarter) => [`${year}-Q${quarter}`, `第${'一二三四'[quarter - 1]}季度`] as const),
];
