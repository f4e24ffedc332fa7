import { Button, Form, Select } from 'antd';
import { useState } from 'react';
import { AdoptionList, AdoptionView, SchemeList, type SchemeAdopt } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useMay, useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Nothing, Page, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { useToday } from '../shared/today.ts';
import { AssessmentSections } from './areas.tsx';

/** Which body runs which scheme since when: what the scheme expects falls on the units that the body governs. */
export function AdoptionsPage() {
  const may = useMay();
  const adoptions = useRead(AdoptionList, '/api/assessment/adoptions');
  const { items: schemes } = useList(SchemeList, '/api/assessment/schemes');
  const nameOf = (id: string): string => schemes.find((scheme) => scheme.id === id)?.name.zh ?? id;
  return (
    <Page title="评定" lead="哪个机构从哪天起执行哪个办法：办法里的定期工作只要求这个机构管辖的单位">
      <AssessmentSections />
      {may('campaign.open') && <AdoptForm schemes={[...new Map(schemes.map(({ id, name }) => [id, name.zh]))]} />}
      <Reading read={adoptions}>
        {({ items }) =>
          items.length === 0 ? (
            <div className="card">
              <Nothing title="还没有机构执行办法">开展评定时自动登记，也可以先登记执行、以后再评定。</Nothing>
            </div>
          ) : (
            <ul className="lines card flush" aria-label="办法执行情况">
              {items.map((one) => (
                <AdoptionLine key={one.id} of={one} name={nameOf(one.schemeId)} />
              ))}
            </ul>
          )
        }
      </Reading>
    </Page>
  );
}

function AdoptionLine({ of: one, name }: { readonly of: AdoptionView; readonly name: string }) {
  const may = useMay();
  const { seat } = useSession();
  const today = useToday();
  const [ending, setEnding] = useState(false);
  const isOver = one.until !== '' && today !== undefined && one.until < today;
  const isOwn = one.unit.id === seat.unitId;
  return (
    <li>
      <div className="main">
        <strong>{one.unit.name}</strong>
        <p>{name}</p>
        <p className="quiet small">
          {one.until === '' ? `${dayWords(one.since)}起` : `${dayWords(one.since)}至${dayWords(one.until)}`}
          {one.campaignId === '' ? '' : '，随评定开展登记'}
        </p>
        {ending && (
          <CommandForm
            label={`停止执行：${name}`}
            submit="停止执行"
            draft={`adoption-end-${one.id}`}
            schema={AdoptionView}
            order={({ until }: { until: string }) => ({ path: `/api/assessment/adoptions/${one.id}/end`, body: { until } })}
            said="已登记停止执行"
            done={() => setEnding(false)}
            beside={
              <Button type="text" onClick={() => setEnding(false)}>
                取消
              </Button>
            }
          >
            <Form.Item name="until" label="最后一天" rules={[{ required: true, message: '请选择日期' }]} extra="过了这一天，办法里的定期工作不再要求">
              <DayInput />
            </Form.Item>
          </CommandForm>
        )}
      </div>
      <div className="side">
        <State tone={isOver ? '' : 'good'}>{isOver ? '已停止' : '执行中'}</State>
        {may('campaign.open') && isOwn && one.until === '' && !ending && (
          <Button size="small" onClick={() => setEnding(true)}>
            停止执行
          </Button>
        )}
      </div>
    </li>
  );
}

function AdoptForm({ schemes }: { readonly schemes: readonly (readonly [id: string, name: string])[] }) {
  const { seat } = useSession();
  return (
    <details className="card">
      <summary>登记执行办法</summary>
      <div className="narrow" style={{ paddingTop: 12 }}>
        <CommandForm
          label="执行办法"
          submit="登记"
          draft={`adopt-${seat.id}`}
          schema={AdoptionView}
          initial={{ unitId: seat.unitId }}
          order={({ schemeId, unitId, since }: SchemeAdopt) => ({ path: '/api/assessment/adoptions', body: { schemeId, ...(unitId ? { unitId } : {}), ...(since ? { since } : {}) } })}
          said="已登记"
        >
          <Form.Item name="schemeId" label="办法" rules={[{ required: true, message: '请选择办法' }]}>
            <Select placeholder="请选择" options={schemes.map(([value, label]) => ({ value, label }))} />
          </Form.Item>
          <Form.Item name="unitId" label="执行机构" rules={[{ required: true, message: '请选择机构' }]}>
            <UnitSelect />
          </Form.Item>
          <Form.Item name="since" label="从哪天起" extra="不填就是今天">
            <DayInput />
          </Form.Item>
        </CommandForm>
      </div>
    </details>
  );
}
