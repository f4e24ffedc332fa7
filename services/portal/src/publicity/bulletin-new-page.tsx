import { Form, Input, Select } from 'antd';
import { useNavigate } from 'react-router';
import { BulletinKindList, BulletinView, CampaignList, type BulletinKindView } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useAddressFilter } from '../shared/address-filter.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { Page } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { useToday } from '../shared/today.ts';
import { SUBJECT } from './bulletin-words.ts';
import { periodsUpTo } from './periods.ts';

/** A draft by hand: which kind, of what, of which days. */
export function BulletinNewPage() {
  const kinds = useRead(BulletinKindList, '/api/publicity/bulletin-kinds', {}, 60);
  const [chosen, choose] = useAddressFilter('kind');
  return (
    <Page
      title="起草通报"
      up={{ to: '/app/publicity/bulletins', name: '通报' }}
      lead="系统按种类统计数据、列出单位，写成草稿；修改以后由另一人签发"
    >
      <Reading read={kinds}>
        {({ items }) => (
          <div className="card narrow stack">
            <div>
              <label htmlFor="new-kind">种类</label>
              <Select
                id="new-kind"
                style={{ width: '100%' }}
                {...(chosen ? { value: chosen } : {})}
                onChange={choose}
                placeholder="选择通报的种类"
                options={items.map(({ id, zh }) => ({ value: id, label: zh }))}
              />
            </div>
            {items
              .filter(({ id }) => id === chosen)
              .map((kind) => (
                <DraftForm key={kind.id} kind={kind} />
              ))}
          </div>
        )}
      </Reading>
    </Page>
  );
}

function DraftForm({ kind }: { readonly kind: BulletinKindView }) {
  const navigate = useNavigate();
  const today = useToday();
  const campaigns = useList(CampaignList, kind.asksCampaign ? '/api/assessment/campaigns' : undefined).items;
  return (
    <CommandForm
      label="起草通报"
      submit="起草"
      draft={`bulletin-new-${kind.id}`}
      schema={BulletinView}
      order={(typed: Record<string, string | undefined>) => ({
        path: '/api/publicity/bulletins',
        body: {
          kind: kind.id,
          ...Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined && value !== '')),
        },
      })}
      said="已起草，请核对后请另一人签发"
      done={({ id }) => void navigate(`/app/publicity/bulletins/${id}`)}
    >
      {kind.every !== null && today && (
        <Form.Item name="period" label="期间" rules={[{ required: true, message: '请选择期间' }]}>
          <Select
            options={periodsUpTo(kind.every, today, kind.covers).map(({ period, zh }) => ({ value: period, label: zh }))}
            placeholder="选择期间"
          />
        </Form.Item>
      )}
      {kind.asksCampaign && (
        <Form.Item name="campaignId" label="评定活动" rules={[{ required: true, message: '请选择评定活动' }]}>
          <Select options={campaigns.map(({ id, title }) => ({ value: id, label: title }))} placeholder="选择评定活动" />
        </Form.Item>
      )}
      {kind.asksSubject !== null && (
        <Form.Item name="subject" label={SUBJECT[kind.asksSubject]} rules={[{ required: true, message: '请填写按什么排名' }]}>
          <Input maxLength={100} />
        </Form.Item>
      )}
      {kind.every === null && !kind.asksCampaign && (
        <>
          <Form.Item name="from" label="自">
            <DayInput max={today} />
          </Form.Item>
          <Form.Item name="to" label="至">
            <DayInput max={today} />
          </Form.Item>
        </>
      )}
      <Form.Item name="unitId" label="只统计某个单位及所属单位">
        <UnitSelect />
      </Form.Item>
    </CommandForm>
  );
}
