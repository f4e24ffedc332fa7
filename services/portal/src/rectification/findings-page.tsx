import { Button, Form, Select } from 'antd';
import { Link } from 'react-router';
import { FINDING_ORIGINS, FindingPage } from '@xingchuang/contracts';
import { address } from '../api/http.ts';
import { useList } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useMay, useSession } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { Deadline } from '../shared/deadline.tsx';
import { Chips, Lines } from '../shared/lines.tsx';
import { LinkButton } from '../shared/link-button.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { FINDING_WORDS, ORIGIN_WORDS, RectificationSections } from './areas.tsx';

export function FindingsPage() {
  const may = useMay();
  const { seat } = useSession();
  const [state, setState] = useAddressFilter('state');
  const [overdue, setOverdue] = useAddressFilter('overdue');
  const [origin, setOrigin] = useAddressFilter('origin');
  const [unitId, setUnitId] = useAddressFilter('unit');
  const query = { state: state || undefined, overdue: overdue || undefined, origin: origin || undefined, ...(unitId ? { unitId, subtree: true } : {}) };
  const findings = useList(FindingPage, may('finding.read') ? '/api/rectification/findings' : undefined, query);
  const open = may('finding.open') && (
    <>
      <LinkButton to="/app/rectification/findings/import">导入督查问题</LinkButton>
      <LinkButton primary to="/app/rectification/findings/new">登记问题</LinkButton>
    </>
  );
  const actions = may('finding.read') && (
    <>
      <Button href={address('/api/rectification/findings/ledger', query)} download>
        下载台账
      </Button>
      {open}
    </>
  );
  return (
    <Page title="整改" lead="发现的问题、期限和销号" actions={actions}>
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
        <Select
          aria-label="来源"
          value={origin}
          onChange={setOrigin}
          style={{ width: 140 }}
          options={[{ value: '', label: '所有来源' }, ...FINDING_ORIGINS.map((value) => ({ value, label: ORIGIN_WORDS[value] }))]}
        />
        {seat.role !== 'clerk' && (
          <Form.Item label="单位及其下级" htmlFor="ledger-unit" style={{ margin: 0, minWidth: 280 }}>
            <UnitSelect id="ledger-unit" {...(unitId ? { value: unitId } : {})} onChange={setUnitId} />
          </Form.Item>
        )}
        {unitId && (
          <button type="button" className="plain" onClick={() => setUnitId('')}>
            查看全部单位
          </button>
        )}
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
