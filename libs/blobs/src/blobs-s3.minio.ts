import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import type { Readable } from 'node:stream';
import { Refusal } from '@xingchuang/rules';
import { Client, type BucketItem, type ObjectLockInfo, type RETENTION_MODES } from 'minio';
import { DamagedBlob, type Blob, type Blobs, type BlobState, type ByteRange, type Declared, type ListQuery, type Spooled } from './blobs.ts';
import { checkDay, checkDigest, drain, Meter, verified } from './digest.ts';
import { partOf } from './range.ts';
import { checksumOf, head, upload, type Head } from './s3-wire.ts';
import { bytesOf, Spool } from './spool.ts';

export interface S3Options {
  /** Scheme, host and port of the store. */
  readonly endpoint: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region?: string;
  /** Made with object lock where it does not exist; a bucket made before without it is used as it is. */
  readonly bucket: string;
  /** Where bytes wait whose digest or size the caller did not know. */
  readonly spoolDir: string;
  /** The calendar day (YYYY-MM-DD) that locks are compared with; a store that locks objects compares with its own clock as well. */
  readonly today: () => string;
  /** COMPLIANCE: nobody, not even the store's administrator, shortens a lock. */
  readonly lockMode?: 'COMPLIANCE' | 'GOVERNANCE';
}

const SIGNED_FOR_S = 3600;
const SMALL = 1024 * 1024;

/** Blobs as objects `blobs/<sha256>`, and `until/<sha256>/<day>` for a lock; nothing beyond plain S3 is asked for. */
export async function openS3Blobs(options: S3Options): Promise<Blobs> {
  const { hostname, port, protocol } = new URL(options.endpoint);
  const useSSL = protocol === 'https:';
  const agent = useSSL ? new SecureAgent({ keepAlive: true }) : new Agent({ keepAlive: true });
  const { accessKey, secretKey, region = 'us-east-1' } = options;
  const client = new Client({
    ...{ endPoint: hostname, ...(port ? { port: Number(port) } : {}), useSSL, transportAgent: agent },
    ...{ accessKey, secretKey, region },
    retryOptions: { disableRetry: true }, // it would say so on the console; whoever calls us tries again
  });
  if (!(await client.bucketExists(options.bucket))) await makeBucket(client, options.bucket, region);
  const store = { client, agent, bucket: options.bucket, locks: await locksObjects(client, options.bucket) };
  return new S3Blobs(store, options, await Spool.open(options.spoolDir));
}

interface Store {
  readonly client: Client;
  readonly agent: Agent;
  readonly bucket: string;
  readonly locks: boolean;
}

class S3Blobs implements Blobs {
  readonly #store: Store;
  readonly #today: () => string;
  readonly #lockMode: RETENTION_MODES;
  readonly #spool: Spool;

  constructor(store: Store, { today, lockMode = 'COMPLIANCE' }: S3Options, spool: Spool) {
    this.#store = store;
    this.#today = today;
    this.#lockMode = lockMode as RETENTION_MODES;
    this.#spool = spool;
  }

