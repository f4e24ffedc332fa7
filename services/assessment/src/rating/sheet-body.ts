import type { Readable } from 'node:stream';
import { Refusal } from '@xingchuang/rules';
import { wholeBody } from '@xingchuang/server';

const MEBIBYTES = 10;

/** The whole sheet. */
export const bytesOf = (stream: Readable): Promise<Buffer> =>
  wholeBody(stream, MEBIBYTES, {
    unread: () => new Refusal('invalid', 'import.not-a-table', {}, 'file'),
    tooLarge: () => new Refusal('limit', 'standing.too-large', { mebibytes: MEBIBYTES }, 'file'),
  });
