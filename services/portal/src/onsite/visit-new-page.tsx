import { Form, Input, Radio, Select } from 'antd';
import { useNavigate } from 'react-router';
import { GroupList, PlanList, VISIT_KIND_NAMES, VisitDetail, type VisitMake } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { PeopleSelect } from '../registry/people-select.tsx';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { Page } from '../shared/page.tsx';
import { FormSelect } from './form-select.tsx';

const required = [{ required: true, message: '请填写' }];
const KINDS = ['announced', 'unannounced', 'observation'] as const;

/** Sends people to a unit. Who belongs to the unit stays away. */
export function VisitNewPage() {
  const { seat } = useSession();
  const navigate = useNavigate();
  const groups = useList(GroupList, '/api/assessment/onsite/groups');
  const plans = useList(PlanList, '/api/assessment/onsite/plans');
  return (
    <Page
      title="安排检查"
      up={{ to: '/app/assessment/onsite/visits', name: '检查记录' }}
      lead="“四不两直”的检查，单位在反馈后才看得到"
    >
      <section className="card narrow">
        <CommandForm
          label="安排检查"
          submit="安排"
          draft="visit-new"
          schema={VisitDetail}
          initial={{ kind: 'announced' }}
          order={(body: VisitMake) => ({
            path: '/api/assessment/onsite/visits',
            body: Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined && value !== '')),
          })}
          said="检查已安排"
          done={({ id }) => void navigate(`/app/assessment/onsite/visits/${id}`)}
        >
          <Form.Item name="kind" label="方式">
            <Radio.Group options={KINDS.map((kind) => ({ value: kind, label: VISIT_KIND_NAMES[kind].zh }))} />
          </Form.Item>
          <Form.Item name="unitId" label="检查哪个单位" rules={required}>
            <UnitSelect />
          </Form.Item>
          <Form.Item noStyle shouldUpdate={(was, now) => was.kind !== now.kind}>
            {({ getFieldValue }) => (
              <Form.Item name="formId" label="检查表" rules={required}>
                <FormSelect kind={getFieldValue('kind') === 'observation' ? 'observation' : 'checklist'} />
              </Form.Item>
            )}
          </Form.Item>
          <Form.Item name="on" label="日期" rules={required}>
            <DayInput />
          </Form.Item>
          <Form.Item name="groupId" label="督导组" extra="不另外指定人员时，由本组成员去，本单位的人回避">
            <Select allowClear placeholder="可不选" options={groups.items.map(({ id, name }) => ({ value: id, label: name }))} />
          </Form.Item>
          <Form.Item name="inspectorIds" label="检查人员">
            <PeopleSelect unitId={seat.jurisdictionId} />
          </Form.Item>
          <Form.Item name="planId" label="所属计划">
            <Select allowClear placeholder="可不选" options={plans.items.map(({ id, title }) => ({ value: id, label: title }))} />
          </Form.Item>
          <Form.Item name="tag" label="主题">
            <Input maxLength={60} />
          </Form.Item>
        </CommandForm>
      </section>
    </Page>
  );
}
