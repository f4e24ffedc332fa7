import { createHash } from 'node:crypto';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { Refusal } from '@xingchuang/rules';
import { nameKey } from './bag-names.ts';
import { BAGIT_TXT, parseManifest } from './bag-text.ts';

export interface BagLimits {
  readonly bytes: number;
  readonly entries: number;
}

/** Texts of a package are read whole; one of them is no larger. */
const LARGEST_TEXT = 256 * 1024 * 1024;
const FILE_KIND = 0o170000;
const REGULAR = 0o100000;

/** A package as it lies in a ZIP file on disk: what is in it, nothing of it believed. */
export class BagReader {
  private constructor(
    readonly zip: ZipFile,
    /** Every file by its path within the one folder. */
    readonly entries: ReadonlyMap<string, Entry>,
    readonly bytes: number,
  ) {}

  /** Refuses what is no ZIP file, or one that reaches outside, hides something or is larger than it may be. */
  static async open(path: string, limits: BagLimits): Promise<BagReader> {
    const zip = await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: true, strictFileNames: true, validateEntrySizes: true }).catch((error: Error) => {
      throw new Refusal('invalid', 'bag.not-zip', { reason: error.message }, 'file');
    });
    try {
      return await BagReader.#read(zip, limits);
    } catch (error) {
      zip.close();
      throw error instanceof Refusal ? error : new Refusal('invalid', 'bag.not-zip', { reason: (error as Error).message }, 'file');
    }
  }

  static async #read(zip: ZipFile, limits: BagLimits): Promise<BagReader> {
    if (zip.entryCount > limits.entries) throw new Refusal('invalid', 'bag.too-many', { found: zip.entryCount, most: limits.entries }, 'file');
    const entries = new Map<string, Entry>();
    const keys = new Set<string>();
    let folder: string | undefined;
    let bytes = 0;
    for await (const entry of zip.eachEntry()) {
      const [top = '', ...rest] = entry.fileName.split('/');
      const path = rest.join('/');
      folder ??= top;
      if (top !== folder || (path === '' && !entry.fileName.endsWith('/'))) throw new Refusal('invalid', 'bag.folders', { path: entry.fileName }, entry.fileName);
      if (entry.fileName.endsWith('/')) continue;
      refuseUnsafe(entry, path);
      if (keys.has(nameKey(path))) throw new Refusal('invalid', 'bag.twice', { path }, path);
      keys.add(nameKey(path));
      entries.set(path, entry);
      bytes += entry.uncompressedSize;
      if (bytes > limits.bytes) throw new Refusal('invalid', 'bag.too-large', { most: Math.floor(limits.bytes / 1024 / 1024) }, 'file');
    }
    return new BagReader(zip, entries, bytes);
  }

  close = (): void => this.zip.close();

  /** Opened when it is first asked for: a stream that nobody reads yet has nobody to hear its error. */
  async *stream(path: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(path);
    if (!entry) throw new Refusal('invalid', 'bag.missing', { path }, path);
    yield* (await this.zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>;
  }

  async text(path: string): Promise<string> {
    if ((this.entries.get(path)?.uncompressedSize ?? 0) > LARGEST_TEXT) throw new Refusal('invalid', 'bag.too-large', { most: LARGEST_TEXT / 1024 / 1024 }, path);
    const chunks: Buffer[] = [];
    for await (const chunk of this.stream(path)) chunks.push(chunk);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
    } catch {
      throw new Refusal('invalid', 'bag.unreadable', { path }, path);
    }
  }

  /** The manifests, when they name exactly what is here; `told` hears each name that is too many or missing. */
  async manifest(told: (fault: Refusal) => void): Promise<ReadonlyMap<string, string>> {
    if ((await this.text('bagit.txt')) !== BAGIT_TXT) throw new Refusal('invalid', 'bag.version', {}, 'bagit.txt');
    const payload = await this.#manifest('manifest-sha256.txt');
    const tags = await this.#manifest('tagmanifest-sha256.txt');
    const all = new Map([...payload, ...tags]);
    for (const path of all.keys()) if (!this.entries.has(path)) told(new Refusal('invalid', 'bag.missing', { path }, path));
    for (const path of this.entries.keys()) {
      const named = path.startsWith('data/') ? payload.has(path) : tags.has(path);
      if (!named && path !== 'tagmanifest-sha256.txt') told(new Refusal('invalid', 'bag.untracked', { path }, path));
    }
    return all;
  }

  async #manifest(path: string): Promise<Map<string, string>> {
    const read = parseManifest(await this.text(path));
    if (!read) throw new Refusal('invalid', 'bag.unreadable', { path }, path);
    return read;
  }

  async digest(path: string): Promise<string> {
    const hash = createHash('sha256');
    for await (const chunk of this.stream(path)) hash.update(chunk);
    return hash.digest('hex');
  }
}

/** Nothing but plain files that are not locked; the library has refused paths that lead outside. */
function refuseUnsafe(entry: Entry, path: string): void {
  const kind = (entry.externalFileAttributes >>> 16) & FILE_KIND;
  const isPlain = (kind === 0 || kind === REGULAR) && !entry.isEncrypted() && (entry.compressionMethod === 0 || entry.compressionMethod === 8);
  const isInside = path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
  if (!isPlain || !isInside) throw new Refusal('invalid', 'bag.unsafe', { path }, path);
}
