import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Refusal } from '@xingchuang/rules';
import { DamagedBlob, type Blob, type Declared } from './blobs.ts';
import type { Part } from './range.ts';

const DIGEST = /^[0-9a-f]{64}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Digests and days become file names and object keys, so nothing else may pass. */
export function checkDigest(sha256: string): void {
  if (!DIGEST.test(sha256)) throw new Refusal('invalid', 'blob.digest', { sha256 }, 'sha256');
}

export function checkDay(day: string): void {
  if (!DAY.test(day)) throw new Refusal('invalid', 'blob.day', { day }, 'untilDay');
}

/** Hashes and counts a stream as it passes. */
export class Meter {
  readonly #hash = createHash('sha256');
  readonly #declared: Declared;
  #size = 0;
  #blob: Blob | undefined;

  constructor(declared: Declared = {}) {
    if (declared.sha256 !== undefined) checkDigest(declared.sha256);
    this.#declared = declared;
  }

  /** What went through; known only after `pass` has ended without a refusal. */
  get blob(): Blob {
    if (!this.#blob) throw new Error('the stream has not been read to its end');
    return this.#blob;
  }

  /** Gives on the last chunk only after everything was found as declared: a receiver that counts bytes never holds a whole wrong file. */
  async *pass(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let held: Uint8Array | undefined;
    for await (const chunk of bytes) {
      if (chunk.length === 0) continue;
      if (held) yield held;
      held = chunk;
      this.#hash.update(chunk);
      this.#size += chunk.length;
      if (this.#size > (this.#declared.size ?? Infinity)) throw this.#differs({ size: this.#size });
    }
    if (!held) throw new Refusal('invalid', 'blob.empty');
    this.#blob = this.#checked();
    yield held;
  }

  #checked(): Blob {
    const found = { sha256: this.#hash.digest('hex'), size: this.#size };
    if (this.#declared.size !== undefined && this.#declared.size !== found.size) throw this.#differs({ size: found.size });
    if (this.#declared.sha256 !== undefined && this.#declared.sha256 !== found.sha256)
      throw this.#differs({ sha256: found.sha256 });
    return found;
  }

  #differs(found: Partial<Blob>): Refusal {
    return new Refusal(
      'invalid',
      'blob.digest-differs',
      { declared: this.#declared, found },
      'size' in found ? 'size' : 'sha256',
    );
  }
}

/** Stored bytes on their way out: the stream fails at its end where they are not what they are named by; of a part, only the length can be checked. */
export function verified(source: Readable, sha256: string, part: Part): Readable {
  source.on('error', () => undefined); // it may fail before anybody reads; whoever does is told then
  const out = Readable.from(check(source, sha256, part), { objectMode: false });
  return out.once('close', () => source.destroy()); // also where nobody read a byte
}

async function* check(source: AsyncIterable<Uint8Array>, sha256: string, { length, whole }: Part): AsyncGenerator<Uint8Array> {
  const hash = whole ? createHash('sha256') : undefined;
  let given = 0;
  let last: Uint8Array | undefined; // held back until all is known to be right: who counts bytes must not take damaged ones for the whole
  for await (const chunk of source) {
    if (chunk.length === 0) continue;
    hash?.update(chunk);
    given += chunk.length;
    if (last) yield last;
    last = chunk;
  }
  if (given !== length) throw new DamagedBlob(sha256, `${given} of ${length} bytes`);
  const found = hash?.digest('hex') ?? sha256;
  if (found !== sha256) throw new DamagedBlob(sha256, `digest ${found}`);
  if (last) yield last;
}

/** Reads a stream to its end and keeps nothing. */
export async function drain(bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of bytes);
}
