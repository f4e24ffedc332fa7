import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dayOf, type Day } from '@xingchuang/calendar';
import { Refusal } from '@xingchuang/rules';

/** The only source of time in the system. Days are calendar days in Asia/Shanghai. */
export interface Clock {
  readonly rehearsal: boolean;
  now(): Date;
  today(): Day;
  /** Moves a rehearsal clock; a system clock refuses. */
  move(to: Date): void;
}

export const systemClock: Clock = {
  rehearsal: false,
  now: () => new Date(),
  today: () => dayOf(new Date()),
  move: () => {
    throw new Refusal('conflict', 'clock.not-rehearsal');
  },
};

/** A clock for rehearsals: runs on from the instant it was set to and keeps it in a file, so that a restart does not travel in time. */
export function rehearsalClock(dataDir: string): Clock {
  const file = join(dataDir, 'rehearsal-clock.json');
  let offset = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { offset: number }).offset : 0;
  const now = () => new Date(Date.now() + offset);
  return {
    rehearsal: true,
    now,
    today: () => dayOf(now()),
    move(to) {
      offset = to.getTime() - Date.now();
      writeFileSync(`${file}.new`, JSON.stringify({ offset }));
      renameSync(`${file}.new`, file);
    },
  };
}
