import { CampaignSchedule, OverdueList } from '@xingchuang/contracts';
import { Link } from 'react-router';
import { useRead } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { dayWords, weekdayWords } from '../shared/day-words.ts';
import { Derivation, Deadline } from '../shared/deadline.tsx';
import { State, type Tone } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { useToday } from '../shared/today.ts';
import { sourceWords } from '../shared/words.ts';
import { lengthWords } from './schedule-words.ts';
import './schedule.css';

type Step = CampaignSchedule['items'][number];

/** The way of a round from its first step to its last, with the days of each and how they were reckoned. */
export function Schedule({ campaignId }: { readonly campaignId: string }) {
  const schedule = useRead(CampaignSchedule, `/api/assessment/campaigns/${campaignId}/schedule`, {}, 300);
  const today = useToday();
  return (
      <Reading read={schedule}>
        {({ items }) => (
          <ol className="schedule" aria-label="日程">
            {items.map((step, i) => (
              <StepLine key={step.step} of={step} first={step.stage.zh !== items[i - 1]?.stage.zh} today={today} />
            ))}
          </ol>
        )}
      </Reading>
  );
}

function StepLine({ of: step, first, today }: { readonly of: Step; readonly first: boolean; readonly today: string | undefined }) {
  const [words, tone] = standing(step, today);
  return (
    <li className={tone}>
      {first && <p className="stage quiet small">{step.stage.zh}</p>}
      <div className="row between">
        <strong>{step.zh}</strong>
        {words && <State tone={tone}>{words}</State>}
      </div>
      <p className="quiet small">
        {step.kindName.zh}
        {step.levels.length > 0 && ` · ${step.levels.map(({ zh }) => zh).join('、')}`} · {sourceWords(step.source)}
        {!step.window && !step.due && !step.after && ' · 没有规定期限'}
      </p>
      {step.window && (
        <p>
          {dayWords(step.window.from)}至{dayWords(step.window.to)} <span className="quiet">{weekdayWords(step.window.to)}</span>
        </p>
      )}
      {step.due && (
        <details>
          <summary>
            {step.due.earliest ? `${dayWords(step.due.earliest)}至${dayWords(step.due.lastDay)}` : `${dayWords(step.due.lastDay)}（${weekdayWords(step.due.lastDay)}）前`}
            {step.due.warning && <State tone="due">不是工作日</State>}
          </summary>
          <Derivation steps={step.due.derivation} />
        </details>
      )}
      {step.after && <p>{step.act === 'notice' ? `公示不少于${lengthWords(step.after)}` : `前一环节办完后${lengthWords(step.after)}内`}</p>}
      {step.cure && <p className="quiet small">可以退回补正，补正期{lengthWords(step.cure)}</p>}
    </li>
  );
}

function standing({ window, due }: Step, today: string | undefined): readonly [string, Tone] {
  const [from, to] = [window?.from ?? due?.earliest, window?.to ?? due?.lastDay];
  if (!today || !to) return ['', ''];
  if (today > to) return ['已过', ''];
  return from && today < from ? ['未到', ''] : ['进行中', 'due'];
}

/** Steps that should have been done by now, and how their last day was reckoned. */
export function Overdue({ campaignId }: { readonly campaignId: string }) {
  const may = useMay();
  const overdue = useRead(OverdueList, may('candidacy.read') ? `/api/assessment/campaigns/${campaignId}/overdue` : undefined, {}, 60).data;
  if (!overdue || overdue.items.length === 0) return null;
  return (
    <details className="card">
      <summary>
        <strong>逾期 {overdue.items.length} 件</strong>
      </summary>
      <ul className="lines inset" aria-label="逾期事项">
        {overdue.items.map((one) => (
          <li key={`${one.candidacyId}${one.step}`}>
            <div className="main">
              <Link className="title" to={`/app/assessment/candidacies/${one.candidacyId}`}>
                {one.unit.name}
              </Link>
              <p className="quiet">{one.name.zh}</p>
            </div>
            <div className="side">
              <Deadline day={one.dueOn} derivation={one.derivation.map((step) => ({ ...step, counted: null }))} />
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}
