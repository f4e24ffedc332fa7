import { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger } from 'pino';

type Sweep = () => Promise<void>;

/**
 * Runs what happens by itself when time passes: each sweep once at start, then every half minute, and at once when a rehearsal
 * clock moves. Sweeps look at what is due and may run any number of times. Those of one service keep their order, services run side by side.
 */
export class Ticker {
  readonly #sweeps: { name: string; run: Sweep }[] = [];
  readonly #services = new Map<string, Ticker>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
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

  /** When the last round ended, by the clock on the wall, and what failed in it. */
  get last(): { readonly at: Date; readonly failing: readonly string[] } | undefined {
    return this.#last;
  }

  /** Runs all sweeps; rounds never overlap. */
  tick(): Promise<void> {
    this.#running = this.#running.then(async () => {
      const failing: string[] = [];
      for (const { name, run } of this.#sweeps) {
        if (this.#isStopped) return;
        await this.#clean(run).catch((error: unknown) => {
          failing.push(name);
          this.log.error({ sweep: name, err: error }, 'a sweep failed; the next round tries again');
        });
      }
      const services = [...this.#services.values()];
      await Promise.all(services.map((one) => one.tick()));
      this.#last = { at: new Date(), failing: [...failing, ...services.flatMap(({ last }) => last?.failing ?? [])] };
    });
    return this.#running;
  }

  /** Lets the sweeps that run come to their end, and begins no other. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await Promise.all([this.#running, ...[...this.#services.values()].map((one) => one.stop())]);
  }
}
