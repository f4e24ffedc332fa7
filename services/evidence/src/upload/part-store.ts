import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DataStore, Upload as TusUpload } from '@tus/server';
import { appendStream } from '@xingchuang/blobs';
import type { Upload } from './upload-store.ts';
import { TusFault } from './tus-fault.ts';

export const CHECKSUMS = ['sha256', 'sha1', 'md5'] as const;
export interface Checksum {
  readonly algorithm: string;
  readonly digest: string;
}

const LARGE = 256 * 1024;
/** So many unfinished uploads are hashed as they come; each costs a few hundred bytes. */
const MOST_WHOLES = 1_000;

/** The sum of the first so many bytes of an upload. */
interface Whole {
  readonly hash: Hash;
  readonly length: number;
}

/** What the parts need to know beyond the protocol; the service behind them answers. */
export interface PartsOwner {
  enter(upload: TusUpload): Promise<void>;
  find(id: string): Promise<Upload | undefined>;
  drop(id: string): Promise<void>;
  /** The checksum that the request being served announces for its bytes. */
  announced(): Checksum | undefined;
}

/**
 * The bytes of unfinished uploads, one file each, named by the upload. The file's length is the offset, so that nothing has to
 * agree with it after a kill; what an answer has acknowledged is on disk.
 */
export class PartStore extends DataStore {
  owner!: PartsOwner;
  readonly #wholes = new Map<string, Whole>();

  private constructor(readonly dir: string) {
    super();
    this.extensions = ['creation', 'creation-with-upload', 'termination', 'expiration', 'checksum'];
  }

  static async open(dir: string): Promise<PartStore> {
    await mkdir(dir, { recursive: true });
    return new PartStore(dir);
  }

  pathOf = (id: string): string => join(this.dir, id);
  names = (): Promise<string[]> => readdir(this.dir);
  async discard(id: string): Promise<void> {
    this.#wholes.delete(id);
    await rm(this.pathOf(id), { force: true });
  }

  async lengthOf(id: string): Promise<number> {
    try {
      return (await stat(this.pathOf(id))).size;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0; // entered, and no byte has come yet
      throw error;
    }
  }

  override async create(upload: TusUpload): Promise<TusUpload> {
    await this.owner.enter(upload);
    return upload;
  }

  override async getUpload(id: string): Promise<TusUpload> {
    const upload = await this.owner.find(id);
    if (!upload) throw new TusFault(404);
    const offset = upload.fileId === undefined ? await this.lengthOf(id) : upload.size;
    return new TusUpload({ id, size: upload.size, offset, metadata: { ...upload.metadata } });
  }

  override async remove(id: string): Promise<void> {
    await this.owner.drop(id);
  }

  /** Appends what comes and says how long the file is now. Where the sender goes away its bytes stay, unless a checksum was to prove them. */
  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    const checksum = this.owner.announced();
    const hash = checksum && createHash(checksum.algorithm);
    const whole = this.#wholeUpTo(id, offset);
    const file = await open(this.pathOf(id), 'a');
    let end = offset;
    const passing = async function* (): AsyncGenerator<Buffer> {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        hash?.update(chunk);
        whole?.hash.update(chunk);
        end += chunk.length;
        yield chunk;
      }
    };
    try {
      await appendStream(file, passing()).catch(async (error: unknown) => {
        if (hash) await file.truncate(offset);
        throw error;
      });
      if (hash && hash.digest('base64') !== checksum.digest) {
        await file.truncate(offset);
        throw new TusFault(460);
      }
      if (end > offset) await file.sync();
      if (whole) this.#keep(id, { hash: whole.hash, length: end });
      return end;
    } finally {
      await file.close();
    }
  }

  /** The SHA-256 of all that is here: as it came, where all of it came through this process, or else read again. */
  async digestOf(id: string): Promise<string> {
    const whole = this.#wholeUpTo(id, await this.lengthOf(id));
    if (whole) return whole.hash.digest('hex');
    const hash = createHash('sha256');
    await pipeline(createReadStream(this.pathOf(id), { highWaterMark: LARGE }), hash);
    return hash.digest('hex');
  }

  /** Takes out the sum of the first so many bytes: whoever fails with it leaves none behind. */
  #wholeUpTo(id: string, length: number): Whole | undefined {
    const known = length === 0 ? { hash: createHash('sha256'), length } : this.#wholes.get(id);
    this.#wholes.delete(id);
    return known?.length === length ? known : undefined;
  }

  #keep(id: string, whole: Whole): void {
    this.#wholes.set(id, whole);
    if (this.#wholes.size > MOST_WHOLES) this.#wholes.delete(this.#wholes.keys().next().value!); // the oldest is read again
  }
}
