import { Button } from 'antd';
import { useEffect } from 'react';
import { Link, useParams } from 'react-router';
import { VISIT_KIND_NAMES } from '@xingchuang/contracts';
import { dayWords } from '../shared/day-words.ts';
import { Nothing, Page, State } from '../shared/page.tsx';
import { Coming } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { CheckItem } from './check-item.tsx';
import { isHandedIn, itemsOf, lacking, shownAnswer } from './sheet-state.ts';
import { notesOf, useBook, visitOf } from './use-book.ts';
import './onsite.css';

/** The form on site: filled in with one thumb, with or without a network. */
export function CheckPage() {
  const { id } = useParams();
  const { ready, visits, entries, away, book } = useBook();
  const say = useSay();
  const kept = visitOf(visits, id);
  useEffect(() => void book.refresh(), [book]);
  if (!ready) return <Coming />;
  if (!kept)
    return (
      <Page title="现场检查" up={{ to: '/app/assessment/onsite/mine', name: '我的检查' }}>
        <div className="card">
          <Nothing title="这里没有您要填的检查表">检查已反馈，或不由您检查。</Nothing>
        </div>
      </Page>
    );
  const { visit, over } = kept;
  const notes = notesOf(entries, visit.id);
  const locked = isHandedIn(visit, notes);
  const items = itemsOf(visit);
  const answered = items.filter((item) => shownAnswer(visit, item.id, notes).value !== '').length;
  const missing = lacking(visit, notes);
  return (
    <Page
      title={visit.unit.name}
      up={{ to: '/app/assessment/onsite/mine', name: '我的检查' }}
      lead={`${VISIT_KIND_NAMES[visit.kind].zh} · ${dayWords(visit.on)} · ${visit.formName}`}
    >
      <div className="check stack">
        <div className="progress">
          <span>
            已填 {answered} / {items.length} 项
          </span>
          <Saved notes={notes} away={away} />
        </div>
        {locked && (
          <div className="alert info" role="status">
            {visit.sheets[0]?.handedIn ? '评分表已提交。' : '评分表已保存在本机，联网后自动提交。'}
            {visit.sheets[0]?.handedIn && <Link to={`/app/assessment/onsite/visits/${visit.id}`}>去反馈</Link>}
          </div>
        )}
        {visit.form.sections.map((section) => (
          <div key={section.id} className="card flush">
            <h2 style={{ padding: '16px 16px 0' }}>{section.zh}</h2>
            {section.items.map((item) => (
              <CheckItem key={item.id} item={item} visit={visit} notes={notes} over={over[item.id]} book={book} locked={locked} />
            ))}
          </div>
        ))}
        {!locked && missing.length > 0 && answered > 0 && (
          <div className="alert info">
            提交前还差：
            <ul>
              {missing.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          </div>
        )}
        {!locked && (
          <div className="foot">
            <span className="quiet small">提交后不能再改</span>
            <Button
              type="primary"
              disabled={missing.length > 0}
              onClick={() => void book.note(visit.id, { what: 'hand-in' }).then(() => say('评分表已提交'))}
            >
              提交评分表
            </Button>
          </div>
        )}
      </div>
    </Page>
  );
}

/** Where what was noted is: on this device, or with the server. */
export function Saved({ notes, away }: { readonly notes: readonly { readonly state: string }[]; readonly away: string }) {
  const refused = notes.filter(({ state }) => state === 'refused').length;
  const waiting = notes.length - refused;
  if (refused > 0) return <State tone="bad">{refused} 项没有上传</State>;
  if (waiting > 0)
    return (
      <span role="status">
        <State tone="due">
          已保存在本机 {waiting} 项{away ? '，联网后自动上传' : '，正在上传'}
        </State>
      </span>
    );
  return (
    <span role="status">
      <State tone="good">已上传</State>
    </span>
  );
}
