import type { Readable } from 'node:stream';
import { Refusal } from '@xingchuang/rules';

const MOST_BYTES = 8 * 1024 * 1024;

/** The whole of a small upload; refuses one that is empty or larger than 8 MiB as soon as that shows. */
export async function readWhole(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += part.byteLength;
    if (size > MOST_BYTES) {
      stream.resume(); // drop the rest: a body half read would block the connection's next request for ever
      throw new Refusal('limit', 'import.too-large', { most: '8 MiB' }, 'file');
    }
    parts.push(part);
  }
  if (size === 0) throw new Refusal('invalid', 'import.empty', {}, 'file');
  return Buffer.concat(parts);
}
