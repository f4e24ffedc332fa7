import { Form, Input, Radio } from 'antd';
import type { CheckGive, ProofGive } from '@xingchuang/contracts';
import type { z } from 'zod';
import { ProofFiles } from '../evidence/proof-files.tsx';
import { CommandForm } from '../shared/command-form.tsx';
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

export function NoticeForm({ path, schema }: WorkFormProps) {
  return (
    <CommandForm
      label="下发整改通知"
      submit="下发整改通知"
      draft={`notice-${path}`}
      schema={schema}
      said="整改通知已下发"
      order={({ demand, limit }: { demand: string; limit: LimitFilled }) => ({
        path: `${path}/notice`,
        body: { demand, limit: limitOf(limit) },
      })}
    >
      <Form.Item name="demand" label="整改要求" rules={required('请写明整改要求')}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={5_000} />
      </Form.Item>
      <LimitFields />
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
      order={({ leader, limit }: { leader: string; limit: LimitFilled }) => ({
        path: `${path}/limit`,
        body: { leader, limit: limitOf(limit) },
      })}
    >
      <Form.Item name="leader" label="负责人或工作组" rules={required('请填写')}>
        <Input maxLength={200} />
      </Form.Item>
      <LimitFields />
    </CommandForm>
  );
}
