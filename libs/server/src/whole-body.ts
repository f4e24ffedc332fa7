import type { Readable } from 'node:stream';
import type { Refusal } from '@xingchuang/rules';

const MEBIBYTE = 1_048_576;

interface Refused {
  /** Of a body that was read already: it said that it was JSON. */
  readonly unread: () => Refusal;
  readonly tooLarge: () => Refusal;
}

/**
 * The whole of a small body. What is too large is refused as soon as that shows; it still flows and is dropped: a body read half
 * would block the next request of its connection for ever.
 */
export function wholeBody(stream: Readable, mebibytes: number, { unread, tooLarge }: Refused): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (stream.readableEnded) reject(unread());
    const parts: Buffer[] = [];
    let size = 0;
    stream
      .on('data', (part: Buffer) => {
        size += part.byteLength;
        if (size <= mebibytes * MEBIBYTE) parts.push(part);
        else reject(tooLarge());
      })
      .once('end', () => resolve(Buffer.concat(parts)))
      .once('error', reject);
  });
}
