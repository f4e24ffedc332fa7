import { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger } from 'pino';

type Sweep = () => Promise<void>;

/**
 * Runs what happens by itself when time passes: each sweep once at start, then every half minute, and at once when a rehearsal
 * clock moves. Sweeps look at what is due and may run any number of times. Those of one service keep their order; services run side by side,
 * and none waits for the round of another.
 */
export class Ticker {
  readonly #sweeps: { name: string; run: Sweep }[] = [];
  readonly #services = new Map<string, Ticker>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  /** The round that has not begun yet: whoever asks meanwhile is served by it too. */
  #next: Promise<void> | undefined;
  #isStopped = false;
  #last: { readonly at: Date; readonly failing: readonly string[] } | undefined;
  /** A sweep must not join the transaction of the request that moved the clock. */
  readonly #clean = AsyncLocalStorage.snapshot();

  constructor(readonly log: Logger) {}

  /** The part of one service. */
  of(service: string): Ticker {
    const part = this.#services.get(service) ?? new Ticker(this.log);
    this.#services.set(service, part);
    return part;
  }

  every(name: string, run: Sweep): void {
    this.#sweeps.push({ name, run });
  }

  start(): void {
    this.#timer = setInterval(() => void this.tick(), 30_000);
    void this.tick();
  }

  /** When the last round ended, by the clock on the wall, and what failed in it; of several services, of the one whose round ended longest ago. */
  get last(): { readonly at: Date; readonly failing: readonly string[] } | undefined {
    const rounds = [this.#last, ...[...this.#services.values()].map(({ last }) => last)];
    return rounds.reduce((one, other) => one && other && { at: one.at < other.at ? one.at : other.at, failing: [...one.failing, ...other.failing] });
  }

  /** Runs all sweeps; the rounds of one service never overlap. */
  async tick(): Promise<void> {
    this.#next ??= this.#running = this.#running.then(() => {
      this.#next = undefined;
      return this.#round();
    });
    await Promise.all([this.#next, ...[...this.#services.values()].map((one) => one.tick())]);
  }

  async #round(): Promise<void> {
    const failing: string[] = [];
    for (const { name, run } of this.#sweeps) {
      if (this.#isStopped) return;
      await this.#clean(run).catch((error: unknown) => {
        failing.push(name);
        this.log.error({ sweep: name, err: error }, 'a sweep failed; the next round tries again');
      });
    }
    this.#last = { at: new Date(), failing };
  }

  /** Lets the sweeps that run come to their end, and begins no other. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await Promise.all([this.#running, ...[...this.#services.values()].map((one) => one.stop())]);
  }
}
