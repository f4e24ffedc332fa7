import { Button } from 'antd';
import { Link } from 'react-router';
import { FindingPage } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { Deadline } from '../shared/deadline.tsx';
import { Chips, Lines } from '../shared/lines.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { FINDING_WORDS, RectificationSections } from './areas.tsx';

export function FindingsPage() {
  const may = useMay();
  const [state, setState] = useAddressFilter('state');
  const [overdue, setOverdue] = useAddressFilter('overdue');
  const findings = useList(FindingPage, may('finding.read') ? '/api/rectification/findings' : undefined, {
    state: state || undefined,
    overdue: overdue || undefined,
  });
  const open = may('finding.open') && (
    <Link to="/app/rectification/findings/new">
      <Button type="primary" tabIndex={-1}>
        登记问题
      </Button>
    </Link>
  );
  return (
    <Page title="整改" lead="发现的问题、期限和销号" actions={open}>
      <RectificationSections />
      <div className="row">
        <Chips
          label="进度"
          value={state}
          of={[['', '全部'], ...Object.entries(FINDING_WORDS).map(([id, [words]]) => [id, words] as const)]}
          onChange={setState}
        />
        <Chips
          label="期限"
          value={overdue}
          of={[
            ['', '不限'],
            ['true', '已逾期'],
          ]}
          onChange={setOverdue}
        />
      </div>
      <Lines
        of={findings}
        label="问题"
        keyOf={({ id }) => id}
        empty={<Nothing title="没有问题">观摩、抽查等发现的问题会列在这里。</Nothing>}
      >
        {(one) => (
          <>
            <div className="main">
              <Link className="title" to={`/app/rectification/findings/${one.id}`}>
                {one.title}
              </Link>
              <p className="quiet">
                <UnitName id={one.unitId} /> · {one.aspectName} · {dayWords(one.foundOn)}发现
              </p>
            </div>
            <div className="side">
              {one.limit && one.state !== 'closed' && <Deadline day={one.limit.lastDay} />}
              <State tone={FINDING_WORDS[one.state]![1]}>{FINDING_WORDS[one.state]![0]}</State>
            </div>
          </>
        )}
      </Lines>
    </Page>
  );
}
