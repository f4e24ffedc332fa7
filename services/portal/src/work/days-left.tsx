import { useId, useState } from 'react';
import { dayWords, weekdayWords } from '../shared/day-words.ts';
import { Deadline, Derivation } from '../shared/deadline.tsx';
import { useToday, useWorkCalendar } from '../shared/today.ts';

/** So many days are counted one by one; of a longer way the beginning says enough. */
const MOST = 60;
const DAY_MS = 86_400_000;

/** A last day with the working days left, and on a click how they were counted. */
export function DaysLeft({ day }: { readonly day: string }) {
  const id = useId();
  const [wanted, setWanted] = useState(false);
  return (
    <span className="row nowrap">
      <Deadline day={day} />
      <button type="button" className="plain small no-print" popoverTarget={id} aria-label={`${dayWords(day)}，天数怎么算的`} onClick={() => setWanted(true)}>
        怎么算
      </button>
      <div id={id} popover="auto" className="reckoning">
        <h3>工作日怎么算的</h3>
        {wanted && <Counting to={day} />}
      </div>
    </span>
  );
}

function Counting({ to }: { readonly to: string }) {
  const today = useToday();
  const calendar = useWorkCalendar();
  if (!today || !calendar) return null;
  const [first, last] = today < to ? [today, to] : [to, today];
  const days = Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS);
  const shown = Array.from({ length: Math.min(days, MOST) }, (_, at) => new Date(Date.parse(first) + (at + 1) * DAY_MS).toISOString().slice(0, 10));
  let counted = 0;
  const steps = shown.map((on) => {
    const { working, name } = calendar.status(on);
    if (working) counted += 1;
    return { day: on, counted: working ? counted : null, zh: working ? `${weekdayWords(on)}，第 ${counted} 个工作日` : `${name?.zh ?? weekdayWords(on)}，不计` };
  });
  return (
    <>
      <p className="quiet small">{today < to ? '从明天数到期限当天' : '从期限次日数到今天'}</p>
      <Derivation steps={steps} />
      {days > MOST && <p className="quiet small">后面还有 {days - MOST} 天，照此计算。</p>}
    </>
  );
}
