import type { Bus, Message } from './bus.ts';
import { type OnFault, pauseAfter } from './bus-fault.ts';
import type { Outbox } from './outbox.ts';

export interface RelayOptions {
  /** Looks at the outbox this often even when nobody nudges: finds what a killed process left behind. */
  readonly everyMs?: number;
  readonly onFault?: OnFault;
}

/** A round begins no sooner than this after the one before: what is committed meanwhile goes together. */
const ROUND_MS = 20;
/** Most publishes under way at once. */
const WINDOW = 64;

/**
 * Carries messages from the outbox to the bus. Marks after the bus has taken over, so a kill between the two publishes again,
 * which the bus and the inbox drop; so do two relays at once.
 */
export class Relay {
  readonly #everyMs: number;
  readonly #report: OnFault;
  #running: Promise<void> | undefined;
  #isStopping = false;
  #isNudged = false;
  #wake: () => void = () => undefined;

  constructor(
    private readonly outbox: Outbox,
    private readonly bus: Bus,
    options: RelayOptions = {},
  ) {
    this.#everyMs = options.everyMs ?? 500;
    this.#report = options.onFault ?? (() => undefined);
  }

  async start(): Promise<void> {
    await this.outbox.prepare();
    this.#running ??= this.#run();
  }

  /** Says that a transaction has committed; costs nothing and never throws. */
  nudge(): void {
    this.#isNudged = true;
    this.#wake();
  }

  /** Ends after the window under way; call it before the bus closes. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#wake();
    await this.#running;
  }

  /** Publishes again what was told at or after the instant (ISO 8601 UTC; all of it by default): rebuilds lost streams. Says how many. */
  async republish(from = ''): Promise<number> {
    let count = 0;
    for await (const page of this.outbox.pages({ from })) count += await this.#publish(page);
    return count;
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.#isStopping;) {
      const began = performance.now();
      this.#isNudged = false;
      try {
        for await (const page of this.outbox.pages('unpublished')) {
          if (this.#isStopping) break;
          await this.#publish(page);
        }
        failures = 0;
      } catch (error) {
        this.#report({ doing: 'relay', attempt: ++failures, error });
      }
      // A nudge does not shorten the wait after a failure: a bus that is down is not asked at every commit.
      await this.#pause(ROUND_MS - (performance.now() - began));
      await this.#wait(failures > 0 ? Math.max(this.#everyMs, pauseAfter(failures)) : this.#everyMs, failures === 0);
    }
  }

  /**
   * Publishes in order, many at once, but never two of one key: when one fails, nothing of its key has passed it. Marks those
   * that went through even then, and throws the first fault.
   */
  async #publish(page: readonly Message[]): Promise<number> {
    let count = 0;
    for (const window of windows(page)) {
      if (this.#isStopping) break;
      const results = await Promise.allSettled(window.map((message) => this.bus.publish(message)));
      const taken = window.filter((_, index) => results[index]!.status === 'fulfilled').map(({ id }) => id);
      await this.outbox.markPublished(taken);
      const failed = results.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
      count += taken.length;
    }
    return count;
  }

  async #pause(ms: number): Promise<void> {
    if (ms > 0 && !this.#isStopping) await new Promise((done) => setTimeout(done, ms));
  }

  #wait(ms: number, mayNudge: boolean): Promise<void> {
    return new Promise((done) => {
      if (this.#isStopping || (mayNudge && this.#isNudged)) return done();
      const timer = setTimeout(done, ms);
      this.#wake = () => {
        if (!mayNudge && !this.#isStopping) return;
        clearTimeout(timer);
        done();
      };
    });
  }
}

/** Cuts a page into runs in which no key comes twice. */
function* windows(page: readonly Message[]): Generator<readonly Message[]> {
  let window = new Map<string, Message>();
  for (const message of page) {
    if (window.has(message.key) || window.size === WINDOW) {
      yield [...window.values()];
      window = new Map();
    }
    window.set(message.key, message);
  }
  if (window.size > 0) yield [...window.values()];
}
