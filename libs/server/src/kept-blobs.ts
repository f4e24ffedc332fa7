import type { Blob, Blobs, Spooled } from '@xingchuang/blobs';
import { BlobKeptSchema, BlobReleasedSchema } from '@xingchuang/contracts';
import type { Database } from './database.ts';

/**
 * The common store as one service uses it: what it puts there it tells as kept, so that evidence, which clears the store of bytes that nobody
 * names, knows of names that stand in other databases. A kill between the bytes and the telling leaves bytes that no entry names either.
 */
export function keptBlobs(blobs: Blobs, database: Database): Blobs {
  const { name: service } = database.connection;
  const keep = async (blob: Blob): Promise<Blob> => {
    await database.transaction(() => database.emit(BlobKeptSchema, blob.sha256, { service, sha256: blob.sha256 }));
    return blob;
  };
  return {
    put: async (bytes, declared) => keep(await blobs.put(bytes, declared)),
    adopt: async (file: Spooled) => keep(await blobs.adopt(file)),
    get: (sha256, range) => blobs.get(sha256, range),
    find: (sha256) => blobs.find(sha256),
    mend: (bytes, blob) => blobs.mend(bytes, blob),
    lock: (sha256, untilDay) => blobs.lock(sha256, untilDay),
    list: (query) => blobs.list(query),
    remove: async (sha256) => {
      await blobs.remove(sha256);
      await database.transaction(() => database.emit(BlobReleasedSchema, sha256, { service, sha256 }));
    },
  };
}
