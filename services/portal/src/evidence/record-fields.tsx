import { Form, Input, InputNumber, Radio, Select } from 'antd';
import type { RecordFieldView, RecordPerson, RecordTypeView } from '@xingchuang/contracts';
import { PeopleSelect } from '../registry/people-select.tsx';
import { PersonName } from '../registry/person-name.tsx';
import { DayInput } from '../shared/day-input.tsx';

/** The fields of a record type as a form. */
export function RecordFields({ type, unitId }: { readonly type: RecordTypeView; readonly unitId: string }) {
  return type.fields.map((field) => (
    <Form.Item
      key={field.id}
      name={['fields', field.id]}
      label={field.zh}
      {...(field.required ? { rules: [{ required: true, message: `请填写${field.zh}` }] } : {})}
    >
      {inputOf(field, unitId)}
    </Form.Item>
  ));
}

/** Up to so many choices are shown at once. */
const FEW = 5;

function inputOf(field: RecordFieldView, unitId: string) {
  const options = field.values?.map(({ id, zh }) => ({ value: id, label: zh })) ?? [];
  switch (field.type) {
    case 'text':
      return <Input.TextArea autoSize={{ minRows: 2, maxRows: 12 }} maxLength={20_000} />;
    case 'number':
      return <InputNumber style={{ width: 160 }} inputMode="decimal" />;
    case 'minutes':
      return <InputNumber style={{ width: 160 }} min={0} precision={0} inputMode="numeric" suffix="分钟" />;
    case 'day':
      return <DayInput />;
    case 'people':
      return <PeopleField unitId={unitId} minutes={field.minutes === true} />;
    case 'choice':
      return options.length <= FEW ? <Radio.Group options={options} /> : <Select options={options} placeholder="请选择" />;
  }
}

interface PeopleFieldProps {
  readonly id?: string;
  readonly value?: readonly RecordPerson[];
  readonly onChange?: (people: RecordPerson[]) => void;
  readonly unitId: string;
  readonly minutes: boolean;
}

/** People, and where the type asks for it the minutes of each. */
function PeopleField({ id, value = [], onChange, unitId, minutes }: PeopleFieldProps) {
  const choose = (ids: string[]) =>
    onChange?.(ids.map((personId) => value.find((one) => one.personId === personId) ?? { personId }));
  const spend = (personId: string, spent: number | null) =>
    onChange?.(
      value.map((one) => (one.personId === personId ? { personId, ...(spent === null ? {} : { minutes: spent }) } : one)),
    );
  return (
    <div className="stack tight">
      <PeopleSelect {...(id ? { id } : {})} unitId={unitId} value={value.map(({ personId }) => personId)} onChange={choose} />
      {minutes &&
        value.map((one) => (
          <label key={one.personId} className="row">
            <span style={{ minWidth: '5em' }}>
              <PersonName id={one.personId} />
            </span>
            <InputNumber
              min={0}
              max={1_440}
              precision={0}
              inputMode="numeric"
              suffix="分钟"
              {...(one.minutes === undefined ? {} : { value: one.minutes })}
              onChange={(spent) => spend(one.personId, spent)}
            />
          </label>
        ))}
    </div>
  );
}
