import { Link } from 'react-router';
import { CasePage } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { Deadline } from '../shared/deadline.tsx';
import { Chips, Lines } from '../shared/lines.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { AssignCase } from './assign-case.tsx';
import { CASE_WORDS, RectificationSections } from './areas.tsx';

export function CasesPage() {
  const may = useMay();
  const [state, setState] = useAddressFilter('state');
  const cases = useList(CasePage, may('finding.read') ? '/api/rectification/cases' : undefined, { state: state || undefined });
  return (
    <Page title="整改" lead="按办法逐级进行的整顿">
      <RectificationSections />
      {may('case.assign') && <AssignCase />}
      <Chips
        label="进度"
        value={state}
        of={[['', '全部'], ...Object.entries(CASE_WORDS).map(([id, [words]]) => [id, words] as const)]}
        onChange={setState}
      />
      <Lines of={cases} label="整顿事项" keyOf={({ id }) => id} empty={<Nothing title="没有整顿事项" />}>
        {(one) => (
          <>
            <div className="main">
              <Link className="title" to={`/app/rectification/cases/${one.id}`}>
                {one.name}
              </Link>
              <p className="quiet">
                <UnitName id={one.unitId} />
                {one.leader && ` · ${one.leader}`}
              </p>
            </div>
            <div className="side">
              {one.limit && one.state !== 'done' && <Deadline day={one.limit.lastDay} />}
              <State tone={CASE_WORDS[one.state]![1]}>{CASE_WORDS[one.state]![0]}</State>
            </div>
          </>
        )}
      </Lines>
    </Page>
  );
}
