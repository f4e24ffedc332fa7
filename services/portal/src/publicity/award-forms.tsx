import { Form, Input } from 'antd';
import { AwardDetailView, type AwardHandOver, type AwardRevoke, type PlaqueHang, type PlaqueTakeBack } from '@xingchuang/contracts';
import type { ReactNode } from 'react';
import { ProofFiles } from '../evidence/proof-files.tsx';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { useToday } from '../shared/today.ts';

interface Of {
  readonly award: AwardDetailView;
}
const orderOf = ({ award: { id, version } }: Of, what: string, body: unknown) => ({ path: `/api/publicity/awards/${id}/${what}`, body, version });

function DayField({ name, label, min }: { readonly name: string; readonly label: string; readonly min: string }) {
  const today = useToday();
  return (
    <Form.Item name={name} label={label} rules={[{ required: true, message: '请选择日期' }]}>
      <DayInput min={min} max={today} />
    </Form.Item>
  );
}

function ReasonField({ children }: { readonly children?: ReactNode }) {
  return (
    <Form.Item name="reason" label="原因" rules={[{ required: true, whitespace: true, message: '请填写原因' }]} extra={children}>
      <Input.TextArea rows={3} maxLength={1_000} />
    </Form.Item>
  );
}

function ClauseField() {
  return (
    <Form.Item name="clause" label="依据">
      <Input maxLength={200} placeholder="文件和条款" />
    </Form.Item>
  );
}

const PUBLIC_HINT = '扫码查验的人会看到这段话，请不要写个人信息';

export function HandOverForm({ award }: Of) {
  const today = useToday();
  return (
    <CommandForm label="登记交付" submit="登记交付" draft={`award-hand-${award.id}`} schema={AwardDetailView} initial={{ on: today }} order={(body: AwardHandOver) => orderOf({ award }, 'handover', body)} said="已登记交付">
      <DayField name="on" label="交付日期" min={award.issuedOn} />
      <Form.Item name="to" label="交给谁" rules={[{ required: true, whitespace: true, message: '请填写接收人' }]}>
        <Input maxLength={100} placeholder="姓名、职务" style={{ maxWidth: 320 }} />
      </Form.Item>
    </CommandForm>
  );
}

export function HangForm({ award }: Of) {
  const today = useToday();
  return (
    <CommandForm
      label="登记悬挂"
      submit="登记悬挂"
      draft={`award-hang-${award.id}`}
      schema={AwardDetailView}
      initial={{ on: today, photos: [] }}
      order={({ on, photos }: Pick<PlaqueHang, 'on'> & { readonly photos: readonly string[] }) => orderOf({ award }, 'hanging', { on, photoId: photos.at(-1) })}
      said="已登记悬挂"
    >
      <DayField name="on" label="悬挂日期" min={award.custody.handedOn} />
      <Form.Item name="photos" label="悬挂照片" rules={[{ required: true, type: 'array', min: 1, message: '请上传一张悬挂照片' }]} extra="存入本单位的材料">
        <ProofFiles unitId={award.unitId} />
      </Form.Item>
    </CommandForm>
  );
}

export function TakeBackForm({ award }: Of) {
  const today = useToday();
  return (
    <CommandForm label="登记收回牌匾" submit="登记收回" draft={`award-back-${award.id}`} schema={AwardDetailView} initial={{ on: today }} order={({ on, note }: PlaqueTakeBack) => orderOf({ award }, 'return', { on, note: note ?? '' })} said="已登记收回">
      <DayField name="on" label="收回日期" min={award.custody.handedOn} />
      <Form.Item name="note" label="说明">
        <Input maxLength={500} placeholder="牌匾是否完好、由谁送回" />
      </Form.Item>
    </CommandForm>
  );
}

export function RevokeForm({ award }: Of) {
  return (
    <CommandForm label="撤销" submit="撤销" draft={`award-revoke-${award.id}`} schema={AwardDetailView} order={({ reason, clause }: AwardRevoke) => orderOf({ award }, 'revocation', { reason, clause: clause ?? '' })} said="已撤销" final>
      <ReasonField>{PUBLIC_HINT}</ReasonField>
      <ClauseField />
    </CommandForm>
  );
}

export function SuspendForm({ award }: Of) {
  return (
    <CommandForm label="暂停" submit="暂停" draft={`award-suspend-${award.id}`} schema={AwardDetailView} order={({ reason, clause }: AwardRevoke) => orderOf({ award }, 'suspension', { reason, clause: clause ?? '' })} said="已暂停">
      <ReasonField>{PUBLIC_HINT}</ReasonField>
      <ClauseField />
    </CommandForm>
  );
}

export function LiftForm({ award }: Of) {
  return (
    <CommandForm label="解除暂停" submit="解除暂停" draft={`award-lift-${award.id}`} schema={AwardDetailView} order={({ reason }: AwardRevoke) => orderOf({ award }, 'reinstatement', { reason })} said="已解除暂停">
      <ReasonField />
    </CommandForm>
  );
}
