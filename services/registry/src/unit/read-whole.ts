import type { Readable } from 'node:stream';
import { Refusal } from '@xingchuang/rules';
import { wholeBody } from '@xingchuang/server';

const MEBIBYTES = 8;

/** The whole of a small upload; refuses one that is empty. */
export async function readWhole(stream: Readable): Promise<Buffer> {
  const whole = await wholeBody(stream, MEBIBYTES, {
    unread: () => new Refusal('invalid', 'import.not-a-table', {}, 'file'),
    tooLarge: () => new Refusal('limit', 'import.too-large', { most: `${MEBIBYTES} MiB` }, 'file'),
  });
  if (whole.byteLength === 0) throw new Refusal('invalid', 'import.empty', {}, 'file');
  return whole;
}

/** A header carries no Chinese: names come percent-encoded. */
export function decodeFileName(encoded: string | undefined): string | undefined {
  try {
    return encoded === undefined ? undefined : decodeURIComponent(encoded);
  } catch {
    throw new Refusal('invalid', 'import.bad-file-name', {}, 'X-File-Name');
  }
}
