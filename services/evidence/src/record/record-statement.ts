import type { EvidenceRecord } from './record-store.ts';

/**
 * What the log holds of a record: everything that people wrote, and the SHA-256 of each file. Nothing that follows from the type file is in it, so that
 * a later type file changes no statement.
 */
export function recordStatement(record: Pick<EvidenceRecord, 'id' | 'revision' | 'unitId' | 'type' | 'day' | 'title' | 'fields' | 'steps' | 'closedOn' | 'fileIds' | 'digests' | 'tasks' | 'filedBy' | 'filedAt'>): Record<string, unknown> {
  const { id, revision, unitId, type, day, title, fields, steps, closedOn, fileIds, digests, tasks, filedBy, filedAt } = record;
  return {
    record: id, revision, unit: unitId, type, day, title, fields, steps, ...(closedOn !== undefined && { closedOn }),
    files: fileIds.map((file) => ({ id: file, sha256: digests[file] ?? '' })), tasks: [...tasks], filedBy, filedAt,
  };
}
