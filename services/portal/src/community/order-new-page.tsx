import { Form, Input, Radio } from 'antd';
import { useNavigate } from 'react-router';
import { ServiceOrderView, type OrderPosting } from '@xingchuang/contracts';
import { useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { Page } from '../shared/page.tsx';
import { useToday } from '../shared/today.ts';
import { KIND_WORDS, optionsOf } from './areas.tsx';

/** A community writes down what its residents ask for. */
export function OrderNewPage() {
  const { seat } = useSession();
  const today = useToday();
  const navigate = useNavigate();
  return (
    <Page title="点单" up={{ to: '/app/evidence/community/orders', name: '服务单' }} lead="写清要办什么，由街道派给报到单位">
      <section className="card narrow">
        <CommandForm
          label="点单"
          submit="提交点单"
          draft={`order-${seat.id}`}
          schema={ServiceOrderView}
          initial={{ kind: 'service' }}
          order={({ kind, title, detail = '', place = '', wantedBy }: OrderPosting) => ({
            path: '/api/evidence/community/orders',
            body: { communityId: seat.unitId, kind, title, detail, place, ...(wantedBy ? { wantedBy } : {}) },
          })}
          said="已点单，等待派单"
          done={({ id }) => void navigate(`/app/evidence/community/orders/${id}`)}
        >
          <Form.Item name="kind" label="类别" rules={[{ required: true, message: '请选择类别' }]}>
            <Radio.Group options={optionsOf(KIND_WORDS)} />
          </Form.Item>
          <Form.Item name="title" label="要办什么" rules={[{ required: true, message: '请写明要办什么' }]}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="detail" label="详细说明" extra="不要写居民的身份证号、病情等个人信息">
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 10 }} maxLength={5_000} />
          </Form.Item>
          <Form.Item name="place" label="地点">
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="wantedBy" label="希望完成日期">
            <DayInput min={today} />
          </Form.Item>
        </CommandForm>
      </section>
    </Page>
  );
}
