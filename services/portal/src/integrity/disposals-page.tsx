import { Checkbox, Form, Input } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { DisposalCandidatePage, DisposalPage, DisposalView, type DisposalItem } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { EvidenceSections } from '../evidence/areas.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useMay } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { dayWords, momentWords } from '../shared/day-words.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { LongList } from '../shared/long-list.tsx';
import { MoreBelow } from '../shared/more-below.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { asProblem } from '../api/problem-error.ts';
import { DISPOSAL_STATES, HELD_NAMES, RETENTION_NAMES } from './integrity-words.tsx';
import './integrity.css';

export const TONES = { proposed: 'due', approved: 'due', rejected: '', done: 'good' } as const;

/** Things whose term has ended: what is proposed to go, and what became of it. */
export function DisposalsPage() {
  const may = useMay();
  const lists = useList<DisposalView>(DisposalPage, '/api/evidence/disposals');
  return (
    <Page title="到期销毁" lead="保管期限满了的材料，经两人批准并等待期满后销毁；保全、固化的不会销毁">
      <EvidenceSections />
      {may('disposal.propose') && <Propose />}
      <section className="card flush" aria-label="销毁清单">
        {lists.error && lists.items.length === 0 ? <ProblemAlert problem={asProblem(lists.error)} /> : null}
        {!lists.loading && !lists.error && lists.items.length === 0 && <Nothing title="还没有销毁清单" />}
        <LongList of={lists.items} label="销毁清单" keyOf={({ id }) => id} goesOn={lists.more !== undefined}>
          {(one) => (
            <>
              <div className="main">
                <Link className="title" to={`/app/evidence/disposals/${one.id}`}>
                  <UnitName id={one.unitId} />：{one.items.length} 件
                </Link>
                <p className="quiet">
                  {momentWords(one.proposedAt)}提出 · {one.reason}
                </p>
              </div>
              <div className="side">
                {one.state === 'approved' && one.carryOutOn && <span className="quiet">{dayWords(one.carryOutOn)}执行</span>}
                <State tone={TONES[one.state]}>{one.state === 'proposed' ? `${DISPOSAL_STATES.proposed}（${one.approvals.length} / 2）` : DISPOSAL_STATES[one.state]}</State>
              </div>
            </>
          )}
        </LongList>
        <MoreBelow of={lists} />
      </section>
    </Page>
  );
}

function Propose() {
  const go = useNavigate();
  const [unitId, chooseUnit] = useAddressFilter('unit');
  const candidates = useList<DisposalItem>(DisposalCandidatePage, unitId ? '/api/evidence/disposal-candidates' : undefined, { unitId });
  const [chosen, choose] = useState<readonly string[]>([]);
  const free = candidates.items.filter(({ heldBy }) => heldBy === undefined);
  const items = candidates.items.filter(({ id }) => chosen.includes(id)).map(({ kind, id }) => ({ kind, id }));
  return (
    <section className="card stack" aria-label="提出销毁">
      <h2>提出销毁</h2>
      <div className="wide" style={{ maxWidth: 420 }}>
        <label htmlFor="unit" className="quiet small" style={{ display: 'block' }}>
          哪个单位
        </label>
        <UnitSelect id="unit" value={unitId} onChange={chooseUnit} />
      </div>
      {candidates.error && candidates.items.length === 0 ? <ProblemAlert problem={asProblem(candidates.error)} /> : null}
      {unitId && !candidates.loading && !candidates.error && candidates.items.length === 0 && !candidates.more && <p className="quiet">这个单位没有保管期限已满的材料。</p>}
      {candidates.items.length > 0 && (
        <>
          <Checkbox checked={free.length > 0 && items.length === free.length} onChange={({ target }) => choose(target.checked ? free.map(({ id }) => id) : [])}>
            全选可以销毁的 {free.length} 件
          </Checkbox>
          <LongList of={candidates.items} label="保管期限已满" keyOf={({ id }) => id} className="stack tight" goesOn={candidates.more !== undefined}>
            {(item) => (
              <Checkbox
                disabled={item.heldBy !== undefined}
                checked={chosen.includes(item.id)}
                onChange={({ target }) => choose(target.checked ? [...chosen, item.id] : chosen.filter((id) => id !== item.id))}
              >
                {item.name} <ItemTerm of={item} />
              </Checkbox>
            )}
          </LongList>
        </>
      )}
      <MoreBelow of={candidates} />
      {items.length > 0 && (
        <CommandForm
          label="提出销毁"
          submit={`提出销毁 ${items.length} 件`}
          draft={`disposal-${unitId}`}
          schema={DisposalView}
          order={({ reason }: { reason: string }) => ({ path: '/api/evidence/disposals', body: { unitId, items, reason } })}
          said="已提出，等待两人批准"
          done={({ id }) => void go(`/app/evidence/disposals/${id}`)}
          final
        >
          <Form.Item name="reason" label="理由" rules={[{ required: true, min: 4, message: '请写明理由，至少四个字' }]}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={1_000} />
          </Form.Item>
        </CommandForm>
      )}
    </section>
  );
}

export function ItemTerm({ of: { retention, keepUntil, heldBy } }: { readonly of: DisposalItem }) {
  return (
    <span className="quiet">
      保管{RETENTION_NAMES[retention]}
      {keepUntil && `，至${dayWords(keepUntil)}`}
      {heldBy && <State tone="due">{HELD_NAMES[heldBy]}</State>}
    </span>
  );
}
