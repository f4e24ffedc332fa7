import { Button, Form, Input, Select } from 'antd';
import { useNavigate, useSearchParams } from 'react-router';
import { HandoverView, SettingsView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { Page } from '../shared/page.tsx';
import { useToday } from '../shared/today.ts';
import { LimitFields, limitOf, type LimitFilled } from './limit-fields.tsx';

interface Filled {
  readonly unitId: string;
  readonly title: string;
  readonly detail?: string;
  readonly stagePlan?: string;
  readonly limit?: LimitFilled;
  readonly askOn?: readonly (string | undefined)[];
}

/** A limit of its own instead of a plan of stages. */
const ONE = '';

/** Hands a problem or a task to a unit, with one limit or in the stages that the installation keeps. */
export function HandoverNewPage() {
  const { seat } = useSession();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const today = useToday();
  const findingId = params.get('finding') ?? undefined;
  const plans = useRead(SettingsView, '/api/rectification/settings').data?.settings.stagePlans ?? [];
  return (
    <Page title="交办" up={{ to: '/app/rectification/handovers', name: '交办' }} lead="承办单位收到后可接收、退回或转办；办结须由他人核查">
      <section className="card narrow">
        <CommandForm
          label="交办"
          submit="交办"
          draft={`handover-${seat.id}-${findingId ?? ''}`}
          schema={HandoverView}
          said="已交办"
          initial={{ stagePlan: ONE, unitId: params.get('unit') ?? undefined, title: params.get('title') ?? undefined }}
          order={({ unitId, title, detail, stagePlan, limit, askOn }: Filled) => ({
            path: '/api/rectification/handovers',
            body: {
              unitId,
              title,
              detail: detail ?? '',
              ...(findingId ? { findingId } : {}),
              ...(stagePlan ? { stagePlan } : { limit: limitOf(limit) }),
              askOn: (askOn ?? []).filter(Boolean),
            },
          })}
          done={({ id }) => void navigate(`/app/rectification/handovers/${id}`)}
        >
          <Form.Item name="unitId" label="交给哪个单位" rules={[{ required: true, message: '请选择单位' }]}>
            <UnitSelect />
          </Form.Item>
          <Form.Item name="title" label="事项" rules={[{ required: true, message: '请写明事项' }]}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="detail" label="具体要求">
            <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={5_000} />
          </Form.Item>
          {plans.length > 0 && (
            <Form.Item name="stagePlan" label="办理阶段">
              <Select options={[{ value: ONE, label: '不分阶段' }, ...plans.map(({ id, zh, stages }) => ({ value: id, label: `${zh}（${stages.map(({ name }) => name).join('、')}）` }))]} />
            </Form.Item>
          )}
          <Form.Item noStyle dependencies={['stagePlan']}>
            {({ getFieldValue }) => !getFieldValue('stagePlan') && <LimitFields />}
          </Form.Item>
          <Form.List name="askOn">
            {(fields, { add, remove }) => (
              <fieldset style={{ border: 0, padding: 0, margin: 0 }} className="stack tight">
                <legend style={{ fontSize: 14 }}>报告进展的日期（可不填）</legend>
                {fields.map(({ key, name }) => (
                  <div key={key} className="row">
                    <Form.Item name={name} label={`第 ${name + 1} 次报告`} style={{ margin: 0 }}>
                      <DayInput min={today} warnOff />
                    </Form.Item>
                    <button type="button" className="plain" onClick={() => remove(name)} aria-label={`去掉第 ${name + 1} 次报告`}>
                      去掉
                    </button>
                  </div>
                ))}
                <div>
                  <Button onClick={() => add()}>增加一个日期</Button>
                </div>
              </fieldset>
            )}
          </Form.List>
        </CommandForm>
      </section>
    </Page>
  );
}
