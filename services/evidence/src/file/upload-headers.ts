import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { DayText, Id, PeriodText } from '@xingchuang/contracts';
import { parseInput } from '@xingchuang/server';
import { fileName } from './file-name-rule.ts';

/** What an upload says besides its bytes, however it comes. */
export interface UploadAbout {
  readonly unitId: string;
  readonly name: string;
  readonly title?: string | undefined;
  readonly sha256?: string | undefined;
  readonly eventDate?: string | undefined;
  readonly period?: string | undefined;
  readonly size?: number | undefined;
  /** The batch that announced it. */
  readonly batch?: string | undefined;
  /** The number of its line there, where it is known. */
  readonly line?: number | undefined;
}

const Headers = z.object({
  'X-Unit': Id,
  'X-Sha256': z.string().toLowerCase().regex(/^[0-9a-f]{64}$/).optional(),
  'X-Event-Date': DayText.optional(),
  'X-Period': PeriodText.optional(),
  'X-Batch': Id.optional(),
  'Content-Length': z.coerce.number().optional(),
});

/** The headers of an upload in a single request; only a zip or a list, which is not kept itself, may come without a name. */
export function uploadHeaders(headers: IncomingHttpHeaders): UploadAbout {
  return { ...bodyHeaders(headers), name: fileName(headers['x-file-name'] as string | undefined) };
}

export function bodyHeaders(headers: IncomingHttpHeaders): Omit<UploadAbout, 'name'> {
  const given = parseInput(Headers, Object.fromEntries(Object.keys(Headers.shape).map((name) => [name, headers[name.toLowerCase()]])));
  return {
    unitId: given['X-Unit'], sha256: given['X-Sha256'], eventDate: given['X-Event-Date'], period: given['X-Period'], batch: given['X-Batch'], size: given['Content-Length'],
  };
}
