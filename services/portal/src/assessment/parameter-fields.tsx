import { Form, Input, InputNumber, Radio, Select } from 'antd';
import type { SchemeDetail } from '@xingchuang/contracts';
import { ManySelect } from '../shared/many-select.tsx';

type Parameter = SchemeDetail['catalogue']['parameters'][string];

/** The settings that a scheme leaves open, each with where that is written. */
export function ParameterFields({
  scheme,
  of,
}: {
  readonly scheme: Pick<SchemeDetail, 'catalogue'>;
  readonly of: readonly (readonly [string, Parameter])[];
}) {
  return of.map(([id, parameter]) => (
    <Form.Item
      key={id}
      name={['parameters', id]}
      label={parameter.zh}
      extra={[
        parameter.default === undefined ? '' : `默认：${valueWords(scheme, parameter, parameter.default)}`,
        parameter.source ?? parameter.basis?.replace(/^derived: /, ''),
      ]
        .filter(Boolean)
        .join('；')}
      {...(parameter.ask ? { rules: [{ required: true, message: `请填写${parameter.zh}` }] } : {})}
    >
      {inputOf(scheme, parameter)}
    </Form.Item>
  ));
}

function optionsOf({ catalogue }: Pick<SchemeDetail, 'catalogue'>, { type, values }: Parameter): { value: string; label: string }[] | undefined {
  if (type === 'level') return catalogue.levels.map(({ id, zh }) => ({ value: id, label: zh }));
  if (type === 'kind')
    return Object.entries(catalogue.kinds)
      .filter(([, { is }]) => is === 'body')
      .map(([value, { zh }]) => ({ value, label: zh }));
  return values && Object.entries(values).map(([value, { zh }]) => ({ value, label: zh }));
}

function inputOf(scheme: Pick<SchemeDetail, 'catalogue'>, parameter: Parameter) {
  const options = optionsOf(scheme, parameter);
  const { type, min, max, places } = parameter;
  if (type === 'boolean')
    return (
      <Radio.Group
        options={[
          { value: true, label: '是' },
          { value: false, label: '否' },
        ]}
      />
    );
  if (type === 'integer' || type === 'decimal') {
    return (
      <InputNumber
        style={{ width: 160 }}
        precision={type === 'integer' ? 0 : (places ?? 2)}
        {...(min === undefined ? {} : { min })}
        {...(max === undefined ? {} : { max })}
      />
    );
  }
  if (type === 'texts')
    return options ? <ManySelect options={options} placeholder="可选多项" /> : <Select mode="tags" placeholder="可填多项" />;
  return options ? <Select options={options} placeholder="请选择" /> : <Input maxLength={2_000} />;
}

/** A parameter's value as people read it. */
export function valueWords(scheme: Pick<SchemeDetail, 'catalogue'>, parameter: Parameter, value: unknown): string {
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (Array.isArray(value)) return value.length === 0 ? '无' : value.map((one) => valueWords(scheme, parameter, one)).join('、');
  return optionsOf(scheme, parameter)?.find((option) => option.value === value)?.label ?? String(value);
}

/** Those parameters that were filled in. */
export const parametersOf = (parameters: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== ''));
