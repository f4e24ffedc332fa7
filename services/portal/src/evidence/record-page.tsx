import { Link, useParams } from 'react-router';
import { RecordHistory, RecordPage, RecordView, TaskList, type RecordRevisionView } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { ItemFlags } from '../audit/item-flags.tsx';
import { ItemHold } from '../integrity/item-hold.tsx';
import { PersonName } from '../registry/person-name.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay } from '../session/session.ts';
import { dayWords } from '../shared/day-words.ts';
import { Page, Pairs, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { Timeline } from '../shared/timeline.tsx';
import { FieldValue } from './field-value.tsx';
import { AttachedFiles } from './proof-files.tsx';
import { RecordChanges } from './record-changes.tsx';
import { RecordSteps } from './record-steps.tsx';
import { useFilableTypes, useRecordTypes } from './record-types.ts';
import './records.css';

/** One record: what it says, its files, and how it came to say so. */
export function RecordPageView() {
  const { id } = useParams();
  const may = useMay();
  const types = useRecordTypes();
  const filable = useFilableTypes();
  const record = useRead(RecordView, `/api/evidence/records/${id}`);
  const history = useRead(RecordHistory, `/api/evidence/records/${id}/history`);
  const tasks = useRead(TaskList, '/api/evidence/tasks', {}, 3_600).data?.items ?? [];
  return (
    <Reading read={record}>
      {(data) => {
        const type = types.find((one) => one.id === data.type);
        const mayChange = may('record.file') && filable.some((one) => one.id === data.type);
        const gaps = type?.gaps.filter((gap) => data.gaps.includes(gap.id)) ?? [];
        return (
          <Page
            title={data.title}
            up={{ to: `/app/evidence/records?type=${data.type}`, name: type?.zh ?? '台账' }}
            lead={
              <>
                {type?.zh ?? data.type} · {dayWords(data.day)}
                {data.filedAfter > 0 && <span className="quiet"> · 事后 {data.filedAfter} 天登记</span>}
              </>
            }
            actions={mayChange && <Link to={`/app/evidence/records/${data.id}/correct`}>更正</Link>}
          >
            {gaps.length > 0 && (
              <div className="alert" role="status">
                还缺：{gaps.map(({ zh }) => zh).join('、')}
              </div>
            )}
            <div className="split">
              <div className="stack">
                {type?.steps && <RecordSteps record={data} type={type} mayStep={mayChange} />}
                <section className="card">
                  <div className="row between">
                    <h2>内容</h2>
                    {type?.restricted && <State>限定人员可见</State>}
                  </div>
                  <Pairs
                    of={[
                      ['单位', <UnitName key="u" id={data.unitId} />],
                      ...(type?.fields ?? []).map(
                        (field) => [field.zh, <FieldValue key={field.id} field={field} value={data.fields[field.id]} />] as const,
                      ),
                      ...(type?.measures ?? [])
                        .filter(({ id: sum }) => data.sums[sum] !== undefined && !type?.fields.some(({ id: field }) => field === sum))
                        .map(({ id: sum, zh }) => [zh, data.sums[sum]] as const),
                      ...(data.tasks.length > 0
                        ? [['关联任务', data.tasks.map((task) => tasks.find((one) => one.id === task)?.zh ?? task).join('、')] as const]
                        : []),
                    ]}
                  />
                </section>
                <section className="card">
                  <h2>材料</h2>
                  <AttachedFiles ids={data.fileIds} />
                </section>
                <ItemFlags itemId={data.id} />
                <LinkedRecords id={data.id} />
                <ItemHold kind="record" id={data.id} />
              </div>
              <section className="card">
                <h2>过程</h2>
                <Timeline
                  moments={(history.data?.items ?? []).map((one, i, all) => ({
                    at: one.at,
                    title: actWords(one),
                    by: <PersonName id={one.by} />,
                    text: one.act === 'stepped' ? undefined : one.reason,
                    more: i > 0 ? <RecordChanges type={type} before={all[i - 1]!} after={one} /> : undefined,
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

function actWords({ act, reason }: RecordRevisionView): string {
  if (act === 'stepped') return `完成“${reason ?? ''}”`;
  return { filed: '登记', corrected: '更正', closed: '办结' }[act];
}

/** Records that belong to this one, e.g. the suggestions of a visit. */
function LinkedRecords({ id }: { readonly id: string }) {
  const types = useRecordTypes();
  const found = useList(RecordPage, '/api/evidence/records', { linkedTo: id });
  if (found.items.length === 0) return null;
  return (
    <section className="card">
      <h2>关联的台账</h2>
      <ul className="lines">
        {found.items.map((record) => (
          <li key={record.id} style={{ paddingInline: 0 }}>
            <div className="main">
              <Link className="title" to={`/app/evidence/records/${record.id}`}>
                {record.title}
              </Link>
              <p className="quiet">{types.find((one) => one.id === record.type)?.zh ?? record.type}</p>
            </div>
            <div className="side">{dayWords(record.day)}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}
