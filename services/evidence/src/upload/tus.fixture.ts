import { Upload, type DetailedError, type UploadOptions } from 'tus-js-client';
import type { Client } from '@xingchuang/testkit';

export interface TusOutcome {
  readonly url: string | null;
  readonly fileId?: string | undefined;
  readonly status?: number | undefined;
  readonly problem?: { readonly code: string; readonly title: string; readonly titleEn: string; readonly field?: string } | undefined;
}

/** Sends bytes with the unmodified tus client and tells what it got at the end. */
export function sendByTus({ url, token }: Client, bytes: Buffer, metadata: Record<string, string>, options: UploadOptions = {}): Promise<TusOutcome> {
  return new Promise((resolve) => {
    const upload: Upload = new Upload(bytes, {
      endpoint: `${url}/api/evidence/tus`,
      headers: { authorization: `Bearer ${token}` },
      metadata,
      retryDelays: [0, 100, 300, 600, 1_200],
      onSuccess: ({ lastResponse }) => resolve({ url: upload.url, fileId: lastResponse.getHeader('Upload-File-Id'), status: lastResponse.getStatus() }),
      onError: (error) => {
        const { originalResponse } = error as DetailedError;
        const text = originalResponse?.getBody();
        resolve({ url: upload.url, status: originalResponse?.getStatus(), problem: text ? (JSON.parse(text) as NonNullable<TusOutcome['problem']>) : undefined });
      },
      ...options,
    });
    upload.start();
  });
}

/** One request of the protocol, by hand. */
export async function tus({ url, token }: Client, method: string, path: string, headers: Record<string, string> = {}, body?: Buffer) {
  const answer = await fetch(new URL(path, url), {
    method,
    headers: { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0', ...(body && { 'content-type': 'application/offset+octet-stream' }), ...headers },
    ...(body && { body: new Uint8Array(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : (JSON.parse(text) as { code: string; field?: string }) };
}

export const metadataOf = (metadata: Record<string, string>): string =>
  Object.entries(metadata).map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`).join(',');

/** Begins an upload by hand and gives its address. */
export async function begin(client: Client, size: number, metadata: Record<string, string>): Promise<string> {
  const { status, headers, body } = await tus(client, 'POST', '/api/evidence/tus', { 'upload-length': String(size), 'upload-metadata': metadataOf(metadata) });
  if (status !== 201) throw new Error(`begin: ${status} ${JSON.stringify(body)}`);
  return headers.get('location')!;
}
