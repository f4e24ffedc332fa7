import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { DayText, Id } from '@xingchuang/contracts';
import { parseInput } from '@xingchuang/server';

/** What an upload says besides its bytes; the name is checked by its own rule. */
export interface UploadHeaders {
  readonly unitId: string;
  readonly name: string | undefined;
  readonly sha256?: string | undefined;
  readonly eventDate?: string | undefined;
  readonly size?: number | undefined;
}

const Headers = z.object({
  'X-Unit': Id,
  'X-Sha256': z.string().toLowerCase().regex(/^[0-9a-f]{64}$/).optional(),
  'X-Event-Date': DayText.optional(),
  'Content-Length': z.coerce.number().optional(),
});

export function uploadHeaders(headers: IncomingHttpHeaders): UploadHeaders {
  const given = parseInput(Headers, Object.fromEntries(Object.keys(Headers.shape).map((name) => [name, headers[name.toLowerCase()]])));
  return { unitId: given['X-Unit'], name: headers['x-file-name'] as string | undefined, sha256: given['X-Sha256'], eventDate: given['X-Event-Date'], size: given['Content-Length'] };
}
