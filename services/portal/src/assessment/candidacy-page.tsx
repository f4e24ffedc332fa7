import { Tabs } from 'antd';
import { Link, useParams } from 'react-router';
import { CampaignView, CandidacyDetail, SchemeDetail } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { SubmittedEvidence } from '../archive/submitted-evidence.tsx';
import { ReviewCounts } from '../evidence/review-counts.tsx';
import { PersonName } from '../registry/person-name.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay, useSession } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { Deadline } from '../shared/deadline.tsx';
import { Page, Pairs } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { useToday } from '../shared/today.ts';
import { Timeline } from '../shared/timeline.tsx';
import { actWord, ROLE_WORDS } from '../shared/words.ts';
import { AttachedEvidence } from './evidence-links.tsx';
import { AppealTab } from './appeal-tab.tsx';
import { LevelStars } from './campaign-page.tsx';
import { ItemReview } from './item-review.tsx';
import './decision.css';
import './items.css';
import { CandidacyState, nextWords } from './candidacy-words.tsx';
import { LeftToThisRound } from './later-line.tsx';
import { HandedOpinion } from './hand-on.tsx';
import { NextAction } from './next-action.tsx';

/** One unit's way through a round: state, whose turn it is, what that one can do, and what happened. */
export function CandidacyPage() {
  const { id } = useParams();
  const candidacy = useRead(CandidacyDetail, `/api/assessment/candidacies/${id}`);
  const campaign = useRead(CampaignView, candidacy.data && `/api/assessment/campaigns/${candidacy.data.campaignId}`, {}, 300);
  return (
    <Reading read={candidacy}>
      {(data) => <Reading read={campaign}>{(round) => <Candidacy of={data} campaign={round} />}</Reading>}
    </Reading>
  );
}

interface CandidacyProps {
  readonly of: CandidacyDetail;
  readonly campaign: CampaignView;
}

function Candidacy({ of: one, campaign }: CandidacyProps) {
  const [tab, setTab] = useAddressFilter('tab', 'content');
  const may = useMay();
  const today = useToday();
  const scheme = useRead(SchemeDetail, `/api/assessment/schemes/${campaign.schemeId}/${campaign.schemeVersion}`, {}, 3_600).data;
  const deadline = one.next.find(({ deadline: day }) => day)?.deadline;
  return (
    <Page
      title={one.unit.name}
      up={{ to: `/app/assessment/campaigns/${campaign.id}`, name: campaign.title }}
      lead={
        <span className="row">
          <CandidacyState of={one} />
          {one.level && <LevelStars level={one.level} of={campaign} />}
          <span>{nextWords(one, today)}</span>
          {deadline && today && deadline >= today && <Deadline day={deadline} />}
        </span>
      }
      actions={
        <>
          {one.factsVersion > 0 && <Link to={`/app/assessment/candidacies/${one.id}/decision`}>评定依据</Link>}
          {may('fact.read') && <Link to={`/app/assessment/campaigns/${campaign.id}/facts/${one.unit.id}`}>考评事实</Link>}
        </>
      }
    >
      {one.returned && (
        <p className="alert">
          已退回：{one.returned.reason}（可在{dayWords(one.returned.until)}前重新申报）
        </p>
      )}
      {one.voided && (
        <p className="alert">
          提出建议后，考评事实有变动（第 {one.voided.factsVersion} 版 → 第 {one.voided.nowVersion}{' '}
          版），此前的意见不再有效，须重新提出。
        </p>
      )}
      <HandedOpinion of={one} />
      <LeftToThisRound unitId={one.unit.id} campaign={campaign} />
      <NextAction key={one.state === 'expected' || one.state === 'draft' ? 'declare' : `${one.state}-${one.version}`} of={one} campaign={campaign} />
      <Tabs
        activeKey={tab}
        onChange={setTab}
        items={[
          { key: 'content', label: '内容', children: <Content of={one} campaign={campaign} scheme={scheme} /> },
          {
            key: 'evidence',
            label: '材料',
            children: (
              <div className="card">
                <SubmittedEvidence of={one.submissions} />
                <AttachedEvidence ids={one.declaration?.evidence ?? []} />
              </div>
            ),
          },
          ...(campaign.appealWorkdays === undefined ? [] : [{ key: 'appeal', label: '申诉', children: <AppealTab of={one} /> }]),
          { key: 'history', label: '过程', children: <History of={one} campaign={campaign} /> },
        ]}
      />
    </Page>
  );
}

function Content({ of: one, campaign, scheme }: CandidacyProps & { readonly scheme: SchemeDetail | undefined }) {
  return (
    <div className="stack">
    <div className="card">
      <Pairs
        of={[
          ['申报星级', one.declaredLevel?.zh ?? '尚未申报'],
          ['自评', one.declaration?.text ? <span className="words">{one.declaration.text}</span> : ''],
          ['申报日期', one.declaration?.declaredOn ? dayWords(one.declaration.declaredOn) : ''],
          ['按条件应评', one.computed ? <LevelStars level={one.computed.level} of={campaign} /> : '尚未提出'],
          ['备案', one.filedWith ? `报${one.filedWith.name}` : ''],
          ['定级', one.settled ? `${dayWords(one.settled.on)}，${one.settled.level.zh}` : '尚未定级'],
          ...(one.holdsUntil ? ([['有效期至', dayWords(one.holdsUntil)]] as const) : []),
          ...(one.declaration?.declaredOn
            ? ([
                [
                  '内容摘要',
                  <code key="digest" className="digest small" title={one.declaration.digest}>
                    {one.declaration.digest.slice(0, 16)}
                  </code>,
                ],
              ] as const)
            : []),
        ]}
      />
    </div>
    <ReviewCounts unitId={one.unit.id} year={campaign.window.from.slice(0, 4)} />
    {scheme && (one.declaration?.declaredOn || one.reviewed.length > 0) && <ItemReview of={one} scheme={scheme} campaign={campaign} />}
    </div>
  );
}

/** What happens at a step without being the step itself has its own word. */
const isStepOf = (act: string): boolean => !['hand-on', 'take-back', 'reopen'].includes(act);

function History({ of: one, campaign }: CandidacyProps) {
  const { person } = useSession();
  const levelName = (id: string) => campaign.levels.find((level) => level.id === id)?.zh ?? id;
  return (
    <div className="card">
      <Timeline
        moments={one.timeline.map((entry) => ({
          at: entry.at,
          day: entry.day,
          title: [
            isStepOf(entry.act) ? (entry.name?.zh ?? actWord(entry.act)) : [actWord(entry.act), entry.name?.zh].filter(Boolean).join('：'),
            entry.level && levelName(entry.level),
            entry.passed === undefined ? '' : entry.passed ? '通过' : '未通过',
          ]
            .filter(Boolean)
            .join(' · '),
          by: entry.by.unitId ? (
            <>
              <UnitName id={entry.by.unitId} />{' '}
              {entry.by.personId === person.id ? '（我）' : entry.by.personId && <PersonName id={entry.by.personId} />}{' '}
              {ROLE_WORDS[entry.by.role as keyof typeof ROLE_WORDS] ?? ''}
            </>
          ) : (
            '系统'
          ),
          text: [entry.methods && `方式：${entry.methods.join('、')}`, entry.text, entry.reason && `原因：${entry.reason}`].filter(Boolean).join('\n'),
          tone: entry.passed === false || entry.act === 'send-back' || entry.act === 'hand-on' ? 'bad' : entry.act === 'settle' ? 'good' : undefined,
        }))}
      />
    </div>
  );
}
