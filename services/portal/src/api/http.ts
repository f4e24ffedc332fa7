import { SessionTokenView, type SessionView } from '@xingchuang/contracts';
import type { z } from 'zod';
import { localProblem, ProblemError, problemIn } from './problem-error.ts';

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;
export type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const SESSION = '/api/registry/session';
const TOKEN = `${SESSION}/token`;

let refreshing: Promise<SessionView> | undefined;
let signInAgain: (() => Promise<unknown>) | undefined;

/** Names who asks the person to sign in again when a session ends in the middle of work; requests wait for the answer. */
export function whenSignedOut(ask: typeof signInAgain): void {
  signInAgain = ask;
}

/** A fresh access cookie and the session it belongs to; one request for all that ask at once. */
export function refreshToken(): Promise<SessionView> {
  refreshing ??= readAnswer(SessionTokenView, plain(TOKEN, { method: 'POST' }))
    .then(({ session }) => session)
    .finally(() => (refreshing = undefined));
  return refreshing;
}

/** An address with those parts of the query that are set. */
export function address(path: string, query: Query = {}): string {
  const set = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  return set.length === 0 ? path : `${path}?${new URLSearchParams(set.map(([name, value]) => [name, String(value)]))}`;
}

export function get<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  query: Query = {},
  signal?: AbortSignal,
): Promise<z.output<Schema>> {
  return readAnswer(schema, request(address(path, query), signal ? { signal } : {}));
}

/** Sends a command; the same `key` sent again is the same command. With a version it is refused where somebody else was first. */
export function send<Schema extends z.ZodType>(
  schema: Schema,
  method: Method,
  path: string,
  body: unknown,
  key: string,
  version?: number,
): Promise<z.output<Schema>> {
  const headers: Record<string, string> = { 'idempotency-key': key };
  if (version !== undefined) headers['if-match'] = `"${version}"`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  return readAnswer(schema, request(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }));
}

/** Asks what does not fit into an address, a file or a long text. It changes nothing, so it needs no key. */
export function ask<Schema extends z.ZodType>(schema: Schema, path: string, body: unknown, signal?: AbortSignal): Promise<z.output<Schema>> {
  const isFile = body instanceof Blob;
  const headers = { 'content-type': isFile ? 'application/octet-stream' : 'application/json' };
  return readAnswer(schema, request(path, { method: 'POST', headers, body: isFile ? body : JSON.stringify(body), ...(signal ? { signal } : {}) }));
}

/** Sends as often as the session allows: once, again with a fresh token, and once more after the person signed in again. */
export async function request(path: string, init: RequestInit): Promise<Response> {
  const answer = await plain(path, init);
  const isSigningIn = path === SESSION && init.method === 'POST'; // its 401 means the password, not the session
  if (answer.status !== 401 || isSigningIn) return answer;
  try {
    await refreshToken();
  } catch (error) {
    if (!signInAgain || !(error instanceof ProblemError) || error.problem.status !== 401) throw error;
    await signInAgain();
  }
  return plain(path, init);
}

async function plain(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { credentials: 'same-origin', ...init });
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error;
    throw localProblem('network.down');
  }
}

async function readAnswer<Schema extends z.ZodType>(schema: Schema, asked: Promise<Response>): Promise<z.output<Schema>> {
  const answer = await asked;
  if (!answer.ok) throw await problemIn(answer);
  const read = schema.safeParse(answer.status === 204 ? undefined : await answer.json().catch(() => undefined));
  if (!read.success) throw localProblem('answer.unreadable', answer.status);
  return read.data;
}
