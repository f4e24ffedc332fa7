import { Button, Form, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { REWARD_STATES, RewardPage, RewardTotalPage, type RewardTotalView } from '@xingchuang/contracts';
import { address } from '../api/http.ts';
import { useList } from '../api/reading.ts';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useMay, useSession } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { DayInput } from '../shared/day-input.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Chips, Lines } from '../shared/lines.tsx';
import { LinkButton } from '../shared/link-button.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { useToday } from '../shared/today.ts';
import { PublicitySections } from './areas.tsx';
import { figureOf, REWARD_ACTION_WORDS, REWARD_ORIGIN_WORDS, REWARD_STATE_WORDS, stateOf } from './reward-words.ts';

/** The ledger of rewards and penalties: its lines, what they come to for each unit, and the ledger as a workbook. */
export function RewardsPage() {
  const may = useMay();
  const { seat } = useSession();
  const today = useToday();
  const [unitId, setUnitId] = useAddressFilter('unit');
  const [chosenYear, setYear] = useAddressFilter('year');
  const [action, setAction] = useAddressFilter('action');
  const [state, setState] = useAddressFilter('state');
  const [asOf, setAsOf] = useAddressFilter('asOf');
  const [view, setView] = useAddressFilter('view');
  const thisYear = Number((today ?? '').slice(0, 4));
  const year = chosenYear || (today ? String(thisYear) : '');
  const query = { unitId: unitId || undefined, year: year || undefined, action: action || undefined, state: state || undefined, asOf: asOf || undefined };
  const lines = useList(RewardPage, year && view === '' ? '/api/publicity/rewards' : undefined, query);
  const totals = useList(RewardTotalPage, year && view === 'totals' ? '/api/publicity/rewards/totals' : undefined, { unitId: query.unitId, year, asOf: query.asOf });
  return (
    <Page
      title="公示表彰"
      lead="按办法产生的奖励、限制和处理，逐条落实"
      actions={
        <>
          <Button href={address('/api/publicity/rewards/export', query)} download>
            导出 Excel
          </Button>
          {may('award.issue') && <LinkButton to="/app/publicity/rewards/parameters">本地参数</LinkButton>}
          <LinkButton to="/app/publicity/rewards/honours">评优推荐</LinkButton>
          <LinkButton to="/app/publicity/rewards/check">提名前核查</LinkButton>
          {may('effect.call') && <LinkButton to="/app/publicity/rewards/prizes">登记竞赛奖项</LinkButton>}
          {may('effect.call') && (
            <LinkButton primary to="/app/publicity/rewards/call">提出奖惩</LinkButton>
          )}
        </>
      }
    >
      <PublicitySections />
      <div className="row">
        <Chips
          label="显示"
          value={view}
          of={[
            ['', '逐条'],
            ['totals', '按单位合计'],
          ]}
          onChange={setView}
        />
        {view === '' && (
          <Chips label="状态" value={state} of={[['', '全部'], ...REWARD_STATES.map((id) => [id, REWARD_STATE_WORDS[id][0]] as const)]} onChange={setState} />
        )}
      </div>
      <div className="row">
        <Form.Item label="年度" htmlFor="reward-year" style={{ margin: 0 }}>
          <Select id="reward-year" value={year} onChange={setYear} style={{ width: 110 }} options={years(thisYear)} />
        </Form.Item>
        {view === '' && (
          <Form.Item label="种类" htmlFor="reward-action" style={{ margin: 0 }}>
            <Select
              id="reward-action"
              value={action}
              onChange={setAction}
              style={{ width: 130 }}
              options={[{ value: '', label: '所有种类' }, ...Object.entries(REWARD_ACTION_WORDS).map(([value, label]) => ({ value, label }))]}
            />
          </Form.Item>
        )}
        {seat.role !== 'clerk' && (
          <Form.Item label="单位及其下级" htmlFor="reward-unit" style={{ margin: 0, minWidth: 260 }}>
            <UnitSelect id="reward-unit" {...(unitId ? { value: unitId } : {})} onChange={setUnitId} />
          </Form.Item>
        )}
        <Form.Item label="截至" htmlFor="reward-as-of" style={{ margin: 0 }}>
          <DayInput id="reward-as-of" value={asOf} onChange={setAsOf} max={today} />
        </Form.Item>
        {(unitId || asOf) && (
          <button
            type="button"
            className="plain"
            onClick={() => {
              setUnitId('');
              setAsOf('');
            }}
          >
            清除单位和日期
          </button>
        )}
      </div>
      {view === 'totals' ? (
        <Lines of={totals} label="按单位合计" keyOf={({ unitId: id }) => id} empty={<Nothing title="这一年还没有奖惩" />}>
          {(one) => <Total of={one} />}
        </Lines>
      ) : (
        <Lines of={lines} label="奖惩台账" keyOf={({ id }) => id} empty={<Nothing title="没有奖惩条目">定级后会按办法自动列出；由机构决定的在“提出奖惩”中填写。</Nothing>}>
          {(one) => (
            <>
              <div className="main">
                <Link className="title" to={`/app/publicity/rewards/${one.id}`}>
                  {one.nature === 'withdrawal' ? <>撤回：{one.zh}</> : one.zh}
                </Link>
                <p className="quiet">
                  {one.unitName} · {REWARD_ORIGIN_WORDS[one.origin]} · {dayWords(one.from)}起 · {one.number}
                </p>
                {figureOf(one) && <p>{figureOf(one)}</p>}
              </div>
              <div className="side">
                {one.dueOn && <span className="quiet nowrap">{dayWords(one.dueOn)}前</span>}
                <State tone={stateOf(one)[1]}>{stateOf(one)[0]}</State>
              </div>
            </>
          )}
        </Lines>
      )}
    </Page>
  );
}

const years = (current: number) => Array.from({ length: 6 }, (_, i) => ({ value: String(current - i), label: `${current - i}年` }));

function Total({ of: one }: { readonly of: RewardTotalView }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <div className="main">
        <button type="button" className="plain title" aria-expanded={open} onClick={() => setOpen(!open)}>
          {one.unitName}
        </button>
        <p className="quiet">
          {one.points !== 0 && <>优秀比例{one.points > 0 ? `+${one.points}` : one.points}个百分点　</>}
          {one.relative !== 0 && <>优秀比例{one.relative > 0 ? `+${one.relative}` : one.relative}%（相对）　</>}
          {one.amount !== '0' && <>{one.amount}元　</>}
          {one.amountsOpen > 0 && <>{one.amountsOpen}项金额未定　</>}
          {one.bars.length > 0 && <>限制：{one.bars.join('、')}　</>}
          {one.priorities.length > 0 && <>优先：{one.priorities.join('、')}</>}
        </p>
        {open && (
          <ul className="small">
            {Object.entries(one.actions).map(([action, count]) => (
              <li key={action}>
                {REWARD_ACTION_WORDS[action] ?? action} {count} 项
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className="side">{one.due > 0 ? <State tone="due">{one.due} 项待落实</State> : <State tone="good">全部落实</State>}</div>
    </>
  );
}
