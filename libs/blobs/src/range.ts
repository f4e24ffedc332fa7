import { Refusal } from '@xingchuang/rules';
import type { ByteRange } from './blobs.ts';

/** Bytes from `from` to `to`, both included. */
export interface Part {
  readonly from: number;
  readonly to: number;
  readonly length: number;
  readonly whole: boolean;
}

/** The part of `size` bytes that a range means: an end past the last byte is the last byte. Refuses a range without a byte. */
export function partOf(size: number, range?: ByteRange): Part {
  const from = range?.from ?? 0;
  const to = Math.min(range?.to ?? size - 1, size - 1);
  const asked = [from, range?.to ?? from];
  if (!asked.every((n) => Number.isSafeInteger(n) && n >= 0) || from > to) {
    throw new Refusal('invalid', 'blob.range', { from, ...(range?.to === undefined ? {} : { to: range.to }), size }, 'range');
  }
  const length = to - from + 1;
  return { from, to, length, whole: length === size };
}
