import { Checkbox, Form, Input, Radio, Select } from 'antd';
import {
  CampaignSchedule,
  CandidacyDetail,
  CandidacyDecision,
  type CampaignView,
  type Judge,
  type TodoView,
  type SendBack,
  type Verify,
} from '@xingchuang/contracts';
import { Link } from 'react-router';
import { useRead } from '../api/reading.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { useToday } from '../shared/today.ts';
import { LevelStars } from './campaign-page.tsx';
import { otherLevels } from './hand-on.tsx';
import { lengthWords } from './schedule-words.ts';
import './board.css';

interface FormProps {
  readonly of: CandidacyDetail;
  readonly step: TodoView;
  /** Where one goes on when it is done. */
  readonly done?: (() => void) | undefined;
}
const required = (message: string) => [{ required: true, message }];

/** A body puts a level: what the rules give stands ready; another level needs a reason. */
export function JudgeForm({ of: one, step, campaign, done }: FormProps & { readonly campaign: CampaignView }) {
  const decision = useRead(CandidacyDecision, one.factsVersion > 0 ? `/api/assessment/candidacies/${one.id}/decision` : undefined);
  const byRules = one.computed?.level ?? decision.data?.level;
  const before = step.act === 'propose' || one.state !== 'reviewing' ? byRules : (one.level ?? byRules);
  return (
    <>
      {byRules && (
        <p className="alert info" style={{ marginBottom: 16 }}>
          按条件应评 <LevelStars level={byRules} of={campaign} />
          {one.declaredLevel ? `，申报${one.declaredLevel.zh}` : '，未申报'}。{' '}
          <Link to={`/app/assessment/candidacies/${one.id}/decision`}>查看依据</Link>
        </p>
      )}
      <CommandForm
        key={before?.id ?? ''}
        label={step.name.zh}
        submit={step.name.zh}
        draft={`${step.step}-${one.id}`}
        schema={CandidacyDetail}
        order={({ level, text = '', reason = '', methods }: Partial<Judge>) => ({
          path: `/api/assessment/candidacies/${one.id}/${step.act}`,
          body: { ...(level ? { level } : {}), text, reason, ...(methods ? { methods } : {}) },
        })}
        initial={before ? { level: before.id } : {}}
        said={`已${step.name.zh}`}
        {...(done ? { done } : {})}
      >
        <Form.Item name="level" label="星级" rules={required('请选择星级')} extra="不能高于按条件应评的星级；改动须写原因">
          <Select
            style={{ maxWidth: 260 }}
            options={[...campaign.levels].filter(({ id }) => !campaign.unset.includes(id)).reverse().map(({ id, zh }) => ({ value: id, label: zh }))}
          />
        </Form.Item>
        <Methods of={step} />
        <Form.Item name="text" label="意见">
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 12 }} maxLength={20_000} />
        </Form.Item>
        <Form.Item name="reason" label="改动星级的原因">
          <Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} maxLength={2_000} />
        </Form.Item>
      </CommandForm>
    </>
  );
}

/** By what the step was looked at, of the methods that the scheme names for it. */
export function Methods({ of: { methods } }: { readonly of: Pick<TodoView, 'methods'> }) {
  if (methods.length === 0) return null;
  return (
    <Form.Item name="methods" label="考核方式" rules={[{ required: true, type: 'array', min: 1, message: '请至少选择一种方式' }]}>
      <MethodBoxes of={methods} />
    </Form.Item>
  );
}

interface MethodBoxesProps {
  readonly of: readonly string[];
  /** Given by the form. */
  readonly id?: string;
  readonly value?: string[];
  readonly onChange?: (value: string[]) => void;
}

/** A group of boxes may not be told to be required itself; the form would say so. */
function MethodBoxes({ of, id, value, onChange }: MethodBoxesProps) {
  return <Checkbox.Group options={[...of]} {...(id ? { id } : {})} {...(value ? { value } : {})} {...(onChange ? { onChange } : {})} />;
}

