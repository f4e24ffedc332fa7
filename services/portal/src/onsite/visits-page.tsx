import { Link } from 'react-router';
import { VISIT_KIND_NAMES, VISIT_STATE_NAMES, VISIT_STATES, VisitList } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { Chips, Lines } from '../shared/lines.tsx';
import { LinkButton } from '../shared/link-button.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { OnsiteSections, VisitState } from './areas.tsx';

/** Visits and their results: those one ordered, and those that one's own unit was told of. */
export function VisitsPage() {
  const may = useMay();
  const [state, setState] = useAddressFilter('state');
  const visits = useList(VisitList, '/api/assessment/onsite/visits', { state: state || undefined });
  const plan = may('onsite.plan') && (
    <LinkButton primary to="/app/assessment/onsite/visits/new">安排检查</LinkButton>
  );
  return (
    <Page title="现场检查" up={{ to: '/app/assessment', name: '评定' }} lead="检查、观摩和回头看的安排与结果" actions={plan}>
      <OnsiteSections />
      <Chips
        label="状态"
        value={state}
        of={[['', '全部'], ...VISIT_STATES.map((one) => [one, VISIT_STATE_NAMES[one].zh] as const)]}
        onChange={setState}
      />
      <Lines
        of={visits}
        label="检查记录"
        keyOf={({ id }) => id}
        empty={<Nothing title="还没有检查记录">反馈后的检查结果会出现在这里。</Nothing>}
      >
        {(visit) => (
          <>
            <div className="main">
              <Link className="title" to={`/app/assessment/onsite/visits/${visit.id}`}>
                {visit.unit.name}
              </Link>
              <p className="quiet">
                {VISIT_KIND_NAMES[visit.kind].zh} · {dayWords(visit.heldOn || visit.on)} · {visit.formName}
              </p>
            </div>
            <div className="side">
              {visit.score !== null && (
                <span className="nowrap">
                  <strong>{visit.score}</strong> <span className="quiet">/ {visit.most} 分</span>
                </span>
              )}
              <VisitState of={visit.state} />
            </div>
          </>
        )}
      </Lines>
    </Page>
  );
}
