import { Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { CampaignView, SchemeDetail, SchemeList } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { Page } from '../shared/page.tsx';
import { Coming } from '../shared/problem-alert.tsx';
import { ParameterFields, parametersOf } from './parameter-fields.tsx';

interface Filled {
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly windowFrom?: string;
  readonly windowTo?: string;
  readonly parameters?: Record<string, unknown>;
}

/** Opens a round: which scheme, when to declare, and what the scheme leaves to the opener. */
export function CampaignOpenPage() {
  const schemes = useList(SchemeList, '/api/assessment/schemes');
  const [chosen, setChosen] = useState<string>();
  const schemeId = chosen ?? (schemes.items.length === 1 ? schemes.items[0]!.id : undefined);
  const scheme = useRead(SchemeDetail, schemeId ? `/api/assessment/schemes/${schemeId}` : undefined, {}, 60);
  return (
    <Page
      title="开展评定"
      up={{ to: '/app/assessment/campaigns', name: '评定活动' }}
      lead="开展后，办法版本和参数即固定，本轮一直按此评定"
    >
      <section className="card narrow">
        <Form layout="vertical" component={false}>
          <Form.Item label="评定办法" htmlFor="scheme">
            <Select
              id="scheme"
              {...(schemeId ? { value: schemeId } : {})}
              onChange={setChosen}
              placeholder="请选择"
              options={schemes.items.map(({ id, name, version }) => ({ value: id, label: `${name.zh}（第 ${version} 版）` }))}
            />
          </Form.Item>
        </Form>
        {schemeId && (scheme.data ? <OpenForm key={schemeId} scheme={scheme.data} /> : <Coming />)}
      </section>
    </Page>
  );
}

function OpenForm({ scheme }: { readonly scheme: SchemeDetail }) {
  const { seat } = useSession();
  const navigate = useNavigate();
  const asked = Object.entries(scheme.catalogue.parameters).filter(([, { ask }]) => ask === 'campaign');
  const preset = Object.entries(scheme.catalogue.parameters).filter(([, { ask }]) => ask === undefined);
  const order = ({ title, from, to, windowFrom, windowTo, parameters = {} }: Filled) => ({
    path: '/api/assessment/campaigns',
    body: {
      title,
      schemeId: scheme.id,
      schemeVersion: scheme.version,
      declaring: { from, to },
      ...(windowFrom && windowTo ? { window: { from: windowFrom, to: windowTo } } : {}),
      parameters: parametersOf(parameters),
    },
  });
  const required = [{ required: true, message: '请填写' }];
  return (
    <CommandForm
      label="开展评定"
      submit="开展评定"
      draft={`campaign-${scheme.id}-${seat.id}`}
      schema={CampaignView}
      order={order}
      said="评定已开展"
      done={({ id }) => void navigate(`/app/assessment/campaigns/${id}`)}
    >
      <Form.Item name="title" label="活动名称" rules={required}>
        <Input maxLength={200} placeholder="例如：2025年度党支部星级评定" />
      </Form.Item>
      <div className="row" style={{ alignItems: 'start' }}>
        <Form.Item name="from" label="申报开始日" rules={required}>
          <DayInput />
        </Form.Item>
        <Form.Item name="to" label="申报截止日" rules={required}>
          <DayInput />
        </Form.Item>
      </div>
      <ParameterFields scheme={scheme} of={asked} />
      <details style={{ marginBottom: 16 }}>
        <summary>考评期和其他参数（有默认值，可不填）</summary>
        <div style={{ paddingTop: 12 }}>
          <div className="row" style={{ alignItems: 'start' }}>
            <Form.Item name="windowFrom" label="考评期首日">
              <DayInput />
            </Form.Item>
            <Form.Item name="windowTo" label="考评期末日">
              <DayInput />
            </Form.Item>
          </div>
          <ParameterFields scheme={scheme} of={preset} />
        </div>
      </details>
    </CommandForm>
  );
}
