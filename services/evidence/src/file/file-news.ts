import { FilesReceivedSchema } from '@xingchuang/contracts';
import type { Database } from '@xingchuang/server';
import type { EvidenceFile } from './file-store.ts';

/** So many files are told in one message: what hears of them does so in one transaction. */
export const TOLD_TOGETHER = 32;

/** Says, in the caller's transaction, that files are there, checked and kept. */
export async function tellReceived(database: Database, files: readonly Pick<EvidenceFile, 'id' | 'unitId' | 'sha256' | 'size' | 'mediaType'>[]): Promise<void> {
  const told = files.map(({ id, unitId, sha256, size, mediaType }) => ({ fileId: id, unitId, sha256, size: BigInt(size), mediaType }));
  const groups = Array.from({ length: Math.ceil(told.length / TOLD_TOGETHER) }, (_, n) => told.slice(n * TOLD_TOGETHER, (n + 1) * TOLD_TOGETHER));
  if (groups.length > 0) await database.emitAll(FilesReceivedSchema, groups.map((group) => ({ key: group[0]!.fileId, init: { files: group } })));
}
