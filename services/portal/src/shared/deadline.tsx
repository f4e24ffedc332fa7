import { useId } from 'react';
import { dayWords, weekdayWords } from './day-words.ts';
import { useToday, useWorkdaysLeft } from './today.ts';
import './deadline.css';

interface Step {
  readonly day: string;
  readonly zh: string;
  readonly counted: number | null;
}

/** From this many working days on, a deadline is shown as near. */
const NEAR = 3;

/** A last day with its weekday and the working days left; how it was reckoned opens on a click. */
export function Deadline({
  day,
  derivation,
  done = false,
  provisional = false,
}: {
  readonly day: string | undefined;
  readonly derivation?: readonly Step[] | undefined;
  readonly done?: boolean;
  readonly provisional?: boolean;
}) {
  const id = useId();
  const today = useToday();
  const left = useWorkdaysLeft(done ? undefined : day);
  if (!day) return <span className="quiet">未定期限</span>;
  const overdue = today !== undefined && today > day;
  const tone = done || left === undefined ? '' : overdue ? 'bad' : left <= NEAR ? 'due' : '';
  const text = (
    <>
      <span className="nowrap">{dayWords(day)}</span> <span className="nowrap quiet">{weekdayWords(day)}</span>
      {provisional && <span className="quiet">（暂定）</span>}
    </>
  );
  return (
    <span className="deadline">
      {derivation?.length ? (
        <>
          <button type="button" className="plain how" popoverTarget={id} aria-label={`${dayWords(day)}，查看推算`}>
            {text}
          </button>
          <div id={id} popover="auto" className="reckoning">
            <h3>期限推算</h3>
            <Derivation steps={derivation} />
          </div>
        </>
      ) : (
        text
      )}
      {!done && left !== undefined && <span className={`state ${tone}`}>{leftWords(left, overdue, today === day)}</span>}
    </span>
  );
}

function leftWords(left: number, overdue: boolean, lastDay: boolean): string {
  if (overdue) return left === 0 ? '已逾期' : `逾期 ${-left} 个工作日`;
  if (lastDay) return '今天截止';
  return `还有 ${left} 个工作日`;
}

/** A deadline's reckoning day by day. */
export function Derivation({ steps }: { readonly steps: readonly Step[] }) {
  return (
    <ol className="derivation" tabIndex={0}>
      {steps.map((step) => (
        <li key={`${step.day}${step.zh}`} className={step.counted === null ? 'quiet' : ''}>
          <span className="nowrap">{dayWords(step.day)}</span>
          <span>{step.zh}</span>
        </li>
      ))}
    </ol>
  );
}
