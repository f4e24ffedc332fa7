import { Link } from 'react-router';
import { useState } from 'react';
import { MeasureReport, type MeasureResult, type RecordTypeView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { usePostKinds } from '../registry/kinds.ts';
import { PersonName } from '../registry/person-name.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { Chips } from '../shared/lines.tsx';
import { State } from '../shared/page.tsx';

interface MeasuresProps {
  readonly type: RecordTypeView;
  readonly where: { readonly unitId: string; readonly subtree: boolean };
  readonly year: string;
}

/** What a register yields in a year: in all, and line by line where one asks. */
export function Measures({ type, where, year }: MeasuresProps) {
  const [by, setBy] = useState('');
  const query = { ...where, type: type.id, period: year, ...(by ? { by } : {}) };
  const report = useRead(MeasureReport, type.measures.length > 0 || type.gaps.length > 0 ? '/api/evidence/measures' : undefined, query);
  if (!report.data) return null;
  const { total, lines } = report.data;
  return (
    <section className="stack" aria-label={`${year}年汇总`}>
      <div className="measures">
        {total.measures.map((measure) => (
          <div key={measure.id}>
            <span className="quiet small">
              {year}年{measure.zh}
            </span>
            <Value measure={measure} />
          </div>
        ))}
        {type.gaps.map(({ id, zh }) => (
          <div key={id}>
            <span className="quiet small">{zh}</span>
            <strong>{total.gaps[id] ?? 0}</strong>
          </div>
        ))}
      </div>
      <Chips
        label="分列"
        value={by}
        of={[
          ['', '只看合计'],
          ...(where.subtree ? [['unit', '按单位'] as const] : []),
          ...(type.fields.some(({ type: of }) => of === 'people' || of === 'person') ? [['person', '按人员'] as const] : []),
          ['month', '按月'],
        ]}
        onChange={setBy}
      />
      {by && lines.length > 0 && (
        <div className="card flush table-wrap">
          <table className="plain-table measure-table">
            <thead>
              <tr>
                <th scope="col">{by === 'unit' ? '单位' : by === 'person' ? '人员' : '月份'}</th>
                {lines[0]!.measures.map(({ id, zh }) => (
                  <th key={id} scope="col">
                    {zh}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.unitId ?? line.personId ?? line.month}>
                  <th scope="row">{line.personId ? <PersonName id={line.personId} /> : (line.unitName ?? line.month)}</th>
                  {line.measures.map((measure) => (
                    <td key={measure.id}>{wordsOf(measure)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** One number with what stands behind it. */
function Value({ measure }: { readonly measure: MeasureResult }) {
  const { value, values = [], part, whole, missing = [], onTarget, recordIds } = measure;
  const posts = usePostKinds();
  if (typeof value === 'object' && value !== null) {
    return (
      <ul>
        {values.map(({ id, zh }) => (
          <li key={id}>
            <span>{zh}</span>
            <span>{value[id] ?? 0}</span>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <>
      <strong>
        {recordIds.length === 1 ? <Link to={`/app/evidence/records/${recordIds[0]}`}>{wordsOf(measure)}</Link> : wordsOf(measure)}
        {onTarget !== undefined && <State tone={onTarget ? 'good' : 'bad'}>{onTarget ? '达标' : '未达标'}</State>}
      </strong>
      {whole !== undefined && (
        <span className="quiet small">
          {part} / {whole}
        </span>
      )}
      {missing.length > 0 && (
        <details className="small">
          <summary>{missing.length} 个尚无</summary>
          {missing.map(({ unitId, personId, recordId, post }, i) => (
            <span key={`${unitId}${post ?? ''}${personId ?? ''}${recordId ?? ''}`}>
              {i > 0 && '、'}
              {personId ? <PersonName id={personId} /> : <UnitName id={unitId} />}
              {post && !personId && `${posts.find(({ kind }) => kind === post)?.zh ?? post}（空缺）`}
            </span>
          ))}
        </details>
      )}
    </>
  );
}

function wordsOf({ kind, value, values = [] }: MeasureResult): string {
  if (value === null) return '—';
  if (typeof value === 'object') return values.map(({ id, zh }) => `${zh} ${value[id] ?? 0}`).join('，');
  return kind === 'share' || kind === 'reach' || kind === 'ratio' ? `${value}%` : String(value);
}
