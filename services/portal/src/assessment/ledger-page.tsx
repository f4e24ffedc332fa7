import { Link } from 'react-router';
import { AdjustmentList } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { dayWords } from '../shared/day-words.ts';
import { Lines } from '../shared/lines.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { AssessmentSections } from './areas.tsx';

/** Changes of settled levels within the year, newest first. */
export function LedgerPage() {
  const may = useMay();
  const ledger = useList(AdjustmentList, may('candidacy.read') ? '/api/assessment/adjustments' : undefined);
  return (
    <Page title="评定" lead="定级以后的星级变动台账">
      <AssessmentSections />
      <Lines
        of={ledger}
        label="星级变动"
        keyOf={({ id }) => id}
        empty={<Nothing title="没有星级变动">年内发生影响星级的事项时，由审定机构登记。</Nothing>}
      >
        {(one) => (
          <>
            <div className="main">
              <Link className="title" to={`/app/assessment/candidacies/${one.candidacyId}?tab=history`}>
                {one.unit.name}
              </Link>
              <p className="quiet">{one.reason}</p>
            </div>
            <div className="side">
              <span>
                {one.from.zh} → <strong>{one.to.zh}</strong>
              </span>
              <span className="nowrap">{dayWords(one.on)}</span>
            </div>
          </>
        )}
      </Lines>
    </Page>
  );
}
