import { Input } from 'antd';

interface DayInputProps {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (day: string) => void;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
}

/** A day by the device's own picker, which every phone's owner knows. */
export function DayInput({ value, onChange, ...rest }: DayInputProps) {
  return (
    <Input
      type="date"
      {...rest}
      value={value ?? ''}
      onChange={(event) => onChange?.(event.target.value)}
      style={{ maxWidth: 200 }}
    />
  );
}
