import { useEffect } from 'react';
import { Link } from 'react-router';
import { VISIT_KIND_NAMES } from '@xingchuang/contracts';
import { dayWords } from '../shared/day-words.ts';
import { Nothing, Page, State } from '../shared/page.tsx';
import { Coming } from '../shared/problem-alert.tsx';
import { useToday } from '../shared/today.ts';
import { OnsiteSections } from './areas.tsx';
import { Saved } from './check-page.tsx';
import { isHandedIn, itemsOf, shownAnswer } from './sheet-state.ts';
import { notesOf, useBook } from './use-book.ts';
import './onsite.css';

/** What one has to inspect, today first; it is here without a network too. */
export function MinePage() {
  const { ready, visits, entries, away, book } = useBook();
  const today = useToday();
  useEffect(() => void book.refresh(), [book]);
  const ordered = [...visits].sort((a, b) => (a.visit.on < b.visit.on ? -1 : 1));
  return (
    <Page title="现场检查" up={{ to: '/app/assessment', name: '评定' }} lead="检查表先保存在本机，没有网络也能填；联网后自动上传">
      <OnsiteSections />
      {away && <div className="alert info">现在连不上服务器，以下是本机保存的检查；填写不受影响。</div>}
      {!ready ? (
        <Coming />
      ) : (
        <div className="card flush">
          {ordered.length === 0 ? (
            <Nothing title="目前没有要您检查的单位">安排后会出现在这里。</Nothing>
          ) : (
            <ul className="lines" aria-label="我的检查">
              {ordered.map(({ id, visit }) => {
                const notes = notesOf(entries, id);
                const items = itemsOf(visit);
                const answered = items.filter((item) => shownAnswer(visit, item.id, notes).value !== '').length;
                return (
                  <li key={id}>
                    <div className="main">
                      <Link className="title" to={`/app/assessment/onsite/check/${id}`}>
                        {visit.unit.name}
                      </Link>
                      <p className="quiet">
                        {VISIT_KIND_NAMES[visit.kind].zh} · {dayWords(visit.on)}
                        {visit.on === today && '（今天）'} · {visit.formName}
                      </p>
                    </div>
                    <div className="side">
                      {isHandedIn(visit, notes) ? (
                        visit.sheets[0]?.handedIn ? (
                          <Link to={`/app/assessment/onsite/visits/${id}`}>去反馈</Link>
                        ) : (
                          <State tone="due">待上传</State>
                        )
                      ) : (
                        <span className="quiet nowrap">
                          已填 {answered} / {items.length}
                        </span>
                      )}
                      {answered > 0 && <Saved notes={notes} away={away} />}
                    </div>
                  </li>
                );
              })}
            </ul>
          )}
        </div>
      )}
    </Page>
  );
}
