import { Form } from 'antd';
import type { RecordFieldView, RecordTypeView } from '@xingchuang/contracts';
import { FieldInput } from './field-input.tsx';
import { TableInput } from './table-input.tsx';

interface RecordFieldsProps {
  readonly type: Pick<RecordTypeView, 'fields'>;
  /** The unit whose people are offered, and the one whose record it is. */
  readonly peopleOf: string;
  readonly unitId: string;
}

/** The fields of a record type as a form. */
export function RecordFields({ type, peopleOf, unitId }: RecordFieldsProps) {
  return type.fields.map((field) => (
    <Form.Item
      key={field.id}
      name={['fields', field.id]}
      label={field.zh}
      extra={helpOf(field)}
      {...(field.required ? { rules: [{ required: true, message: `请填写${field.zh}` }] } : {})}
    >
      {field.type === 'table' ? <TableInput field={field} peopleOf={peopleOf} unitId={unitId} /> : <FieldInput field={field} peopleOf={peopleOf} unitId={unitId} />}
    </Form.Item>
  ));
}

function helpOf({ help, members, requiredWhen, type, min, max }: RecordFieldView): string | undefined {
  const count = type === 'table' ? '行' : type === 'files' ? '个文件' : undefined;
  const parts = [
    help,
    members ? '只能选当日在本单位的人员' : undefined,
    requiredWhen ? '视其他项目的填写情况为必填' : undefined,
    count && min !== undefined ? `至少 ${min} ${count}` : undefined,
    count && max !== undefined ? `最多 ${max} ${count}` : undefined,
  ];
  return parts.filter(Boolean).join('；') || undefined;
}

/** Only the fields that hold something. */
export const filled = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== undefined && value !== '' && value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  );
