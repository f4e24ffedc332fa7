import { setImmediate } from 'node:timers/promises';

/** So long one piece of work after the other is done before others have their turn. */
const SLICE_MS = 10;

/** Whoever asks last waits for those before: between two slices of whatever work the loop takes up all else that waits. */
let last: Promise<unknown> = Promise.resolve();
const turn = (): Promise<unknown> => (last = last.then(() => setImmediate()));

/** Does work that comes in pieces without holding up the loop; `now` is in milliseconds. */
export async function inTurns<T>(work: Iterator<unknown, T, undefined>, now: () => number = () => performance.now()): Promise<T> {
  for (;;) {
    await turn();
    const until = now() + SLICE_MS;
    do {
      const { done, value } = work.next();
      if (done) return value;
    } while (now() < until);
  }
}

/** What is made of each item, without holding up the loop. */
export function eachInTurns<A, T>(items: readonly A[], make: (item: A) => T): Promise<T[]> {
  return inTurns(
    (function* () {
      const made: T[] = [];
      for (const item of items) {
        made.push(make(item));
        yield;
      }
      return made;
    })(),
  );
}
