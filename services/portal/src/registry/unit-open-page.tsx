import { Form, Input, Select } from 'antd';
import { useNavigate, useSearchParams } from 'react-router';
import { UnitView, type UnitOpen } from '@xingchuang/contracts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { Page } from '../shared/page.tsx';
import { useToday } from '../shared/today.ts';
import { useUnitKinds } from './kinds.ts';
import { LocationItem, locationOf } from './location.tsx';
import { UnitSelect } from './unit-select.tsx';

/** Opens one unit. */
export function UnitOpenPage() {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const kinds = useUnitKinds();
  const today = useToday();
  const under = params.get('under') ?? undefined;
  return (
    <Page title="新设单位" up={{ to: under ? `/app/units/${under}` : '/app/units', name: under ? '上级单位' : '组织' }}>
      <section className="card narrow">
        <CommandForm
          label="新设单位"
          submit="新设"
          draft="unit-open"
          schema={UnitView}
          initial={{ parentId: under }}
          order={({ code, name, kind, parentId, openedOn, location }: Omit<UnitOpen, 'location'> & { location?: string }) => ({
            path: '/api/registry/units',
            body: { code, name, kind, parentId, ...(openedOn ? { openedOn } : {}), ...(location ? { location: locationOf(location) } : {}) },
          })}
          said="已新设"
          done={({ id }) => void navigate(`/app/units/${id}`)}
        >
          <Form.Item name="parentId" label="上级单位" rules={[{ required: true, message: '请选择上级单位' }]}>
            <UnitSelect all />
          </Form.Item>
          <Form.Item name="name" label="名称" rules={[{ required: true, message: '请填写名称' }]}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="code" label="编码" rules={[{ required: true, message: '请填写编码' }]} extra="字母、数字、点、下划线或短横，最多 40 个；表格导入时用它指明单位">
            <Input maxLength={40} autoComplete="off" />
          </Form.Item>
          <Form.Item name="kind" label="类型" rules={[{ required: true, message: '请选择类型' }]}>
            <Select showSearch={{ optionFilterProp: 'label' }} placeholder="请选择" options={kinds.map(({ kind, zh }) => ({ value: kind, label: zh }))} />
          </Form.Item>
          <Form.Item name="openedOn" label="成立日期" extra="不填即为今天">
            <DayInput max={today} />
          </Form.Item>
          <LocationItem />
        </CommandForm>
      </section>
    </Page>
  );
}
