import { once } from 'node:events';
import { request as plainRequest, type Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { Blob } from './blobs.ts';

/** What the store says of one object; `checksum` only where it kept the one we sent. */
export interface Head {
  readonly size: number;
  readonly checksum: string | undefined;
  readonly versionId: string | undefined;
}

/** An answer of the store that we have no use for. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault';
}

export const checksumOf = (sha256: string): string => Buffer.from(sha256, 'hex').toString('base64');

/** HEAD by a presigned URL: the minio client cannot ask for the checksum. */
export async function head(url: string, agent: Agent): Promise<Head | undefined> {
  const request = call(url, 'HEAD', agent, { 'x-amz-checksum-mode': 'ENABLED' });
  request.end();
  const answer = await answerOf(request);
  if (answer.statusCode === 404) return undefined;
  if (answer.statusCode !== 200) throw new StoreFault(`HEAD answered ${answer.statusCode}`);
  return {
    size: Number(answer.headers['content-length']),
    checksum: header(answer, 'x-amz-checksum-sha256'),
    versionId: header(answer, 'x-amz-version-id'),
  };
}

/**
 * PUT by a presigned URL, chunk by chunk as the store takes them (the minio client gathers 64 MiB first). The store checks
 * the SHA-256 itself and, unless told to, never overwrites. `lost` is asked when the store stops before the last byte, which it does where the same bytes
 * came from elsewhere meanwhile: it throws, or ours are read to their end, unsent. True where the store's answer repeats the checksum that it compared.
 */
export async function upload(
  url: string,
  agent: Agent,
  blob: Blob,
  chunks: AsyncIterable<Uint8Array>,
  lost: (why: Error) => Promise<void>,
  overwrites = false,
): Promise<boolean> {
  const request = call(url, 'PUT', agent, {
    'content-length': blob.size,
    'content-type': 'application/octet-stream',
    'x-amz-checksum-sha256': checksumOf(blob.sha256),
    ...(overwrites ? {} : { 'if-none-match': '*' }),
  });
  let early: Error | undefined;
  let checksum: string | undefined;
  const over = verdict(request).then(
    (answer) => void (checksum = header(answer, 'x-amz-checksum-sha256')),
    (fault: Error) => void (early = fault),
  );
  let told = false;
  try {
    for await (const chunk of chunks) {
      if (!early && !request.write(chunk)) await Promise.race([once(request, 'drain').catch(() => undefined), over]);
      if (early && !told) await lost(early);
      told = early !== undefined;
    }
    if (!early) request.end();
    await over;
    if (early && !told) await lost(early);
    return checksum === checksumOf(blob.sha256);
  } finally {
    request.destroy(); // an unfinished body leaves nothing in the store
  }
}

/** What the store says of the bytes it took; fails where it did not take them. */
async function verdict(request: ClientRequest): Promise<IncomingMessage> {
  const answer = await answerOf(request);
  if (answer.statusCode !== 200) throw new StoreFault(`PUT answered ${answer.statusCode}`);
  return answer;
}

function call(url: string, method: string, agent: Agent, headers: Record<string, string | number>): ClientRequest {
  return (url.startsWith('https:') ? secureRequest : plainRequest)(url, { method, agent, headers });
}

async function answerOf(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (answer) => {
      answer
        .on('error', reject)
        .on('end', () => resolve(answer))
        .resume();
    });
  });
}

function header(answer: IncomingMessage, name: string): string | undefined {
  const value = answer.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
