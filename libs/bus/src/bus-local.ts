import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '@xingchuang/rules';
import type { Answer, Bus, Consume, Message } from './bus.ts';
import { type OnFault, pauseAfter } from './bus-fault.ts';
import { checkConsumer, checkMessage } from './bus-limits.ts';
import { CursorFile } from './cursor-file.ts';
import { lockFolder } from './folder-lock.ts';
import { Journal, type JournalLimits } from './journal.ts';
import { encodeLine } from './journal-line.ts';
import { LocalAnswers } from './local-answers.ts';

export interface LocalBusOptions extends Partial<JournalLimits> {
  /** Folder of the journal and the cursors; one process at a time. */
  readonly dir: string;
  readonly onFault?: OnFault;
}

const MIB = 1024 * 1024;
const LIMITS: JournalLimits = { segmentBytes: 16 * MIB, keepBytes: 256 * MIB, maxBytes: 1024 * MIB };
/** Ids that are dropped when published again. A window, as on the real server: the inbox is what makes effects happen once. */
const KNOWN_IDS = 10_000;

/** The bus of one process: a journal in a folder, read by each consumer at its own pace. */
export async function localBus(options: LocalBusOptions): Promise<Bus> {
  const unlock = await lockFolder(options.dir);
  try {
    const journal = await Journal.open(join(options.dir, 'journal'), { ...LIMITS, ...options });
    const cursors = await CursorFile.openAll(join(options.dir, 'cursors'), journal.epoch);
    const bus = new LocalBus(journal, cursors, unlock, options);
    await bus.rememberIds();
    return bus;
  } catch (error) {
    await unlock();
    throw error;
  }
}

class LocalBus implements Bus {
  /** Where each id of the window begins in the journal. */
  readonly #known = new Map<string, Promise<number>>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();
  readonly #answers: LocalAnswers;
  readonly #report: OnFault;

  constructor(
    private readonly journal: Journal,
    private readonly cursors: Map<string, CursorFile>,
    private readonly unlock: () => Promise<void>,
    private readonly options: LocalBusOptions,
  ) {
    this.#report = options.onFault ?? (() => undefined);
    this.#answers = new LocalAnswers(this.#report);
  }

  /** After a start the ids of the last file are known again. */
  async rememberIds(): Promise<void> {
    for (let at = this.journal.segments.at(-1)!.start; at < this.journal.end;) {
      const { entries, next } = await this.journal.read(at);
      for (const { message } of entries) this.#remember(message.id, Promise.resolve(at));
      at = next;
    }
  }

  async publish(message: Message): Promise<void> {
    this.#mustBeOpen();
    checkMessage(message);
    const before = this.#known.get(message.id);
    if (before) return void (await before);
    const stored = this.journal.append(encodeLine(message));
    this.#remember(message.id, stored);
    try {
      await stored;
    } catch (error) {
      this.#known.delete(message.id);
      throw error;
    }
  }

  async consume(consumer: string, types: readonly string[], handle: Consume): Promise<void> {
    this.#mustBeOpen();
    checkConsumer(consumer, types);
    if (this.#running.has(consumer)) throw new Refusal('conflict', 'bus.consumer-taken', { consumer });
    const cursor = this.cursors.get(consumer) ?? CursorFile.open(join(this.options.dir, 'cursors'), consumer, this.journal.epoch);
    this.cursors.set(consumer, cursor);
    const ready = cursor.begin(types);
    this.#running.set(
      consumer,
      ready.then(() => this.#follow(consumer, cursor, new Set(types), handle)),
    );
    await ready;
  }

  isIdle(): Promise<boolean> {
    return Promise.resolve([...this.#running.keys()].every((consumer) => this.cursors.get(consumer)!.position === this.journal.end));
  }

  async request(subject: string, body: Uint8Array, withinMs: number): Promise<Uint8Array> {
    this.#mustBeOpen();
    return this.#answers.request(subject, body, withinMs);
  }

  async answer(subject: string, handle: Answer): Promise<void> {
    this.#mustBeOpen();
    this.#answers.add(subject, handle);
  }

  async close(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    this.journal.release();
    await Promise.allSettled([...this.#running.values(), this.#answers.idle()]);
    for (const cursor of this.cursors.values()) await cursor.settled();
    await this.journal.close();
    await this.unlock();
  }

  #mustBeOpen(): void {
    if (this.#stop.signal.aborted) throw new Error('The bus is closed.');
  }

  #remember(id: string, position: Promise<number>): void {
    this.#known.set(id, position);
    if (this.#known.size > KNOWN_IDS) this.#known.delete(this.#known.keys().next().value!);
  }

  async #follow(consumer: string, cursor: CursorFile, types: ReadonlySet<string>, handle: Consume): Promise<void> {
    for (let failures = 0; !this.#stop.signal.aborted;) {
      try {
        const { entries, next, damaged } = await this.journal.read(cursor.position);
        if (damaged > 0)
          this.#report({ doing: 'store', name: consumer, error: new Error(`${damaged} damaged lines before ${next}`) });
        for (const { message, after } of entries) {
          if (types.has(message.type) && !(await this.#deliver(consumer, message, handle))) return;
          cursor.advance(after);
        }
        cursor.advance(next);
        failures = 0;
        await this.#trim();
        await this.journal.grown(cursor.position);
      } catch (error) {
        this.#report({ doing: 'store', name: consumer, error });
        await this.#pause(++failures);
      }
    }
  }

  /** Tries until the handler is content; false when the bus closes first. One at a time keeps every key in order. */
  async #deliver(consumer: string, message: Message, handle: Consume): Promise<boolean> {
    for (let attempt = 1; !this.#stop.signal.aborted; attempt++) {
      try {
        await handle({ ...message, body: new Uint8Array(message.body) }, attempt);
        return true;
      } catch (error) {
        this.#report({ doing: 'consume', name: consumer, messageId: message.id, attempt, error });
        await this.#pause(attempt);
      }
    }
    return false;
  }

  async #trim(): Promise<void> {
    const before = this.journal.start;
    await this.journal.trim(Math.min(...[...this.cursors.values()].map(({ position }) => position)));
    if (this.journal.start === before) return;
    // An id whose message is gone may come again: a rebuild from the outbox must reach consumers that are yet to come.
    for (const [id, position] of this.#known) if ((await position.catch(() => 0)) < this.journal.start) this.#known.delete(id);
  }

  #pause(attempt: number): Promise<void> {
    return sleep(pauseAfter(attempt), undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}
