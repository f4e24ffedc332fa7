import { Refusal } from '@xingchuang/rules';
import type { Answer } from './bus.ts';
import { AnswerFailed, type OnFault, refusalOf, refusalText } from './bus-fault.ts';
import { checkName, checkSize } from './bus-limits.ts';

/** Asking inside one process. Bytes are copied both ways (never by `slice`, with which a Buffer shares them), so neither side can lean on an object that they share. */
export class LocalAnswers {
  readonly #handlers = new Map<string, Answer[]>();
  readonly #running = new Set<Promise<unknown>>();

  constructor(private readonly report: OnFault) {}

  add(subject: string, handle: Answer): void {
    checkName('subject', subject);
    this.#handlers.set(subject, [...(this.#handlers.get(subject) ?? []), handle]);
  }

  async request(subject: string, body: Uint8Array, withinMs: number): Promise<Uint8Array> {
    checkName('subject', subject);
    checkSize(body, subject);
    const [handle, ...others] = this.#handlers.get(subject) ?? [];
    if (!handle) throw new Refusal('missing', 'bus.no-answer', { subject });
    this.#handlers.set(subject, [...others, handle]); // each in turn
    const answered = this.#run(subject, handle, new Uint8Array(body));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, refuse) => {
      timer = setTimeout(() => refuse(new Refusal('missing', 'bus.no-answer', { subject, withinMs })), withinMs);
    });
    return Promise.race([answered, late]).finally(() => clearTimeout(timer));
  }

  /** Resolves once no handler runs any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  #run(subject: string, handle: Answer, body: Uint8Array): Promise<Uint8Array> {
    const run = (async () => {
      await new Promise((later) => setImmediate(later));
      try {
        const answer = await handle(body);
        checkSize(answer, subject);
        return new Uint8Array(answer);
      } catch (error) {
        if (error instanceof Refusal) throw refusalOf(refusalText(error));
        this.report({ doing: 'answer', name: subject, error });
        throw new AnswerFailed(subject);
      }
    })();
    this.#running.add(run);
    run.catch(() => undefined).finally(() => this.#running.delete(run));
    return run;
  }
}
