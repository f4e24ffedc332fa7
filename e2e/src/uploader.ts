import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

const KIB = 1024;
const TUS = { 'tus-resumable': '1.0.0' };
const base64 = (text: string) => Buffer.from(text).toString('base64');

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Bytes that count as a PDF and that nobody has sent before. */
export const aPdf = (size: number): Buffer => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(size - 9)]);

interface Seat {
  readonly url: string;
  readonly unitId: string;
  readonly token: () => string;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** One upload of somebody whose server may die at any moment: knows what was acknowledged, and goes on from there. */
export class Uploader {
  /** The file, once the server has said that it is kept. */
  fileId: string | undefined;
  /** Of a resumable upload: its address and how many bytes the server has said are there. */
  #address: string | undefined;
  #acknowledged = 0;

  constructor(
    readonly seat: Seat,
    readonly way: 'single' | 'tus',
    readonly name: string,
    readonly bytes: Buffer,
    /** Bytes of one piece, and a moment between two. */
    readonly piece: number,
    readonly pauseMs: number,
  ) {}

  /** Begins or goes on; throws where the server dies or contradicts what it has said. */
  async send(): Promise<void> {
    await (this.way === 'single' ? this.#sendWhole() : this.#sendPieces());
  }

  async #sendWhole(): Promise<void> {
    const headers = { 'content-type': 'application/octet-stream', 'content-length': String(this.bytes.length), 'x-unit': this.seat.unitId, 'x-file-name': encodeURIComponent(this.name) };
    const { status, text } = await this.#ask('POST', '/api/evidence/files', headers, this.bytes);
    if (status !== 200 && status !== 201) throw new Refused(`${this.name}: ${status} ${text}`);
    this.fileId = (JSON.parse(text) as { id: string }).id;
  }

  async #sendPieces(): Promise<void> {
    if (this.#address === undefined) {
      const about = `filename ${base64(this.name)},unit ${base64(this.seat.unitId)}`;
      const { status, headers, text } = await this.#ask('POST', '/api/evidence/tus', { ...TUS, 'upload-length': String(this.bytes.length), 'upload-metadata': about });
      if (status !== 201) throw new Refused(`${this.name}: ${status} ${text}`);
      this.#address = headers['location'] as string;
    }
    let offset = await this.#offset();
    if (offset < this.#acknowledged) throw new Refused(`${this.name}: ${this.#acknowledged} bytes were acknowledged, ${offset} are there`);
    while (this.fileId === undefined) {
      const piece = this.bytes.subarray(offset, offset + this.piece);
      const { status, headers, text } = await this.#ask('PATCH', this.#address, { ...TUS, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream', 'content-length': String(piece.length) }, piece);
      if (status !== 204) throw new Refused(`${this.name} at ${offset}: ${status} ${text}`);
      offset = this.#acknowledged = Number(headers['upload-offset']);
      this.fileId = headers['upload-file-id'] as string | undefined;
    }
  }

  /** Where the server says it stands; one that has all bytes says so with the receipt. While another works on the upload, as one that finishes what a dead process began, it waits. */
  async #offset(): Promise<number> {
    const { status, headers, text } = await this.#ask('HEAD', this.#address!, TUS);
    if (status === 423) return this.#offset(); // each answer takes the server seconds
    if (status !== 200) throw new Refused(`${this.name}: ${status} ${text}`);
    const offset = Number(headers['upload-offset']);
    if (offset === this.bytes.length) {
      const receipt = await this.#ask('GET', `${this.#address!}/receipt`, {});
      this.fileId = (JSON.parse(receipt.text) as { receipt?: { id: string } }).receipt?.id;
    }
    return offset;
  }

  #ask(method: string, path: string, headers: Record<string, string>, body?: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, this.seat.url), { method, headers: { authorization: `Bearer ${this.seat.token()}`, ...headers }, agent: false }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('aborted', () => reject(new Error('cut off')));
        answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, text: Buffer.concat(chunks).toString() }));
      });
      sent.on('error', reject);
      void this.#write(sent, body).catch(reject);
    });
  }

  /** In small writes, so that a kill finds a body half sent. */
  async #write(sent: ReturnType<typeof request>, body: Buffer | undefined): Promise<void> {
    for (let at = 0; body && at < body.length; at += 64 * KIB) {
      sent.write(body.subarray(at, at + 64 * KIB));
      if (this.pauseMs > 0) await wait(this.pauseMs);
    }
    sent.end();
  }
}

/** The server lives and says no: never what a kill looks like. */
export class Refused extends Error {}
