import { readFileSync, readdirSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

interface Kept {
  /** Journal that the position belongs to. */
  readonly epoch: string;
  readonly position: number;
  readonly types: readonly string[];
}

/** What a consumer does within so long is written at once: thousands of messages would cost as many files. */
const TOGETHER_MS = 100;

/** How far one consumer is. Written behind the consumer, never before it: a kill between the two delivers some messages again and loses none. */
export class CursorFile {
  #writing: Promise<void> | undefined;
  #isDirty = false;
  readonly #hurry = new AbortController();

  private constructor(
    private readonly path: string,
    private kept: Kept,
  ) {}

  get position(): number {
    return this.kept.position;
  }

  /** The cursors of all consumers that were ever seen in the folder. */
  static async openAll(dir: string, epoch: string): Promise<Map<string, CursorFile>> {
    await mkdir(dir, { recursive: true });
    const names = readdirSync(dir).filter((name) => name.endsWith('.json'));
    return new Map(names.map((name) => [name.slice(0, -5), CursorFile.open(dir, name.slice(0, -5), epoch)]));
  }

  /** Begins at 0 when the file is new, unreadable, or speaks of another journal: again is harmless, never is not. */
  static open(dir: string, consumer: string, epoch: string): CursorFile {
    const path = join(dir, `${consumer}.json`);
    const fresh: Kept = { epoch, position: 0, types: [] };
    try {
      const kept = JSON.parse(readFileSync(path, 'utf8')) as Kept;
      return new CursorFile(path, kept.epoch === epoch && Number.isSafeInteger(kept.position) ? kept : fresh);
    } catch {
      return new CursorFile(path, fresh);
    }
  }

  /** A consumer that asks for one more type starts over, for it was promised the earlier messages of that type too. */
  async begin(types: readonly string[]): Promise<void> {
    const isMore = types.some((type) => !this.kept.types.includes(type));
    this.kept = { ...this.kept, types, position: isMore ? 0 : this.kept.position };
    await this.#write();
  }

  advance(position: number): void {
    if (position === this.kept.position) return;
    this.kept = { ...this.kept, position };
    this.#isDirty = true;
    this.#writing ??= this.#writeAll().finally(() => (this.#writing = undefined));
  }

  /** Writes what is not written yet; nothing comes after it. */
  async settled(): Promise<void> {
    this.#hurry.abort();
    await this.#writing;
    await this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    while (this.#isDirty) {
      this.#isDirty = false;
      // A full disk costs a redelivery after the next start, nothing else; the next advance tries again.
      await this.#write().catch(() => undefined);
      await wait(TOGETHER_MS, undefined, { signal: this.#hurry.signal, ref: false }).catch(() => undefined);
    }
  }

  async #write(): Promise<void> {
    this.#isDirty = false;
    await writeFile(`${this.path}.new`, JSON.stringify(this.kept));
    await rename(`${this.path}.new`, this.path);
  }
}
