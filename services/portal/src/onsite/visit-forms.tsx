import { Checkbox, Form, Input, InputNumber } from 'antd';
import { VisitDetail } from '@xingchuang/contracts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { useToday } from '../shared/today.ts';
import { LookBackForm } from './look-back-form.tsx';
import { useEarlier } from './use-earlier.ts';

const required = [{ required: true, message: '请填写' }];
const lines = (text: string | undefined): string[] =>
  (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

interface Filed {
  readonly heldOn: string;
  readonly feedback: string;
  readonly workdays?: number;
  readonly help?: string;
  readonly suggestions?: string;
  readonly commonProblems?: string;
  readonly absentReason?: string;
  readonly solved?: string[];
}

/** The result is told to the unit: on the spot, with a limit. */
export function FileForm({ visit }: { readonly visit: VisitDetail }) {
  const today = useToday();
  const earlier = visit.lookBack.of;
  if (!today) return null;
  return (
    <section className="card narrow">
      <h2>反馈给单位</h2>
      <CommandForm
        label="反馈给单位"
        submit="提交反馈"
        draft={`visit-file-${visit.id}`}
        schema={VisitDetail}
        initial={{
          heldOn: today,
          ...(visit.form.workdays && visit.findings.length > 0 ? { workdays: visit.form.workdays } : {}),
        }}
        order={({ suggestions, commonProblems, workdays, ...rest }: Filed) => ({
          path: `/api/assessment/onsite/visits/${visit.id}/file`,
          body: {
            ...rest,
            ...(workdays ? { workdays } : {}),
            suggestions: lines(suggestions),
            commonProblems: lines(commonProblems),
          },
        })}
        said="已反馈，单位可以看到结果"
      >
        <Form.Item name="heldOn" label="到现场的日期" rules={required}>
          <DayInput max={today} />
        </Form.Item>
        <Form.Item name="feedback" label="反馈意见" rules={required} extra="当场反馈存在的问题和要求">
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={5_000} />
        </Form.Item>
        <Form.Item
          name="workdays"
          label="整改期限（工作日）"
          rules={visit.findings.length > 0 ? required : []}
          extra="从反馈次日起算"
        >
          <InputNumber min={1} max={250} precision={0} />
        </Form.Item>
        <Form.Item name="help" label="原因分析和帮助指导">
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={5_000} />
        </Form.Item>
        <Form.Item name="suggestions" label="收集的意见建议" extra="每行一条">
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} />
        </Form.Item>
        <Form.Item name="commonProblems" label="共性问题" extra="每行一条">
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} />
        </Form.Item>
        {visit.waiting.length > 0 && (
          <Form.Item name="absentReason" label={`还有 ${visit.waiting.length} 位评委没有提交，不计入的理由`} rules={required}>
            <Input maxLength={500} />
          </Form.Item>
        )}
        {earlier && <Solved of={earlier} />}
      </CommandForm>
    </section>
  );
}

/** Of a look-back: which findings of the earlier visit are solved. */
function Solved({ of }: { readonly of: string }) {
  const earlier = useEarlier(of);
  if (!earlier || earlier.findings.length === 0) return null;
  return (
    <Form.Item name="solved" label="上次发现的问题，哪些已解决">
      <Checkbox.Group
        style={{ display: 'grid', gap: 8 }}
        options={earlier.findings.map(({ id, title }) => ({ value: id, label: title }))}
      />
    </Form.Item>
  );
}

/** What the body that ordered the visit does afterwards: look again, close, or call it off. */
export function CloseForms({ visit }: { readonly visit: VisitDetail }) {
  const path = `/api/assessment/onsite/visits/${visit.id}`;
  if (visit.state === 'planned')
    return (
      <details className="card narrow">
        <summary>取消这次检查</summary>
        <CommandForm
          label="取消这次检查"
          submit="取消检查"
          final
          draft={`visit-off-${visit.id}`}
          schema={VisitDetail}
          order={({ reason }: { reason: string }) => ({ path: `${path}/call-off`, body: { reason } })}
          said="检查已取消"
        >
          <Form.Item name="reason" label="理由" rules={required}>
            <Input maxLength={500} />
          </Form.Item>
        </CommandForm>
      </details>
    );
  if (visit.state !== 'filed') return null;
  return (
    <>
      {visit.lookBack.of === '' && (
        <details className="card narrow">
          <summary>安排回头看</summary>
          <LookBackForm visit={visit} />
        </details>
      )}
      <details className="card narrow">
        <summary>办结</summary>
        <CommandForm
          label="办结"
          submit="办结"
          draft={`visit-close-${visit.id}`}
          schema={VisitDetail}
          order={({ text, exemption = '' }: { text: string; exemption?: string }) => ({
            path: `${path}/close`,
            body: { text, exemption },
          })}
          said="已办结"
        >
          <Form.Item name="text" label="办结意见" rules={required}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2_000} />
          </Form.Item>
          {visit.lookBack.required && (
            <Form.Item name="exemption" label="免于回头看的理由" extra="没有回头看记录时必须说明">
              <Input maxLength={500} />
            </Form.Item>
          )}
        </CommandForm>
      </details>
    </>
  );
}
