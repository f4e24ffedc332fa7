import { setTimeout as wait } from 'node:timers/promises';
import type { Problem } from '@xingchuang/contracts';

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
  post = (path: string, body: unknown = {}): Promise<Answer> => this.#command('POST', path, body);
  put = (path: string, body: unknown): Promise<Answer> => this.#command('PUT', path, body);

  /** Sends a file as it is; the same bytes under the same name are kept once, however often they come. */
  upload = (path: string, bytes: Uint8Array<ArrayBuffer>, headers: Record<string, string>): Promise<Answer> =>
    this.#send(path, { method: 'POST', body: bytes, headers: { 'content-type': 'application/octet-stream', ...headers } });

  /** The bytes of a document. */
  async bytes(path: string): Promise<Buffer> {
    const { status, body } = await this.#send(path, { method: 'GET' }, true);
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`);
    return body as Buffer;
  }

  #command(method: string, path: string, body: unknown): Promise<Answer> {
    return this.#send(path, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json', 'idempotency-key': this.newKey() } });
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
