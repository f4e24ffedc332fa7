import { Form, Input, Modal } from 'antd';
import { ExemptionView, type DutyLine } from '@xingchuang/contracts';
import { CommandForm } from '../shared/command-form.tsx';

interface ExemptionDialogProps {
  /** Who is let off, or whose exemption is taken back. */
  readonly line: DutyLine;
  readonly close: () => void;
}

/** Lets one off an expected record, or takes that back; either needs a reason that everybody who sees the line can read. */
export function ExemptionDialog({ line, close }: ExemptionDialogProps) {
  const { unitId, scheme, duty, period, personId, recordId, exemptionId } = line;
  const undo = exemptionId !== undefined;
  const key = [scheme, duty, period.id, unitId, personId, recordId].join('/');
  return (
    <Modal open title={undo ? '撤销豁免' : '豁免'} footer={null} onCancel={close} destroyOnHidden>
      <p className="quiet" style={{ marginBottom: 12 }}>
        {line.unitName} · {line.zh} · {period.id}
      </p>
      <CommandForm
        label={undo ? '撤销豁免' : '豁免'}
        submit={undo ? '撤销豁免' : '确认豁免'}
        draft={`exemption-${undo ? exemptionId : key}`}
        schema={ExemptionView}
        order={({ reason }: { reason: string }) =>
          undo
            ? { path: `/api/evidence/exemptions/${exemptionId}/undo`, body: { reason } }
            : {
                path: '/api/evidence/exemptions',
                body: { unitId, scheme, duty, period: period.id, ...(personId ? { personId } : {}), ...(recordId ? { recordId } : {}), reason },
              }
        }
        said={undo ? '豁免已撤销' : '已豁免'}
        done={close}
      >
        <Form.Item name="reason" label={undo ? '为什么撤销' : '为什么不需要这份记录'} rules={[{ required: true, message: '请写明理由' }]}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} />
        </Form.Item>
      </CommandForm>
    </Modal>
  );
}
