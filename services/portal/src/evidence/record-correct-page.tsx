import { Form, Input } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { RecordView, type RecordTypeView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { Page } from '../shared/page.tsx';
import { Coming, Reading } from '../shared/problem-alert.tsx';
import { useToday } from '../shared/today.ts';
import { filled, RecordFields } from './record-fields.tsx';
import { RecordFiles, RecordHead } from './record-new-page.tsx';
import { useRecordTypes } from './record-types.ts';
import './records.css';

/** Puts right what a record says: the earlier content stays readable. */
export function RecordCorrectPage() {
  const { id } = useParams();
  const types = useRecordTypes();
  const record = useRead(RecordView, `/api/evidence/records/${id}`);
  return (
    <Reading read={record}>
      {(data) => {
        const type = types.find((one) => one.id === data.type);
        return (
          <Page title={`更正：${data.title}`} up={{ to: `/app/evidence/records/${data.id}`, name: data.title }} lead="原来的内容不会消失，在“过程”里随时可查">
            {type ? <CorrectionForm key={data.version} record={data} type={type} /> : <Coming />}
          </Page>
        );
      }}
    </Reading>
  );
}

interface Filled {
  readonly day: string;
  readonly title: string;
  readonly fields?: Record<string, unknown>;
  readonly fileIds?: string[];
  readonly steps?: Record<string, { day?: string; note?: string }>;
  readonly closedOn?: string;
  readonly reason: string;
}

function CorrectionForm({ record, type }: { readonly record: RecordView; readonly type: RecordTypeView }) {
  const { seat } = useSession();
  const navigate = useNavigate();
  const today = useToday();
  const items = type.steps?.items ?? [];
  const inFields = new Set(type.fields.flatMap((field) => (field.type === 'files' ? ((record.fields[field.id] as string[] | undefined) ?? []) : [])));
  return (
    <section className="card narrow">
      <CommandForm
        label="更正"
        submit="提交更正"
        edits
        draft={`record-correction-${record.id}`}
        schema={RecordView}
        initial={{ day: record.day, title: record.title, fields: record.fields, fileIds: record.fileIds.filter((id) => !inFields.has(id)), steps: record.steps, closedOn: record.closedOn }}
        order={({ day, title, fields = {}, fileIds = [], steps = {}, closedOn, reason }: Filled) => ({
          path: `/api/evidence/records/${record.id}/correction`,
          body: {
            day, title, fields: filled(fields), fileIds, reason,
            ...(items.length > 0
              ? {
                  steps: Object.fromEntries(Object.entries(steps).flatMap(([step, done]) => (done?.day ? [[step, { day: done.day, ...(done.note ? { note: done.note } : {}) }]] : []))),
                  closedOn: closedOn || null,
                }
              : {}),
          },
          version: record.version,
        })}
        said="已更正"
        done={({ id }) => void navigate(`/app/evidence/records/${id}`)}
      >
        <RecordHead ahead={type.ahead} />
        <RecordFields type={type} peopleOf={seat.jurisdictionId} unitId={record.unitId} />
        {items.map(({ id, zh }) => (
          <Form.Item key={id} name={['steps', id, 'day']} label={`“${zh}”完成日期`}>
            <DayInput max={today} />
          </Form.Item>
        ))}
        {items.length > 0 && (
          <Form.Item name="closedOn" label="办结日期" extra="清空则重新打开">
            <DayInput max={today} />
          </Form.Item>
        )}
        <RecordFiles type={type} unitId={record.unitId} />
        <Form.Item name="reason" label="为什么更正" rules={[{ required: true, message: '请写明更正的原因' }]}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} />
        </Form.Item>
      </CommandForm>
    </section>
  );
}
