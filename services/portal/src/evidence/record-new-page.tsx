import { Form, Input } from 'antd';
import { useEffect } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { RecordKnown, RecordView, TaskList, type RecordTypeView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { keepPages } from '../onsite/keep-pages.ts';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { ManySelect } from '../shared/many-select.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { useToday } from '../shared/today.ts';
import { ProofFiles } from './proof-files.tsx';
import { filled, RecordFields } from './record-fields.tsx';
import { useRecordType } from './record-types.ts';

const UP = { to: '/app/evidence/records', name: '台账' };

/** A record form, made from its type. */
export function RecordNewPage() {
  const [params] = useSearchParams();
  const type = useRecordType(params.get('type') ?? '');
  useEffect(keepPages, []);
  if (type === undefined)
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
  const [params] = useSearchParams();
  const tasks = useRead(TaskList, '/api/evidence/tasks', {}, 3_600).data?.items ?? [];
  const forOthers = seat.role !== 'clerk';
  const unitId = params.get('unit');
  return (
    <section className="card narrow">
      {type.restricted && <p className="alert info">这类台账只有办法规定的人能够查看。</p>}
      <CommandForm
        label={type.zh}
        submit="提交台账"
        draft={`record-${type.id}-${seat.id}`}
        schema={RecordView}
        initial={unitId && forOthers ? { unitId } : {}}
        order={({ unitId: chosen, day, title, fields = {}, fileIds = [], tasks: linked = [] }: Filled) => ({
          path: '/api/evidence/records',
          body: { unitId: chosen ?? seat.unitId, type: type.id, day, title, fields: filled(fields), fileIds, tasks: linked },
        })}
        said="台账已登记"
        done={({ id }) => void navigate(`/app/evidence/records/${id}`)}
      >
        {forOthers && (
          <Form.Item name="unitId" label="单位" rules={[{ required: true, message: '请选择单位' }]}>
            <UnitSelect />
          </Form.Item>
        )}
        <RecordHead ahead={type.ahead} />
        <OfUnit type={type} />
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

/** The people and files that are offered are those of the unit that was chosen. */
function OfUnit({ type }: { readonly type: RecordTypeView }) {
  const { seat } = useSession();
  const unitId = Form.useWatch<string | undefined>('unitId') ?? seat.unitId;
  const isFilled = useKnown(type, unitId);
  return (
    <>
      {isFilled && <p className="alert info">标有“系统填写”的内容由定级结果和台账得出，请核对后改成要报的文字。</p>}
      <RecordFields type={type} peopleOf={seat.jurisdictionId} unitId={unitId} />
      <RecordFiles type={type} unitId={unitId} />
    </>
  );
}

/** Fills in what the system knows, where nothing was typed yet. */
function useKnown(type: RecordTypeView, unitId: string): boolean {
  const form = Form.useFormInstance();
  const asks = type.fields.some(({ fill }) => fill);
  const known = useRead(RecordKnown, asks && unitId ? `/api/evidence/record-types/${type.id}/known` : undefined, { unitId }, 60).data;
  useEffect(() => {
    for (const { field, value } of known?.items ?? []) if (!form.getFieldValue(['fields', field])) form.setFieldValue(['fields', field], value);
  }, [form, known]);
  return (known?.items.length ?? 0) > 0;
}

/** Title and day, which every record has. */
export function RecordHead({ ahead }: { readonly ahead: boolean }) {
  const today = useToday();
  return (
    <>
      <Form.Item name="title" label="标题" rules={[{ required: true, message: '请填写标题' }]}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item
        name="day"
        label="发生日期"
        rules={[{ required: true, message: '请选择日期' }]}
        extra={ahead ? '写事情发生或计划发生的日期' : '写事情发生的日期，不是登记的日期'}
      >
        <DayInput max={ahead ? undefined : today} />
      </Form.Item>
    </>
  );
}

/** Files beyond those that fields ask for. */
export function RecordFiles({ type: { attachments, fields }, unitId }: { readonly type: RecordTypeView; readonly unitId: string }) {
  const isAsked = attachments.min > 0 && !fields.some(({ type }) => type === 'files');
  return (
    <Form.Item
      name="fileIds"
      label={attachments.min > 0 ? `附件（至少 ${attachments.min} 个）` : '附件'}
      {...(isAsked ? { rules: [{ required: true, message: '请附上材料' }] } : {})}
    >
      <ProofFiles unitId={unitId} />
    </Form.Item>
  );
}
