import { Input, InputNumber, Radio, Select } from 'antd';
import type { RecordColumnView, RecordFieldValue, RecordPerson } from '@xingchuang/contracts';
import { PeopleSelect } from '../registry/people-select.tsx';
import { PersonName } from '../registry/person-name.tsx';
import { UnitSelect } from '../registry/unit-select.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { ManySelect } from '../shared/many-select.tsx';
import { LinkInput } from './link-input.tsx';
import { ProofFiles } from './proof-files.tsx';
import { UnitsSelect } from './units-select.tsx';

export interface FieldInputProps {
  readonly id?: string;
  readonly value?: RecordFieldValue | undefined;
  readonly onChange?: (value: RecordFieldValue | undefined) => void;
  readonly field: RecordColumnView;
  /** The unit whose people are offered. */
  readonly peopleOf: string;
  /** The unit whose record it is. */
  readonly unitId: string;
}

/** Up to so many choices are shown at once. */
const FEW = 5;

/** What one types or chooses for a field, by its type; tables are made of these. */
export function FieldInput({ id, value, onChange, field, peopleOf, unitId }: FieldInputProps) {
  const own = id === undefined ? {} : { id };
  const label = { 'aria-label': field.zh };
  const options = field.values?.map((one) => ({ value: one.id, label: one.zh })) ?? [];
  const text = typeof value === 'string' ? value : undefined;
  const ids = Array.isArray(value) ? (value as string[]) : [];
  const change = (next: RecordFieldValue | null | undefined) => onChange?.(next === null || next === '' ? undefined : next);
  switch (field.type) {
    case 'text':
      return field.long ? (
        <Input.TextArea {...own} {...label} autoSize={{ minRows: 3, maxRows: 16 }} maxLength={field.most ?? 20_000} value={text ?? ''} onChange={(event) => change(event.target.value)} />
      ) : (
        <Input {...own} {...label} maxLength={field.most ?? 1_000} value={text ?? ''} onChange={(event) => change(event.target.value)} />
      );
    case 'number':
    case 'minutes':
      return (
        <InputNumber
          {...own}
          {...label}
          style={{ width: 180 }}
          precision={0}
          inputMode="numeric"
          min={field.type === 'minutes' ? 1 : (field.min ?? Number.MIN_SAFE_INTEGER)}
          max={field.type === 'minutes' ? 1_440 : (field.max ?? Number.MAX_SAFE_INTEGER)}
          suffix={field.type === 'minutes' ? '分钟' : field.measure}
          value={typeof value === 'number' ? value : null}
          onChange={change}
        />
      );
    case 'decimal':
      return (
        <InputNumber<string>
          {...own}
          {...label}
          stringMode
          style={{ width: 200 }}
          precision={field.places ?? 2}
          inputMode="decimal"
          suffix={field.measure}
          value={text ?? null}
          onChange={change}
        />
      );
    case 'day':
      return <DayInput {...own} {...(text === undefined ? {} : { value: text })} onChange={change} />;
    case 'yes':
      return (
        <Radio.Group
          {...own}
          {...label}
          options={[
            { value: true, label: '是' },
            { value: false, label: '否' },
          ]}
          value={value}
          onChange={(event) => change(event.target.value as boolean)}
        />
      );
    case 'choice':
      if (field.many) return <ManySelect {...own} {...label} options={options} value={ids} onChange={change} placeholder="可选多项" />;
      return options.length <= FEW ? (
        <Radio.Group {...own} {...label} options={options} value={text} onChange={(event) => change(event.target.value as string)} />
      ) : (
        <Select {...own} {...label} allowClear showSearch={{ optionFilterProp: 'label' }} options={options} placeholder="请选择" value={text ?? null} onChange={change} />
      );
    case 'unit':
      return field.many ? (
        <UnitsSelect {...own} kinds={field.kinds} value={ids} onChange={change} />
      ) : (
        <UnitSelect {...own} all {...(field.kinds?.length === 1 ? { kind: field.kinds[0]! } : {})} {...(text === undefined ? {} : { value: text })} onChange={change} />
      );
    case 'link':
      return <LinkInput {...own} field={field} unitId={unitId} value={field.many ? ids : text === undefined ? [] : [text]} onChange={(next) => change(field.many ? next : next[0])} />;
    case 'files':
      return <ProofFiles {...own} unitId={unitId} value={ids} onChange={change} />;
    case 'person':
      return <PeopleSelect {...own} unitId={peopleOf} value={text === undefined ? [] : [text]} onChange={(chosen) => change(chosen.at(-1))} />;
    case 'people':
      return <PeopleInput {...own} unitId={peopleOf} minutes={field.minutes === true} value={(value as RecordPerson[] | undefined) ?? []} onChange={change} />;
    case 'table':
      return null; // a table holds no table
  }
}

interface PeopleInputProps {
  readonly id?: string;
  readonly value: readonly RecordPerson[];
  readonly onChange: (people: RecordPerson[]) => void;
  readonly unitId: string;
  readonly minutes: boolean;
}

/** People, and where the type asks for it the minutes of each. */
function PeopleInput({ id, value, onChange, unitId, minutes }: PeopleInputProps) {
  const choose = (ids: string[]) => onChange(ids.map((personId) => value.find((one) => one.personId === personId) ?? { personId }));
  const spend = (personId: string, spent: number | null) =>
    onChange(value.map((one) => (one.personId === personId ? { personId, ...(spent === null ? {} : { minutes: spent }) } : one)));
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
              min={1}
              max={1_440}
              precision={0}
              inputMode="numeric"
              suffix="分钟"
              value={one.minutes ?? null}
              onChange={(spent) => spend(one.personId, spent)}
            />
          </label>
        ))}
    </div>
  );
}
