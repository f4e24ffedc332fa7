import { Form } from 'antd';
import { useSession } from '../session/session.ts';
import { UnitSelect } from './unit-select.tsx';

interface UnitFilterProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (unitId: string) => void;
}

/** Looks at one unit, and back at all; a clerk has but one. */
export function UnitFilter({ id, label, value, onChange }: UnitFilterProps) {
  const { seat } = useSession();
  return (
    <>
      {seat.role !== 'clerk' && (
        <Form.Item label={label} htmlFor={id} layout="vertical" style={{ margin: 0, width: 280, maxWidth: '100%' }}>
          <UnitSelect id={id} {...(value ? { value } : {})} onChange={onChange} />
        </Form.Item>
      )}
      {value && (
        <button type="button" className="plain" onClick={() => onChange('')}>
          查看全部单位
        </button>
      )}
    </>
  );
}
