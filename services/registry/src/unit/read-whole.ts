import type { Readable } from 'node:stream';
import { Refusal } from '@xingchuang/rules';

const MOST_BYTES = 8 * 1024 * 1024;

/**
 * The whole of a small upload; refuses one that is empty or, as soon as that shows, larger than 8 MiB. The rest of such a one still
 * flows and is dropped: a body read half would block the next request of its connection for ever.
 */
export function readWhole(stream: Readable): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (stream.readableEnded) reject(new Refusal('invalid', 'import.not-a-table', {}, 'file')); // it said it was JSON, and was read as that
    const parts: Buffer[] = [];
    let size = 0;
    stream
      .on('data', (part: Buffer) => {
        size += part.byteLength;
        if (size <= MOST_BYTES) parts.push(part);
        else reject(new Refusal('limit', 'import.too-large', { most: '8 MiB' }, 'file'));
      })
      .once('end', () => (size === 0 ? reject(new Refusal('invalid', 'import.empty', {}, 'file')) : resolve(Buffer.concat(parts))))
      .once('error', reject);
  });
}

/** A header carries no Chinese: names come percent-encoded. */
export function decodeFileName(encoded: string | undefined): string | undefined {
  try {
    return encoded === undefined ? undefined : decodeURIComponent(encoded);
  } catch {
    throw new Refusal('invalid', 'import.bad-file-name', {}, 'X-File-Name');
  }
}
