// Just enough ASN.1 for certificates, PKCS #12, CMS and time-stamps: DER out, DER and BER in.

/** One value as read: `raw` is what stood in the file, which is what gets hashed and copied, never a re-encoding of it. */
export interface Der {
  readonly tag: number;
  readonly content: Buffer;
  readonly raw: Buffer;
}

const SEQUENCE = 0x30;
const SET = 0x31;
const CONSTRUCTED = 0x20;

export function readDer(bytes: Buffer, at = 0): Der {
  const tag = byteAt(bytes, at);
  if ((tag & 0x1f) === 0x1f) throw new RangeError('a tag of several bytes');
  const first = byteAt(bytes, at + 1);
  if (first === 0x80) return readIndefinite(bytes, at, tag);
  const more = first < 0x80 ? 0 : first & 0x7f;
  if (more > 4) throw new RangeError('a value of more than four gigabytes');
  const length = more === 0 ? first : bytes.readUIntBE(at + 2, more);
  const start = at + 2 + more;
  if (start + length > bytes.length) throw new RangeError('a value runs past the end of the data');
  return { tag, content: bytes.subarray(start, start + length), raw: bytes.subarray(at, start + length) };
}

/** BER's open lengths, as older exporters of keys write them: values follow until two zero bytes. */
function readIndefinite(bytes: Buffer, at: number, tag: number): Der {
  let end = at + 2;
  while (bytes.readUInt16BE(end) !== 0) end += readDer(bytes, end).raw.length;
  return { tag, content: bytes.subarray(at + 2, end), raw: bytes.subarray(at, end + 2) };
}

export function children({ content }: Der): Der[] {
  const found: Der[] = [];
  for (let at = 0; at < content.length;) {
    const child = readDer(content, at);
    found.push(child);
    at += child.raw.length;
  }
  return found;
}

/** The nth value inside; a structure that lacks it is not what it claims to be. */
export function child(of: Der, index: number): Der {
  const found = children(of)[index];
  if (!found) throw new RangeError(`a structure ends before its value ${index}`);
  return found;
}

/** An OCTET STRING, which BER may cut into pieces. */
export function octetsOf(value: Der): Buffer {
  return (value.tag & CONSTRUCTED) === 0 ? value.content : Buffer.concat(children(value).map(octetsOf));
}

export function oidOf({ content }: Der): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(...(arcs.length > 0 ? [arc] : [Math.min(2, Math.floor(arc / 40)), arc - 40 * Math.min(2, Math.floor(arc / 40))]));
    arc = 0;
  }
  return arcs.join('.');
}

/** A small INTEGER: iteration counts, versions, states. */
export function integerOf({ content }: Der): number {
  if (content.length === 0 || content.length > 6) throw new RangeError('a number out of range');
  return content.readIntBE(0, content.length);
}

export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content]);
  const bytes = length < 0x100 ? 1 : length < 0x10000 ? 2 : length < 0x1000000 ? 3 : 4;
  const head = Buffer.alloc(2 + bytes);
  head[0] = tag;
  head[1] = 0x80 | bytes;
  head.writeUIntBE(length, 2, bytes);
  return Buffer.concat([head, content]);
}

export const sequence = (...parts: readonly Uint8Array[]) => der(SEQUENCE, ...parts);
/** DER orders the members of a set by their bytes. */
export const set = (...parts: readonly Uint8Array[]) => der(SET, ...parts.toSorted(Buffer.compare));
export const context = (number: number, ...parts: readonly Uint8Array[]) => der(0xa0 | number, ...parts);
export const octets = (bytes: Uint8Array) => der(0x04, bytes);
export const bits = (bytes: Uint8Array) => der(0x03, Buffer.of(0), bytes);
export const utf8 = (text: string) => der(0x0c, Buffer.from(text, 'utf8'));
export const nothing = Buffer.of(0x05, 0x00);
export const yes = Buffer.of(0x01, 0x01, 0xff);

/** A whole number, not negative: a number or its bytes. */
export function integer(value: number | Uint8Array): Buffer {
  const bytes = typeof value === 'number' ? Buffer.from(value.toString(16).padStart(2 * Math.ceil(value.toString(16).length / 2), '0'), 'hex') : value;
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const short = bytes.subarray(start);
  return der(0x02, ...((short[0] ?? 0) >= 0x80 ? [Buffer.of(0)] : []), short);
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [40 * first + second, ...rest].flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift(0x80 | (left & 0x7f));
    return groups;
  });
  return der(0x06, Buffer.from(bytes));
}

function byteAt(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw new RangeError('the data ends early');
  return byte;
}
