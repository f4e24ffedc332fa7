import { Form, InputNumber, Segmented } from 'antd';
import { DayInput } from '../shared/day-input.tsx';

export interface LimitFilled {
  readonly unit?: 'workdays' | 'months' | 'until';
  readonly count?: number;
  readonly until?: string;
}

/** The length of a limit in the unit that was chosen. */
export const limitOf = ({ unit = 'workdays', count, until }: LimitFilled = {}): unknown =>
  unit === 'until' ? { until } : { [unit]: count };

/** How long there is: working days, months, or the last day itself. */
export function LimitFields() {
  const unit = Form.useWatch<LimitFilled['unit']>(['limit', 'unit']) ?? 'workdays';
  const required = [{ required: true, message: '请填写期限' }];
  return (
    <>
      <Form.Item name={['limit', 'unit']} label="期限方式" initialValue="workdays">
        <Segmented
          options={[
            { value: 'workdays', label: '工作日' },
            { value: 'months', label: '月' },
            { value: 'until', label: '截止日' },
          ]}
        />
      </Form.Item>
      {unit === 'until' ? (
        <Form.Item name={['limit', 'until']} label="截止日" rules={required}>
          <DayInput />
        </Form.Item>
      ) : (
        <Form.Item name={['limit', 'count']} label={unit === 'months' ? '几个月' : '几个工作日'} rules={required}>
          <InputNumber min={1} max={unit === 'months' ? 60 : 1_000} precision={0} inputMode="numeric" />
        </Form.Item>
      )}
    </>
  );
}
