import { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger } from 'pino';

type Sweep = () => Promise<void>;

/**
 * Runs what happens by itself when time passes: each sweep once at start, then every half minute, and at once when a rehearsal
 * clock moves. Sweeps look at what is due and may run any number of times.
 */
export class Ticker {
  readonly #sweeps: { name: string; run: Sweep }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  /** A sweep must not join the transaction of the request that moved the clock. */
  readonly #clean = AsyncLocalStorage.snapshot();

  constructor(readonly log: Logger) {}

  every(name: string, run: Sweep): void {
    this.#sweeps.push({ name, run });
  }

  start(): void {
    this.#timer = setInterval(() => void this.tick(), 30_000);
    void this.tick();
  }

  /** Runs all sweeps, one after the other; rounds never overlap. */
  tick(): Promise<void> {
    this.#running = this.#running.then(async () => {
      for (const { name, run } of this.#sweeps) {
        await this.#clean(run).catch((error: unknown) => this.log.error({ sweep: name, err: error }, 'a sweep failed; the next round tries again'));
      }
    });
    return this.#running;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }
}
