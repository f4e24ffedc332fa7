import { Link, useParams } from 'react-router';
import { CaseView, LadderView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay } from '../session/session.ts';
import { dayWords } from '../shared/day-words.ts';
import { Page, Pairs, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { AttachedFiles } from '../evidence/proof-files.tsx';
import { Acts, OtherActs } from './acts.tsx';
import { CASE_WORDS } from './areas.tsx';
import { DueRung } from './assign-case.tsx';
import { DocumentsCard } from './documents-card.tsx';
import { StatementForm } from './finding-forms.tsx';
import { Happened } from './happened.tsx';
import { LadderLine } from './ladder-line.tsx';
import { limitActs, LimitLine } from './limit-acts.tsx';
import { StatementCard } from './statement-card.tsx';
import { AnswerForm, CaseLimitForm, CheckForm, LeaderForm, ProofForm } from './work-forms.tsx';

const ENDED: readonly CaseView['state'][] = ['done', 'failed', 'superseded', 'lapsed'];
const SANCTION_WORDS: Readonly<Record<CaseView['sanction'], string>> = { none: '', pending: '等待答复陈述', imposed: '已按办法处理', waived: '陈述被采纳，不作处理' };

export function CasePageView() {
  const { id } = useParams();
  const read = useRead(CaseView, `/api/rectification/cases/${id}`);
  return <Reading read={read}>{(data) => <Case of={data} />}</Reading>;
}

function Case({ of: one }: { readonly of: CaseView }) {
  const [words, tone] = CASE_WORDS[one.state]!;
  return (
    <Page
      title={one.name}
      up={{ to: '/app/rectification/cases', name: '整顿事项' }}
      lead={
        <span className="row">
          <State tone={tone}>{words}</State> <UnitName id={one.unitId} />
          <LimitLine of={one} done={ENDED.includes(one.state)} />
        </span>
      }
    >
      <Next of={one} />
      <div className="split">
        <div className="stack">
        <section className="card">
          <h2>内容</h2>
          <Pairs
            of={[
              ['依据', one.source],
              ['负责人或工作组', one.leader],
              ['应列入日期', dayWords(one.calledOn)],
              ['开始日期', one.assignedOn && dayWords(one.assignedOn)],
              ['完成日期', one.closedOn && dayWords(one.closedOn)],
              ['逾期后的处理', SANCTION_WORDS[one.sanction]],
              [
                '所涉问题',
                one.findingIds.length > 0 && (
                  <span className="row">
                    {one.findingIds.map((id, at) => (
                      <Link key={id} to={`/app/rectification/findings/${id}`}>
                        问题 {at + 1}
                      </Link>
                    ))}
                  </span>
                ),
              ],
            ]}
          />
        </section>
        <DocumentsCard of={one.id} />
        {one.proof && (
          <section className="card">
            <h2>整顿证明</h2>
            <p className="quiet small">{dayWords(one.proof.day)}提交</p>
            <p className="words">{one.proof.text}</p>
            <AttachedFiles ids={one.proof.fileIds} label="证明材料" />
          </section>
        )}
        {one.statement && <StatementCard of={one.statement} />}
        <LadderLine unitId={one.unitId} schemeId={one.schemeId} />
        </div>
        <section className="card">
          <h2>过程</h2>
          <Happened of={one.history} />
        </section>
      </div>
    </Page>
  );
}

function Next({ of: one }: { readonly of: CaseView }) {
  const may = useMay();
  const path = `/api/rectification/cases/${one.id}`;
  const isRunning = one.state === 'running';
  const asks = one.statement !== null && one.statement.answer === null;
  return (
    <>
      <Acts
        of={[
          { id: 'assign', name: '明确负责人', when: one.state === 'called' && may('case.assign'), form: <Assign of={one} /> },
          { id: 'limit', name: '确定期限', when: one.state === 'waiting' && may('case.assign'), form: <CaseLimitForm path={path} schema={CaseView} /> },
          { id: 'prove', name: '提交整顿证明', when: isRunning && may('finding.prove'), form: <ProofForm path={path} schema={CaseView} /> },
          { id: 'check', name: '验收', when: one.state === 'proved' && may('finding.check'), form: <CheckForm path={path} schema={CaseView} /> },
          { id: 'answer', name: '答复陈述', when: asks && may('case.assign'), form: <AnswerForm path={path} /> },
        ]}
      />
      <OtherActs
        of={[
          { id: 'state', name: '陈述', when: one.statement === null && (one.state === 'called' || one.state === 'waiting' || isRunning || one.state === 'proved') && may('finding.prove'), form: <StatementForm path={path} schema={CaseView} after="作出处理前，单位可以陈述；答复之前不作处理。" /> },
          { id: 'leader', name: '更换负责人', when: (isRunning || one.state === 'proved') && may('case.assign'), form: <LeaderForm path={path} of={one} /> },
          ...limitActs(path, CaseView, one, isRunning && may('limit.change')),
        ]}
      />
    </>
  );
}

function Assign({ of: { unitId, schemeId } }: { readonly of: CaseView }) {
  const ladder = useRead(LadderView, '/api/rectification/ladder', { unitId, schemeId });
  return <Reading read={ladder}>{(data) => <DueRung ladder={data} />}</Reading>;
}
