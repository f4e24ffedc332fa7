import { AsyncLocalStorage } from 'node:async_hooks';

/** Work that goes on by itself, round after round with a rest between them; rounds never overlap, and what fails in one the next tries again. */
export class Rounds {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isWorking = false;
  #isEnding = false;
  /** A round must not join the transaction of the request that asked for it. */
  readonly #clean = AsyncLocalStorage.snapshot();

  constructor(
    readonly round: () => Promise<void>,
    readonly failed: (error: unknown) => void,
    readonly restMs = 1_000,
  ) {}

  /** Whether a round that runs should come to its end. */
  get isEnding(): boolean {
    return this.#isEnding;
  }

  begin(afterMs = this.restMs): void {
    this.#clean(() => this.#next(afterMs));
  }

  /** There is something new: the next round does not wait for the end of the rest. */
  soon(afterMs = 0): void {
    if (!this.#isWorking) this.begin(afterMs);
  }

  /** Lets the round that runs come to its end, and begins no other. */
  async end(): Promise<void> {
    this.#isEnding = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #next(afterMs: number): void {
    clearTimeout(this.#timer);
    if (this.#isEnding) return;
    this.#timer = setTimeout(() => {
      this.#isWorking = true;
      this.#running = this.round()
        .catch(this.failed)
        .finally(() => {
          this.#isWorking = false;
          this.#next(this.restMs);
        });
    }, afterMs);
  }
}
