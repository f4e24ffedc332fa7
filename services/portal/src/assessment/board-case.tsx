import { Segmented } from 'antd';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { CampaignView, CandidacyDecision, CandidacyDetail, SchemeDetail } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { useKeys } from '../audit/use-keys.ts';
import { dayWords } from '../shared/day-words.ts';
import { Pairs } from '../shared/page.tsx';
import { Coming, Reading } from '../shared/problem-alert.tsx';
import type { Waiting } from './waiting.ts';
import { Behind } from './behind.tsx';
import { LevelStars } from './campaign-page.tsx';
import { ScoreTable, Missing } from './decision-parts.tsx';
import { AttachedEvidence } from './evidence-links.tsx';
import { factWords } from './fact-words.ts';
import { HandedOpinion, HandOnForm } from './hand-on.tsx';
import { ItemReview } from './item-review.tsx';
import { JudgeForm, SendBackForm, VerifyForm } from './judge-forms.tsx';
import './decision.css';

interface BoardCaseProps {
  readonly of: Waiting;
  readonly ahead: Waiting | undefined;
  readonly done: () => void;
}

/** One case: what the unit said of itself with its evidence, what the rules say, and the act of this seat. */
export function BoardCase({ of: waiting, ahead, done }: BoardCaseProps) {
  const path = `/api/assessment/candidacies/${waiting.candidacyId}`;
  const candidacy = useRead(CandidacyDetail, path);
  const decision = useRead(CandidacyDecision, `${path}/decision`);
  const campaign = useRead(CampaignView, `/api/assessment/campaigns/${waiting.campaign.id}`, {}, 300);
  const scheme = useRead(SchemeDetail, campaign.data && `/api/assessment/schemes/${campaign.data.schemeId}/${campaign.data.schemeVersion}`, {}, 3_600);
  useAhead(ahead);
  return (
    <Reading read={candidacy}>
      {(one) =>
        campaign.data && scheme.data ? (
          <div className="board-split">
            <div className="stack">
              <HandedOpinion of={one} />
              <section className="card" aria-label="申报">
                <h2>
                  <Link to={`/app/assessment/candidacies/${one.id}`}>{one.unit.name}</Link>
                </h2>
                <Pairs
                  of={[
                    ['申报', one.declaredLevel ? <LevelStars level={one.declaredLevel} of={campaign.data} /> : '没有申报'],
                    ['按条件应评', decision.data ? <LevelStars level={decision.data.level} of={campaign.data} /> : ''],
                    ['申报日期', one.declaration?.declaredOn ? dayWords(one.declaration.declaredOn) : ''],
                    ['自评', one.declaration?.text ? <span className="words">{one.declaration.text}</span> : ''],
                    ...(one.declaration?.declaredOn ? ([['内容摘要', <code className="digest small">{one.declaration.digest.slice(0, 16)}</code>]] as const) : []),
                  ]}
                />
              </section>
              <ItemReview of={one} scheme={scheme.data} campaign={campaign.data} />
              {decision.data && (
                <>
                  <Missing missing={decision.data.decision.missing} fact={factWords(scheme.data, decision.data.names)} behind={(ids) => <Behind ids={ids} />} />
                  <ScoreTable of={decision.data} />
                </>
              )}
              <section className="card">
                <h2>申报材料</h2>
                <AttachedEvidence ids={one.declaration?.evidence ?? []} />
              </section>
            </div>
            <Act of={one} waiting={waiting} campaign={campaign.data} done={done} />
          </div>
        ) : (
          <Coming />
        )
      }
    </Reading>
  );
}

/** The next case is read while this one is looked at. */
function useAhead(next: Waiting | undefined): void {
  const path = next && `/api/assessment/candidacies/${next.candidacyId}`;
  useRead(CandidacyDetail, path);
  useRead(CandidacyDecision, path && `${path}/decision`);
}

interface ActProps {
  readonly of: CandidacyDetail;
  readonly waiting: Waiting;
  readonly campaign: CampaignView;
  readonly done: () => void;
}

type Choice = 'do' | 'return' | 'hand-on';

function Act({ of: one, waiting, campaign, done }: ActProps) {
  const [choice, setChoice] = useState<Choice>('do');
  const panel = useRef<HTMLElement>(null);
  const choose = (to: Choice) => {
    setChoice(to);
    setTimeout(() => panel.current?.querySelector<HTMLElement>('form textarea, form input')?.focus());
  };
  const canReturn = one.state === 'declared' || one.state === 'reviewing';
  const canHandOn = one.state === 'reviewing' && one.computed !== null && !waiting.voided;
  useKeys({ 1: () => choose('do'), 2: () => canReturn && choose('return'), 3: () => canHandOn && choose('hand-on') });
  return (
    <aside className="board-act" aria-label="办理" ref={panel}>
      <section className="card">
        <h2>{waiting.name.zh}</h2>
        {waiting.voided && <p className="alert bad" style={{ marginBottom: 12 }}>提出建议后考评事实有变动，须重新提出。</p>}
        {canReturn && (
          <Segmented
            block
            value={choice}
            onChange={choose}
            options={[
              { value: 'do', label: '办理（1）' },
              { value: 'return', label: '退回（2）' },
              ...(canHandOn ? [{ value: 'hand-on' as const, label: '移交（3）' }] : []),
            ]}
            style={{ marginBottom: 16 }}
          />
        )}
        {choice === 'return' ? (
          <SendBackForm of={one} step={waiting} campaign={campaign} done={done} />
        ) : choice === 'hand-on' ? (
          <HandOnForm of={one} campaign={campaign} done={done} />
        ) : waiting.act === 'verify' ? (
          <VerifyForm of={one} step={waiting} campaign={campaign} done={done} />
        ) : (
          <JudgeForm of={one} step={waiting} campaign={campaign} done={done} />
        )}
      </section>
    </aside>
  );
}
