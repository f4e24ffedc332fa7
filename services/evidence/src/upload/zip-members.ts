import { open, type Entry, type ZipFile } from 'yauzl';
import { promisify } from 'node:util';
import iconv from 'iconv-lite';
import { MOST_LINES } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';

/** One file in a zip; without a name where its bytes are no text in any encoding that we know. */
export interface Member {
  readonly name: string | undefined;
  readonly size: number;
  /** Opened when it is first asked for: a stream that nobody reads yet has nobody to hear its error. */
  readonly bytes: () => AsyncIterable<Uint8Array>;
}

const UTF8_NAME = 0x800;
/** Photos and documents hardly shrink and text shrinks tenfold; a bomb expands a thousandfold. */
const MOST_RATIO = 200;
const SMALL = 1024 * 1024;
const LOCAL_HEAD = 30;
/** What systems put beside people's files. */
const BY_THE_SYSTEM = /(^|\/)(__MACOSX\/|\.DS_Store$|\._[^/]*$|Thumbs\.db$|desktop\.ini$)/i;

/** The files in a zip, in its order, for as long as `use` runs. Refuses whole what is no zip, holds too much, or is made to explode. */
export async function withMembers<T>(path: string, mostBytes: number, use: (members: readonly Member[]) => Promise<T>): Promise<T> {
  const zip = await promisify<string, object, ZipFile>(open)(path, { lazyEntries: true, decodeStrings: false, autoClose: false }).catch(() => {
    throw damaged();
  });
  try {
    const entries = await entriesOf(zip);
    refuseBomb(entries, mostBytes);
    const decode = decoderFor(entries);
    const files = entries.map((entry) => ({ entry, path: decode(entry) })).filter(({ path }) => path === undefined || !(path.endsWith('/') || BY_THE_SYSTEM.test(path)));
    if (files.length === 0) throw new Refusal('invalid', 'zip.empty', {}, 'file');
    return await use(files.map(({ entry, path }) => ({ name: path?.split(/[/\\]/).at(-1), size: entry.uncompressedSize, bytes: () => bytesOf(zip, entry) })));
  } finally {
    zip.close();
  }
}

function entriesOf(zip: ZipFile): Promise<Entry[]> {
  if (zip.entryCount > MOST_LINES) throw tooMany();
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      if (entries.length > MOST_LINES) reject(tooMany());
      else zip.readEntry();
    });
    zip.on('error', () => reject(damaged()));
    zip.on('end', () => resolve(entries));
    zip.readEntry();
  });
}

/** By what the directory says; bytes that say otherwise when they come are a damaged member. */
function refuseBomb(entries: readonly Entry[], most: number): void {
  const total = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (total > most) throw new Refusal('invalid', 'zip.expands-too-far', { mebibytes: Math.floor(most / SMALL) }, 'file');
  const swells = entries.some(({ uncompressedSize, compressedSize }) => uncompressedSize > SMALL && uncompressedSize > compressedSize * MOST_RATIO);
  const spans = entries.map(({ relativeOffsetOfLocalHeader: from, compressedSize, fileNameLength }) => ({ from, to: from + LOCAL_HEAD + fileNameLength + compressedSize })).sort((one, other) => one.from - other.from);
  const overlaps = spans.some(({ from }, index) => index > 0 && from < spans[index - 1]!.to);
  if (swells || overlaps) throw new Refusal('invalid', 'zip.bomb', {}, 'file');
}

/** Names are UTF-8 where a flag says so; otherwise as UTF-8 where all of them can be, and as GBK, which Chinese Windows writes, where not. */
function decoderFor(entries: readonly Entry[]): (entry: Entry) => string | undefined {
  const isFlagged = ({ generalPurposeBitFlag }: Entry): boolean => (generalPurposeBitFlag & UTF8_NAME) !== 0;
  const silent = entries.filter((entry) => !isFlagged(entry)).every(({ fileName }) => strict('utf-8', fileName) !== undefined) ? 'utf-8' : 'gb18030';
  return (entry) => strict(isFlagged(entry) ? 'utf-8' : silent, entry.fileName);
}

/** yauzl gives names as bytes where it is told not to decode them; its types do not say so. */
function strict(encoding: string, name: string | Buffer): string | undefined {
  const bytes = name as Buffer;
  const text = iconv.decode(bytes, encoding, { stripBOM: false });
  return iconv.encode(text, encoding).equals(bytes) ? text : undefined;
}

async function* bytesOf(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  if (entry.isEncrypted()) throw new Refusal('invalid', 'zip.encrypted', {}, 'file');
  try {
    yield* (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>;
  } catch (error) {
    throw error instanceof Refusal ? error : damaged(); // another size or checksum than its directory says
  }
}

const damaged = (): Refusal => new Refusal('invalid', 'file.damaged', {}, 'file');
const tooMany = (): Refusal => new Refusal('invalid', 'zip.too-many', { most: MOST_LINES }, 'file');
