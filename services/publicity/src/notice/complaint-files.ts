import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { Inject, Injectable } from '@nestjs/common';
import type { Blobs } from '@xingchuang/blobs';
import type { Bus } from '@xingchuang/bus';
import { FileCheckReplySchema, FileCheckRequestSchema, type ComplaintAttachment } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { BLOBS, BUS, CLOCK, TICKER, type Clock, type Ticker } from '@xingchuang/server';
import { ComplaintGate } from './complaint-gate.ts';
import { refuseComplaints } from './notice-rule.ts';
import { ComplaintStore, type Waiting } from './complaint-store.ts';
import type { ComplaintFileEntry } from './complaint-rule.ts';
import { NoticeStore } from './notice-store.ts';

export const LIMIT_MIB = 20;
const LIMIT = LIMIT_MIB * 1024 * 1024;
const SALT = 16;
const WAIT_MS = 20_000;
const DAY_MS = 24 * 3_600_000;

/** Files of strangers: counted, limited, checked by the rules of evidence, kept apart from everything else, forgotten when no complaint names them. */
@Injectable()
export class ComplaintFiles {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(BUS) readonly bus: Bus,
    @Inject(TICKER) ticker: Ticker,
    @Inject(ComplaintGate) readonly gate: ComplaintGate,
    @Inject(NoticeStore) readonly notices: NoticeStore,
    @Inject(ComplaintStore) readonly store: ComplaintStore,
  ) {
    ticker.every('files that no complaint named', () => this.forget());
  }

  /** Takes one file; what it answers is the only way to name it. */
  async take(noticeId: string, name: string | undefined, size: number | undefined, bytes: AsyncIterable<Uint8Array>, address: string): Promise<ComplaintAttachment> {
    refuseComplaints(await this.notices.notice(noticeId), this.clock.today());
    if (size !== undefined && size > LIMIT) throw tooLarge();
    await this.gate.enter('file', address);
    const blob = await this.blobs.put(salted(bytes));
    try {
      const found = await this.#check(blob.sha256, name ?? '');
      const entry: Waiting = { id: randomBytes(16).toString('hex'), ...found, size: blob.size - SALT, blob: blob.sha256, noticeId, expiresAt: new Date(this.clock.now().getTime() + DAY_MS) };
      await this.store.waiting.insert(entry);
      return { token: entry.id, name: entry.name, size: entry.size };
    } catch (error) {
      await this.blobs.remove(blob.sha256); // salted: no other record can name these bytes
      throw error;
    }
  }

  /** The files that a complaint names; they are its own from now on. Inside a transaction. */
  async claim(noticeId: string, tokens: readonly string[]): Promise<ComplaintFileEntry[]> {
    const found = new Map((await this.store.waitingOf(noticeId, tokens)).map((one) => [one.id, one]));
    const entries: ComplaintFileEntry[] = [];
    for (const [index, token] of tokens.entries()) {
      const one = found.get(token);
      if (!one || one.expiresAt <= this.clock.now() || tokens.indexOf(token) !== index) throw new Refusal('invalid', 'complaint.no-such-file', {}, `files[${index}]`);
      await this.store.waiting.remove(token);
      const { id, name, mediaType, size, blob } = one;
      entries.push({ id, name, mediaType, size, blob });
    }
    return entries;
  }

  content = ({ blob }: ComplaintFileEntry): Promise<Readable> => this.blobs.get(blob, { from: SALT });

  /** Removes what waited for a day and was never named. The entry goes last: a kill in between leaves it for the next round. */
  async forget(): Promise<void> {
    for (const { id, blob } of await this.store.forgotten(this.clock.now())) {
      await this.blobs.remove(blob);
      await this.store.waiting.remove(id);
    }
  }

  async #check(sha256: string, name: string): Promise<{ name: string; mediaType: string }> {
    const question = toBinary(FileCheckRequestSchema, create(FileCheckRequestSchema, { sha256, from: BigInt(SALT), name }));
    const answer = await this.bus.request('evidence.file-check', question, WAIT_MS).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === 'bus.no-answer') throw new Refusal('away', 'complaint.file-unchecked');
      throw error;
    });
    const { mediaType, name: decoded, refusal } = fromBinary(FileCheckReplySchema, answer);
    if (refusal !== '') {
      const { kind, code, facts, field } = JSON.parse(refusal) as Refusal;
      throw new Refusal(kind, code, facts, field);
    }
    return { name: decoded, mediaType };
  }
}

const tooLarge = (): Refusal => new Refusal('invalid', 'complaint.file-too-large', { mebibytes: LIMIT_MIB }, 'file');

async function* salted(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield randomBytes(SALT);
  let size = 0;
  try {
    for await (const chunk of bytes) {
      size += chunk.length;
      if (size > LIMIT) throw tooLarge();
      yield chunk;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') throw new Refusal('invalid', 'file.interrupted'); // nobody hears it; nor is it a fault of ours
    throw error;
  }
  if (size === 0) throw new Refusal('invalid', 'file.empty', {}, 'file');
}
