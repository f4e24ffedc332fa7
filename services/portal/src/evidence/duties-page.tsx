import { useState } from 'react';
import { Link } from 'react-router';
import { DutyPage, type DutyLine } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { PersonName } from '../registry/person-name.tsx';
import { usePostKinds } from '../registry/kinds.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { useJurisdiction, useMay } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { Chips, Lines } from '../shared/lines.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { useToday } from '../shared/today.ts';
import { EvidenceSections } from './areas.tsx';
import { DutyViews } from './duty-views.tsx';
import { DUTY_WORDS } from './duty-words.ts';
import { ExemptionDialog } from './exemption-dialog.tsx';
import { RecordTitle } from './link-input.tsx';
import { Download } from './records-page.tsx';
import { useFilableTypes, useRecordTypes } from './record-types.ts';
import './evidence.css';

/** What record types and schemes expect in a period, and what of it is there, line by line. */
export function DutiesPage() {
  const mine = useJurisdiction();
  const today = useToday();
  const year = Number(today?.slice(0, 4) ?? 0);
  const [period, setPeriod] = useAddressFilter('period');
  const [month, setMonth] = useAddressFilter('month');
  const [state, setState] = useAddressFilter('state');
  const [scheme, setScheme] = useAddressFilter('scheme');
  const [duty] = useAddressFilter('duty');
  const [unit, setUnit] = useAddressFilter('unit');
  const [exempting, setExempting] = useState<DutyLine>();
  const chosen = period || (year ? String(year) : undefined);
  const query = { ...mine, ...(unit && mine.subtree ? { unitId: unit } : {}), period: chosen, scheme: scheme || undefined, duty: (scheme && duty) || undefined, state: state || undefined };
  const duties = useList(DutyPage, chosen ? '/api/evidence/duties' : undefined, query);
  const totals = useRead(DutyPage, chosen ? '/api/evidence/duties' : undefined, { ...query, state: undefined, limit: 1 }).data?.totals;
  const shown = month ? { ...duties, items: duties.items.filter((line) => isIn(line, month)) } : duties;
  const clear = () => (setScheme(''), setMonth(''));
  return (
    <Page title="档案" lead="按办法和台账规定应当有的记录，哪些已有，哪些还缺">
      <EvidenceSections />
      <div className="row between">
        <DutyViews now="list" />
        <Download path="/api/evidence/duties/export" query={query} />
      </div>
      {totals && (
        <div className="duty-counts">
          <div>
            <strong>{totals.met + totals.late}</strong>已完成{totals.late > 0 && `（迟报 ${totals.late}）`}
          </div>
          <div>
            <strong>{totals.missing}</strong>缺少
          </div>
          <div>
            <strong>{totals.pending + totals.due}</strong>未到期
          </div>
        </div>
      )}
      {(scheme || month || unit) && (
        <p className="row">
          {unit && (
            <button type="button" className="plain" onClick={() => setUnit('')}>
              <UnitName id={unit} /> ✕
            </button>
          )}
          {(scheme || month) && (
            <button type="button" className="plain" onClick={clear}>
              {[shown.items[0]?.zh ?? '一项要求', month && `${Number(month.slice(5))}月`].filter(Boolean).join('，')} ✕
            </button>
          )}
        </p>
      )}
      <div className="row">
        {year > 0 && <Chips label="期间" value={chosen ?? ''} of={periods(year)} onChange={setPeriod} />}
        <Chips
          label="情况"
          value={state}
          of={[['', '全部'], ...(['missing', 'due', 'late', 'pending', 'met', 'exempt', 'skipped'] as const).map((one) => [one, DUTY_WORDS[one].zh] as const)]}
          onChange={setState}
        />
      </div>
      <Lines
        of={shown}
        label="应有记录"
        keyOf={keyOf}
        empty={<Nothing title="这里没有应有记录">所选期间没有应当完成的记录。</Nothing>}
      >
        {(line) => <Line line={line} today={today} exempt={() => setExempting(line)} />}
      </Lines>
      {exempting && <ExemptionDialog line={exempting} close={() => setExempting(undefined)} />}
    </Page>
  );
}

function Line({ line, today, exempt }: { readonly line: DutyLine; readonly today: string | undefined; readonly exempt: () => void }) {
  const may = useMay();
  const types = useRecordTypes();
  const filable = useFilableTypes();
  const posts = usePostKinds();
  const type = types.find(({ id }) => id === line.recordType);
  const unit = line.sum ? type?.measures.find(({ id }) => id === line.sum)?.zh : '次';
  const words = DUTY_WORDS[line.state];
  const isOpen = line.state === 'missing' || line.state === 'due' || line.state === 'pending';
  const mayFile = filable.some(({ id }) => id === line.recordType) && isOpen && today !== undefined && today >= line.period.from;
  return (
    <>
      <div className="main">
        <span className="title">{line.zh}</span>
        <p className="quiet">
          {line.unitName}
          {line.post && ` · ${posts.find(({ kind }) => kind === line.post)?.zh ?? line.post}${line.personId ? '' : '（空缺）'}`}
          {line.personId && (
            <>
              {' '}
              · <PersonName id={line.personId} />
            </>
          )}
          {line.recordId && (
            <>
              {' '}
              · <RecordTitle id={line.recordId} />
            </>
          )}{' '}
          · {dayWords(line.period.from)}至{dayWords(line.period.to)} · 应有 {line.expected} {unit}，已有 {line.found}
        </p>
        {line.note && <p className="small">{line.state === 'exempt' ? `豁免理由：${line.note.zh}` : line.note.zh}</p>}
      </div>
      <div className="side">
        <State tone={words.tone}>
          {words.zh}
          {line.lateBy !== undefined && ` ${line.lateBy} 天`}
        </State>
        {line.recordIds[0] && <Link to={`/app/evidence/records/${line.recordIds[0]}`}>查看</Link>}
        {mayFile && <Link to={`/app/evidence/records/new?type=${line.recordType}&unit=${line.unitId}`}>登记</Link>}
        {may('duty.exempt') && (isOpen || line.state === 'exempt') && (
          <button type="button" className="plain" onClick={exempt}>
            {line.state === 'exempt' ? '撤销豁免' : '豁免'}
          </button>
        )}
      </div>
    </>
  );
}

const isIn = ({ period }: DutyLine, month: string): boolean => period.to.slice(0, 7) === month || (period.id.includes('W') && period.from.slice(0, 7) === month);
const keyOf = (line: DutyLine): string => [line.scheme, line.duty, line.period.id, line.unitId, line.personId, line.recordId, line.post].join('/');

const periods = (year: number): readonly (readonly [string, string])[] => [
  [String(year - 1), `${year - 1}年`],
  [String(year), `${year}年`],
  ...[1, 2, 3, 4].map((quarter) => [`${year}-Q${quarter}`, `第${'一二三四'[quarter - 1]}季度`] as const),
];
