import { Link, useParams } from 'react-router';
import { VISIT_KIND_NAMES, VisitDetail } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { PersonName } from '../registry/person-name.tsx';
import { useMay, useSession } from '../session/session.ts';
import { dayWords, momentWords } from '../shared/day-words.ts';
import { Deadline } from '../shared/deadline.tsx';
import { LinkButton } from '../shared/link-button.tsx';
import { Page, Pairs, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { VisitState } from './areas.tsx';
import { CloseForms, FileForm } from './visit-forms.tsx';
import { SheetTable } from './sheet-table.tsx';

/** One visit: its result in a sentence, what was found, by when it is to be mended, and the sheets. */
export function VisitPage() {
  const { id } = useParams();
  const read = useRead(VisitDetail, `/api/assessment/onsite/visits/${id}`);
  return <Reading read={read}>{(visit) => <VisitBody visit={visit} />}</Reading>;
}

const People = ({ of }: { readonly of: readonly string[] }) => (
  <>
    {of.map((id, index) => (
      <span key={id}>
        {index > 0 && '、'}
        <PersonName id={id} />
      </span>
    ))}
  </>
);

function VisitBody({ visit }: { readonly visit: VisitDetail }) {
  const { person, seat } = useSession();
  const may = useMay();
  const isNamed = visit.inspectorIds.includes(person.id);
  const isOwn = seat.unitId === visit.unit.id;
  const check = isNamed && visit.state === 'planned' && (
    <LinkButton primary to={`/app/assessment/onsite/check/${visit.id}`}>去检查</LinkButton>
  );
  const { feedback } = visit;
  return (
    <Page
      title={visit.unit.name}
      up={{ to: '/app/assessment/onsite/visits', name: '检查记录' }}
      lead={
        <>
          {VISIT_KIND_NAMES[visit.kind].zh} · {visit.formName} <VisitState of={visit.state} />
        </>
      }
      actions={check}
    >
      <section className="card">
        <h2>
          {visit.score === null
            ? visit.state === 'planned'
              ? '还没有结果'
              : '没有评分'
            : `得分 ${visit.score}，满分 ${visit.most}`}
        </h2>
        <Pairs
          of={[
            ['日期', dayWords(visit.heldOn || visit.on)],
            ['安排单位', visit.orderedBy.name],
            ...(isOwn && !isNamed ? [] : ([['检查人员', <People key="p" of={visit.inspectorIds} />]] as const)),
            ...(visit.excusedIds.length > 0 ? ([['回避', <People key="e" of={visit.excusedIds} />]] as const) : []),
            ...(visit.tag ? ([['主题', visit.tag]] as const) : []),
            ...(visit.formKind === 'observation' && visit.state === 'planned'
              ? ([['评分表', `已提交 ${visit.handedIn} 份，还差 ${visit.waiting.length} 份`]] as const)
              : []),
          ]}
        />
      </section>
      {feedback && (
        <section className="card">
          <h2>反馈</h2>
          <p className="words" style={{ marginBottom: 12 }}>
            {feedback.text}
          </p>
          <Pairs
            of={[
              [
                '反馈时间',
                <span key="t">
                  {momentWords(feedback.at)}{' '}
                  {feedback.sameDay ? <State tone="good">当日反馈</State> : <State tone="due">非当日反馈</State>}
                </span>,
              ],
              [
                '整改期限',
                feedback.limit ? (
                  <Deadline
                    key="d"
                    day={feedback.limit.lastDay}
                    derivation={feedback.limit.derivation}
                    provisional={feedback.limit.provisional}
                    done={visit.state === 'closed'}
                  />
                ) : (
                  '无须整改'
                ),
              ],
              ['帮助指导', feedback.help],
              ['意见建议', feedback.suggestions.join('；')],
              ['共性问题', feedback.commonProblems.join('；')],
              ...(feedback.absentReason ? ([['未计入的评委', feedback.absentReason]] as const) : []),
              [
                '回头看',
                visit.lookBack.done.length > 0
                  ? `已回头看 ${visit.lookBack.done.length} 次`
                  : visit.lookBack.exemption || (visit.lookBack.required ? '办结前须回头看' : '不要求'),
              ],
            ]}
          />
        </section>
      )}
      {visit.findings.length > 0 && (
        <section className="card flush">
          <h2 style={{ padding: '16px 24px 0' }}>发现的问题</h2>
          <ul className="lines" aria-label="发现的问题">
            {visit.findings.map((finding) => (
              <li key={finding.id}>
                <div className="main words">{finding.title}</div>
                <div className="side">
                  {finding.solved === null ? (
                    <State>待回头看</State>
                  ) : finding.solved ? (
                    <State tone="good">已解决</State>
                  ) : (
                    <State tone="bad">未解决</State>
                  )}
                  {feedback && may('finding.read') && <Link to={`/app/rectification/findings/${finding.id}`}>整改台账</Link>}
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      {visit.sheets.some(({ handedIn }) => handedIn) && <SheetTable visit={visit} />}
      {isNamed && visit.state === 'planned' && visit.handedIn > 0 && <FileForm visit={visit} />}
      {may('onsite.plan') && !isOwn && <CloseForms visit={visit} />}
      {visit.closing && (
        <section className="card">
          <h2>{visit.state === 'closed' ? '办结' : '取消'}</h2>
          <p className="words">{visit.closing.text}</p>
          <p className="quiet">{dayWords(visit.closing.day)}</p>
        </section>
      )}
    </Page>
  );
}
