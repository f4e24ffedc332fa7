import { createHash } from 'node:crypto';
import type { ManifestLine } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { checkedName } from '../file/file-name-rule.ts';
import { checkDays } from '../file/upload-rule.ts';
import type { Batch, BatchLine } from './batch-store.ts';

/** What is known of a file that comes: its name, and as soon as they are known its size and digest. */
export interface Arriving {
  readonly name: string;
  readonly size?: number | undefined;
  readonly sha256?: string | undefined;
}

export function stillOpen(batch: Batch): Batch {
  if (batch.state === 'closed') throw new Refusal('conflict', 'batch.closed');
  return batch;
}

/** Refuses a line that no file could ever fulfil, by its place in the input. */
export function checkLines(lines: readonly ManifestLine[], today: string): void {
  for (const [index, line] of lines.entries()) {
    const field = (name: string): string => `lines[${index}].${name}`;
    checkedName(line.name, field('name'));
    checkDays(line, today, { eventDate: field('eventDate'), period: field('period') });
  }
}

const agrees = <T>(announced: T | undefined, found: T | undefined): boolean => announced === undefined || found === undefined || announced === found;

/**
 * The line that announced a file: of those with its name one that its bytes agree with, best one that still waits. Undefined
 * where none has its name; refused where the name was announced with other bytes.
 */
export function lineOf(named: readonly BatchLine[], file: Arriving): BatchLine | undefined {
  const announced = named.filter(({ state }) => state !== 'surplus');
  if (announced.length === 0) return undefined;
  const fitting = announced.filter(({ state, size, sha256 }) => agrees(size, file.size) && (agrees(sha256, file.sha256) || (state === 'received' && file.sha256 === undefined)));
  if (fitting.length === 0) throw new Refusal('conflict', 'batch.line-differs', { line: announced[0]!.number }, 'file');
  return fitting.find(({ state, sha256 }) => state !== 'received' && sha256 !== undefined && sha256 === file.sha256) ?? fitting.find(({ state }) => state !== 'received') ?? fitting[0];
}

/** The receipt as bytes: what its digest is of. */
export function receiptText({ id, unitId, title, openedAt, closedAt }: Batch, lines: readonly BatchLine[]): string {
  const told = lines.map(({ number, state, name, size, sha256, fileId, receivedAt, refusal }) => ({
    number, state, name, size: size ?? null, sha256: sha256 ?? null, fileId: fileId ?? null, receivedAt: receivedAt ?? null, refusal: refusal?.code ?? null,
  }));
  return `${JSON.stringify({ batch: id, unit: unitId, title, openedAt, closedAt: closedAt ?? null, lines: told }, null, 1)}\n`;
}

export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');
