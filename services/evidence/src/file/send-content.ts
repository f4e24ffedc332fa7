import type { FastifyReply } from 'fastify';
import { contentHeaders, rangeOf } from './content-headers.ts';
import { usable } from './file-scan-rule.ts';
import type { FileService } from './file-service.ts';
import type { EvidenceFile } from './file-store.ts';

type Asked = Readonly<Record<string, string | undefined>>;

/** Sends a file, or the part that is asked for; nothing at all where the reader has it already. */
export async function sendContent(reply: FastifyReply, asked: Asked, files: FileService, file: EvidenceFile): Promise<void> {
  void reply.headers({ ...contentHeaders(usable(file)), 'accept-ranges': 'bytes' });
  if (isKnown(asked, file.sha256)) return void reply.status(304).send();
  const range = rangeOf(asked['range'], file.size);
  const bytes = await files.content(file, range);
  if (range) void reply.status(206).header('content-range', `bytes ${range.from}-${range.to}/${file.size}`);
  void reply.header('content-length', range ? range.to - range.from + 1 : file.size).send(bytes);
}

const isKnown = (asked: Asked, sha256: string): boolean => asked['if-none-match'] === `"${sha256}"`;
