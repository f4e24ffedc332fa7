import { Form, Input } from 'antd';
import { useNavigate, useSearchParams } from 'react-router';
import { RecordView, TaskList, type RecordTypeView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { ManySelect } from '../shared/many-select.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { useToday } from '../shared/today.ts';
import { ProofFiles } from './proof-files.tsx';
import { RecordFields } from './record-fields.tsx';
import { useRecordTypes } from './record-types.ts';

const UP = { to: '/app/evidence/records', name: '台账' };

/** A record form, made from its type. */
export function RecordNewPage() {
  const [params] = useSearchParams();
  const types = useRecordTypes();
  const type = types.find(({ id }) => id === params.get('type'));
  if (types.length === 0)
    return (
      <Page title="登记台账" up={UP}>
        {null}
      </Page>
    );
  if (!type) return <Nothing title="没有这种台账" />;
  return (
    <Page title={type.zh} up={UP} lead="提交后留存原文；以后更正会另记一版，并写明原因">
      <RecordForm type={type} />
    </Page>
  );
}

interface Filled {
  readonly unitId?: string;
  readonly day: string;
  readonly title: string;
  readonly fields?: Record<string, unknown>;
  readonly fileIds?: string[];
  readonly tasks?: string[];
}

function RecordForm({ type }: { readonly type: RecordTypeView }) {
  const { seat } = useSession();
  const navigate = useNavigate();
  const today = useToday();
  const tasks = useRead(TaskList, '/api/evidence/tasks', {}, 3_600).data?.items ?? [];
  const forOthers = seat.role !== 'clerk';
  return (
    <section className="card narrow">
      <CommandForm
        label={type.zh}
        submit="提交台账"
        draft={`record-${type.id}-${seat.id}`}
        schema={RecordView}
        order={({ unitId, day, title, fields = {}, fileIds = [], tasks: linked = [] }: Filled) => ({
          path: '/api/evidence/records',
          body: { unitId: unitId ?? seat.unitId, type: type.id, day, title, fields: filled(fields), fileIds, tasks: linked },
        })}
        said="台账已登记"
        done={({ id }) => void navigate(`/app/evidence/records/${id}`)}
      >
        {forOthers && (
          <Form.Item name="unitId" label="单位" rules={[{ required: true, message: '请选择单位' }]}>
            <UnitSelect />
          </Form.Item>
        )}
        <Form.Item name="title" label="标题" rules={[{ required: true, message: '请填写标题' }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item
          name="day"
          label="发生日期"
          rules={[{ required: true, message: '请选择日期' }]}
          extra="写事情发生的日期，不是登记的日期"
        >
          <DayInput max={today} />
        </Form.Item>
        <RecordFields type={type} unitId={seat.jurisdictionId} />
        <Form.Item
          name="fileIds"
          label={type.attachments.min > 0 ? `附件（至少 ${type.attachments.min} 个）` : '附件'}
          {...(type.attachments.min > 0 ? { rules: [{ required: true, message: '请附上材料' }] } : {})}
        >
          <ProofFiles />
        </Form.Item>
        {tasks.length > 0 && (
          <Form.Item name="tasks" label="关联任务">
            <ManySelect
              placeholder="这份台账证明哪些重点任务"
              showSearch={{ optionFilterProp: 'label' }}
              options={tasks.map(({ id, zh }) => ({ value: id, label: zh }))}
            />
          </Form.Item>
        )}
      </CommandForm>
    </section>
  );
}

/** Only the fields that hold something. */
const filled = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== undefined && value !== '' && value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  );
