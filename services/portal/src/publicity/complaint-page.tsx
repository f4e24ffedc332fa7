import { Button, Checkbox, Form, Input, Radio } from 'antd';
import { Link, useParams } from 'react-router';
import { ComplaintView, type ComplaintHandle } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useRead } from '../api/reading.ts';
import { useMay, useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Deadline } from '../shared/deadline.tsx';
import { Page, Pairs, State } from '../shared/page.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { COMPLAINT_WORDS } from './complaint-words.ts';

const required = (message: string) => [{ required: true, message }];

/** One complaint: what was reported, what was found, and the appeal. */
export function ComplaintPageView() {
  const { id } = useParams();
  const complaint = useRead(ComplaintView, `/api/publicity/complaints/${id}`);
  return <Reading read={complaint}>{(data) => <Complaint one={data} />}</Reading>;
}

function Complaint({ one }: { readonly one: ComplaintView }) {
  const may = useMay();
  const { seat } = useSession();
  const [words, tone] = COMPLAINT_WORDS[one.state];
  const isWaiting = one.state === 'open' || one.state === 'acknowledged';
  return (
    <Page
      title={`反映：${one.unitName}`}
      up={{ to: '/app/publicity/complaints', name: '收到的反映' }}
      lead={
        <span className="row">
          <State tone={tone}>{words}</State> <Link to={`/app/publicity/notices/${one.noticeId}`}>{one.noticeTitle}</Link>
        </span>
      }
    >
      <div className="split">
        <div className="stack">
          <section className="card" aria-labelledby="reported">
            <h2 id="reported">反映的情况</h2>
            <p className="words">{one.text}</p>
            {one.remedy && (
              <>
                <h3>诉求</h3>
                <p className="words">{one.remedy}</p>
              </>
            )}
            {one.files.length > 0 && (
              <>
                <h3>附件</h3>
                <ul className="stack tight">
                  {one.files.map((file) => (
                    <li key={file.id}>
                      <a href={`/api/publicity/complaints/${one.id}/files/${file.id}`} download>
                        {file.name}
                      </a>{' '}
                      <span className="quiet small">{Math.ceil(file.size / 1024)} KiB</span>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </section>
          {one.handledOn && <Found title="核查结果" finding={one.finding} answer={one.answer} day={one.handledOn} />}
          {one.appeal && (
            <section className="card" aria-labelledby="appeal">
              <h2 id="appeal">复核申请</h2>
              <p className="words">{one.appeal.text}</p>
              <p className="quiet">
                {dayWords(one.appeal.filedOn)}提出，由{one.appealTo.name}复核
              </p>
            </section>
          )}
          {one.appeal?.answeredOn && <Found title="复核结果" finding={one.appeal.finding} answer={one.appeal.answer} day={one.appeal.answeredOn} />}
          {may('complaint.handle') && one.state === 'open' && <Acknowledge one={one} />}
          {may('complaint.handle') && isWaiting && <HandleForm one={one} title="核查结论" path="handling" />}
          {one.state === 'appealed' && seat.unitId === one.appealTo.unitId && <HandleForm one={one} title="复核结论" path="appeal-answer" />}
        </div>
        <section className="card">
          <h2>办理</h2>
          <Pairs
            of={[
              ['收到', dayWords(one.receivedOn)],
              ['受理', one.acknowledgedOn && dayWords(one.acknowledgedOn)],
              ['期限', one.due && <Deadline key="d" day={one.due} derivation={one.limit?.derivation} provisional={one.provisional} />],
              ['反映人', one.name || '匿名'],
              ...(one.contact ? [['联系方式', one.contact] as const] : []),
              ...(one.fraud ? [['定性', '弄虚作假'] as const] : []),
            ]}
          />
          <p className="quiet small">反映人的信息只供核查使用，不得透露给被反映的单位。</p>
        </section>
      </div>
    </Page>
  );
}

function Found({ title, finding, answer, day }: { readonly title: string; readonly finding: string; readonly answer: string; readonly day: string }) {
  return (
    <section className="card">
      <h2>{title}</h2>
      <p className="words">{finding}</p>
      <h3>答复反映人</h3>
      <p className="words">{answer}</p>
      <p className="quiet">{dayWords(day)}</p>
    </section>
  );
}

function Acknowledge({ one }: { readonly one: ComplaintView }) {
  const say = useSay();
  const command = useCommand(ComplaintView, () => say('已受理'));
  return (
    <div className="card row">
      <Button loading={command.busy} onClick={() => command.give({ path: `/api/publicity/complaints/${one.id}/acknowledgement`, body: {}, version: one.version })}>
        受理
      </Button>
      <span className="quiet">受理后反映人凭回执号能看到正在核查。</span>
      <ProblemAlert problem={command.problem} />
    </div>
  );
}

function HandleForm({ one, title, path }: { readonly one: ComplaintView; readonly title: string; readonly path: 'handling' | 'appeal-answer' }) {
  return (
    <section className="card narrow" aria-labelledby={path}>
      <h2 id={path}>{title}</h2>
      <CommandForm
        label={title}
        submit="提交结论"
        final
        draft={`complaint-${path}-${one.id}`}
        schema={ComplaintView}
        order={({ upheld, fraud = false, finding, answer }: ComplaintHandle) => ({ path: `/api/publicity/complaints/${one.id}/${path}`, body: { upheld, fraud, finding, answer }, version: one.version })}
        said="结论已提交"
      >
        <Form.Item name="upheld" label="是否属实" rules={required('请选择结论')} extra="属实的，取消该单位本次评选资格，并记入问题台账">
          <Radio.Group
            options={[
              { value: true, label: '属实' },
              { value: false, label: '不属实' },
            ]}
          />
        </Form.Item>
        <Form.Item name="fraud" valuePropName="checked" extra="弄虚作假的，按办法追究责任">
          <Checkbox>属于弄虚作假</Checkbox>
        </Form.Item>
        <Form.Item name="finding" label="核查情况" rules={required('请写明核查情况')} extra="只有办理人员能看到">
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 10 }} maxLength={5_000} />
        </Form.Item>
        <Form.Item name="answer" label="答复反映人" rules={required('请写明答复')} extra="反映人凭回执号可以看到">
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 10 }} maxLength={5_000} />
        </Form.Item>
      </CommandForm>
    </section>
  );
}
