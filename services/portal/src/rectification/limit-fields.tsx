import { Form, InputNumber, Segmented } from 'antd';
import type { LimitInput } from '@xingchuang/contracts';
import { DayInput } from '../shared/day-input.tsx';

export interface LimitFilled {
  readonly unit?: 'workdays' | 'months' | 'until';
  readonly count?: number;
  readonly until?: string;
}

/** The length of a limit in the unit that was chosen. */
export const limitOf = ({ unit = 'workdays', count, until }: LimitFilled = {}): unknown =>
  unit === 'until' ? { until } : { [unit]: count };

/** A limit as the fields show it. */
export function limitFilled(limit: LimitInput): LimitFilled {
  if ('until' in limit) return { unit: 'until', until: limit.until };
  return 'months' in limit ? { unit: 'months', count: limit.months } : { unit: 'workdays', count: limit.workdays };
}

interface LimitFieldsProps {
  readonly name?: readonly (string | number)[];
  /** The same from the top of the form, where it stands in a list. */
  readonly place?: readonly (string | number)[];
  /** Only lengths: a last day would be the same for all that use it. */
  readonly lengths?: boolean;
}

/** How long there is: working days, months, or the last day itself. */
export function LimitFields({ name = ['limit'], place = name, lengths = false }: LimitFieldsProps) {
  const unit = Form.useWatch<LimitFilled['unit']>([...place, 'unit']) ?? 'workdays';
  const required = [{ required: true, message: '请填写期限' }];
  return (
    <>
      <Form.Item name={[...name, 'unit']} label="期限方式" initialValue="workdays">
        <Segmented
          options={[
            { value: 'workdays', label: '工作日' },
            { value: 'months', label: '月' },
            ...(lengths ? [] : [{ value: 'until', label: '截止日' }]),
          ]}
        />
      </Form.Item>
      {unit === 'until' ? (
        <Form.Item name={[...name, 'until']} label="截止日" rules={required}>
          <DayInput warnOff />
        </Form.Item>
      ) : (
        <Form.Item name={[...name, 'count']} label={unit === 'months' ? '几个月' : '几个工作日'} rules={required}>
          <InputNumber min={1} max={unit === 'months' ? 60 : 1_000} precision={0} inputMode="numeric" />
        </Form.Item>
      )}
    </>
  );
}
