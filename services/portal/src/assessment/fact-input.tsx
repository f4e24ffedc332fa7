import DeleteOutlined from '@ant-design/icons/DeleteOutlined';
import PlusOutlined from '@ant-design/icons/PlusOutlined';
import { Button, Input, InputNumber, Radio, Select } from 'antd';
import type { SchemeDetail } from '@xingchuang/contracts';
import { DayInput } from '../shared/day-input.tsx';
import './facts.css';

export type FactDefinition = SchemeDetail['catalogue']['facts'][string];
type Field = NonNullable<FactDefinition['fields']>[string];
type Row = Record<string, unknown>;

interface InputProps {
  readonly id?: string;
  readonly value?: unknown;
  readonly onChange?: (value: unknown) => void;
}

/** One fact, by the type that its scheme gives it. */
export function FactInput({ definition, ...rest }: InputProps & { readonly definition: FactDefinition }) {
  if (definition.type === 'records') return <RecordsInput definition={definition} {...rest} />;
  return <PlainInput field={definition as Field} {...rest} />;
}

/** Decimals are kept as text, exactly as they were typed. */
function PlainInput({ field, id, value, onChange, label }: InputProps & { readonly field: Field; readonly label?: string }) {
  const named = { ...(id ? { id } : {}), ...(label ? { 'aria-label': label } : {}) };
  switch (field.type) {
    case 'boolean':
      return (
        <Radio.Group
          {...named}
          value={value ?? null}
          onChange={(event) => onChange?.(event.target.value)}
          options={[
            { value: true, label: '是' },
            { value: false, label: '否' },
          ]}
        />
      );
    case 'integer':
      return (
        <InputNumber
          {...named}
          value={(value as number | null) ?? null}
          onChange={(next) => onChange?.(next)}
          precision={0}
          inputMode="numeric"
        />
      );
    case 'decimal':
      return (
        <InputNumber
          {...named}
          value={(value as string | null) ?? null}
          onChange={(next) => onChange?.(next)}
          stringMode
          precision={field.places ?? 2}
          inputMode="decimal"
        />
      );
    case 'day':
      return <DayInput {...named} value={(value as string | undefined) ?? ''} onChange={(next) => onChange?.(next || null)} />;
    default:
      return field.values ? (
        <Select
          {...named}
          allowClear={field.optional === true}
          value={value as string}
          onChange={(next: string) => onChange?.(next)}
          options={Object.entries(field.values).map(([value, { zh }]) => ({ value, label: zh }))}
          style={{ minWidth: 140 }}
          placeholder="请选择"
        />
      ) : (
        <Input
          {...named}
          value={(value as string | undefined) ?? ''}
          onChange={(event) => onChange?.(event.target.value || null)}
          maxLength={1_000}
        />
      );
  }
}

/** What happened, one row each; no row says that it did not happen. */
function RecordsInput({ definition, value, onChange }: InputProps & { readonly definition: FactDefinition }) {
  const rows = (value as readonly Row[] | undefined) ?? [];
  const fields = Object.entries(definition.fields ?? {});
  const change = (at: number, name: string, next: unknown) =>
    onChange?.(rows.map((row, i) => (i === at ? withField(row, name, next) : row)));
  return (
    <div className={rows.length === 0 ? 'row' : 'fact-rows'}>
      {rows.length === 0 && <span className="quiet">没有</span>}
      {rows.map((row, at) => (
        <div key={at} className="fact-row" role="group" aria-label={`${definition.zh} 第 ${at + 1} 条`}>
          {fields.map(([name, field]) => (
            <label key={name}>
              <span className="quiet small">
                {field.zh}
                {field.optional && '（可不填）'}
              </span>
              <PlainInput field={field} value={row[name]} onChange={(next) => change(at, name, next)} label={field.zh} />
            </label>
          ))}
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={`删除第 ${at + 1} 条`}
            onClick={() => onChange?.(rows.filter((_, i) => i !== at))}
          />
        </div>
      ))}
      <Button size="small" icon={<PlusOutlined />} onClick={() => onChange?.([...rows, {}])}>
        添加一条
      </Button>
    </div>
  );
}

function withField(row: Row, name: string, next: unknown): Row {
  const { [name]: _, ...rest } = row;
  return next === null || next === undefined || next === '' ? rest : { ...rest, [name]: next };
}

/** Facts as the server wants them: what was left empty is left out. */
export const filledFacts = (facts: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null && value !== undefined && value !== ''));
