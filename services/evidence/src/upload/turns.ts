import { setTimeout as wait } from 'node:timers/promises';

/** After the last piece of work so long passes for quiet that somebody who sends one file after the other is not between two of them. */
const QUIET_MS = 500;
const LOOK_MS = 50;
/** Who was at work within so long is company. */
const COMPANY_MS = 5_000;

/**
 * Lets only so much heavy work run at once. Those who wait take turns, and nobody has more than half of the places, so that one
 * with thousands of pieces takes nobody's place; while others are about he has an eighth, and half of the time.
 */
export class Turns {
  readonly #waiting = new Map<string, (() => void)[]>();
  readonly #held = new Map<string, number>();
  /** When somebody last asked for a place. */
  readonly #asked = new Map<string, number>();
  #running = 0;
  #coming = 0;
  #lastAt = -Infinity;

  constructor(readonly atOnce: number) {}

  async run<T>(whose: string, work: () => Promise<T>): Promise<T> {
    this.#asked.delete(whose);
    this.#asked.set(whose, performance.now()); // latest last
    if (this.#running < this.atOnce && this.#hasRoom(whose)) this.#take(whose);
    else await new Promise<void>((go) => this.#queue(whose, go));
    const began = performance.now();
    try {
      return await work();
    } finally {
      this.#lastAt = performance.now();
      // One who has more waiting leaves others as much time as he took.
      if (this.#waiting.has(whose) && this.#hasCompany()) setTimeout(() => this.#give(whose), performance.now() - began);
      else this.#give(whose);
    }
  }

  /** Runs what comes in from somebody: light, but not to be disturbed by what can wait. */
  async among<T>(work: () => Promise<T>): Promise<T> {
    this.#coming += 1;
    try {
      return await work();
    } finally {
      this.#coming -= 1;
      this.#lastAt = performance.now();
    }
  }

  /** Whether more than so many are on their way, all of one who has no company: waiting for each other they keep nobody else waiting. */
  expects = (count: number): boolean => this.#coming > count && !this.#hasCompany();

  /** What can wait: returns when nobody has been at work for a moment, or after so long. */
  async whenQuiet(withinMs: number, signal?: AbortSignal): Promise<void> {
    for (const end = performance.now() + withinMs; this.#isBusy && performance.now() < end && !signal?.aborted; ) await wait(LOOK_MS);
  }

  get #isBusy(): boolean {
    return this.#running > 0 || this.#coming > 0 || performance.now() - this.#lastAt < QUIET_MS;
  }

  #hasRoom = (whose: string): boolean => (this.#held.get(whose) ?? 0) < Math.ceil(this.atOnce / (this.#hasCompany() ? 8 : 2));

  #hasCompany(): boolean {
    const since = performance.now() - COMPANY_MS;
    for (const [whose, at] of this.#asked) {
      if (at > since) break;
      this.#asked.delete(whose);
    }
    return this.#asked.size > 1;
  }

  #take(whose: string): void {
    this.#running += 1;
    this.#held.set(whose, (this.#held.get(whose) ?? 0) + 1);
  }

  #give(whose: string): void {
    this.#running -= 1;
    const left = this.#held.get(whose)! - 1;
    if (left > 0) this.#held.set(whose, left);
    else this.#held.delete(whose);
    this.#next();
  }

  #queue(whose: string, go: () => void): void {
    const queue = this.#waiting.get(whose);
    if (queue) queue.push(go);
    else this.#waiting.set(whose, [go]);
  }

  /** Hands free places on, each to the first of whoever had none for longest. */
  #next(): void {
    for (let whose = this.#first(); whose !== undefined; whose = this.#first()) {
      const queue = this.#waiting.get(whose)!;
      const go = queue.shift()!;
      this.#waiting.delete(whose);
      if (queue.length > 0) this.#waiting.set(whose, queue); // to the end of the round
      this.#take(whose);
      go();
    }
  }

  #first = (): string | undefined => (this.#running < this.atOnce ? this.#waiting.keys().find(this.#hasRoom) : undefined);
}
