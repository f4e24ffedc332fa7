import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Lack } from '@xingchuang/contracts';
import { memoryOf } from '@xingchuang/server/process-identity';
import { sealed } from './sealed.ts';

/** The parser was ended: it took too long or too much memory, or died of its file. */
export class ParserDied extends Error {
  override readonly name = 'ParserDied';
}

/** The parser says why a file gives nothing: `damaged`, `encrypted`, … */
export class Unparsable extends Error {
  override readonly name = 'Unparsable';

  constructor(readonly lack: Lack) {
    super(`unparsable: ${lack}`);
  }
}

interface Reply {
  readonly value?: unknown;
  readonly lack?: Lack;
}

interface Limits {
  readonly memoryMib: number;
  /** Ended after so long without work, so that its memory is free. */
  readonly idleMs: number;
  /** The system's priority, 19 the lowest. */
  readonly nice: number;
}

const LOADER = new URL('../../../../scripts/ts.mjs', import.meta.url).href;
const CHILD = fileURLToPath(new URL('./parser-child.ts', import.meta.url));
const WATCH_MS = 100;

/**
 * Runs parsers of foreign bytes in a process of its own, one step after the other, urgent ones first. A step that takes too long
 * or too much memory costs that process its life and nobody else anything (RELIABILITY 4.12, E4, E7). The process knows no secrets
 * of ours, and where the system allows it has no network.
 */
export class ParserHost {
  #child: ChildProcess | undefined;
  #idle: NodeJS.Timeout | undefined;
  #busy = false;
  #isClosed = false;
  readonly #waiting: { readonly start: () => void; readonly urgent: boolean }[] = [];

  constructor(readonly limits: Limits) {}

  /** The answer of one step. Throws `Unparsable` with the reason the parser gave, or `ParserDied`. */
  async run<T>(step: string, input: Readonly<Record<string, unknown>>, { withinMs = 10_000, urgent = false } = {}): Promise<T> {
    await this.#turn(urgent);
    try {
      const { value, lack } = await this.#ask({ step, input }, withinMs);
      if (lack !== undefined) throw new Unparsable(lack);
      return value as T;
    } finally {
      this.#busy = false;
      this.#idle = setTimeout(() => this.#end(), this.limits.idleMs).unref();
      this.#next();
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#end();
  }

  async #turn(urgent: boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ start: resolve, urgent });
    this.#next();
    await promise;
  }

  #next(): void {
    if (this.#busy || this.#waiting.length === 0) return;
    const urgent = this.#waiting.findIndex((one) => one.urgent);
    this.#busy = true;
    clearTimeout(this.#idle);
    this.#waiting.splice(Math.max(0, urgent), 1)[0]!.start();
  }

  async #ask(message: object, withinMs: number): Promise<Reply> {
    if (this.#isClosed) throw new ParserDied('no parser is started any more');
    const child = (this.#child ??= await this.#start());
    const over = new AbortController();
    const end = setTimeout(() => over.abort(), withinMs);
    const watch = setInterval(() => (memoryOf(child.pid!) > this.limits.memoryMib ? over.abort() : undefined), WATCH_MS);
    const died = () => over.abort();
    child.once('exit', died);
    try {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error('gone');
      child.send(message, (error) => (error ? over.abort() : undefined));
      const [reply] = (await once(child, 'message', { signal: over.signal })) as [Reply];
      return reply;
    } catch (error) {
      this.#end();
      throw new ParserDied(`a parser was ended: ${String(error)}`);
    } finally {
      child.off('exit', died);
      clearTimeout(end);
      clearInterval(watch);
    }
  }

  async #start(): Promise<ChildProcess> {
    const memory = Math.floor(this.limits.memoryMib / 2); // the other half is for pictures, which no heap limit counts
    const [command, ...args] = [...(await sealed()), process.execPath, `--max-old-space-size=${memory}`, '--import', LOADER, CHILD];
    const child = spawn(command!, args, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], serialization: 'advanced', detached: true, env: { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8' } });
    child.on('error', () => undefined); // whoever waits for the answer hears of it
    child.unref();
    child.channel?.unref();
    if (child.pid !== undefined) os.setPriority(child.pid, this.limits.nice);
    return child;
  }

  /** Ends the process and all that it started. */
  #end(): void {
    clearTimeout(this.#idle);
    const child = this.#child;
    this.#child = undefined;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // it went by itself
    }
  }
}
