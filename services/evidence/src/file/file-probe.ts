import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { OnModuleDestroy } from '@nestjs/common';

type Probe = 'type' | 'tags';
type Found = { readonly value?: unknown; readonly fault?: string };

/** Tells an answer that never came, or a thread that died of its file. */
export class ProbeFailed extends Error {
  override readonly name = 'ProbeFailed';
}

/**
 * Asks file-parsing libraries about a file, one file after the other, in a thread that is ended when it takes longer than
 * allowed or uses too much memory (RELIABILITY 4.12): an HEIC whose boxes have length 0 keeps exifr busy for ever.
 */
export class FileProbe implements OnModuleDestroy {
  #worker: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(readonly withinMs = 5_000) {}

  ask(what: Probe, path: string): Promise<unknown> {
    const answer = this.#last.then(() => this.#ask(what, path));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async onModuleDestroy(): Promise<void> {
    await this.#end();
  }

  async #ask(what: Probe, path: string): Promise<unknown> {
    const worker = (this.#worker ??= this.#start());
    worker.postMessage({ what, path });
    try {
      const [found] = (await once(worker, 'message', { signal: AbortSignal.timeout(this.withinMs) })) as [Found];
      if (found.fault !== undefined) throw new ProbeFailed(found.fault);
      return found.value;
    } catch (error) {
      if (error instanceof ProbeFailed) throw error;
      await this.#end();
      throw new ProbeFailed(`no answer about a file: ${String(error)}`);
    }
  }

  #start(): Worker {
    const worker = new Worker(new URL('./file-probe-worker.mjs', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: 128 }, execArgv: [] });
    worker.on('error', () => undefined); // who waits for an answer hears it too; nobody else need fall
    worker.unref(); // it must not keep a process that has nothing else to do
    return worker;
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}
