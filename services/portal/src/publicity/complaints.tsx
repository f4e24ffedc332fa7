import { Checkbox, Form, Input, Radio } from 'antd';
import { ComplaintView, type ComplaintHandle } from '@xingchuang/contracts';
import { CommandForm } from '../shared/command-form.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Nothing, Pairs, State } from '../shared/page.tsx';
import { COMPLAINT_WORDS } from './complaint-words.ts';

const required = (message: string) => [{ required: true, message }];

/** What was reported on a notice, and what was found. */
export function Complaints({ of }: { readonly of: readonly ComplaintView[] }) {
  return (
    <section className="card" aria-labelledby="complaints">
      <h2 id="complaints">收到的反映</h2>
      {of.length === 0 ? <Nothing title="没有收到反映" /> : of.map((one) => <Complaint key={one.id} of={one} />)}
    </section>
  );
}

function Complaint({ of: one }: { readonly of: ComplaintView }) {
  const [words, tone] = COMPLAINT_WORDS[one.state];
  return (
    <article style={{ borderTop: '1px solid var(--line)', padding: '16px 0' }}>
      <p className="row between">
        <strong>{one.unitName}</strong>
        <State tone={tone}>{words}</State>
      </p>
      <p className="quiet small">{dayWords(one.receivedOn)}收到</p>
      <p className="words">{one.text}</p>
      <Pairs
        of={[
          ['诉求', one.remedy],
          ['反映人', one.name || '匿名'],
          ...(one.contact ? [['联系方式', one.contact] as const] : []),
          ...(one.handledOn
            ? ([
                [
                  '核查情况',
                  <span key="f" className="words">
                    {one.finding}
                  </span>,
                ],
                [
                  '答复',
                  <span key="a" className="words">
                    {one.answer}
                  </span>,
                ],
                ['办结', dayWords(one.handledOn)],
              ] as const)
            : []),
        ]}
      />
      {one.state === 'open' && <HandleForm of={one} />}
    </article>
  );
}

function HandleForm({ of: one }: { readonly of: ComplaintView }) {
  return (
    <div className="narrow" style={{ marginTop: 16 }}>
      <CommandForm
        label={`核查反映：${one.unitName}`}
        submit="提交核查结果"
        final
        draft={`complaint-${one.id}`}
        schema={ComplaintView}
        order={({ upheld, fraud = false, finding, answer }: ComplaintHandle) => ({
          path: `/api/publicity/complaints/${one.id}/handling`,
          body: { upheld, fraud, finding, answer },
        })}
        said="核查结果已提交"
      >
        <Form.Item name="upheld" label="核查结论" rules={required('请选择结论')} extra="属实的，取消该单位本次评选资格">
          <Radio.Group
            options={[
              { value: true, label: '属实' },
              { value: false, label: '不属实' },
            ]}
          />
        </Form.Item>
        <Form.Item name="fraud" valuePropName="checked">
          <Checkbox>属于弄虚作假</Checkbox>
        </Form.Item>
        <Form.Item name="finding" label="核查情况" rules={required('请写明核查情况')}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 10 }} maxLength={5_000} />
        </Form.Item>
        <Form.Item name="answer" label="答复反映人" rules={required('请写明答复')} extra="反映人凭回执号可以看到">
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 10 }} maxLength={5_000} />
        </Form.Item>
      </CommandForm>
    </div>
  );
}
