import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';

/** So long at most a round waits for pieces that are known to be on their way. */
const LINGERS_MS = 60;
const LOOK_MS = 5;

interface Waiting<T, R> {
  readonly item: T;
  readonly inItsContext: <X>(work: () => X) => X;
  readonly resolve: (result: R) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Does pieces of work together that come at the same time: what comes while one round runs goes into the next, so a lone piece waits for nobody.
 * Where a round of several fails, each piece is tried by itself, so that nobody fails of another's fault.
 */
export class Gathered<T, R> {
  #waiting: Waiting<T, R>[] = [];
  #isRunning = false;

  /** `work` gives one result for each item, in their order, and does all of them or none; `expects` says whether more is about to come than waits already. */
  constructor(
    private readonly work: (items: readonly T[]) => Promise<readonly R[]>,
    private readonly most: number,
    private readonly expects: (waiting: number) => boolean = () => false,
  ) {}

  do(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, inItsContext: AsyncLocalStorage.snapshot(), resolve, reject });
      if (!this.#isRunning) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      for (const end = performance.now() + LINGERS_MS; this.#waiting.length < this.most && this.expects(this.#waiting.length) && performance.now() < end; ) await wait(LOOK_MS);
      await this.#round(this.#waiting.splice(0, this.most));
    }
    this.#isRunning = false;
  }

  async #round(group: readonly Waiting<T, R>[]): Promise<void> {
    const [first] = group;
    try {
      const results = await first!.inItsContext(() => this.work(group.map(({ item }) => item)));
      group.forEach(({ resolve }, n) => resolve(results[n]!));
    } catch (error) {
      if (group.length === 1) first!.reject(error);
      else for (const one of group) await this.#round([one]);
    }
  }
}
