import { Form, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { EvaluationList, EvaluationView, type EvaluationGiving } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { useJurisdiction, useMay, useSession } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { Chips } from '../shared/lines.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { useToday } from '../shared/today.ts';
import { CommunitySections } from './areas.tsx';

const PATH = '/api/evidence/community/evaluations';
const SIDE_WORDS = { community: '社区评单位', unit: '单位评社区' } as const;

/** What communities and units say of each other, month by month, and who has not. */
export function EvaluationsPage() {
  const today = useToday();
  const [chosen, setMonth] = useAddressFilter('month');
  const month = chosen || today?.slice(0, 7);
  const where = useJurisdiction();
  const list = useRead(EvaluationList, month ? PATH : undefined, { ...where, month });
  return (
    <Page title="双报到" lead="社区与报到单位每月互相评议">
      <CommunitySections />
      {today && month && <Chips label="月份" value={month} of={lastMonths(today)} onChange={setMonth} />}
      <Reading read={list}>
        {({ items }) =>
          items.length === 0 ? (
            <div className="card flush">
              <Nothing title="这个月没有评议">有单位到社区报到后，双方每月互评一次。</Nothing>
            </div>
          ) : (
            <div className="card flush">
              <ul className="lines" aria-label="双评议">
                {items.map((one) => (
                  <Pair key={`${one.communityId}${one.unitId}${one.month}`} of={one} />
                ))}
              </ul>
            </div>
          )
        }
      </Reading>
    </Page>
  );
}

function Pair({ of: one }: { readonly of: EvaluationView }) {
  const { seat } = useSession();
  const may = useMay();
  const [giving, setGiving] = useState(false);
  const own = seat.unitId === one.communityId ? 'community' : seat.unitId === one.unitId ? 'unit' : undefined;
  const canGive = may('community.register') && own !== undefined && one[own] === undefined;
  return (
    <li>
      <div className="main">
        <span className="title">
          <UnitName id={one.unitId} /> · <UnitName id={one.communityId} />
        </span>
        {(['community', 'unit'] as const).map((side) => (
          <p key={side} className="quiet">
            {SIDE_WORDS[side]}：{one[side] ? `${one[side].score} 分${one[side].text && `，${one[side].text}`}` : '未评'}
          </p>
        ))}
      </div>
      <div className="side">
        <State tone={one.missing.length === 0 ? 'good' : 'due'}>
          {one.missing.length === 0 ? '双方已评' : `缺${one.missing.map((side) => SIDE_WORDS[side]).join('、')}`}
        </State>
        {canGive && (
          <button type="button" className="plain" aria-expanded={giving} onClick={() => setGiving(!giving)}>
            {giving ? '收起' : '评议'}
          </button>
        )}
      </div>
      {giving && canGive && (
        <div style={{ flexBasis: '100%' }}>
          <CommandForm
            label={SIDE_WORDS[own]}
            submit="提交评议"
            draft={`evaluation-${one.communityId}-${one.unitId}-${one.month}`}
            schema={EvaluationView}
            said="评议已提交"
            order={({ score, text = '' }: EvaluationGiving) => ({
              path: PATH,
              body: { communityId: one.communityId, unitId: one.unitId, month: one.month, score, text },
            })}
          >
            <Form.Item name="score" label="得分（0 至 100）" rules={[{ required: true, message: '请打分' }]}>
              <InputNumber min={0} max={100} precision={0} inputMode="numeric" style={{ width: 160 }} />
            </Form.Item>
            <Form.Item name="text" label="意见">
              <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2_000} />
            </Form.Item>
          </CommandForm>
        </div>
      )}
    </li>
  );
}

/** This month and the five before, latest first. */
function lastMonths(today: string): [string, string][] {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  return Array.from({ length: 6 }, (_, back) => {
    const count = year * 12 + month - 1 - back;
    const [y, m] = [Math.floor(count / 12), (count % 12) + 1];
    return [`${y}-${String(m).padStart(2, '0')}`, `${y === year ? '' : `${y}年`}${m}月`];
  });
}
