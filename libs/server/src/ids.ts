import { randomBytes } from 'node:crypto';

const MOST_IN_A_MILLISECOND = 0xfff;
let last = 0;
let count = 0;

/** A UUIDv7 (RFC 9562): 48 bits of milliseconds, 12 that count within one, then chance. What one process makes sorts in the order of making, also where its clock goes back. */
export function newId(): string {
  const now = Date.now();
  if (now > last || count === MOST_IN_A_MILLISECOND) {
    last = Math.max(now, last + 1);
    count = 0;
  } else count += 1;
  const bytes = randomBytes(16);
  bytes.writeUIntBE(last, 0, 6);
  bytes.writeUInt16BE(0x7000 | count, 6);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
