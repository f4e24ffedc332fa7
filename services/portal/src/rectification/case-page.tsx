import { useParams } from 'react-router';
import { CaseView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay } from '../session/session.ts';
import { dayWords } from '../shared/day-words.ts';
import { Deadline } from '../shared/deadline.tsx';
import { Page, Pairs, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { CASE_WORDS } from './areas.tsx';
import { Happened } from './happened.tsx';
import { CaseLimitForm, CheckForm, ProofForm } from './work-forms.tsx';

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
          {one.limit && (
            <Deadline
              day={one.limit.lastDay}
              derivation={one.limit.derivation}
              provisional={one.limit.provisional}
              done={one.state === 'done'}
            />
          )}
        </span>
      }
    >
      <Next of={one} />
      <div className="split">
        <section className="card">
          <h2>内容</h2>
          <Pairs
            of={[
              ['依据', one.source],
              ['负责人或工作组', one.leader],
              ['列入日期', dayWords(one.assignedOn)],
              ['完成日期', one.closedOn && dayWords(one.closedOn)],
            ]}
          />
        </section>
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
  const form =
    one.state === 'waiting' && may('case.assign') ? (
      <CaseLimitForm path={path} schema={CaseView} />
    ) : one.state === 'running' && may('finding.prove') ? (
      <ProofForm path={path} schema={CaseView} />
    ) : one.state === 'proved' && may('finding.check') ? (
      <CheckForm path={path} schema={CaseView} />
    ) : null;
  return (
    form && (
      <section className="card narrow" aria-labelledby="next-action">
        <h2 id="next-action">轮到您办理</h2>
        {form}
      </section>
    )
  );
}
