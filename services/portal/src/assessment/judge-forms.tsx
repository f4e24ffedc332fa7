import { Form, Input, Radio, Select } from 'antd';
import {
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

interface FormProps {
  readonly of: CandidacyDetail;
  readonly step: TodoView;
}
const required = (message: string) => [{ required: true, message }];

/** A body puts a level: what the rules give stands ready; another level needs a reason. */
export function JudgeForm({ of: one, step, campaign }: FormProps & { readonly campaign: CampaignView }) {
  const decision = useRead(CandidacyDecision, `/api/assessment/candidacies/${one.id}/decision`);
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
        draft={`${step.step}-${one.id}-${one.version}`}
        schema={CandidacyDetail}
        order={({ level, text = '', reason = '' }: Partial<Judge>) => ({
          path: `/api/assessment/candidacies/${one.id}/${step.act}`,
          body: { ...(level ? { level } : {}), text, reason },
        })}
        initial={before ? { level: before.id } : {}}
        said={`已${step.name.zh}`}
      >
        <Form.Item name="level" label="星级" rules={required('请选择星级')} extra="不能高于按条件应评的星级；改动须写原因">
          <Select
            style={{ maxWidth: 260 }}
            options={[...campaign.levels].reverse().map(({ id, zh }) => ({ value: id, label: zh }))}
          />
        </Form.Item>
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

export function VerifyForm({ of: one, step }: FormProps) {
  return (
    <CommandForm
      label={step.name.zh}
      submit="提交查核记录"
      draft={`${step.step}-${one.id}-${one.version}`}
      schema={CandidacyDetail}
      order={(body: Verify) => ({
        path: `/api/assessment/candidacies/${one.id}/verify`,
        body: { passed: body.passed, text: body.text },
      })}
      said="查核记录已提交"
    >
      <Form.Item name="passed" label="查核结论" rules={required('请选择结论')}>
        <Radio.Group
          options={[
            { value: true, label: '通过' },
            { value: false, label: '不通过' },
          ]}
        />
      </Form.Item>
      <Form.Item name="text" label="查核情况" rules={required('请填写查核情况')}>
        <Input.TextArea autoSize={{ minRows: 4, maxRows: 16 }} maxLength={20_000} />
      </Form.Item>
    </CommandForm>
  );
}

export function SendBackForm({ of: one }: { readonly of: CandidacyDetail }) {
  const today = useToday();
  return (
    <CommandForm
      label="退回"
      submit="退回支部"
      draft={`send-back-${one.id}`}
      schema={CandidacyDetail}
      order={(body: SendBack) => ({
        path: `/api/assessment/candidacies/${one.id}/send-back`,
        body: { reason: body.reason, until: body.until },
      })}
      said="已退回支部"
    >
      <Form.Item name="reason" label="退回原因" rules={required('请写明退回原因')} extra="支部会看到这段话，请写清要补什么">
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={2_000} />
      </Form.Item>
      <Form.Item name="until" label="重新申报截止日" rules={required('请选择日期')}>
        <DayInput min={today} />
      </Form.Item>
    </CommandForm>
  );
}
