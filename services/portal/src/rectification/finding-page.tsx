import { useParams } from 'react-router';
import { FindingView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { AttachedFiles } from '../evidence/proof-files.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay } from '../session/session.ts';
import { dayWords } from '../shared/day-words.ts';
import { Deadline } from '../shared/deadline.tsx';
import { Page, Pairs, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { FINDING_WORDS, ORIGIN_WORDS } from './areas.tsx';
import { Happened } from './happened.tsx';
import { CheckForm, NoticeForm, ProofForm } from './work-forms.tsx';

export function FindingPageView() {
  const { id } = useParams();
  const finding = useRead(FindingView, `/api/rectification/findings/${id}`);
  return <Reading read={finding}>{(data) => <Finding of={data} />}</Reading>;
}

function Finding({ of: one }: { readonly of: FindingView }) {
  const [words, tone] = FINDING_WORDS[one.state]!;
  return (
    <Page
      title={one.title}
      up={{ to: '/app/rectification/findings', name: '问题台账' }}
      lead={
        <span className="row">
          <State tone={tone}>{words}</State> <UnitName id={one.unitId} />
          {one.limit && (
            <Deadline
              day={one.limit.lastDay}
              derivation={one.limit.derivation}
              provisional={one.limit.provisional}
              done={one.state === 'closed'}
            />
          )}
        </span>
      }
    >
      <Next of={one} />
      <div className="split">
        <div className="stack">
          <section className="card">
            <h2>问题</h2>
            <Pairs
              of={[
                ['涉及方面', one.aspectName],
                ['来源', ORIGIN_WORDS[one.origin]],
                ['发现日期', dayWords(one.foundOn)],
                ['具体情况', one.detail && <span className="words">{one.detail}</span>],
                ['佐证材料', <AttachedFiles key="f" ids={one.fileIds} label="佐证材料" />],
              ]}
            />
          </section>
          {one.number && (
            <section className="card">
              <h2>整改通知 {one.number}</h2>
              <p className="words">{one.demand}</p>
            </section>
          )}
          {one.proof && (
            <section className="card">
              <h2>整改证明</h2>
              <p className="quiet small">{dayWords(one.proof.day)}提交</p>
              <p className="words">{one.proof.text}</p>
              <AttachedFiles ids={one.proof.fileIds} label="证明材料" />
            </section>
          )}
        </div>
        <section className="card">
          <h2>过程</h2>
          <Happened of={one.history} />
        </section>
      </div>
    </Page>
  );
}

/** What this seat can do at this state. */
function Next({ of: one }: { readonly of: FindingView }) {
  const may = useMay();
  const path = `/api/rectification/findings/${one.id}`;
  const form =
    one.state === 'open' && may('finding.open') ? (
      <NoticeForm path={path} schema={FindingView} />
    ) : one.state === 'noticed' && may('finding.prove') ? (
      <ProofForm path={path} schema={FindingView} />
    ) : one.state === 'proved' && may('finding.check') ? (
      <CheckForm path={path} schema={FindingView} />
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
