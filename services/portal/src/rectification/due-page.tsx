import { Form, InputNumber } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { CaseView, DueView, FindingView, HandoverView } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { UnitFilter } from '../registry/unit-filter.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { Deadline, Derivation } from '../shared/deadline.tsx';
import { Chips, Lines } from '../shared/lines.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { KIND_WORDS, RectificationSections, STATE_WORDS } from './areas.tsx';
import { OverdueMap } from './overdue-map.tsx';
import './due.css';

type Item = DueView['items'][number];

/** What falls due: for all that the seat sees, one unit with all below it, or what the person leads. */
export function DuePage() {
  const [view, setView] = useAddressFilter('view', 'list');
  const [mine, setMine] = useAddressFilter('mine');
  const [unitId, setUnitId] = useAddressFilter('unit');
  const [days, setDays] = useAddressFilter('workdays', '5');
  const workdays = Math.min(60, Math.max(1, Number(days) || 5));
  return (
    <Page title="整改" lead="问题整改、整顿和交办的期限">
      <RectificationSections />
      <div className="row" style={{ alignItems: 'end' }}>
        <Chips
          label="查看"
          value={view}
          of={[
            ['list', '到期清单'],
            ['map', '各单位逾期'],
          ]}
          onChange={setView}
        />
        {view === 'list' && (
          <Chips
            label="范围"
            value={mine}
            of={[
              ['', '全部'],
              ['true', '由我负责'],
            ]}
            onChange={setMine}
          />
        )}
      </div>
      <div className="row" style={{ alignItems: 'end' }}>
        <UnitFilter id="due-unit" label="单位及其下级" value={unitId} onChange={setUnitId} />
        <Form.Item label="临近（工作日）" htmlFor="due-days" layout="vertical" style={{ margin: 0 }}>
          <InputNumber id="due-days" min={1} max={60} precision={0} value={workdays} onChange={(value) => setDays(String(value ?? 5))} />
        </Form.Item>
      </div>
      {view === 'map' ? <OverdueMap unitId={unitId} workdays={workdays} /> : <DueList unitId={unitId} mine={mine === 'true'} workdays={workdays} />}
    </Page>
  );
}

const capped = (count: number) => (count > 1_000 ? '1000+' : String(count));

function DueList({ unitId, mine, workdays }: { readonly unitId: string; readonly mine: boolean; readonly workdays: number }) {
  const may = useMay();
  const [which, setWhich] = useAddressFilter('which', 'all');
  const path = may('finding.read') ? '/api/rectification/due' : undefined;
  const asked = { unitId: unitId || undefined, mine: mine || undefined, workdays };
  const counts = useRead(DueView, path, { ...asked, which: 'all' }).data?.counts;
  const due = useList(DueView, path, { ...asked, which });
  const kinds = [
    ['overdue', '已逾期', counts?.overdue],
    ['today', '今天截止', counts?.today],
    ['soon', `${workdays} 个工作日内`, counts?.soon],
    ['provisional', '暂定期限', counts?.provisional],
  ] as const;
  return (
    <>
      <div className="counts" role="group" aria-label="期限情况">
        {kinds.map(([id, name, count]) => (
          <button key={id} type="button" aria-pressed={which === id} onClick={() => setWhich(which === id ? 'all' : id)}>
            <strong>{count === undefined ? '…' : capped(count)}</strong>
            {name}
          </button>
        ))}
      </div>
      {which === 'provisional' && <p className="quiet">期限跨入放假安排尚未公布的年份，按周一至周五为工作日暂定；载入该年<Link to="/app/system/calendar">工作日历</Link>后自动重算。</p>}
      <Lines of={due} label="到期事项" keyOf={({ of, id, due: day }) => `${of}${id}${day}`} empty={<Nothing title="没有到期事项">{which === 'all' ? '有期限的事项会按先后列在这里。' : '换一个条件再看。'}</Nothing>}>
        {(one) => <Line of={one} />}
      </Lines>
    </>
  );
}

function Line({ of: one }: { readonly of: Item }) {
  const [open, setOpen] = useState(false);
  const [words, tone] = STATE_WORDS[one.kind]?.[one.state] ?? [one.state, ''];
  return (
    <>
      <div className="main">
        <Link className="title" to={`/app/rectification/${one.kind}s/${one.id}`}>
          {one.title}
        </Link>
        <p className="quiet">
          {one.of === 'progress' ? '交办进展' : KIND_WORDS[one.kind]} · <UnitName id={one.unitId} />
          {one.leader && ` · ${one.leader}`}
        </p>
        {open && <Reckoning of={one} />}
      </div>
      <div className="side">
        <span>
          <Deadline day={one.due} provisional={one.provisional} />{' '}
          {one.of === 'limit' && (
            <button type="button" className="plain small nowrap" aria-expanded={open} aria-label={`${one.title}的期限推算`} onClick={() => setOpen(!open)}>
              {open ? '收起推算' : '怎么算的'}
            </button>
          )}
        </span>
        <State tone={tone}>{words}</State>
      </div>
    </>
  );
}

/** Views of things that have a clock, by kind. */
const VIEWS = { finding: FindingView, case: CaseView, handover: HandoverView } as const;

/** How the last day was reckoned; read only when somebody asks. */
function Reckoning({ of: { kind, id } }: { readonly of: Item }) {
  const read = useRead<(typeof VIEWS)[Item['kind']]>(VIEWS[kind], `/api/rectification/${kind}s/${id}`);
  return (
    <Reading read={read}>
      {({ limit }) =>
        limit && (
          <div style={{ marginTop: 8 }}>
            <p className="quiet small">自{dayWords(limit.from)}起</p>
            <Derivation steps={limit.derivation} />
          </div>
        )
      }
    </Reading>
  );
}
