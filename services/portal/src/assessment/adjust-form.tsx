import { Form, Input, Select } from 'antd';
import { useState } from 'react';
import { AdjustmentView, FactsView, SchemeDetail, type CampaignView, type CandidacyDetail } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { FactInput } from './fact-input.tsx';

interface Filled {
  readonly on: string;
  readonly facts?: Record<string, unknown>;
  readonly reason: string;
}
const required = (message: string) => [{ required: true, message }];

/** An event within the year that takes stars away, or waits for the next evaluation: which fact changed, since when, and why. */
export function AdjustForm({ of: one, campaign }: { readonly of: CandidacyDetail; readonly campaign: CampaignView }) {
  const [fact, setFact] = useState<string>();
  const definitions =
    useRead(SchemeDetail, `/api/assessment/schemes/${campaign.schemeId}/${campaign.schemeVersion}`, {}, 3_600).data?.catalogue
      .facts ?? {};
  const now = useRead(FactsView, `/api/assessment/campaigns/${campaign.id}/facts/${one.unit.id}`).data?.facts ?? {};
  const definition = fact === undefined ? undefined : definitions[fact];
  return (
    <details className="card narrow">
      <summary>年内发生影响星级的事项</summary>
      <Form layout="vertical" component={false}>
        <Form.Item label="变化的事实" htmlFor="changed-fact" style={{ marginTop: 16 }}>
          <Select
            id="changed-fact"
            {...(fact ? { value: fact } : {})}
            onChange={setFact}
            showSearch={{ optionFilterProp: 'label' }}
            placeholder="请选择"
            options={Object.entries(definitions).map(([value, { zh }]) => ({ value, label: zh }))}
          />
        </Form.Item>
      </Form>
      {fact && definition && (
        <CommandForm
          key={fact}
          label="调星"
          submit="登记并调星"
          final
          draft={`adjust-${one.id}-${fact}`}
          // new records are added to those on file: only they are sent
          initial={{ facts: definition.type === 'records' ? {} : { [fact]: now[fact] } }}
          schema={AdjustmentView}
          order={({ on, facts = {}, reason }: Filled) => ({
            path: `/api/assessment/candidacies/${one.id}/adjust`,
            body: { on, facts, reason },
          })}
          said={({ clause, to, later }) => (!later ? '已登记' : clause === later.clause.id ? `已登记：${to.zh}不变，留待下次评定` : '已登记；增星的部分留待下次评定')}
        >
          <Form.Item name={['facts', fact]} label={definition.zh}>
            <FactInput definition={definition} />
          </Form.Item>
          <Form.Item name="on" label="发生日期" rules={required('请选择日期')}>
            <DayInput />
          </Form.Item>
          <Form.Item name="reason" label="事由" rules={required('请写明事由')}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2_000} />
          </Form.Item>
        </CommandForm>
      )}
    </details>
  );
}
