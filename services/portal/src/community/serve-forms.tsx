import { Form, Input, InputNumber, Radio, Select } from 'antd';
import { ServiceOrderView, type OrderFinish, type OrderPartView } from '@xingchuang/contracts';
import { ProofFiles } from '../evidence/proof-files.tsx';
import { useRecordTypes } from '../evidence/record-types.ts';
import { PeopleSelect } from '../registry/people-select.tsx';
import { PersonName } from '../registry/person-name.tsx';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { ManySelect } from '../shared/many-select.tsx';
import { useToday } from '../shared/today.ts';
import { optionsOf, TIME_WORDS } from './areas.tsx';

const required = (message: string) => [{ required: true, message }];

interface ServeFormProps {
  readonly path: string;
  readonly part: OrderPartView;
}

/** Members of the unit take the order; where members are named, only these are offered. */
export function ClaimForm({ path, part }: ServeFormProps) {
  const left = part.namedIds.filter((id) => !part.claimedIds.includes(id));
  if (part.namedIds.length > 0 && left.length === 0) return null;
  return (
    <CommandForm
      label="领单"
      submit={part.claimedIds.length > 0 ? '再加人' : '领单'}
      draft={`claim-${path}`}
      schema={ServiceOrderView}
      said="已领单"
      marks={false}
      order={({ personIds }: { personIds: string[] }) => ({ path: `${path}/claim`, body: { personIds } })}
    >
      <Form.Item name="personIds" label="领单党员" rules={required('请选择党员')}>
        {part.namedIds.length > 0 ? (
          <ManySelect options={left.map((id) => ({ value: id, label: <PersonName id={id} /> }))} placeholder="选择党员" />
        ) : (
          <PeopleSelect unitId={part.unitId} />
        )}
      </Form.Item>
    </CommandForm>
  );
}

type Filled = Omit<OrderFinish, 'people'> & { readonly minutes: Readonly<Record<string, number | null | undefined>> };

/** When and how long: one number for each who took it; who did not come stays empty. */
export function FinishForm({ path, order, part }: ServeFormProps & { readonly order: ServiceOrderView }) {
  const today = useToday();
  const activities = useRecordTypes()
    .find(({ id }) => id === 'community_service')
    ?.fields.find(({ id }) => id === 'activity')?.values;
  return (
    <CommandForm
      label="办结"
      submit="办结并登记服务时长"
      draft={`finish-${path}`}
      schema={ServiceOrderView}
      said="已办结，服务记录已自动登记"
      order={({ day, time, activity, minutes = {}, text = '', fileIds = [] }: Filled) => ({
        path: `${path}/finish`,
        body: {
          day,
          time,
          activity,
          text,
          fileIds,
          people: Object.entries(minutes).flatMap(([personId, spent]) => (spent ? [{ personId, minutes: spent }] : [])),
        },
      })}
    >
      <Form.Item name="day" label="服务日期" rules={required('请选择日期')}>
        <DayInput min={order.postedAt.slice(0, 10)} max={today} />
      </Form.Item>
      <Form.Item name="time" label="时间类别" rules={required('请选择时间类别')}>
        <Radio.Group options={optionsOf(TIME_WORDS)} />
      </Form.Item>
      <Form.Item name="activity" label="活动类型" rules={required('请选择活动类型')}>
        <Select placeholder="请选择" options={(activities ?? []).map(({ id, zh }) => ({ value: id, label: zh }))} />
      </Form.Item>
      <p className="quiet">没有参加的党员时长留空。</p>
      {part.claimedIds.map((id) => (
        <Form.Item key={id} name={['minutes', id]} label={<span><PersonName id={id} /> 的服务时长</span>}>
          <InputNumber min={1} max={1_440} precision={0} inputMode="numeric" suffix="分钟" style={{ width: 160 }} />
        </Form.Item>
      ))}
      <Form.Item name="text" label="办理情况">
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 10 }} maxLength={5_000} />
      </Form.Item>
      <Form.Item name="fileIds" label="照片等材料">
        <ProofFiles />
      </Form.Item>
    </CommandForm>
  );
}
