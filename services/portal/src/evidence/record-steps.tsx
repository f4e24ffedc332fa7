import { Button, Checkbox, Form, Input } from 'antd';
import { useState } from 'react';
import { RecordView, type RecordTypeView } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { dayWords } from '../shared/day-words.ts';
import { State } from '../shared/page.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { useToday } from '../shared/today.ts';
import { filled, RecordFields } from './record-fields.tsx';

interface RecordStepsProps {
  readonly record: RecordView;
  readonly type: RecordTypeView;
  readonly mayStep: boolean;
}

/** The steps of a record: which are done and when, the next one to enter, and closing. */
export function RecordSteps({ record, type, mayStep }: RecordStepsProps) {
  const items = type.steps?.items ?? [];
  const [entering, setEntering] = useState<string>();
  const open = items.filter(({ id, optional }) => !optional && !record.steps[id]);
  const next = type.steps?.inOrder === false ? items.filter(({ id }) => !record.steps[id]) : nextOf(items, record);
  const isClosed = record.closedOn !== undefined;
  return (
    <section className="card">
      <div className="row between">
        <h2>办理步骤</h2>
        <State tone={isClosed ? 'good' : 'due'}>{isClosed ? `已于${dayWords(record.closedOn!)}办结` : open.length > 0 ? `还差 ${open.length} 步` : '可以办结'}</State>
      </div>
      <ol className="steps">
        {items.map(({ id, zh, optional }, i) => {
          const done = record.steps[id];
          return (
            <li key={id} className={done ? 'done' : ''}>
              <span className="mark" aria-hidden="true">
                {done ? '✓' : i + 1}
              </span>
              <div className="main">
                <strong>{zh}</strong>
                {optional && <span className="quiet small">（可跳过）</span>}
                <p className="quiet small">{done ? dayWords(done.day) : '未完成'}</p>
                {done?.note && <p className="words">{done.note}</p>}
              </div>
              {mayStep && !isClosed && !done && next.some((one) => one.id === id) && entering !== id && (
                <Button size="small" onClick={() => setEntering(id)}>
                  完成
                </Button>
              )}
            </li>
          );
        })}
      </ol>
      {entering && <StepForm key={entering} record={record} type={type} stepId={entering} done={() => setEntering(undefined)} />}
      {mayStep && !isClosed && open.length === 0 && <Closing record={record} />}
    </section>
  );
}

/** In order: the first step that must be done, and those before it that may be skipped. */
function nextOf(items: NonNullable<RecordTypeView['steps']>['items'], record: RecordView) {
  const lastDone = items.findLastIndex(({ id }) => record.steps[id]);
  const rest = items.slice(lastDone + 1);
  const must = rest.findIndex(({ optional }) => !optional);
  return must < 0 ? rest : rest.slice(0, must + 1);
}

function StepForm({ record, type, stepId, done }: { readonly record: RecordView; readonly type: RecordTypeView; readonly stepId: string; readonly done: () => void }) {
  const { seat } = useSession();
  const today = useToday();
  const step = type.steps!.items.find(({ id }) => id === stepId)!;
  const asked = type.fields.filter(({ id }) => step.needs?.includes(id));
  const joining = type.steps!.items.find(({ id, joins }) => joins?.step === stepId && !record.steps[id]);
  return (
    <CommandForm
      label={step.zh}
      submit={`完成“${step.zh}”`}
      draft={`record-step-${record.id}-${stepId}`}
      schema={RecordView}
      initial={{ day: today, fields: Object.fromEntries(asked.map(({ id }) => [id, record.fields[id]])) }}
      order={({ day, note, joined, fields = {} }: { day: string; note?: string; joined?: boolean; fields?: Record<string, unknown> }) => ({
        path: `/api/evidence/records/${record.id}/steps`,
        body: { step: stepId, ...(joined && joining ? { and: [joining.id] } : {}), day, ...(note ? { note } : {}), fields: filled(fields) },
        version: record.version,
      })}
      said={`“${step.zh}”已完成`}
      done={done}
      beside={
        <Button type="text" onClick={done}>
          取消
        </Button>
      }
    >
      <Form.Item name="day" label="完成日期" rules={[{ required: true, message: '请选择日期' }]}>
        <DayInput max={today} />
      </Form.Item>
      {joining && (
        <Form.Item name="joined" valuePropName="checked">
          <Checkbox>与“{joining.zh}”合并召开</Checkbox>
        </Form.Item>
      )}
      <RecordFields type={{ fields: asked }} peopleOf={seat.jurisdictionId} unitId={record.unitId} />
      <Form.Item name="note" label="说明">
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2_000} />
      </Form.Item>
    </CommandForm>
  );
}

function Closing({ record }: { readonly record: RecordView }) {
  const say = useSay();
  const command = useCommand(RecordView, () => say('已办结'));
  return (
    <div className="stack tight">
      <ProblemAlert problem={command.problem} />
      <div>
        <Button type="primary" loading={command.busy} onClick={() => command.give({ path: `/api/evidence/records/${record.id}/close`, body: {}, version: record.version })}>
          办结
        </Button>
      </div>
    </div>
  );
}
