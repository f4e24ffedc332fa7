import type { Readable } from 'node:stream';
import { Refusal } from '@xingchuang/rules';
import { wholeBody } from '@xingchuang/server';

const MEBIBYTES = 5;

/** The whole workbook. */
export const bytesOf = (stream: Readable): Promise<Buffer> =>
  wholeBody(stream, MEBIBYTES, {
    unread: () => new Refusal('invalid', 'scheme.not-a-workbook', {}, 'file'),
    tooLarge: () => new Refusal('limit', 'scheme.workbook-too-large', { mebibytes: MEBIBYTES }, 'file'),
  });
