import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { PLATFORM, type Platform } from '@xingchuang/server';
import { parseCheckpoint, rootAt } from '@xingchuang/transparency';
import { EVIDENCE_CONFIG, type EvidenceConfig } from '../config.ts';
import { LogReader } from './log-reader.ts';
import { LogStore } from './log-store.ts';

const NAME = /^(\d{16})\.txt$/;
const ASK_AGAIN_MS = 30_000;

/**
 * A folder outside the database to which every checkpoint goes, one file each, written once: a mailbox, a write-once disk, another
 * administrator's share. Who restores an old database is found out, for the log will not go on beside what was sent out before.
 */
@Injectable()
export class WitnessBox {
  readonly #folder: string | undefined;
  #written = -1;
  #agreed = false;
  #askedAt = -Infinity;
  /** Why the log stands still; absent while all is well. */
  disagreement: { readonly witnessed: number; readonly size: number } | undefined;

  constructor(
    @Inject(EVIDENCE_CONFIG) { WITNESS_DIR }: EvidenceConfig,
    @Inject(PLATFORM) readonly platform: Platform,
    @Inject(LogStore) readonly log: LogStore,
    @Inject(LogReader) readonly reader: LogReader,
  ) {
    this.#folder = WITNESS_DIR;
  }

  get isConfigured(): boolean {
    return this.#folder !== undefined;
  }

  /** Writes what is not there yet; a kill in between is made good by the next step. */
  async catchUp(): Promise<void> {
    if (this.#folder === undefined) return;
    await mkdir(this.#folder, { recursive: true });
    if (this.#written < 0) this.#written = (await this.#newest()) ?? -1;
    for (const { size, text } of await this.log.checkpointsAfter(this.#written, 1_000)) {
      await writeOnce(this.#path(size), text);
      this.#written = size;
    }
  }

  /** The next answer of `agrees` looks into the folder again: another process may have written to it. */
  askAnew(): void {
    this.#agreed = false;
    this.#askedAt = -Infinity;
  }

  /** Whether the log still holds the tree of the newest checkpoint in the folder; a process asks before it begins to sign. */
  async agrees(): Promise<boolean> {
    if (this.#agreed || this.#folder === undefined) return true;
    if (performance.now() - this.#askedAt < ASK_AGAIN_MS) return false;
    this.#askedAt = performance.now();
    const newest = await this.#newest();
    const { size, origin } = await this.log.state();
    this.#agreed = newest === undefined || (await this.#holds(newest, size, origin));
    this.disagreement = this.#agreed ? undefined : { witnessed: newest!, size };
    if (!this.#agreed) this.platform.log.error({ witnessed: newest, size }, 'the log is not the one that was witnessed; it does not go on');
    return this.#agreed;
  }

  async #holds(newest: number, size: number, origin: string): Promise<boolean> {
    const sent = parseCheckpoint(await readFile(this.#path(newest), 'utf8'));
    if (!sent || sent.origin !== origin || sent.size > size) return false;
    return (await this.reader.compute((node) => rootAt(sent.size, node))).equals(sent.root);
  }

  #path = (size: number): string => join(this.#folder!, `${String(size).padStart(16, '0')}.txt`);

  async #newest(): Promise<number | undefined> {
    if (this.#folder === undefined) return undefined;
    const names = await readdir(this.#folder).catch(() => []);
    const sizes = names.flatMap((name) => NAME.exec(name)?.[1] ?? []).toSorted();
    return sizes.length === 0 ? undefined : Number(sizes.at(-1));
  }
}

async function writeOnce(path: string, text: string): Promise<void> {
  try {
    const file = await open(path, 'wx', 0o444);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
