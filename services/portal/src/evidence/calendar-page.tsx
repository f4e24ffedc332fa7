import { Button } from 'antd';
import { Link } from 'react-router';
import { DutySummary, type DutyTotals } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { useJurisdiction } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { Nothing, Page } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { useToday } from '../shared/today.ts';
import { EvidenceSections } from './areas.tsx';
import { allOf, DUTY_WORDS, worst } from './duty-words.ts';
import { DutyViews } from './duty-views.tsx';
import './records.css';

const MONTHS = Array.from({ length: 12 }, (_, i) => String(i + 1).padStart(2, '0'));
type States = keyof typeof DUTY_WORDS;
const SHOWN: readonly States[] = ['met', 'late', 'due', 'missing', 'pending', 'exempt', 'skipped'];

/** A year of expected records at one glance: month by month, and for who governs others unit by unit. */
export function CalendarPage() {
  const mine = useJurisdiction();
  const today = useToday();
  const [unitId, setUnitId] = useAddressFilter('unit');
  const [asked, setYear] = useAddressFilter('year');
  const year = asked || today?.slice(0, 4);
  const where = { unitId: unitId || mine.unitId, subtree: mine.subtree };
  const summary = useRead(DutySummary, year ? '/api/evidence/duties/summary' : undefined, { ...where, year });
  return (
    <Page title="档案" lead="按办法和台账规定应当有的记录，哪些已有，哪些还缺">
      <EvidenceSections />
      <div className="row between">
        <DutyViews now="calendar" />
        {year && (
          <span className="row">
            <Button size="small" aria-label="前一年" onClick={() => setYear(String(Number(year) - 1))}>
              ‹
            </Button>
            <strong>{year}年</strong>
            <Button size="small" aria-label="后一年" onClick={() => setYear(String(Number(year) + 1))}>
              ›
            </Button>
          </span>
        )}
      </div>
      {unitId && unitId !== mine.unitId && (
        <p>
          <button type="button" className="plain" onClick={() => setUnitId('')}>
            ← 全部单位
          </button>{' '}
          · <strong><UnitName id={unitId} /></strong>
        </p>
      )}
      <Reading read={summary}>
        {(data) =>
          data.rows.length === 0 ? (
            <div className="card flush">
              <Nothing title="这一年没有应有记录">没有办法或台账规定这里应当按期有记录。</Nothing>
            </div>
          ) : (
            <>
              <Months summary={data} unitId={where.unitId} subtree={where.subtree} />
              {data.units.length > 1 && <Heat summary={data} open={setUnitId} />}
            </>
          )
        }
      </Reading>
    </Page>
  );
}

function Months({ summary: { rows, year, today }, unitId, subtree }: { readonly summary: DutySummary; readonly unitId: string; readonly subtree: boolean }) {
  const link = (duty: { scheme: string; duty: string }, month: string) =>
    `/app/evidence/duties?${new URLSearchParams({ scheme: duty.scheme, duty: duty.duty, period: year, month, ...(subtree ? { unit: unitId } : {}) })}`;
  return (
    <section className="card flush">
      <div className="table-wrap">
        <table className="calendar">
          <caption className="hidden-input">{year}年应有记录，每行一项要求，每列一个月</caption>
          <thead>
            <tr>
              <th scope="col" style={{ textAlign: 'left', paddingLeft: 16 }}>
                要求
              </th>
              {MONTHS.map((month) => (
                <th key={month} scope="col" className={today.startsWith(`${year}-${month}`) ? 'now' : ''}>
                  {Number(month)}月
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.scheme}/${row.duty}`}>
                <th scope="row">{row.zh}</th>
                {MONTHS.map((month) => {
                  const there = row.months.find((one) => one.month === `${year}-${month}`);
                  return (
                    <td key={month} className={today.startsWith(`${year}-${month}`) ? 'now' : ''}>
                      {there && <MonthCell totals={there.totals} to={link(row, `${year}-${month}`)} label={`${row.zh}，${Number(month)}月`} />}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="legend" style={{ padding: '10px 16px' }}>
        {SHOWN.map((state) => (
          <span key={state}>
            <b>{DUTY_WORDS[state].sign}</b> {DUTY_WORDS[state].zh}
          </span>
        ))}
        <span>跨月的期间列在结束的月份</span>
      </p>
    </section>
  );
}

function MonthCell({ totals, to, label }: { readonly totals: DutyTotals; readonly to: string; readonly label: string }) {
  const state = worst(totals);
  const all = allOf(totals);
  const words = SHOWN.filter((one) => totals[one] > 0).map((one) => `${DUTY_WORDS[one].zh} ${totals[one]}`).join('，');
  return (
    <Link className={`cell ${state}`} to={to} aria-label={`${label}：${words}`} title={words}>
      <span className="sign" aria-hidden="true">
        {DUTY_WORDS[state].sign}
      </span>
      {all > 1 && (
        <span className="small" aria-hidden="true">
          {totals.met + totals.late}/{all}
        </span>
      )}
    </Link>
  );
}

function Heat({ summary: { units }, open }: { readonly summary: DutySummary; readonly open: (unitId: string) => void }) {
  const sorted = units.toSorted((a, b) => b.totals.missing - a.totals.missing || (a.unitCode < b.unitCode ? -1 : 1));
  return (
    <section className="card flush">
      <ul className="lines" aria-label="各单位情况，缺少最多的在前">
        {sorted.map((unit) => {
          const all = allOf(unit.totals);
          return (
            <li key={unit.unitId}>
              <div className="heat">
                <button type="button" className="plain" style={{ textAlign: 'left' }} onClick={() => open(unit.unitId)}>
                  {unit.unitName}
                  {unit.hasBelow && <span className="quiet small">（含下级）</span>}
                </button>
                <span className="bar" aria-hidden="true">
                  {(['met', 'late', 'due', 'missing', 'exempt', 'skipped'] as const).map((state) =>
                    unit.totals[state] > 0 ? <span key={state} className={state} style={{ width: `${(100 * unit.totals[state]) / all}%` }} /> : null,
                  )}
                </span>
                <span className="small nowrap">
                  {unit.totals.missing > 0 ? <b className="bad-words">缺 {unit.totals.missing}</b> : '不缺'} · 完成 {unit.totals.met + unit.totals.late} / {all}
                </span>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
