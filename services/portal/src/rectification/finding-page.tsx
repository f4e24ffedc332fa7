import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { FindingView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { AttachedFiles } from '../evidence/proof-files.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay } from '../session/session.ts';
import { dayWords } from '../shared/day-words.ts';
import { LinkButton } from '../shared/link-button.tsx';
import { Page, Pairs, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { Acts, OtherActs } from './acts.tsx';
import { FINDING_WORDS, ORIGIN_WORDS, SEVERITY_WORDS } from './areas.tsx';
import { DocumentsCard } from './documents-card.tsx';
import { AcknowledgeForm, JoinForm, LookBackForm, NoticeForm, PlanForm, ReportForm, StatementForm } from './finding-forms.tsx';
import { Happened } from './happened.tsx';
import { limitActs, LimitLine } from './limit-acts.tsx';
import { LadderLine } from './ladder-line.tsx';
import { StatementCard } from './statement-card.tsx';
import { CheckForm, ProofForm } from './work-forms.tsx';

const LOOK_BACK_WORDS: Readonly<Record<FindingView['lookBack'], string>> = { none: '不要求', due: '销号前须回头看', done: '已回头看' };

export function FindingPageView() {
  const { id } = useParams();
  const finding = useRead(FindingView, `/api/rectification/findings/${id}`);
  return <Reading read={finding}>{(data) => <Finding of={data} />}</Reading>;
}

function Finding({ of: one }: { readonly of: FindingView }) {
  const may = useMay();
  const [words, tone] = FINDING_WORDS[one.state]!;
  const isOpen = one.state !== 'closed' && one.state !== 'joined';
  const give = isOpen && may('handover.give') && (
    <LinkButton to={`/app/rectification/handovers/new?${new URLSearchParams({ finding: one.id, unit: one.unitId, title: one.title })}`}>
      交办
    </LinkButton>
  );
  return (
    <Page
      title={one.title}
      up={{ to: '/app/rectification/findings', name: '问题台账' }}
      lead={
        <span className="row">
          <State tone={tone}>{words}</State> <UnitName id={one.unitId} />
          <LimitLine of={one} done={one.state === 'closed' || one.state === 'joined'} />
        </span>
      }
      actions={give}
    >
      <Next of={one} />
      <div className="split">
        <div className="stack">
          <section className="card">
            <h2>问题</h2>
            <Pairs
              of={[
                ['涉及方面', one.aspectName],
                ['程度', SEVERITY_WORDS[one.severity]],
                ['发现日期', dayWords(one.foundOn)],
                ['具体情况', one.detail && <span className="words">{one.detail}</span>],
                ['处理依据', one.clause],
                ['回头看', LOOK_BACK_WORDS[one.lookBack]],
                ['共性问题', one.matterId && (may('matter.read') ? <Link to={`/app/rectification/matters/${one.matterId}`}>查看共性问题</Link> : '已归入共性问题')],
                ['并入', one.joinedTo && <Link to={`/app/rectification/findings/${one.joinedTo}`}>查看并入的问题</Link>],
                ['佐证材料', <AttachedFiles key="f" ids={one.fileIds} label="佐证材料" />],
              ].filter(([name, value]) => (name !== '并入' && name !== '共性问题') || value) as [string, ReactNode][]}
            />
          </section>
          <Sources of={one.sources} />
          <Plan of={one} />
          {one.number && (
            <section className="card">
              <h2>整改通知 {one.number}</h2>
              <p className="words">{one.demand}</p>
              <p className="quiet small">{one.acknowledgedOn ? `${dayWords(one.acknowledgedOn)}签收` : '单位还没有签收'}</p>
            </section>
          )}
          <DocumentsCard of={one.id} />
          {one.proof && (
            <section className="card">
              <h2>整改证明</h2>
              <p className="quiet small">{dayWords(one.proof.day)}提交</p>
              <p className="words">{one.proof.text}</p>
              <AttachedFiles ids={one.proof.fileIds} label="证明材料" />
            </section>
          )}
          {one.statement && <StatementCard of={one.statement} />}
          {one.schemeId !== '' && <LadderLine unitId={one.unitId} schemeId={one.schemeId} />}
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
  const isOpen = one.state !== 'closed' && one.state !== 'joined';
  const isOut = one.state === 'noticed';
  const looksBack = one.lookBack === 'due' && one.state === 'proved' && may('finding.check');
  return (
    <>
      <Acts
        of={[
          { id: 'notice', name: '下发整改通知', when: one.state === 'open' && may('finding.open'), form: <NoticeForm path={path} /> },
          { id: 'acknowledge', name: '签收', when: isOut && !one.acknowledgedOn && may('finding.prove'), form: <AcknowledgeForm path={path} /> },
          { id: 'prove', name: '提交整改证明', when: isOut && may('finding.prove'), form: <ProofForm path={path} schema={FindingView} /> },
          { id: 'look-back', name: '回头看', when: looksBack, form: <LookBackForm path={path} /> },
          { id: 'check', name: '复核', when: one.state === 'proved' && may('finding.check'), form: <CheckForm path={path} schema={FindingView} /> },
        ]}
      />
      <OtherActs
        of={[
          { id: 'plan', name: '整改方案', when: isOpen && may('finding.plan'), form: <PlanForm path={path} of={one} /> },
          { id: 'report', name: '记录上报', when: isOpen && one.state !== 'open' && one.plan !== '' && !one.reportedOn && may('finding.open'), form: <ReportForm path={path} /> },
          { id: 'state', name: '陈述', when: isOpen && may('finding.prove'), form: <StatementForm path={path} schema={FindingView} after="单位对问题本身有不同意见的，可以陈述；陈述不停止计时。" /> },
          { id: 'join', name: '并入同一事项', when: isOpen && one.state !== 'proved' && may('finding.open'), form: <JoinForm path={path} of={one} /> },
          ...limitActs(path, FindingView, one, isOut && may('limit.change')),
        ]}
      />
    </>
  );
}

/** Where it comes from; two sources of one matter stand side by side. */
const Sources = ({ of }: { readonly of: FindingView['sources'] }) => (
  <section className="card">
    <h2>来源</h2>
    <ul className="stack">
      {of.map((one) => (
        <li key={one.findingId} className="stack tight">
          <p className="row">
            <strong>{ORIGIN_WORDS[one.origin]}</strong>
            <span className="quiet">
              {dayWords(one.foundOn)}发现 <UnitName id={one.by} /> {one.reference}
            </span>
          </p>
          {one.detail && <p className="words">{one.detail}</p>}
          {one.fileIds.length > 0 && <AttachedFiles ids={one.fileIds} label="佐证材料" />}
        </li>
      ))}
    </ul>
  </section>
);

/** Who answers for it, why it came about and what keeps it from coming back. */
function Plan({ of: one }: { readonly of: FindingView }) {
  const unit = (id: string) => id && <UnitName id={id} />;
  return (
    <section className="card">
      <h2>整改方案</h2>
      <Pairs
        of={[
          ['责任人', one.owner],
          ['主体责任单位', unit(one.responsible.leading)],
          ['具体责任单位', unit(one.responsible.working)],
          ['直接责任单位', unit(one.responsible.direct)],
          ['原因分析', one.cause && <span className="words">{one.cause}</span>],
          ['整改措施', one.plan && <span className="words">{one.plan}</span>],
          ['长效机制', one.measure && <span className="words">{one.measure}</span>],
          ['上报日期', one.reportedOn && dayWords(one.reportedOn)],
        ]}
      />
    </section>
  );
}