  async put(bytes: AsyncIterable<Uint8Array>, declared: Declared = {}): Promise<Blob> {
    const { sha256, size } = declared;
    if (sha256 === undefined || size === undefined) {
      return this.#spool.with(bytes, declared, async ({ path, sha256, size }) =>
        this.#send({ sha256, size }, bytesOf(path)),
      );
    }
    return this.#send({ sha256, size }, new Meter(declared).pass(bytes));
  }

  /** Not hashed again here: the store compares the bytes with their checksum, or what it kept is read back and compared. */
  adopt({ path, sha256, size }: Spooled): Promise<Blob> {
    return this.#send({ sha256, size }, bytesOf(path));
  }

  /** A small object is not asked for first: the store refuses to take it twice. */
  async #send(blob: Blob, chunks: AsyncIterable<Uint8Array>): Promise<Blob> {
    if (blob.size > SMALL && (await this.#kept(blob))) {
      await drain(chunks);
      return blob;
    }
    const url = await this.#store.client.presignedPutObject(this.#store.bucket, key(blob.sha256), SIGNED_FOR_S);
    let isOurs = true;
    const checked = await upload(url, this.#store.agent, blob, chunks, async (why) => {
      if (!(await this.#kept(blob))) throw why;
      isOurs = false;
    });
    if (isOurs && !checked && !(await this.#kept(blob))) throw new DamagedBlob(blob.sha256, 'nothing after the store said it was kept');
    return blob;
  }

  /** True where the store has these bytes: by the checksum that it verified itself when they came, or else by reading them all. */
  async #kept({ sha256, size }: Blob): Promise<boolean> {
    const found = await this.#head(sha256);
    if (!found) return false;
    if (found.size !== size) throw new DamagedBlob(sha256, `${found.size} of ${size} bytes`);
    if (found.checksum === undefined) await drain(await this.get(sha256));
    else if (found.checksum !== checksumOf(sha256)) throw new DamagedBlob(sha256, `checksum ${found.checksum}`);
    return true;
  }

  /** Over the damaged object, or beside it as a newer version where the bucket keeps versions. */
  async mend(bytes: AsyncIterable<Uint8Array>, { sha256, size }: Blob): Promise<void> {
    await this.#spool.with(bytes, { sha256, size }, async ({ path }) => {
      const url = await this.#store.client.presignedPutObject(this.#store.bucket, key(sha256), SIGNED_FOR_S);
      await upload(url, this.#store.agent, { sha256, size }, bytesOf(path), (why) => Promise.reject(why), true);
    });
  }

  async get(sha256: string, range?: ByteRange): Promise<Readable> {
    checkDigest(sha256);
    const { client, bucket } = this.#store;
    const found = await this.#head(sha256);
    if (!found) throw missing(sha256);
    const part = partOf(found.size, range);
    try {
      const source = part.whole
        ? await client.getObject(bucket, key(sha256))
        : await client.getPartialObject(bucket, key(sha256), part.from, part.length);
      return verified(source, sha256, part);
    } catch (error) {
      throw codeOf(error) === 'NoSuchKey' ? missing(sha256) : error; // removed since
    }
  }

  async find(sha256: string): Promise<BlobState | undefined> {
    checkDigest(sha256);
    const [found, days] = await Promise.all([this.#head(sha256), this.#lockDays(sha256)]);
    if (!found) return undefined;
    const lockedUntil = days.at(-1);
    return { sha256, size: found.size, ...(lockedUntil === undefined ? {} : { lockedUntil }) };
  }

  async lock(sha256: string, untilDay: string): Promise<void> {
    checkDay(untilDay);
    checkDigest(sha256);
    const { client, bucket, locks } = this.#store;
    const [found, days] = await Promise.all([this.#head(sha256), this.#lockDays(sha256)]);
    if (!found) throw missing(sha256);
    if ((days.at(-1) ?? '') >= untilDay) return;
    const end = new Date(`${untilDay}T23:59:59+08:00`); // calendar days are days in Asia/Shanghai
    if (locks && end.getTime() > Date.now()) {
      const { versionId = 'null' } = found;
      await client.putObjectRetention(bucket, key(sha256), {
        versionId,
        mode: this.#lockMode,
        retainUntilDate: end.toISOString(),
      });
    }
    await client.putObject(bucket, `until/${sha256}/${untilDay}`, Buffer.from(untilDay));
  }

  async remove(sha256: string): Promise<void> {
    checkDigest(sha256);
    const { client, bucket } = this.#store;
    const [found, days] = await Promise.all([this.#head(sha256), this.#lockDays(sha256)]);
    if (!found) return;
    const until = days.at(-1);
    if (until !== undefined && this.#today() <= until) throw new Refusal('conflict', 'blob.locked', { sha256, until });
    try {
      await client.removeObject(bucket, key(sha256), found.versionId === undefined ? {} : { versionId: found.versionId });
    } catch (error) {
      if (until !== undefined && (await this.#head(sha256))) throw new Refusal('conflict', 'blob.locked', { sha256, until }); // by the store's clock
      throw error;
    }
    const marks = client.listObjects(bucket, `until/${sha256}/`, true, { IncludeVersion: true });
    for await (const { name, versionId } of marks as AsyncIterable<BucketItem & { versionId?: string }>) {
      if (name !== undefined) await client.removeObject(bucket, name, versionId === undefined ? {} : { versionId });
    }
  }

  async list({ prefix = '', after, limit }: ListQuery): Promise<Blob[]> {
    const page: Blob[] = [];
    while (page.length < limit) {
      const last = page.at(-1)?.sha256 ?? after;
      const { client, bucket } = this.#store;
      const { objects, isTruncated } = await client.listObjectsV2Query(
        bucket,
        key(prefix),
        '',
        '',
        limit - page.length,
        last === undefined ? '' : key(last),
      );
      for (const { name = '', size = 0 } of objects) page.push({ sha256: name.slice(key('').length), size });
      if (!isTruncated) break;
    }
    return page;
  }

  async #head(sha256: string): Promise<Head | undefined> {
    const { client, agent, bucket } = this.#store;
    return head(await client.presignedUrl('HEAD', bucket, key(sha256), SIGNED_FOR_S), agent);
  }

  async #lockDays(sha256: string): Promise<string[]> {
    const { client, bucket } = this.#store;
    const { objects } = await client.listObjectsV2Query(bucket, `until/${sha256}/`, '', '', 1000, '');
    return objects.map(({ name = '' }) => name.slice(-10)).toSorted();
  }
}

const key = (sha256: string) => `blobs/${sha256}`;
const missing = (sha256: string) => new Refusal('missing', 'blob.missing', { sha256 });
const codeOf = (error: unknown) => (error as { code?: unknown }).code;

async function makeBucket(client: Client, bucket: string, region: string): Promise<void> {
  try {
    await client.makeBucket(bucket, region, { ObjectLocking: true });
  } catch (error) {
    if (codeOf(error) !== 'BucketAlreadyOwnedByYou') throw error; // another of our processes was first
  }
}

async function locksObjects(client: Client, bucket: string): Promise<boolean> {
  try {
    const { objectLockEnabled } = (await client.getObjectLockConfig(bucket)) as unknown as ObjectLockInfo; // the last overload, which the class hides
    return objectLockEnabled === 'Enabled';
  } catch (error) {
    if (['ObjectLockConfigurationNotFoundError', 'NotImplemented'].includes(String(codeOf(error)))) return false;
    throw error;
  }
}
