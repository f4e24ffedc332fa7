import { Form } from 'antd';
import { Link } from 'react-router';
import { HandoverPage, ZeroListView } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useMay } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { Deadline } from '../shared/deadline.tsx';
import { Chips, Lines } from '../shared/lines.tsx';
import { LinkButton } from '../shared/link-button.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { HANDOVER_WORDS, RectificationSections } from './areas.tsx';

/** Everything that was handed over, or what is left of it unit by unit. */
export function HandoversPage() {
  const may = useMay();
  const [view, setView] = useAddressFilter('view', 'board');
  const [unitId, setUnitId] = useAddressFilter('unit');
  const give = may('handover.give') && (
    <LinkButton primary to="/app/rectification/handovers/new">交办</LinkButton>
  );
  return (
    <Page title="整改" lead="交给单位办理的事项，跟踪到办结" actions={give}>
      <RectificationSections />
      <div className="row">
        <Chips
          label="查看"
          value={view}
          of={[
            ['board', '交办事项'],
            ['zero', '清零情况'],
          ]}
          onChange={setView}
        />
        {may('handover.give') && (
          <Form.Item label="单位" htmlFor="handover-unit" style={{ margin: 0, minWidth: 240 }}>
            <UnitSelect id="handover-unit" {...(unitId ? { value: unitId } : {})} onChange={setUnitId} />
          </Form.Item>
        )}
        {unitId && (
          <button type="button" className="plain" onClick={() => setUnitId('')}>
            查看全部单位
          </button>
        )}
      </div>
      {view === 'zero' ? <ZeroList unitId={unitId} /> : <Board unitId={unitId} />}
    </Page>
  );
}

function Board({ unitId }: { readonly unitId: string }) {
  const may = useMay();
  const [state, setState] = useAddressFilter('state');
  const [overdue, setOverdue] = useAddressFilter('overdue');
  const handovers = useList(HandoverPage, may('handover.read') ? '/api/rectification/handovers' : undefined, {
    state: state || undefined,
    overdue: overdue || undefined,
    ...(unitId ? { unitId, subtree: true } : {}),
  });
  return (
    <>
      <div className="row">
        <Chips label="进度" value={state} of={[['', '全部'], ...Object.entries(HANDOVER_WORDS).map(([id, [words]]) => [id, words] as const)]} onChange={setState} />
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
      <Lines of={handovers} label="交办事项" keyOf={({ id }) => id} empty={<Nothing title="没有交办事项">交办给单位的事项会列在这里。</Nothing>}>
        {(one) => (
          <>
            <div className="main">
              <Link className="title" to={`/app/rectification/handovers/${one.id}`}>
                {one.title}
              </Link>
              <p className="quiet">
                <UnitName id={one.unitId} /> · {one.number}
                {one.stages.length > 1 && ` · 第 ${one.stage + 1}/${one.stages.length} 阶段：${one.stages[one.stage]?.name ?? ''}`}
              </p>
            </div>
            <div className="side">
              {one.suspended ? <State>中止计时</State> : one.limit && one.state !== 'closed' && one.state !== 'returned' && <Deadline day={one.limit.lastDay} derivation={one.limit.derivation} provisional={one.limit.provisional} />}
              <State tone={HANDOVER_WORDS[one.state]![1]}>{HANDOVER_WORDS[one.state]![0]}</State>
            </div>
          </>
        )}
      </Lines>
    </>
  );
}

function ZeroList({ unitId }: { readonly unitId: string }) {
  const may = useMay();
  const read = useRead(ZeroListView, may('handover.read') ? '/api/rectification/handovers/zero-list' : undefined, { unitId: unitId || undefined });
  return (
    <Reading read={read}>
      {({ total, items }) =>
        items.length === 0 ? (
          <div className="card flush">
            <Nothing title="没有交办事项" />
          </div>
        ) : (
          <section className="card flush table-wrap">
            <table className="plain-table">
              <caption className="alert info" style={{ margin: 16, textAlign: 'left' }}>
                {total.open === 0 ? `交办 ${total.total} 项，已全部清零` : `交办 ${total.total} 项，已办结 ${total.closed} 项，还有 ${total.open} 项未办结${total.overdue > 0 ? `，其中 ${total.overdue} 项逾期` : ''}`}
              </caption>
              <thead>
                <tr>
                  {['单位', '交办', '办结', '未办结', '逾期', '情况'].map((name) => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {items.map((one) => (
                  <tr key={one.unitId}>
                    <th scope="row" style={{ background: 'none' }}>
                      <UnitName id={one.unitId} />
                    </th>
                    <td>{one.total}</td>
                    <td>{one.closed}</td>
                    <td>{one.open}</td>
                    <td>{one.overdue}</td>
                    <td>
                      <State tone={one.cleared ? 'good' : one.overdue > 0 ? 'bad' : 'due'}>{one.cleared ? '已清零' : one.overdue > 0 ? '有逾期' : '办理中'}</State>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )
      }
    </Reading>
  );
}
