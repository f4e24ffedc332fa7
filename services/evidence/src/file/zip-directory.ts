import type { FileHandle } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';
import { Refusal } from '@xingchuang/rules';

interface ZipEntry {
  readonly name: string;
  readonly size: number;
  readonly packedSize: number;
  readonly method: number;
  readonly encrypted: boolean;
  readonly at: number;
}

const END = 'PK\u0005\u0006';
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_SIZE = 22;
/** The end record and the longest comment behind it. */
const ZIP_TAIL = END_SIZE + 0xffff;
// An office document has hundreds of parts and expands to some hundred megabytes at most; a bomb has or expands to far more.
const MOST_ENTRIES = 10_000;
const MOST_DIRECTORY = 4 * 1024 * 1024;
const MOST_EXPANDED = 1024 * 1024 * 1024;
const MOST_PART = 1024 * 1024;

/** What the end record of a zip says; undefined where the bytes do not end exactly as a zip does. `before` is where the directory should end. */
function zipEnd(tail: Buffer, size: number): { at: number; length: number; count: number; before: number } | undefined {
  for (let at = tail.lastIndexOf(END); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(END, at - 1)) {
    if (at + END_SIZE > tail.length || at + END_SIZE + tail.readUInt16LE(at + 20) !== tail.length) continue;
    const [count, length, start] = [tail.readUInt16LE(at + 10), tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
    const before = size - tail.length + at;
    if (start + length <= before) return { at: start, length, count, before };
  }
  return undefined;
}

/** The parts of a zip by its directory, unpacking nothing. Refuses what no office program writes: other bytes around it, encryption, bombs. */
export async function zipEntries(file: FileHandle, size: number): Promise<ZipEntry[]> {
  const tailSize = Math.min(size, ZIP_TAIL);
  const end = zipEnd(await bytesAt(file, size - tailSize, tailSize), size);
  if (!end || end.length > MOST_DIRECTORY || end.count > MOST_ENTRIES || end.count === 0) throw damaged();
  const directory = await bytesAt(file, end.at, end.length);
  const entries: ZipEntry[] = [];
  for (let at = 0; at < directory.length; ) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== ENTRY) throw damaged();
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      encrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
      method: directory.readUInt16LE(at + 10),
      packedSize: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      at: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  const expanded = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (entries.length !== end.count || entries.some(({ encrypted }) => encrypted)) throw damaged();
  if (expanded > MOST_EXPANDED) throw new Refusal('invalid', 'file.expands-too-far', { limit: MOST_EXPANDED }, 'file');
  return entries;
}

/** Whether a zip hangs behind other bytes: programs that look from the end see it, those that look from the start do not (E5). */
export async function hasZipBehind(file: FileHandle, size: number): Promise<boolean> {
  const tailSize = Math.min(size, ZIP_TAIL);
  const end = zipEnd(await bytesAt(file, size - tailSize, tailSize), size);
  if (!end || end.count === 0) return false;
  const first = await bytesAt(file, end.before - end.length, 4);
  return first.length === 4 && first.readUInt32LE(0) === ENTRY;
}

/** One small part as text; refuses one that is larger than its kind can be, whatever the directory claims. */
export async function zipText(file: FileHandle, entry: ZipEntry): Promise<string> {
  const local = await bytesAt(file, entry.at, 30);
  if (local.length < 30 || local.readUInt32LE(0) !== LOCAL || entry.packedSize > MOST_PART) throw damaged();
  const packed = await bytesAt(file, entry.at + 30 + local.readUInt16LE(26) + local.readUInt16LE(28), entry.packedSize);
  if (entry.method === 0) return packed.toString('utf8');
  try {
    return inflateRawSync(packed, { maxOutputLength: MOST_PART }).toString('utf8');
  } catch {
    throw damaged(); // not deflate, or longer than the limit
  }
}

export async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(length), position });
  return buffer.subarray(0, bytesRead);
}

const damaged = () => new Refusal('invalid', 'file.damaged', {}, 'file');
