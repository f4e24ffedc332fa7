import { Form, Input, InputNumber, Radio, Select } from 'antd';
import { Link } from 'react-router';
import { GroupList, PlanList, PlanView, type PlanMake } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { useUnitKinds } from '../registry/kinds.ts';
import { useMay } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { Lines } from '../shared/lines.tsx';
import { ManySelect } from '../shared/many-select.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { useToday } from '../shared/today.ts';
import { OnsiteSections } from './areas.tsx';
import { FormSelect } from './form-select.tsx';

const required = [{ required: true, message: '请填写' }];

export function PlansPage() {
  const may = useMay();
  const plans = useList(PlanList, '/api/assessment/onsite/plans');
  return (
    <Page title="现场检查" up={{ to: '/app/assessment', name: '评定' }} lead="每季度或每年，哪些单位、用哪张表、由哪些组检查">
      <OnsiteSections />
      <Lines
        of={plans}
        label="检查计划"
        keyOf={({ id }) => id}
        empty={<Nothing title="还没有检查计划">制定后可以看到覆盖率和没有检查到的单位。</Nothing>}
      >
        {(plan) => (
          <div className="main">
            <Link className="title" to={`/app/assessment/onsite/plans/${plan.id}`}>
              {plan.title}
            </Link>
            <p className="quiet">
              {plan.year}年 · {plan.every === 'quarter' ? '每季度' : '每年'} · {plan.formName}
              {plan.rounds > 0 && ` · 共 ${plan.rounds} 轮次`}
            </p>
          </div>
        )}
      </Lines>
      {may('onsite.plan') && <PlanForm />}
    </Page>
  );
}

function PlanForm() {
  const today = useToday();
  const kinds = useUnitKinds();
  const groups = useList(GroupList, '/api/assessment/onsite/groups');
  if (!today) return null;
  return (
    <details className="card narrow">
      <summary>制定计划</summary>
      <CommandForm
        label="制定计划"
        submit="制定"
        draft="plan-new"
        schema={PlanView}
        again
        initial={{ year: Number(today.slice(0, 4)), every: 'quarter' }}
        order={({ groupIds = [], ...rest }: PlanMake) => ({ path: '/api/assessment/onsite/plans', body: { ...rest, groupIds } })}
        said="计划已制定"
      >
        <Form.Item name="title" label="名称" rules={required}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="year" label="年度" rules={required}>
          <InputNumber min={2000} max={2200} precision={0} />
        </Form.Item>
        <Form.Item name="every" label="多久一轮">
          <Radio.Group
            options={[
              { value: 'quarter', label: '每季度' },
              { value: 'year', label: '每年' },
            ]}
          />
        </Form.Item>
        <Form.Item name="unitKind" label="检查哪一类单位" rules={required}>
          <Select placeholder="请选择" options={kinds.map(({ kind, zh }) => ({ value: kind, label: zh }))} />
        </Form.Item>
        <Form.Item name="formId" label="检查表" rules={required}>
          <FormSelect />
        </Form.Item>
        <Form.Item name="groupIds" label="督导组">
          <ManySelect placeholder="可不选" options={groups.items.map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
      </CommandForm>
    </details>
  );
}
