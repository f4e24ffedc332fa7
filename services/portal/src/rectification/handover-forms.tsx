import { Form, Input, Radio } from 'antd';
import { HandoverView, type CheckGive, type HandoverForward, type ProofGive, type ProgressTell } from '@xingchuang/contracts';
import { ProofFiles } from '../evidence/proof-files.tsx';
import { UnitSelect } from '../registry/unit-select.tsx';
import { CommandForm } from '../shared/command-form.tsx';
import { Press } from './acts.tsx';
import { LimitFields, limitOf, type LimitFilled } from './limit-fields.tsx';

const required = (message: string) => [{ required: true, message }];

interface Props {
  readonly path: string;
}

const Words = ({ name, label, ask }: { readonly name: string; readonly label: string; readonly ask: string }) => (
  <Form.Item name={name} label={label} rules={required(ask)}>
    <Input.TextArea autoSize={{ minRows: 2, maxRows: 10 }} maxLength={5_000} />
  </Form.Item>
);
const Files = ({ label }: { readonly label: string }) => (
  <Form.Item name="fileIds" label={label}>
    <ProofFiles />
  </Form.Item>
);

export const AcceptForm = ({ path }: Props) => (
  <Press schema={HandoverView} order={{ path: `${path}/acceptance` }} words="接收" said="已接收">
    接收后由本单位按期办理；不属于本单位职责的，可退回或转办，并写明理由。
  </Press>
);

export const ReturnForm = ({ path }: Props) => (
  <CommandForm label="退回" submit="退回" draft={`return-${path}`} schema={HandoverView} said="已退回交办单位" order={({ reason }: { reason: string }) => ({ path: `${path}/return`, body: { reason } })}>
    <Words name="reason" label="退回理由" ask="请写明退回理由" />
  </CommandForm>
);

export const ForwardForm = ({ path }: Props) => (
  <CommandForm label="转办" submit="转办" draft={`forward-${path}`} schema={HandoverView} said="已转办" order={({ unitId, reason }: HandoverForward) => ({ path: `${path}/forwarding`, body: { unitId, reason } })}>
    <Form.Item name="unitId" label="转给哪个单位" rules={required('请选择单位')} extra="须是交办单位管理范围内的单位，期限不变">
      <UnitSelect all />
    </Form.Item>
    <Words name="reason" label="转办理由" ask="请写明转办理由" />
  </CommandForm>
);

export const ProgressForm = ({ path }: Props) => (
  <CommandForm label="报告进展" submit="报告进展" draft={`progress-${path}`} schema={HandoverView} said="进展已报告" order={({ text, fileIds = [] }: ProgressTell) => ({ path: `${path}/progress`, body: { text, fileIds } })}>
    <Words name="text" label="进展情况" ask="请写明进展情况" />
    <Files label="佐证材料" />
  </CommandForm>
);

export const HandoverProofForm = ({ path }: Props) => (
  <CommandForm label="提交办结证明" submit="提交办结证明" draft={`proof-${path}`} schema={HandoverView} said="已提交，等待核查" order={({ text, fileIds = [] }: ProofGive) => ({ path: `${path}/proof`, body: { text, fileIds } })}>
    <Words name="text" label="办理结果" ask="请写明办理结果" />
    <Files label="证明材料" />
  </CommandForm>
);

export const HandoverCheckForm = ({ path, last }: Props & { readonly last: boolean }) => (
  <CommandForm label="核查" submit="提交核查意见" draft={`check-${path}`} schema={HandoverView} said="核查意见已提交" order={({ solved, opinion }: CheckGive) => ({ path: `${path}/check`, body: { solved, opinion } })}>
    <Form.Item name="solved" label="核查结论" rules={required('请选择结论')}>
      <Radio.Group
        options={[
          { value: true, label: last ? '已办结' : '本阶段已完成' },
          { value: false, label: '未完成，继续办理' },
        ]}
      />
    </Form.Item>
    <Words name="opinion" label="核查意见" ask="请写明核查意见" />
  </CommandForm>
);

export const ResendForm = ({ path, unitId }: Props & { readonly unitId: string }) => (
  <CommandForm
    label="重新交办"
    submit="重新交办"
    draft={`resend-${path}`}
    schema={HandoverView}
    initial={{ unitId }}
    said="已重新交办"
    order={({ unitId: to, limit, reason }: { unitId: string; limit: LimitFilled; reason: string }) => ({ path: `${path}/resending`, body: { unitId: to, limit: limitOf(limit), reason } })}
  >
    <Form.Item name="unitId" label="交给哪个单位" rules={required('请选择单位')}>
      <UnitSelect />
    </Form.Item>
    <LimitFields />
    <Words name="reason" label="说明" ask="请写明说明" />
  </CommandForm>
);
