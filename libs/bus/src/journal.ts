import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, readdir, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '@xingchuang/rules';
import type { Message } from './bus.ts';
import { decodeLine } from './journal-line.ts';

export interface JournalLimits {
  /** A new file is begun once the last one has this many bytes. */
  readonly segmentBytes: number;
  /** Above this many bytes, files that every known consumer is past are removed. */
  readonly keepBytes: number;
  /** Above this many bytes a publish is refused: back-pressure instead of loss. */
  readonly maxBytes: number;
}
export interface Entry {
  readonly message: Message;
  /** Position behind this message: what a consumer remembers once it is done with it. */
  readonly after: number;
}
interface Waiting {
  readonly line: Buffer;
  readonly done: (start: number) => void;
  readonly failed: (error: unknown) => void;
}
interface Segment {
  readonly start: number;
  readonly file: FileHandle;
}

const CHUNK = 256 * 1024;
const LINE_FEED = 10;

/**
 * Append-only files of encoded messages in one folder. A position is a byte offset over the whole life of the journal; each
 * file is named by the position of its first byte. Writers who come together share one fdatasync.
 */
export class Journal {
  readonly #waiting: Waiting[] = [];
  #flushing: Promise<void> | undefined;
  #listeners: (() => void)[] = [];
  #isReleased = false;

  private constructor(
    readonly dir: string,
    /** Names this journal; positions of another one mean nothing here. */
    readonly epoch: string,
    readonly limits: JournalLimits,
    readonly segments: Segment[],
    private endPosition: number,
  ) {}

  static async open(dir: string, limits: JournalLimits): Promise<Journal> {
    await mkdir(dir, { recursive: true });
    const names = (await readdir(dir)).filter((name) => /^\d{16}\.log$/.test(name)).sort();
    const epochFile = join(dir, 'epoch');
    let epoch = names.length > 0 ? await readFile(epochFile, 'utf8').catch(() => '') : '';
    if (!epoch) await writeFile(epochFile, (epoch = randomUUID()), { flush: true });
    const segments: Segment[] = [];
    for (const name of names) segments.push({ start: Number(name.slice(0, 16)), file: await open(join(dir, name), 'r+') });
    if (segments.length === 0) segments.push(await begin(dir, 0));
    const last = segments.at(-1)!;
    return new Journal(dir, epoch, limits, segments, last.start + (await endOfLines(last.file)));
  }

  get start(): number {
    return this.segments[0]!.start;
  }

  get end(): number {
    return this.endPosition;
  }

  /** Resolves with the position of the line once it is on the disk. Lines keep the order of the calls. */
  append(line: Buffer): Promise<number> {
    if (this.end - this.start + line.length > this.limits.maxBytes)
      throw new Refusal('limit', 'bus.full', { most: this.limits.maxBytes });
    return new Promise((done, failed) => {
      this.#waiting.push({ line, done, failed });
      this.#flushing ??= this.#flush().finally(() => (this.#flushing = undefined));
    });
  }

  /** Some messages from the position on (none at the end) and the position to go on from; damaged lines are left out. */
  async read(position: number): Promise<{ entries: Entry[]; next: number; damaged: number }> {
    const at = this.segments.findLastIndex((segment) => segment.start <= position);
    const segment = this.segments[Math.max(at, 0)]!;
    const limit = this.segments[Math.max(at, 0) + 1]?.start ?? this.end;
    const from = Math.max(position, segment.start);
    for (let size = CHUNK; ; size *= 2) {
      const bytes = await readAt(segment.file, from - segment.start, Math.min(size, limit - from));
      const length = bytes.lastIndexOf(LINE_FEED) + 1;
      if (length > 0) return { ...parse(bytes.subarray(0, length), from), next: from + length };
      if (from + size >= limit) return { entries: [], next: limit, damaged: bytes.length > 0 ? 1 : 0 };
    }
  }

  /** Resolves when something lies behind the position, or once nobody shall wait any more. */
  async grown(position: number): Promise<void> {
    if (this.end <= position && !this.#isReleased) await new Promise<void>((wake) => this.#listeners.push(wake));
  }

  /** Lets go of everybody who waits for more. */
  release(): void {
    this.#isReleased = true;
    this.#wake();
  }

  #wake(): void {
    const listeners = this.#listeners;
    this.#listeners = [];
    setImmediate(() => listeners.forEach((wake) => wake()));
  }

  /** Removes whole files before the position, oldest first, while the journal is bigger than it should be. */
  async trim(position: number): Promise<void> {
    while (this.segments.length > 1 && this.segments[1]!.start <= position && this.end - this.start > this.limits.keepBytes) {
      const { start, file } = this.segments.shift()!;
      await file.close();
      await rm(segmentPath(this.dir, start), { force: true });
    }
  }

  async close(): Promise<void> {
    await this.#flushing;
    for (const { file } of this.segments) await file.close();
  }

  async #flush(): Promise<void> {
    await undefined; // whoever publishes in the same tick shares the sync
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, 64); // at most 64 lines of 1.4 MB in memory twice
      try {
        if (this.end - this.segments.at(-1)!.start >= this.limits.segmentBytes)
          this.segments.push(await begin(this.dir, this.end));
        const { start, file } = this.segments.at(-1)!;
        // At a fixed place, not "at the end of the file": half a batch left by a full disk is overwritten by the next.
        await writeAt(file, Buffer.concat(batch.map(({ line }) => line)), this.end - start);
        await file.datasync();
        for (const { line, done } of batch) {
          done(this.endPosition);
          this.endPosition += line.length;
        }
        this.#wake();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
  }
}

const segmentPath = (dir: string, start: number): string => join(dir, `${String(start).padStart(16, '0')}.log`);

async function begin(dir: string, start: number): Promise<Segment> {
  const segment = { start, file: await open(segmentPath(dir, start), 'w+') };
  const folder = await open(dir, 'r');
  await folder.sync().catch(() => undefined); // a new name survives a power cut; Windows cannot sync a folder
  await folder.close();
  return segment;
}

/** Where the last whole line ends; what a kill left half written behind it is overwritten by the next. */
async function endOfLines(file: FileHandle): Promise<number> {
  return (await readAt(file, 0, (await file.stat()).size)).lastIndexOf(LINE_FEED) + 1;
}

function parse(bytes: Buffer, from: number): { entries: Entry[]; damaged: number } {
  const entries: Entry[] = [];
  let damaged = 0;
  for (let at = 0; at < bytes.length;) {
    const feed = bytes.indexOf(LINE_FEED, at);
    const message = decodeLine(bytes.toString('utf8', at, feed));
    at = feed + 1;
    if (message) entries.push({ message, after: from + at });
    else damaged += 1;
  }
  return { entries, damaged };
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

async function writeAt(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}
