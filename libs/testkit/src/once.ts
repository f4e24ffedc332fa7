import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isRunning, self, type ProcessIdentity } from '@xingchuang/server/process-identity';
import { publish, read, runFolder } from './run-folder.ts';

type Outcome<T> = { readonly value: T } | { readonly fault: string };

/** Does a thing once in the whole run, whichever of its processes asks first; a fault is everybody's fault. */
export async function oncePerRun<T>(name: string, work: () => Promise<T>): Promise<T> {
  const [lock, result] = [join(runFolder(), `${name}.lock`), join(runFolder(), `${name}.json`)];
  for (;;) {
    const outcome = read<Outcome<T>>(result);
    if (outcome) return valueOf(outcome);
    if (take(lock)) {
      const mine = await work().then(
        (value): Outcome<T> => ({ value }),
        (error: Error): Outcome<T> => ({ fault: error.message }),
      );
      publish(result, mine);
      return valueOf(mine);
    }
    await wait(25);
  }
}

function valueOf<T>(outcome: Outcome<T>): T {
  if ('fault' in outcome) throw new Error(outcome.fault);
  return outcome.value;
}

/** True where the lock is now ours; that of a process which died is removed, for the next try. */
function take(lock: string): boolean {
  try {
    const file = openSync(lock, 'wx');
    writeSync(file, JSON.stringify(self()));
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = readLock(lock);
    if (holder && !isRunning(holder)) rmSync(lock, { force: true });
    return false;
  }
}

/** The holder writes its name an instant after it made the file. */
function readLock(lock: string): ProcessIdentity | undefined {
  try {
    return read<ProcessIdentity>(lock);
  } catch {
    return undefined;
  }
}
