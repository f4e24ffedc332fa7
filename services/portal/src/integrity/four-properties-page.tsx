import { Button, InputNumber } from 'antd';
import { FourPropertyReport, PROPERTIES, type FourPropertyRow, type Property } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useSession } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { momentWords, sizeWords } from '../shared/day-words.ts';
import { Nothing, Page, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { useToday } from '../shared/today.ts';
import { PROPERTY_NAMES } from './integrity-words.tsx';
import './integrity.css';

/** 四性检测: the report of one unit and year, row by row, as it is read and as it is printed. */
export function FourPropertiesPage() {
  const today = useToday();
  const { seat } = useSession();
  const [unitId, chooseUnit] = useAddressFilter('unit');
  const [chosenYear, chooseYear] = useAddressFilter('year');
  const year = Number(chosenYear || today?.slice(0, 4));
  const report = useRead(FourPropertyReport, unitId && year ? '/api/evidence/integrity/four-properties' : undefined, { unitId, year }, 300);
  return (
    <Page
      title="四性检测报告"
      up={{ to: '/app/evidence/integrity', name: '档案完整性' }}
      lead="按 DA/T 70《文书类电子档案检测一般要求》逐项检测"
      actions={report.data && <Button onClick={() => window.print()}>打印</Button>}
    >
      <div className="card row no-print">
        <div className="wide" style={{ flex: '0 1 420px', minWidth: 240 }}>
          <label htmlFor="unit" className="quiet small" style={{ display: 'block' }}>
            单位
          </label>
          <UnitSelect id="unit" value={unitId} onChange={chooseUnit} all={seat.role !== 'leader'} />
        </div>
        <div>
          <label htmlFor="year" className="quiet small" style={{ display: 'block' }}>
            年度
          </label>
          <InputNumber id="year" value={year || null} min={2000} max={2100} precision={0} onChange={(value) => chooseYear(String(value ?? ''))} />
        </div>
      </div>
      {unitId ? <Reading read={report}>{(data) => <Report of={data} />}</Reading> : <Nothing title="请先选择单位">检测会把这个单位这一年的材料和台账逐件核对一遍，材料多时要等几分钟。</Nothing>}
    </Page>
  );
}

const failed = (rows: readonly FourPropertyRow[]): number => rows.reduce((sum, { checked, passed }) => sum + checked - passed, 0);

function Report({ of: { unitName, year, madeAt, files, records, bytes, rows } }: { readonly of: FourPropertyReport }) {
  const bad = PROPERTIES.filter((property) => failed(rows.filter((row) => row.property === property)) > 0);
  return (
    <>
      <section className="card" aria-label="结论">
        <h2>
          {unitName} {year} 年度
        </h2>
        <p>
          材料 {files} 件（{sizeWords(bytes)}），台账 {records} 条，{momentWords(madeAt)}检测。
          {bad.length === 0 ? '四性检测全部通过。' : `${bad.map((property) => PROPERTY_NAMES[property]).join('、')}有未通过的项目。`}
        </p>
      </section>
      {PROPERTIES.map((property) => (
        <Part key={property} property={property} rows={rows.filter((row) => row.property === property)} />
      ))}
    </>
  );
}

function Part({ property, rows }: { readonly property: Property; readonly rows: readonly FourPropertyRow[] }) {
  const bad = failed(rows);
  return (
    <section className="card flush" aria-label={PROPERTY_NAMES[property]}>
      <div className="property-head">
        <h2>{PROPERTY_NAMES[property]}</h2>
        <State tone={bad === 0 ? 'good' : 'bad'}>{bad === 0 ? '通过' : `${bad} 处未通过`}</State>
      </div>
      <table className="plain-table four-table">
        <thead>
          <tr>
            <th scope="col">检测项目</th>
            <th scope="col">检测方法</th>
            <th scope="col">结果</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                {row.name}
                {row.failing.map(({ objectId, name, why }) => (
                  <p key={objectId} className="failing">
                    {name}：{why}
                  </p>
                ))}
              </td>
              <td>{row.how}</td>
              <td className="nowrap">{row.checked === 0 ? <span className="quiet">没有可检测的</span> : <State tone={row.passed === row.checked ? 'good' : 'bad'}>{`通过 ${row.passed} / ${row.checked}`}</State>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
