import { Refusal } from '@xingchuang/rules';
import { LIMITS } from './cel-parse.ts';

/**
 * Work that stops after each piece, so that who runs it can let others have their turn; a piece is one expression, or many small ones.
 * What has been read stays as it was: the result is the same however long the pauses are.
 */
export type Pieces<T> = Generator<undefined, T, undefined>;

/** Does all pieces at one go. */
export function atOnce<T>(work: Pieces<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** What is made of each item, one after the other. */
export function* eachOf<A, T>(items: readonly A[], make: (item: A, index: number) => Pieces<T>): Pieces<T[]> {
  const made: T[] = [];
  for (const [i, item] of items.entries()) made.push(yield* make(item, i));
  return made;
}

/** Steps of some ten nanoseconds: spent since the start, at the last pause, and where the expression that runs now must have ended. */
let [spent, paused, end] = [0, 0, Infinity];

/** Counts steps of the expression that runs now. Refuses `expression.too-long` beyond what one may take. */
export function spend(steps: number): void {
  spent += steps;
  if (spent > end) throw new Refusal('limit', 'expression.too-long', { most: LIMITS.work });
}

/** The same function, each run of it within the steps that one expression may take. */
export function bounded<A, T>(run: (given: A) => T): (given: A) => T {
  return (given) => {
    end = spent + LIMITS.work;
    try {
      return run(given);
    } finally {
      end = Infinity;
    }
  };
}

/** Steps that a unit or a clause costs beside its lists and fractions. */
const PLAIN = 100;

/** Asked after every unit or clause: true when it is time for a pause. */
export function isDue(): boolean {
  spent += PLAIN;
  if (spent - paused < LIMITS.piece) return false;
  paused = spent;
  return true;
}
