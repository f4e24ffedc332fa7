import { useParams } from 'react-router';
import { RecordHistory, RecordView, type RecordFieldValue, type RecordFieldView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { PersonName } from '../registry/person-name.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Page, Pairs } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { Timeline } from '../shared/timeline.tsx';
import { AttachedFiles } from './proof-files.tsx';
import { useRecordTypes } from './record-types.ts';

/** One record: what it says, its files, and how it came to say so. */
export function RecordPageView() {
  const { id } = useParams();
  const types = useRecordTypes();
  const record = useRead(RecordView, `/api/evidence/records/${id}`);
  const history = useRead(RecordHistory, `/api/evidence/records/${id}/history`);
  return (
    <Reading read={record}>
      {(data) => {
        const type = types.find((one) => one.id === data.type);
        return (
          <Page
            title={data.title}
            up={{ to: '/app/evidence/records', name: '台账' }}
            lead={`${type?.zh ?? data.type} · ${dayWords(data.day)}`}
          >
            <div className="split">
              <div className="stack">
                <section className="card">
                  <h2>内容</h2>
                  <Pairs
                    of={[
                      ['单位', <UnitName key="u" id={data.unitId} />],
                      ...(type?.fields ?? []).map(
                        (field) => [field.zh, <Value key={field.id} field={field} value={data.fields[field.id]} />] as const,
                      ),
                      ...(type?.sums ?? []).map(({ id: sum, zh }) => [zh, data.sums[sum]] as const),
                    ]}
                  />
                </section>
                <section className="card">
                  <h2>材料</h2>
                  <AttachedFiles ids={data.fileIds} />
                </section>
              </div>
              <section className="card">
                <h2>过程</h2>
                <Timeline
                  moments={(history.data?.items ?? []).map((one) => ({
                    at: one.at,
                    title: one.revision === 1 ? '登记' : `第 ${one.revision - 1} 次更正`,
                    by: <PersonName id={one.by} />,
                    text: one.reason,
                  }))}
                />
              </section>
            </div>
          </Page>
        );
      }}
    </Reading>
  );
}

function Value({ field, value }: { readonly field: RecordFieldView; readonly value: RecordFieldValue | undefined }) {
  if (value === undefined) return <span className="quiet">—</span>;
  if (Array.isArray(value)) {
    return value.map(({ personId, minutes }, i) => (
      <span key={personId}>
        {i > 0 && '、'}
        <PersonName id={personId} />
        {minutes !== undefined && `（${minutes} 分钟）`}
      </span>
    ));
  }
  if (field.type === 'choice') return field.values?.find(({ id }) => id === value)?.zh ?? String(value);
  if (field.type === 'day') return dayWords(String(value));
  return <span className="words">{field.type === 'minutes' ? `${value} 分钟` : value}</span>;
}
