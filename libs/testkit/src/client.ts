/** What a route answered: status, parsed JSON (or undefined), headers. */
export interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers of every shape
  readonly body: any;
  readonly headers: Headers;
}

/** Talks to a running system as one seat. Paths are given from `/api/` on. */
export class Client {
  constructor(
    readonly url: string,
    readonly token?: string,
  ) {}

  get = (path: string): Promise<Answer> => this.send('GET', path);
  post = (path: string, body: unknown = {}, headers?: Record<string, string>): Promise<Answer> => this.send('POST', path, body, headers);
  put = (path: string, body: unknown, headers?: Record<string, string>): Promise<Answer> => this.send('PUT', path, body, headers);
  delete = (path: string): Promise<Answer> => this.send('DELETE', path);

  /** Sends bytes as they are, as an upload does. */
  upload = (path: string, bytes: Uint8Array, headers: Record<string, string> = {}, method = 'POST'): Promise<Answer> =>
    this.#fetch(path, { method, body: bytes as Uint8Array<ArrayBuffer>, headers: { 'content-type': 'application/octet-stream', ...headers } });

  send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    return this.#fetch(path, { method, ...json, headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers } });
  }

  /** The bytes of an answer, as a download gives them. */
  async bytes(path: string): Promise<Uint8Array> {
    const answer = await fetch(this.url + path, { headers: this.#authorisation() });
    if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
    return new Uint8Array(await answer.arrayBuffer());
  }

  async #fetch(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Answer> {
    const answer = await fetch(this.url + path, { ...init, redirect: 'manual', headers: { ...this.#authorisation(), ...init.headers } });
    const text = await answer.text();
    const isJson = /json/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, body: isJson && text ? JSON.parse(text) : text, headers: answer.headers };
  }

  #authorisation(): Record<string, string> {
    return this.token === undefined ? {} : { authorization: `Bearer ${this.token}` };
  }
}
