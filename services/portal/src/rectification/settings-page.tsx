import { Button, Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { CLOCKED, SettingsView, SUMMARY_PERIODS, type RectificationSettings } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { Page } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { SystemSections } from '../system/areas.tsx';
import { KIND_WORDS } from './areas.tsx';
import { limitFilled, LimitFields, limitOf, type LimitFilled } from './limit-fields.tsx';
import { EVERY_WORDS } from './summary-words.ts';

const PATH = '/api/rectification/settings';
type Reminder = RectificationSettings['reminders']['finding'][number];
type Plan = RectificationSettings['stagePlans'][number];

/** A reminder as people say it: so many working days before or after the last day, or on it. */
interface ReminderFilled {
  readonly when: 'before' | 'on' | 'after';
  readonly days?: number | null;
  readonly to: Reminder['to'];
}
interface PlanFilled extends Pick<Plan, 'zh'> {
  readonly id?: string;
  readonly stages: readonly { readonly name: string; readonly limit: LimitFilled }[];
}
interface Filled {
  readonly commonFrom: number;
  readonly reminders: Readonly<Record<(typeof CLOCKED)[number], readonly ReminderFilled[]>>;
  readonly stagePlans?: readonly PlanFilled[];
  readonly summaries?: RectificationSettings['summaries'];
}

const required = (message: string) => [{ required: true, message }];
const NEW_REMINDER: ReminderFilled = { when: 'before', days: 1, to: 'unit' };
const NEW_PLAN = { zh: '', stages: [{ name: '', limit: { unit: 'workdays' } }] };

/** What an installation sets for itself: when a problem is common, when reminders go out, plans of stages, which summaries are made. */
export function SettingsPage() {
  const read = useRead(SettingsView, PATH);
  return (
    <Page title="整改设置" lead="什么时候提醒、多少个单位算共性、分阶段办理的期限；改后从下一次起生效，已经发出的提醒不变">
      <SystemSections />
      <Reading read={read}>{(data) => <Settings key={data.version} of={data} />}</Reading>
    </Page>
  );
}

function Settings({ of: { version, settings } }: { readonly of: SettingsView }) {
  return (
    <section className="card narrow">
      <CommandForm
        label="整改设置"
        submit="保存设置"
        edits
        draft="rectification-settings"
        schema={SettingsView}
        said="设置已保存"
        marks={false}
        initial={filledOf(settings)}
        order={(filled: Filled) => ({ method: 'PUT', path: PATH, version, body: settingsOf(filled) })}
      >
        <h2>共性问题</h2>
        <Form.Item name="commonFrom" label="同一问题满几个单位为共性问题" rules={required('请填写单位数')}>
          <InputNumber min={2} max={10_000} precision={0} inputMode="numeric" />
        </Form.Item>
        <h2>提醒</h2>
        <p className="quiet">按工作日计算，休息日不发；同一事项一天只提醒一次。</p>
        {CLOCKED.map((kind) => (
          <Reminders key={kind} kind={kind} />
        ))}
        <h2>分阶段办理</h2>
        <p className="quiet">交办时可以选用；每个阶段从上一阶段办结之日起算。没有设置时不分阶段。</p>
        <StagePlans />
        <h2>定期汇总</h2>
        <Form.Item name="summaries" label="哪些周期结束后自动汇总">
          <Checkbox.Group options={SUMMARY_PERIODS.map((value) => ({ value, label: EVERY_WORDS[value] }))} />
        </Form.Item>
      </CommandForm>
    </section>
  );
}

const Reminders = ({ kind }: { readonly kind: (typeof CLOCKED)[number] }) => (
  <Form.List name={['reminders', kind]}>
    {(fields, { add, remove }) => (
      <fieldset className="stack tight" style={{ border: 0, padding: 0, margin: '0 0 16px' }}>
        <legend>
          <strong>{KIND_WORDS[kind]}</strong>
        </legend>
        {fields.length === 0 && <p className="quiet">不提醒</p>}
        {fields.map(({ key, name }) => (
          <div key={key} className="row">
            <Form.Item name={[name, 'when']} style={{ margin: 0, width: 110 }}>
              <Select
                aria-label={`${KIND_WORDS[kind]}第 ${name + 1} 条提醒的时间`}
                options={[
                  { value: 'before', label: '截止前' },
                  { value: 'on', label: '截止当天' },
                  { value: 'after', label: '逾期后' },
                ]}
              />
            </Form.Item>
            <Form.Item noStyle dependencies={[['reminders', kind, name, 'when']]}>
              {({ getFieldValue }) =>
                getFieldValue(['reminders', kind, name, 'when']) !== 'on' && (
                  <Form.Item name={[name, 'days']} rules={required('请填写天数')} style={{ margin: 0, width: 140 }}>
                    <InputNumber min={1} max={250} precision={0} inputMode="numeric" suffix="个工作日" aria-label={`${KIND_WORDS[kind]}第 ${name + 1} 条提醒的工作日数`} style={{ width: '100%' }} />
                  </Form.Item>
                )
              }
            </Form.Item>
            <Form.Item name={[name, 'to']} style={{ margin: 0, width: 150 }}>
              <Select
                aria-label={`${KIND_WORDS[kind]}第 ${name + 1} 条提醒谁`}
                options={[
                  { value: 'unit', label: '提醒本单位' },
                  { value: 'superior', label: '提醒上级单位' },
                ]}
              />
            </Form.Item>
            <Button type="text" onClick={() => remove(name)} aria-label={`去掉${KIND_WORDS[kind]}的第 ${name + 1} 条提醒`}>
              去掉
            </Button>
          </div>
        ))}
        <div>
          <Button onClick={() => add(NEW_REMINDER)} disabled={fields.length >= 20} aria-label={`为${KIND_WORDS[kind]}增加一条提醒`}>
            增加一条提醒
          </Button>
        </div>
      </fieldset>
    )}
  </Form.List>
);

const StagePlans = () => (
  <Form.List name="stagePlans">
    {(plans, { add, remove }) => (
      <div className="stack" style={{ marginBottom: 16 }}>
        {plans.map(({ key, name }) => (
          <fieldset key={key} className="stack tight" style={{ border: '1px solid var(--line)', borderRadius: 8, padding: 16, margin: 0 }}>
            <legend>{`第 ${name + 1} 种办理阶段`}</legend>
            <Form.Item name={[name, 'zh']} label="名称" rules={required('请填写名称')}>
              <Input maxLength={100} placeholder="例如：督办事项分级办理" />
            </Form.Item>
            <Stages plan={name} />
            <div>
              <Button type="text" danger onClick={() => remove(name)}>
                去掉这种办理阶段
              </Button>
            </div>
          </fieldset>
        ))}
        <div>
          <Button onClick={() => add(NEW_PLAN)} disabled={plans.length >= 50}>
            增加一种办理阶段
          </Button>
        </div>
      </div>
    )}
  </Form.List>
);

const Stages = ({ plan }: { readonly plan: number }) => (
  <Form.List name={[plan, 'stages']}>
    {(stages, { add, remove }) => (
      <>
        {stages.map(({ key, name }) => (
          <div key={key} className="stack tight">
            <Form.Item name={[name, 'name']} label={`第 ${name + 1} 阶段`} rules={required('请填写阶段名称')} style={{ margin: 0 }}>
              <Input maxLength={100} />
            </Form.Item>
            <LimitFields name={[name, 'limit']} place={['stagePlans', plan, 'stages', name, 'limit']} lengths />
            {stages.length > 1 && (
              <div>
                <Button type="text" onClick={() => remove(name)}>
                  {`去掉第 ${name + 1} 阶段`}
                </Button>
              </div>
            )}
          </div>
        ))}
        <div>
          <Button onClick={() => add(NEW_PLAN.stages[0])} disabled={stages.length >= 30}>
            增加一个阶段
          </Button>
        </div>
      </>
    )}
  </Form.List>
);

function filledOf({ commonFrom, reminders, stagePlans, summaries }: RectificationSettings): Record<string, unknown> {
  const said = (some: readonly Reminder[]): ReminderFilled[] => some.map(({ at, to }) => ({ when: at < 0 ? 'before' : at === 0 ? 'on' : 'after', days: Math.abs(at) || null, to }));
  return {
    commonFrom, summaries,
    reminders: { finding: said(reminders.finding), case: said(reminders.case), handover: said(reminders.handover) },
    stagePlans: stagePlans.map(({ id, zh, stages }) => ({ id, zh, stages: stages.map(({ name, limit }) => ({ name, limit: limitFilled(limit) })) })),
  };
}

function settingsOf({ commonFrom, reminders, stagePlans = [], summaries = [] }: Filled): unknown {
  const meant = (some: readonly ReminderFilled[] = []) => some.map(({ when, days, to }) => ({ at: when === 'on' ? 0 : (days ?? 0) * (when === 'before' ? -1 : 1), to }));
  return {
    commonFrom, summaries,
    reminders: { finding: meant(reminders.finding), case: meant(reminders.case), handover: meant(reminders.handover) },
    stagePlans: stagePlans.map(({ id, zh, stages }) => ({ id: id ?? crypto.randomUUID(), zh, stages: stages.map(({ name, limit }) => ({ name, limit: limitOf(limit) })) })),
  };
}
