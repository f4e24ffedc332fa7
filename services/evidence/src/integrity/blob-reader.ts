import { Inject, Injectable, Optional } from '@nestjs/common';
import { DamagedBlob, type Blobs } from '@xingchuang/blobs';
import { Refusal } from '@xingchuang/rules';
import { BLOBS } from '@xingchuang/server';
import { SECOND_COPY } from './second-copy.ts';

/** What reading all bytes of one blob showed. */
export interface Reading {
  readonly verdict: 'good' | 'changed' | 'missing';
  readonly found?: string;
  readonly size?: number;
}
export interface BlobState {
  /** The first copy as it was found, and as it is now. */
  readonly was: Reading;
  readonly first: Reading;
  /** Absent where no second copy is configured. */
  readonly second?: Reading;
}

/** Reads bytes to their end, in both stores, and makes a bad copy good from the other one. */
@Injectable()
export class BlobReader {
  constructor(
    @Inject(BLOBS) readonly blobs: Blobs,
    @Optional() @Inject(SECOND_COPY) readonly second: Blobs | undefined,
  ) {}

  /** What is there now; a good copy replaces a bad or absent one, which is then read again. */
  async check(sha256: string): Promise<BlobState> {
    const was = await read(this.blobs, sha256);
    if (!this.second) return { was, first: was };
    const second = await read(this.second, sha256);
    if (was.verdict === 'good') return { was, first: was, second: second.verdict === 'good' ? second : await this.#mend(this.blobs, this.second, sha256, was.size!) };
    return { was, first: second.verdict === 'good' ? await this.#mend(this.second, this.blobs, sha256, second.size!) : was, second };
  }

  async #mend(from: Blobs, to: Blobs, sha256: string, size: number): Promise<Reading> {
    await from.get(sha256).then((bytes) => to.mend(bytes, { sha256, size })).catch(() => undefined); // such as a full disk: it is told as it then stands
    return read(to, sha256);
  }
}

/** A store that finds a blob but cannot give it is damaged there, not down: HEAD works, GET fails. One that answers nothing is down, and says nothing of the blob. */
async function read(store: Blobs, sha256: string): Promise<Reading> {
  try {
    let size = 0;
    for await (const chunk of await store.get(sha256)) size += (chunk as Buffer).length;
    return { verdict: 'good', size };
  } catch (error) {
    if (error instanceof Refusal && error.code === 'blob.missing') return { verdict: 'missing' };
    if (error instanceof DamagedBlob) return { verdict: 'changed', found: error.found };
    if (await store.find(sha256)) return { verdict: 'changed', found: `cannot be read: ${(error as Error).message}` };
    throw error;
  }
}
