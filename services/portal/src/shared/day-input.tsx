import { Input } from 'antd';
import { dayWords, weekdayWords } from './day-words.ts';
import { useWorkCalendar } from './today.ts';

interface DayInputProps {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (day: string) => void;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  /** Whether something begins or ends on it: people are told where nobody works on that day. */
  readonly warnOff?: boolean;
}

/** A day by the device's own picker, which every phone's owner knows. */
export function DayInput({ value, onChange, warnOff = false, ...rest }: DayInputProps) {
  return (
    <>
      <Input
        type="date"
        {...rest}
        value={value ?? ''}
        onChange={(event) => onChange?.(event.target.value)}
        style={{ maxWidth: 200 }}
      />
      {warnOff && value && <DayOff on={value} />}
    </>
  );
}

/** That nobody works on a day, and why; nothing on a working day. */
export function DayOff({ on }: { readonly on: string }) {
  const calendar = useWorkCalendar(/^\d{4}-\d\d-\d\d$/.test(on));
  const status = calendar?.status(on);
  if (!status || status.working) return null;
  const why = status.name?.zh ?? weekdayWords(on);
  return (
    <p role="status" className="state due" style={{ marginTop: 4 }}>
      {status.missingYear === undefined ? `${dayWords(on)}不是工作日（${why}）` : `${dayWords(on)}不是工作日（${why}），${status.missingYear}年的放假安排还没有载入`}
    </p>
  );
}
