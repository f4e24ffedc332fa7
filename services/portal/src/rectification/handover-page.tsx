import { Link, useParams } from 'react-router';
import { HandoverView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { AttachedFiles } from '../evidence/proof-files.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay, useSession } from '../session/session.ts';
import { dayWords } from '../shared/day-words.ts';
import { Page, Pairs, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { Acts, OtherActs } from './acts.tsx';
import { HANDOVER_EVENT_WORDS, HANDOVER_WORDS } from './areas.tsx';
import { DocumentsCard } from './documents-card.tsx';
import { AcceptForm, ForwardForm, HandoverCheckForm, HandoverProofForm, ProgressForm, ResendForm, ReturnForm } from './handover-forms.tsx';
import { Happened } from './happened.tsx';
import { limitActs, LimitLine } from './limit-acts.tsx';

/** One thing that was handed over: who has it until when, what was told, what can be done. */
export function HandoverPageView() {
  const { id } = useParams();
  const read = useRead(HandoverView, `/api/rectification/handovers/${id}`);
  return <Reading read={read}>{(data) => <Handover of={data} />}</Reading>;
}

function Handover({ of: one }: { readonly of: HandoverView }) {
  const [words, tone] = HANDOVER_WORDS[one.state]!;
  return (
    <Page
      title={one.title}
      up={{ to: '/app/rectification/handovers', name: '交办' }}
      lead={
        <span className="row">
          <State tone={tone}>{words}</State> <UnitName id={one.unitId} />
          <LimitLine of={one} done={one.state === 'closed' || one.state === 'returned'} />
        </span>
      }
    >
      <Next of={one} />
      <div className="split">
        <div className="stack">
          <section className="card">
            <h2>交办事项 {one.number}</h2>
            <Pairs
              of={[
                ['交办单位', <UnitName key="f" id={one.fromUnitId} />],
                ['承办单位', <UnitName key="u" id={one.unitId} />],
                ['具体要求', one.detail && <span className="words">{one.detail}</span>],
                ['所涉问题', one.findingId && <Link to={`/app/rectification/findings/${one.findingId}`}>查看问题</Link>],
                ['办结日期', one.closedOn && dayWords(one.closedOn)],
              ]}
            />
          </section>
          <DocumentsCard of={one.id} />
          {one.stages.length > 1 && <Stages of={one} />}
          {one.asks.length > 0 && <Asks of={one} />}
          {one.progress.length > 0 && (
            <section className="card">
              <h2>进展</h2>
              <Told of={one.progress} />
            </section>
          )}
          {one.proof && (
            <section className="card">
              <h2>办结证明</h2>
              <Told of={[one.proof]} />
            </section>
          )}
        </div>
        <section className="card">
          <h2>过程</h2>
          <Happened of={one.history} words={HANDOVER_EVENT_WORDS} />
        </section>
      </div>
    </Page>
  );
}

function Next({ of: one }: { readonly of: HandoverView }) {
  const may = useMay();
  const { seat } = useSession();
  const path = `/api/rectification/handovers/${one.id}`;
  const isOurs = seat.unitId === one.unitId;
  const works = isOurs && may('handover.work');
  const checks = !isOurs && may('handover.check');
  const passesOn = works && (one.state === 'sent' || one.state === 'accepted');
  return (
    <>
      <Acts
        of={[
          { id: 'accept', name: '接收', when: works && one.state === 'sent', form: <AcceptForm path={path} /> },
          { id: 'progress', name: '报告进展', when: works && one.state === 'accepted', form: <ProgressForm path={path} /> },
          { id: 'prove', name: '提交办结证明', when: works && one.state === 'accepted', form: <HandoverProofForm path={path} /> },
          { id: 'forward', name: '转办', when: passesOn, form: <ForwardForm path={path} /> },
          { id: 'return', name: '退回', when: passesOn, form: <ReturnForm path={path} /> },
          { id: 'resend', name: '重新交办', when: one.state === 'returned' && may('handover.give'), form: <ResendForm path={path} unitId={one.unitId} /> },
          { id: 'check', name: '核查', when: checks && one.state === 'proved', form: <HandoverCheckForm path={path} last={one.stage === one.stages.length - 1} /> },
        ]}
      />
      <OtherActs of={limitActs(path, HandoverView, one, !isOurs && may('limit.change') && (one.state === 'sent' || one.state === 'accepted'))} />
    </>
  );
}

function Stages({ of: { stages, stage } }: { readonly of: HandoverView }) {
  return (
    <section className="card">
      <h2>阶段</h2>
      <div className="table-wrap">
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">阶段</th>
              <th scope="col">截止日</th>
              <th scope="col">情况</th>
            </tr>
          </thead>
          <tbody>
            {stages.map((one, at) => (
              <tr key={one.name} aria-current={at === stage ? 'step' : undefined}>
                <td>{one.name}</td>
                <td>{one.lastDay ? dayWords(one.lastDay) : <span className="quiet">上一阶段完成后起算</span>}</td>
                <td>
                  {one.doneOn ? (
                    <State tone="good">{dayWords(one.doneOn)}完成</State>
                  ) : one.overdueOn ? (
                    <State tone="bad">逾期未完成</State>
                  ) : (
                    <State>{at === stage ? '进行中' : '未开始'}</State>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Asks({ of: { asks } }: { readonly of: HandoverView }) {
  return (
    <section className="card">
      <h2>报告进展的日期</h2>
      <ul className="stack tight">
        {asks.map(({ day, toldOn, missed }) => (
          <li key={day} className="row">
            {dayWords(day)}前
            <State tone={toldOn ? 'good' : missed ? 'bad' : 'due'}>{toldOn ? `${dayWords(toldOn)}已报告` : missed ? '未按时报告' : '待报告'}</State>
          </li>
        ))}
      </ul>
    </section>
  );
}

const Told = ({ of }: { readonly of: HandoverView['progress'] }) => (
  <ul className="stack">
    {of.map(({ day, text, fileIds, by }, at) => (
      <li key={at} className="stack tight">
        <p className="quiet small">
          {dayWords(day)} <UnitName id={by} />
        </p>
        <p className="words">{text}</p>
        {fileIds.length > 0 && <AttachedFiles ids={fileIds} label="附件" />}
      </li>
    ))}
  </ul>
);
