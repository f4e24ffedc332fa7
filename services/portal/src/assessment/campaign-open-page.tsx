import { Form, Input, InputNumber, Select } from 'antd';
import { useNavigate } from 'react-router';
import { CampaignView, SchemeDetail, SchemeList } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { useSession } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { Page } from '../shared/page.tsx';
import { Coming } from '../shared/problem-alert.tsx';
import { ParameterFields, parametersOf } from './parameter-fields.tsx';
import './facts.css';

interface Filled {
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly windowFrom?: string;
  readonly windowTo?: string;
  readonly windows?: Readonly<Record<string, { readonly from?: string; readonly to?: string } | undefined>>;
  readonly documents?: Readonly<Record<string, { readonly title?: string; readonly number?: string; readonly publishedOn?: string } | undefined>>;
  readonly appealWorkdays?: number | null;
  readonly targets?: Readonly<Record<string, number | null | undefined>>;
  readonly parameters?: Record<string, unknown>;
}

/** Opens a round: which scheme, when to declare, and what the scheme leaves to the opener. */
export function CampaignOpenPage() {
  const schemes = useList(SchemeList, '/api/assessment/schemes');
  const [chosen, setChosen] = useAddressFilter('scheme');
  const schemeId = chosen || (schemes.items.length === 1 ? schemes.items[0]!.id : undefined);
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

interface Asked {
  readonly id: string;
  readonly zh: string;
}
interface SchemeData {
  readonly process?: readonly { readonly steps: readonly (Asked & { readonly act: string; readonly use?: unknown; readonly window?: { readonly ask?: boolean } })[] }[];
  readonly cycle?: { readonly requires?: readonly string[] };
  readonly documents?: Readonly<Record<string, { readonly zh: string }>>;
}

/** What a scheme leaves to the opening beside its parameters: the days of some steps, and the documents that must be published first. */
function askedBy({ scheme }: SchemeDetail): { steps: Asked[]; documents: Asked[] } {
  const { process = [], cycle, documents = {} } = scheme as SchemeData;
  return {
    steps: process.flatMap(({ steps }) => steps.filter(({ act, window }) => act !== 'declare' && window?.ask)),
    documents: (cycle?.requires ?? []).map((id) => ({ id, zh: documents[id]?.zh ?? id })),
  };
}

function OpenForm({ scheme }: { readonly scheme: SchemeDetail }) {
  const { seat } = useSession();
  const navigate = useNavigate();
  const asked = Object.entries(scheme.catalogue.parameters).filter(([, { ask }]) => ask === 'campaign');
  const preset = Object.entries(scheme.catalogue.parameters).filter(([, { ask }]) => ask === undefined);
  const { steps, documents: wanted } = askedBy(scheme);
  const order = ({ title, from, to, windowFrom, windowTo, windows = {}, documents = {}, appealWorkdays, targets = {}, parameters = {} }: Filled) => ({
    path: '/api/assessment/campaigns',
    body: {
      title,
      schemeId: scheme.id,
      schemeVersion: scheme.version,
      declaring: { from, to },
      ...(windowFrom && windowTo ? { window: { from: windowFrom, to: windowTo } } : {}),
      ...(steps.length > 0 ? { windows } : {}),
      ...(wanted.length > 0 ? { documents: Object.fromEntries(Object.entries(documents).map(([name, one]) => [name, { ...one, number: one?.number ?? '' }])) } : {}),
      ...(appealWorkdays ? { appealWorkdays } : {}),
      targets: Object.fromEntries(Object.entries(targets).filter(([, count]) => typeof count === 'number')),
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
      {wanted.map(({ id, zh }) => (
        <fieldset key={id} className="asked">
          <legend>{`须先公布：${zh}`}</legend>
          <Form.Item name={['documents', id, 'title']} label="标题" rules={required}>
            <Input maxLength={200} />
          </Form.Item>
          <div className="row" style={{ alignItems: 'start' }}>
            <Form.Item name={['documents', id, 'number']} label="文号">
              <Input maxLength={100} />
            </Form.Item>
            <Form.Item name={['documents', id, 'publishedOn']} label="公布日期" rules={required}>
              <DayInput />
            </Form.Item>
          </div>
        </fieldset>
      ))}
      {steps.map(({ id, zh }) => (
        <fieldset key={id} className="asked">
          <legend>{zh}</legend>
          <div className="row" style={{ alignItems: 'start' }}>
            <Form.Item name={['windows', id, 'from']} label="首日" rules={required}>
              <DayInput warnOff />
            </Form.Item>
            <Form.Item name={['windows', id, 'to']} label="末日" rules={required}>
              <DayInput warnOff />
            </Form.Item>
          </div>
        </fieldset>
      ))}
      <ParameterFields scheme={scheme} of={asked} />
      <Form.Item name="appealWorkdays" label="申诉期（工作日）" extra="不填的，本次评定不设申诉环节">
        <InputNumber min={1} max={60} precision={0} style={{ width: 160 }} />
      </Form.Item>
      <details style={{ marginBottom: 16 }}>
        <summary>各等级计划创建数（可不填）</summary>
        <div className="row" style={{ paddingTop: 12, alignItems: 'start' }}>
          {scheme.catalogue.levels
            .slice(1)
            .toReversed()
            .map(({ id, zh }) => (
              <Form.Item key={id} name={['targets', id]} label={zh}>
                <InputNumber min={0} max={100_000} precision={0} style={{ width: 120 }} />
              </Form.Item>
            ))}
        </div>
      </details>
      <details style={{ marginBottom: 16 }}>
        <summary>考评期和其他参数（有默认值，可不填）</summary>
        <div style={{ paddingTop: 12 }}>
          <div className="row" style={{ alignItems: 'start' }}>
            <Form.Item name="windowFrom" label="考评期首日">
              <DayInput warnOff />
            </Form.Item>
            <Form.Item name="windowTo" label="考评期末日">
              <DayInput warnOff />
            </Form.Item>
          </div>
          <ParameterFields scheme={scheme} of={preset} />
        </div>
      </details>
    </CommandForm>
  );
}