/** What does not pass may be handed on at once to the body that decides another level. */
export function VerifyForm({ of: one, step, campaign, done }: FormProps & { readonly campaign: CampaignView }) {
  return (
    <CommandForm
      label={step.name.zh}
      submit="提交查核记录"
      draft={`${step.step}-${one.id}`}
      schema={CandidacyDetail}
      order={(body: Verify) => ({
        path: `/api/assessment/candidacies/${one.id}/verify`,
        body: { passed: body.passed, text: body.text, ...(body.methods ? { methods: body.methods } : {}), ...(!body.passed && body.level ? { level: body.level } : {}) },
      })}
      said="查核记录已提交"
      {...(done ? { done } : {})}
    >
      <Form.Item name="passed" label="查核结论" rules={required('请选择结论')}>
        <Radio.Group
          options={[
            { value: true, label: '通过' },
            { value: false, label: '不通过' },
          ]}
        />
      </Form.Item>
      {one.computed && (
        <Form.Item noStyle dependencies={['passed']}>
          {(form) =>
            form.getFieldValue('passed') === false && (
              <Form.Item name="level" label="建议等级" extra="选了就移交有权审定这一等级的单位；不选则按原等级接着办理">
                <Select allowClear style={{ maxWidth: 260 }} options={otherLevels({ of: one, campaign })} />
              </Form.Item>
            )
          }
        </Form.Item>
      )}
      <Methods of={step} />
      <Form.Item name="text" label="查核情况" rules={required('请填写查核情况')}>
        <Input.TextArea autoSize={{ minRows: 4, maxRows: 16 }} maxLength={20_000} />
      </Form.Item>
    </CommandForm>
  );
}

/** Words that returns often need; what is chosen is put into the reason and can be changed there. */
const TEMPLATES = ['请补充佐证材料：', '填写的情况与材料不一致，请核实：', '以下项目没有填写，请补填：', '材料看不清，请重新上传：'] as const;

/** Back to the unit. Where the scheme names the time to mend it, that is the last day; otherwise the body sets it. */
export function SendBackForm({ of: one, step, campaign, done }: FormProps & { readonly campaign: CampaignView }) {
  const today = useToday();
  const schedule = useRead(CampaignSchedule, `/api/assessment/campaigns/${campaign.id}/schedule`, {}, 3_600).data;
  const here = schedule?.items.find((item) => item.step === step.step);
  const cure = here?.cure;
  return (
    <CommandForm
      label="退回"
      submit="退回"
      draft={`send-back-${one.id}`}
      schema={CandidacyDetail}
      order={(body: SendBack) => ({
        path: `/api/assessment/candidacies/${one.id}/send-back`,
        body: { reason: body.reason, ...(body.until ? { until: body.until } : {}) },
      })}
      said="已退回"
      {...(done ? { done } : {})}
    >
      <Templates />
      <Form.Item name="reason" label="退回原因" rules={required('请写明退回原因')} extra="申报单位会看到这段话，请写清要补什么">
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={2_000} />
      </Form.Item>
      {cure ? (
        <p className="alert info">
          办法规定补正期为{lengthWords(cure)}，从今天算起；逾期没有补正，本环节按不通过处理。
        </p>
      ) : (
        <Form.Item name="until" label="重新申报截止日" rules={required('请选择日期')}>
          <DayInput min={today} warnOff />
        </Form.Item>
      )}
    </CommandForm>
  );
}

function Templates() {
  const form = Form.useFormInstance<{ reason?: string }>();
  const add = (words: string) => form.setFieldValue('reason', [form.getFieldValue('reason') as string, words].filter(Boolean).join('\n'));
  return (
    <div className="return-templates" role="group" aria-label="常用语">
      {TEMPLATES.map((words) => (
        <button key={words} type="button" onClick={() => add(words)}>
          {words.replace(/[，：].*$/, '')}
        </button>
      ))}
    </div>
  );
}
