import { Link } from 'react-router';
import type { ComplaintLine } from '@xingchuang/contracts';
import type { Reading } from '../api/reading.ts';
import { dayWords } from '../shared/day-words.ts';
import { Deadline } from '../shared/deadline.tsx';
import { Lines } from '../shared/lines.tsx';
import { Nothing, State } from '../shared/page.tsx';
import { COMPLAINT_WORDS } from './complaint-words.ts';

/** Complaints as lines; who made them stands on none. */
export function ComplaintLines({ of }: { readonly of: Reading<ComplaintLine> }) {
  return (
    <Lines of={of} label="收到的反映" keyOf={({ id }) => id} empty={<Nothing title="没有反映" />}>
      {(one) => (
        <>
          <div className="main">
            <Link className="title" to={`/app/publicity/complaints/${one.id}`}>
              {one.unitName}
            </Link>
            <p className="quiet">
              {one.noticeTitle} · {dayWords(one.receivedOn)}收到
            </p>
          </div>
          <div className="side">
            {one.due && <Deadline day={one.due} provisional={one.provisional} />}
            <State tone={COMPLAINT_WORDS[one.state][1]}>{COMPLAINT_WORDS[one.state][0]}</State>
          </div>
        </>
      )}
    </Lines>
  );
}
