import { setTimeout as wait } from 'node:timers/promises';
import { Upload } from 'tus-js-client';
import type { Problem, UploadView } from '@xingchuang/contracts';

/** What a route answered: its status and JSON, or its text. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Gives a token for the seat; a fresh one where the one before was not accepted. */
export type SignIn = (isAgain: boolean) => Promise<string>;

const PATIENCE_MS = 90_000;
/** What is still refused after so long with a bug or without a session will not be better later. */
const SHORT_PATIENCE_MS = 15_000;
const PAUSE_MS = 150;
/** Small, so that the files of the demo take several. */
const PIECE = 64 * 1024;

/**
 * Someone who uses the running system over HTTP. Every command carries an `Idempotency-Key` and is sent again with the same one
 * until it is answered: the process behind it may be killed and started again at any instant.
 */
export class Visitor {
  constructor(
    readonly url: string,
    readonly newKey: () => string,
    readonly signIn?: SignIn,
  ) {}

  get = (path: string): Promise<Answer> => this.#send(path, { method: 'GET' });
  post = (path: string, body: unknown = {}, headers: Readonly<Record<string, string>> = {}): Promise<Answer> => this.#command('POST', path, body, headers);
  put = (path: string, body: unknown): Promise<Answer> => this.#command('PUT', path, body);

  /** Sends a file in pieces by the tus protocol; where the process behind is killed in the middle, it goes on where it was. Answers with the receipt. */
  async upload(bytes: Buffer, metadata: Record<string, string>): Promise<Answer> {
    const sent = await this.#inPieces(bytes, metadata);
    if (typeof sent !== 'string') return sent;
    const { status, body } = await this.get(`${sent}/receipt`);
    return { status, body: status === 200 ? (body as UploadView).receipt : body };
  }

  /** The path of the finished upload, or why there is none. */
  #inPieces(bytes: Buffer, metadata: Record<string, string>): Promise<string | Answer> {
    const began = Date.now();
    let isAgain = false;
    return new Promise((resolve) => {
      const upload: Upload = new Upload(bytes, {
        endpoint: `${this.url}/api/evidence/tus`,
        chunkSize: PIECE,
        metadata,
        retryDelays: Array.from({ length: PATIENCE_MS / PAUSE_MS }, () => PAUSE_MS),
        onBeforeRequest: async (request) => request.setHeader('authorization', `Bearer ${await this.signIn!(isAgain)}`),
        onAfterResponse: (_, answer) => void (isAgain = answer.getStatus() === 401),
        onShouldRetry: (error) => {
          const status = error.originalResponse?.getStatus() ?? 0;
          const patience = isAway(status) || isBusy(status) ? PATIENCE_MS : isTroubled(status) ? SHORT_PATIENCE_MS : 0;
          return Date.now() - began < patience;
        },
        onSuccess: () => resolve(new URL(upload.url!).pathname),
        onError: (error) => {
          const answer = 'originalResponse' in error ? error.originalResponse : null;
          const text = answer?.getBody() ?? '';
          resolve({ status: answer?.getStatus() ?? 0, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : error.message });
        },
      });
      upload.start();
    });
  }

  /** The bytes of a document. */
  async bytes(path: string): Promise<Buffer> {
    const { status, body } = await this.#send(path, { method: 'GET' }, true);
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`);
    return body as Buffer;
  }

  #command(method: string, path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.#send(path, { method, body: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': this.newKey() } });
  }

  async #send(path: string, init: RequestInit & { headers?: Record<string, string> }, asBytes = false): Promise<Answer> {
    const began = Date.now();
    let isAgain = false;
    for (;;) {
      // An unanswered request has status 0: nobody knows whether it was heard, so it is sent again.
      const answer: Answer = await this.#once(path, init, isAgain, asBytes).catch((error: unknown): Answer => ({ status: 0, body: error }));
      const patience = isAway(answer.status) ? PATIENCE_MS : isTroubled(answer.status) ? SHORT_PATIENCE_MS : 0;
      if (Date.now() - began >= patience) {
        if (answer.status === 0) throw new Error(`${init.method} ${path}: ${String(answer.body)}`, { cause: answer.body });
        return answer;
      }
      isAgain = answer.status === 401;
      await wait(PAUSE_MS);
    }
  }

  async #once(path: string, init: RequestInit & { headers?: Record<string, string> }, isAgain: boolean, asBytes: boolean): Promise<Answer> {
    const token = await this.signIn?.(isAgain);
    const headers = { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...init.headers };
    const answer = await fetch(this.url + path, { ...init, headers, redirect: 'manual', signal: AbortSignal.timeout(60_000) });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const isJson = (answer.headers.get('content-type') ?? '').includes('json');
    return { status: answer.status, body: isJson && bytes.length > 0 ? (JSON.parse(bytes.toString('utf8')) as unknown) : asBytes ? bytes : bytes.toString('utf8') };
  }
}

/** Nobody answered, or the proxy did and the service behind it is not there. */
const isAway = (status: number): boolean => status === 0 || status === 502 || status === 503 || status === 504;
/** A process that lost its database or its bus in the middle answers so for a moment; also one that cannot ask the registry yet whom to trust. */
const isTroubled = (status: number): boolean => status === 500 || status === 401;

/** Of an upload: the process that was killed still seems to hold it, or took more of it than its answer could say. */
const isBusy = (status: number): boolean => status === 409 || status === 423;

/** The body of a success; anything else ends the demo with the words of the refusal. */
export function done<T>({ status, body }: Answer): T {
  if (status < 200 || status > 299) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body as T;
}

/** The refusal that was answered, or undefined for a success. */
export const refusal = ({ status, body }: Answer): Problem | undefined => (status >= 400 ? (body as Problem) : undefined);

/** Looks until the probe finds something; what crosses the bus arrives a moment later. */
export async function until<T>(what: string, probe: () => Promise<T | undefined | false>, withinMs = PATIENCE_MS): Promise<T> {
  for (const end = Date.now() + withinMs; Date.now() < end; await wait(100)) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
  }
  throw new Error(`${withinMs / 1000} 秒内没有等到 / still waiting: ${what}`);
}

/** Repeats a command that is refused only because the news it rests on is still under way; any other refusal is the answer. */
export async function onceKnown(what: string, command: () => Promise<Answer>, isEarly: (problem: Problem) => boolean = ({ status }) => status === 404): Promise<Answer> {
  return until(what, async () => {
    const answer = await command();
    const problem = refusal(answer);
    return problem && isEarly(problem) ? undefined : answer;
  });
}
