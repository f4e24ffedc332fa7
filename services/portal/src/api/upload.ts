import { FileReceipt, Problem, UploadView, ZipReceipt } from '@xingchuang/contracts';
import type { DetailedError, HttpRequest } from 'tus-js-client';
import type { z } from 'zod';
import { get, refreshToken, send } from './http.ts';
import { localProblem, ProblemError } from './problem-error.ts';

/** Where a file goes, and who hears how far it came (bytes sent so far). */
export interface Sent {
  readonly unitId: string;
  readonly batch?: string | undefined;
  readonly progress: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** Larger files go in pieces that a lost connection does not cost again; for smaller ones the one request is quicker. */
const IN_PIECES_FROM = 4 * 1024 * 1024;
const PIECE = 8 * 1024 * 1024;
const TUS = '/api/evidence/tus';
const ZIPS = '/api/evidence/zip-tus';
const PACKAGES = '/api/evidence/bag-uploads';
const GONE = 404;

/** Sends one file as it is. Sent again after a failure, also after a reload, it goes on where it was. */
export async function upload(file: File, to: Sent): Promise<FileReceipt> {
  return file.size > IN_PIECES_FROM ? inPieces(file, to) : atOnce(FileReceipt, '/api/evidence/files', file, to);
}

/** Sends a zip whose members become files, a large one in pieces like a file; the answer says what became of each. */
export async function uploadZip(file: File, { unitId, ...to }: Omit<Sent, 'batch'>): Promise<ZipReceipt> {
  if (file.size <= IN_PIECES_FROM) return atOnce(ZipReceipt, '/api/evidence/zip-uploads', file, { unitId, ...to });
  const path = await pieceByPiece(file, ZIPS, { filename: file.name, unit: unitId }, to);
  return send(ZipReceipt, 'POST', `${path}/unpacking`, {}, crypto.randomUUID());
}

/** One request with the file as its body; once more with a fresh token. */
export async function atOnce<Schema extends z.ZodType>(schema: Schema, path: string, file: File, to: Sent): Promise<z.output<Schema>> {
  const first = await attempt(path, file, to);
  if (first.status !== 401) return answered(schema, first);
  await refreshToken();
  return answered(schema, await attempt(path, file, to));
}

interface Answered {
  readonly status: number;
  readonly text: string;
}

function attempt(path: string, file: File, { unitId, batch, progress, signal }: Sent): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const way = new XMLHttpRequest(); // fetch does not tell how much of a body is sent
    way.open('POST', path);
    way.setRequestHeader('content-type', 'application/octet-stream');
    way.setRequestHeader('x-file-name', encodeURIComponent(file.name));
    way.setRequestHeader('x-unit', unitId);
    if (batch) way.setRequestHeader('x-batch', batch);
    way.upload.onprogress = ({ loaded }) => progress(Math.min(loaded, file.size));
    way.onload = () => resolve({ status: way.status, text: way.responseText });
    way.onerror = () => reject(localProblem('network.down'));
    way.onabort = () => reject(signal.reason);
    signal.addEventListener('abort', () => way.abort());
    way.send(file);
  });
}

function answered<Schema extends z.ZodType>(schema: Schema, { status, text }: Answered): z.output<Schema> {
  const read = parsed(text);
  const taken = schema.safeParse(read);
  if (status < 300 && taken.success) return taken.data;
  throw refusal(status, read);
}

function refusal(status: number, read: unknown): ProblemError {
  const refused = Problem.safeParse(read);
  return refused.success ? new ProblemError(refused.data) : localProblem(status >= 502 || status === 0 ? 'network.down' : 'answer.unreadable', status);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function inPieces(file: File, { unitId, batch, ...to }: Sent): Promise<FileReceipt> {
  const path = await pieceByPiece(file, TUS, { filename: file.name, unit: unitId, ...(batch && { batch }) }, to);
  const { receipt } = await get(UploadView, `${path}/receipt`);
  if (!receipt) throw localProblem('answer.unreadable', GONE);
  return receipt;
}

/** Sends a package of another system; when all of it is there its check begins. */
export const uploadPackage = (file: File, to: Pick<Sent, 'progress' | 'signal'>): Promise<string> => pieceByPiece(file, PACKAGES, { filename: file.name }, to);

/** Gives the address of the upload once all of it is there. */
async function pieceByPiece(file: File, endpoint: string, metadata: Record<string, string>, { progress, signal }: Pick<Sent, 'progress' | 'signal'>): Promise<string> {
  const { Upload } = await import('tus-js-client');
  return new Promise<string>((resolve, reject) => {
    const way = new Upload(file, {
      endpoint,
      chunkSize: PIECE,
      retryDelays: [0, 1_000, 3_000],
      removeFingerprintOnSuccess: true,
      metadata,
      fingerprint: async () => [endpoint, ...Object.values(metadata), file.size, file.lastModified].join(':'),
      onBeforeRequest: (request: HttpRequest) => {
        (request.getUnderlyingObject() as XMLHttpRequest).withCredentials = true;
      },
      onAfterResponse: async (request, answer) => {
        const status = answer.getStatus();
        if (status === 401) await refreshToken();
        if (request.getMethod() === 'HEAD' && (status === 401 || status === 429 || status >= 500)) throw new Error(`${status}`); // tus would begin anew: what is there is asked for again later
      },
      onShouldRetry: (error) => {
        const status = error.originalResponse?.getStatus() ?? 0;
        return (status === 401 || status === 409 || status === 423 || status >= 500) && navigator.onLine;
      },
      onProgress: (sent) => progress(sent),
      onSuccess: () => resolve(new URL(way.url!, location.href).pathname),
      onError: (error) => {
        const answer = (error as DetailedError).originalResponse;
        reject(refusal(answer?.getStatus() ?? 0, parsed(answer?.getBody() ?? '')));
      },
    });
    signal.addEventListener('abort', () => void way.abort().then(() => reject(signal.reason)));
    void way.findPreviousUploads().then(([before]) => {
      if (signal.aborted) return;
      if (before) way.resumeFromPreviousUpload(before);
      way.start();
    });
  });
}
