import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Lock, Locker } from '@tus/server';
import { isRunning, self } from '@xingchuang/server/process-identity';
import { TusFault } from './tus-fault.ts';
import { UploadStore } from './upload-store.ts';

/** How long one who comes later waits until the other, asked to leave, is gone: a client resumes while its lost connection still seems alive. */
const PATIENCE_MS = 8_000;
const me = (() => {
  const { pid, since } = self();
  return `${hostname()}|${pid}|${since}`;
})();

/** One request at a time works on an upload: within this process by memory, between processes by a mark that a dead one loses. */
@Injectable()
export class UploadLocks implements Locker {
  readonly #mine = new Map<string, () => unknown>();

  constructor(@Inject(UploadStore) readonly uploads: UploadStore) {}

  newLock(id: string): Lock {
    return { lock: (signal, leave) => this.#take(id, leave, signal), unlock: () => this.#give(id) };
  }

  /** Runs the work alone; where another is at it, waits, or with no patience leaves it and answers undefined. */
  async with<T>(id: string, work: () => Promise<T>, isPatient = true): Promise<T | undefined> {
    if (isPatient) await this.#take(id, () => undefined);
    else if (!(await this.#try(id, () => undefined))) return undefined;
    try {
      return await work();
    } finally {
      await this.#give(id);
    }
  }

  async #take(id: string, leave: () => unknown, signal?: AbortSignal): Promise<void> {
    for (let waited = 0; waited < PATIENCE_MS; waited += 50) {
      if (await this.#try(id, leave)) return;
      if (waited === 0) await this.#mine.get(id)?.();
      if (signal?.aborted) break;
      await wait(50);
    }
    throw new TusFault(423);
  }

  async #try(id: string, leave: () => unknown): Promise<boolean> {
    if (this.#mine.has(id)) return false;
    this.#mine.set(id, leave);
    try {
      if (await this.#seize(id)) return true;
    } catch (error) {
      this.#mine.delete(id);
      throw error;
    }
    this.#mine.delete(id);
    return false;
  }

  /** An upload that is not entered yet is nobody else's. */
  async #seize(id: string): Promise<boolean> {
    const upload = await this.uploads.find(id);
    if (!upload || upload.holder === me) return true;
    if (upload.holder !== undefined && isAlive(upload.holder)) return false;
    return this.uploads.seize(id, me, upload.holder);
  }

  async #give(id: string): Promise<void> {
    await this.uploads.release(id, me).finally(() => this.#mine.delete(id));
  }
}

/** Of a process of another host nothing can be known; its parts lie on another disk. */
function isAlive(holder: string): boolean {
  const [host, pid, since = ''] = holder.split('|');
  return host !== hostname() || isRunning({ pid: Number(pid), since });
}
