import { type DayKind, type DayStatus, type Words } from './calendar.ts';
import { type Day, weekday } from './day.ts';

/** One line of the reckoning, in order; `counted` is the number of the working day, null where the day is not one counted. */
export interface DeadlineStep extends Words {
  readonly day: Day;
  readonly counted: number | null;
  readonly kind: DayKind | 'start' | 'months' | 'clamp' | 'fixed' | 'warning' | 'moved';
  readonly provisional: boolean;
}

const WEEKDAYS: readonly Words[] = [
  { zh: '星期一', en: 'Monday' },
  { zh: '星期二', en: 'Tuesday' },
  { zh: '星期三', en: 'Wednesday' },
  { zh: '星期四', en: 'Thursday' },
  { zh: '星期五', en: 'Friday' },
  { zh: '星期六', en: 'Saturday' },
  { zh: '星期日', en: 'Sunday' },
];

/** Collects the lines of one deadline, each in words that a person who counts by hand would use. */
export class Derivation {
  readonly steps: DeadlineStep[] = [];

  start(status: DayStatus, countStart: boolean, counted: number | null): void {
    const how =
      counted !== null
        ? { zh: `起算日计入，第 ${counted} 个工作日`, en: `day of the event, counted: working day ${counted}` }
        : countStart
          ? { zh: '起算日计入', en: 'day of the event, counted' }
          : { zh: '起算日不计入', en: 'day of the event, not counted' };
    this.#add(status, 'start', counted, how);
  }

  /** A day passed over or counted on the way. */
  day(status: DayStatus, counted: number | null): void {
    const how =
      counted === null ? { zh: '不计', en: 'not counted' } : { zh: `第 ${counted} 个工作日`, en: `working day ${counted}` };
    this.#add(status, status.kind, counted, how);
  }

  months(status: DayStatus, months: number, how: { readonly clamped: boolean; readonly countStart: boolean }): void {
    const plural = months === 1 ? 'month' : 'months';
    if (how.clamped) {
      this.#add(status, 'clamp', null, {
        zh: `满 ${months} 个月；当月没有对应日，以月末为准`,
        en: `${months} ${plural} end here; the month has no such day, so its last day`,
      });
    } else {
      this.#add(status, 'months', null, {
        zh: how.countStart ? `满 ${months} 个月，为对应日的前一日` : `满 ${months} 个月的对应日`,
        en: how.countStart
          ? `${months} ${plural} end here, the day before the same date`
          : `the same date ${months} ${plural} later`,
      });
    }
  }

  fixed(status: DayStatus): void {
    this.#add(status, 'fixed', null, { zh: '规定的截止日', en: 'the date that is set' });
  }

  warning(status: DayStatus): void {
    this.#add(status, 'warning', null, {
      zh: '注意：截止日不是工作日，不顺延',
      en: 'note: not a working day, and the date stays',
    });
  }

  moved(status: DayStatus): void {
    this.#add(status, 'moved', null, {
      zh: '截止日不是工作日，顺延至此',
      en: 'the limit fell on no working day and moves to here',
    });
  }

  #add(status: DayStatus, kind: DeadlineStep['kind'], counted: number | null, how: Words): void {
    const { zh, en } = described(status);
    const missing = status.missingYear;
    this.steps.push({
      day: status.day,
      counted,
      kind,
      provisional: missing !== undefined,
      zh: `${zh}，${how.zh}${missing === undefined ? '' : `（${missing} 年放假安排尚未载入，暂定）`}`,
      en: `${en}: ${how.en}${missing === undefined ? '' : ` (provisional: the schedule of ${missing} is not loaded)`}`,
    });
  }
}

function described({ day, kind, name }: DayStatus): Words {
  const on = WEEKDAYS[weekday(day) - 1]!; // weekday is 1 to 7
  switch (kind) {
    case 'working':
      return on;
    case 'weekend':
      return { zh: `${on.zh}，周末`, en: `${on.en}, weekend` };
    case 'holiday':
      return { zh: `${on.zh}，${name?.zh ?? ''}放假`, en: `${on.en}, ${name?.en ?? 'public'} holiday` };
    case 'worked-weekend':
      return { zh: `${on.zh}，${name?.zh ?? ''}调休上班`, en: `${on.en}, worked in exchange${name ? ` for ${name.en}` : ''}` };
  }
}
