import { Form, Input } from 'antd';
import { PeopleSelect } from '../registry/people-select.tsx';
import { useMay, useSession } from '../session/session.ts';

export interface LeaderFilled {
  readonly leader: string;
  readonly leaderId?: string;
}

/** Who leads, as the server takes it: the person only where one was chosen. */
export const leaderOf = ({ leader, leaderId }: LeaderFilled): LeaderFilled => ({ leader, ...(leaderId ? { leaderId } : {}) });

/** Who leads it, in words, and the person whose own list it then stands in. */
export function LeaderFields() {
  const may = useMay();
  const { seat } = useSession();
  return (
    <>
      <Form.Item name="leader" label="负责人或工作组" rules={[{ required: true, message: '请填写' }]}>
        <Input maxLength={200} />
      </Form.Item>
      {may('person.read') && (
        <Form.Item name="leaderId" label="负责人账号" extra="选上后，这件事会出现在本人“由我负责”的期限清单里">
          <OnePerson unitId={seat.jurisdictionId} />
        </Form.Item>
      )}
    </>
  );
}

interface OnePersonProps {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (id: string) => void;
  readonly unitId: string;
}

/** One person of a unit, for a form that keeps one id. */
export function OnePerson({ id, value, onChange, unitId }: OnePersonProps) {
  return <PeopleSelect {...(id ? { id } : {})} unitId={unitId} value={value ? [value] : []} onChange={(ids) => onChange?.(ids.at(-1) ?? '')} />;
}
