import { Form } from 'antd';
import { useNavigate } from 'react-router';
import { VisitDetail } from '@xingchuang/contracts';
import { PeopleSelect } from '../registry/people-select.tsx';
import { useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';

const required = [{ required: true, message: '请填写' }];

/** Plans that somebody looks again at what an earlier visit found. */
export function LookBackForm({ visit }: { readonly visit: VisitDetail }) {
  const { seat } = useSession();
  const navigate = useNavigate();
  return (
    <CommandForm
      label="安排回头看"
      submit="安排"
      draft={`look-back-${visit.id}`}
      schema={VisitDetail}
      initial={{ inspectorIds: visit.inspectorIds }}
      order={({ on, inspectorIds }: { on: string; inspectorIds: string[] }) => ({
        path: '/api/assessment/onsite/visits',
        body: { unitId: visit.unit.id, kind: 'look-back', formId: visit.formId, on, inspectorIds, lookBackOf: visit.id },
      })}
      said="回头看已安排"
      done={({ id }) => void navigate(`/app/assessment/onsite/visits/${id}`)}
    >
      <Form.Item name="on" label="日期" rules={required}>
        <DayInput />
      </Form.Item>
      <Form.Item name="inspectorIds" label="检查人员" rules={required}>
        <PeopleSelect unitId={seat.jurisdictionId} />
      </Form.Item>
    </CommandForm>
  );
}
