import { Form, Input, Select } from 'antd';
import { UnitParameterList } from '@xingchuang/contracts';
import { z } from 'zod';
import { useRead } from '../api/reading.ts';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useSession } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';

/** What schemes leave to each place: bases of ratios, pay by level. Lines of the ledger that were reckoned with it are corrected. */
export function UnitParametersPage() {
  const { seat } = useSession();
  const [chosen, choose] = useAddressFilter('unit');
  const unitId = chosen || seat.jurisdictionId;
  const path = `/api/publicity/units/${unitId}/parameters`;
  const asked = useRead(UnitParameterList, path);
  return (
    <Page title="本地参数" up={{ to: '/app/publicity/rewards', name: '奖惩台账' }} lead="办法没有写明、由各地各单位定的数；没有填的用上级单位的，都没有的在台账里标为待定">
      <div className="row">
        <div style={{ flex: 1, maxWidth: 420 }}>
          <label htmlFor="parameters-unit" className="quiet small" style={{ display: 'block' }}>
            单位
          </label>
          <UnitSelect id="parameters-unit" value={unitId} onChange={choose} />
        </div>
      </div>
      <Reading read={asked}>{(list) => (list.items.length === 0 ? <Empty /> : <Values key={unitId} path={path} of={list} />)}</Reading>
    </Page>
  );
}

const Empty = () => (
  <div className="card">
    <Nothing title="现行办法没有要各单位填的参数" />
  </div>
);

function Values({ path, of: { version, items } }: { readonly path: string; readonly of: UnitParameterList }) {
  const schemes = [...Map.groupBy(items, ({ schemeName }) => schemeName)];
  return (
    <CommandForm
      label="本地参数"
      submit="保存"
      edits
      draft={path}
      schema={z.undefined()}
      initial={Object.fromEntries(items.flatMap(({ name, own }) => (own === null ? [] : [[name, own]])))}
      order={(typed: Readonly<Record<string, string | undefined>>) => ({
        method: 'PUT',
        path,
        version,
        body: { parameters: Object.fromEntries(Object.entries(typed).flatMap(([name, value]) => (value === undefined || value.trim() === '' ? [] : [[name, value.trim()]]))) },
      })}
      said="已保存，台账按新的参数重新推算"
    >
      {schemes.map(([scheme, parameters]) => (
        <section key={scheme} className="card" aria-label={scheme}>
          <h2>{scheme}</h2>
          {parameters.map((one) => (
            <Form.Item key={one.name} name={one.name} label={one.zh} extra={one.above ? `不填则用${one.above.unitName}的：${one.above.value}` : '上级单位没有填'}>
              {one.values.length > 0 ? (
                <Select allowClear style={{ maxWidth: 320 }} options={one.values.map(({ id, zh }) => ({ value: id, label: zh }))} />
              ) : (
                <Input maxLength={40} inputMode={one.type === 'text' ? 'text' : 'decimal'} style={{ maxWidth: 320 }} />
              )}
            </Form.Item>
          ))}
        </section>
      ))}
    </CommandForm>
  );
}
