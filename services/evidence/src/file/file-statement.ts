import type { EvidenceFile } from './file-store.ts';

/** What the log commits to of a file: all that must never change. */
export function fileStatement(file: EvidenceFile): Readonly<Record<string, unknown>> {
  const { id, unitId, name, sha256, size, mediaType, receivedAt, uploadedBy } = file;
  return { id, unitId, name, sha256, size, mediaType, eventDate: file.eventDate ?? null, period: file.period ?? null, receivedAt, uploadedBy };
}
