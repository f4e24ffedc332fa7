import { Link } from 'react-router';
import { CasePage, LadderView, type CaseView } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { dayWords } from '../shared/day-words.ts';
import { State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { sourceWords } from '../shared/words.ts';
import { CASE_WORDS } from './areas.tsx';
import { LimitLine } from './limit-acts.tsx';
import './ladder.css';

type Rung = LadderView['rungs'][number];
const ENDED: readonly CaseView['state'][] = ['done', 'failed', 'superseded', 'lapsed'];

/** The scheme's ladder from its first rung to its last, with where the unit stands and every date and its reckoning. */
export function LadderLine({ unitId, schemeId }: { readonly unitId: string; readonly schemeId: string }) {
  const ladder = useRead(LadderView, '/api/rectification/ladder', { unitId, schemeId });
  const cases = useList(CasePage, '/api/rectification/cases', { unitId }).items.filter((one) => one.schemeId === schemeId);
  return (
    <section className="card">
      <h2>逐级整顿</h2>
      <Reading read={ladder}>
        {({ rungs, aspects, unsolved, due }) => (
          <>
            <p className="quiet" style={{ marginBottom: 12 }}>
              未解决 {aspects.length} 个方面，逾期 {unsolved.length} 个{due && !rungs.some(({ rung, byNotice }) => byNotice && rung === due.rung) ? `；应进入：${due.zh}` : ''}
            </p>
            <ol className="ladder" aria-label="逐级整顿">
              {rungs.map((rung) => (
                <Step key={rung.rung} rung={rung} cases={cases.filter((one) => one.rung === rung.rung)} isDue={due?.rung === rung.rung} isOn={rung.byNotice && aspects.length > 0} />
              ))}
            </ol>
          </>
        )}
      </Reading>
    </section>
  );
}

function Step({ rung, cases, isDue, isOn }: { readonly rung: Rung; readonly cases: readonly CaseView[]; readonly isDue: boolean; readonly isOn: boolean }) {
  const running = cases.some(({ state }) => !ENDED.includes(state));
  const tone = running || isOn ? 'now' : isDue ? 'due' : cases.length > 0 ? 'past' : '';
  return (
    <li className={tone} aria-current={running ? 'step' : undefined}>
      <p className="row">
        <strong>{rung.zh}</strong>
        <span className="quiet">{termWords(rung.deadline)}</span>
        {rung.apart && <span className="quiet">单独适用</span>}
        {isDue && !isOn && <State tone="due">应进入</State>}
        {isOn && <State tone="due">正在整改</State>}
      </p>
      <p className="quiet small">{sourceWords(rung.source)}</p>
      {cases.map((one) => (
        <div key={one.id} className="row">
          <State tone={CASE_WORDS[one.state]![1]}>{CASE_WORDS[one.state]![0]}</State>
          <Link to={`/app/rectification/cases/${one.id}`}>{one.assignedOn ? `${dayWords(one.assignedOn)}开始` : `${dayWords(one.calledOn)}应列入`}</Link>
          <LimitLine of={one} done={ENDED.includes(one.state)} />
          {one.closedOn && <span>{dayWords(one.closedOn)}完成</span>}
        </div>
      ))}
      {rung.failed && <p className="small">到期未完成：{rung.failed.zh}</p>}
    </li>
  );
}

/** How long a rung lasts by the scheme's file. */
function termWords(term: unknown): string {
  const { months, workdays, days } = (term ?? {}) as { readonly months?: unknown; readonly workdays?: unknown; readonly days?: unknown };
  if (typeof months === 'number') return `期限 ${months} 个月`;
  if (typeof workdays === 'number') return `期限 ${workdays} 个工作日`;
  if (typeof days === 'number') return `期限 ${days} 天`;
  return '期限下达时确定';
}
