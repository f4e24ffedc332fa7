import { Form, Input, Radio } from 'antd';
import { CaseView, type CheckGive, type ProofGive } from '@xingchuang/contracts';
import type { z } from 'zod';
import { ProofFiles } from '../evidence/proof-files.tsx';
import { CommandForm } from '../shared/command-form.tsx';
import { LeaderFields, leaderOf, type LeaderFilled } from './leader-fields.tsx';
import { LimitFields, limitOf, type LimitFilled } from './limit-fields.tsx';

const required = (message: string) => [{ required: true, message }];

interface WorkFormProps {
  /** The address of the finding or case. */
  readonly path: string;
  readonly schema: z.ZodType;
}

/** What was done about it, with what shows it. */
export function ProofForm({ path, schema }: WorkFormProps) {
  return (
    <CommandForm
      label="提交整改证明"
      submit="提交整改证明"
      draft={`proof-${path}`}
      schema={schema}
      said="已提交，等待复核"
      order={({ text, fileIds = [] }: ProofGive) => ({ path: `${path}/proof`, body: { text, fileIds } })}
    >
      <Form.Item name="text" label="整改情况" rules={required('请写明整改情况')}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={5_000} />
      </Form.Item>
      <Form.Item name="fileIds" label="证明材料">
        <ProofFiles />
      </Form.Item>
    </CommandForm>
  );
}

/** Another person looks whether it is solved. */
export function CheckForm({ path, schema }: WorkFormProps) {
  return (
    <CommandForm
      label="复核"
      submit="提交复核意见"
      draft={`check-${path}`}
      schema={schema}
      said="复核意见已提交"
      order={({ solved, opinion }: CheckGive) => ({ path: `${path}/check`, body: { solved, opinion } })}
    >
      <Form.Item name="solved" label="复核结论" rules={required('请选择结论')}>
        <Radio.Group
          options={[
            { value: true, label: '已解决' },
            { value: false, label: '未解决' },
          ]}
        />
      </Form.Item>
      <Form.Item name="opinion" label="复核意见" rules={required('请写明复核意见')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 10 }} maxLength={5_000} />
      </Form.Item>
    </CommandForm>
  );
}

export function CaseLimitForm({ path, schema }: WorkFormProps) {
  return (
    <CommandForm
      label="确定整顿期限"
      submit="确定期限"
      draft={`limit-${path}`}
      schema={schema}
      said="期限已确定"
      order={({ limit, ...who }: LeaderFilled & { limit: LimitFilled }) => ({
        path: `${path}/limit`,
        body: { ...leaderOf(who), limit: limitOf(limit) },
      })}
    >
      <LeaderFields />
      <LimitFields />
    </CommandForm>
  );
}

/** Another person takes over. */
export const LeaderForm = ({ path, of: { leader, leaderId } }: { readonly path: string; readonly of: Pick<CaseView, 'leader' | 'leaderId'> }) => (
  <CommandForm
    label="更换负责人"
    submit="更换负责人"
    draft={`leader-${path}`}
    schema={CaseView}
    said="负责人已更换"
    initial={{ leader, leaderId: leaderId || undefined }}
    order={(who: LeaderFilled) => ({ path: `${path}/leader`, body: leaderOf(who) })}
  >
    <LeaderFields />
  </CommandForm>
);

/** The answer to what the unit said for itself. */
export const AnswerForm = ({ path }: { readonly path: string }) => (
  <CommandForm
    label="答复陈述"
    submit="答复陈述"
    draft={`answer-${path}`}
    schema={CaseView}
    said="已答复"
    final
    order={({ accepted, text }: { accepted: boolean; text: string }) => ({ path: `${path}/answer`, body: { accepted, text } })}
  >
    <Form.Item name="accepted" label="答复" rules={required('请选择')} extra="采纳则不作处理；不采纳则按办法处理">
      <Radio.Group
        options={[
          { value: true, label: '采纳' },
          { value: false, label: '不采纳' },
        ]}
      />
    </Form.Item>
    <Form.Item name="text" label="理由" rules={required('请写明理由')}>
      <Input.TextArea autoSize={{ minRows: 2, maxRows: 10 }} maxLength={5_000} />
    </Form.Item>
  </CommandForm>
);
