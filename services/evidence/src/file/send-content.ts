import type { FastifyReply } from 'fastify';
import { contentHeaders, rangeOf } from './content-headers.ts';
import type { FileService } from './file-service.ts';
import type { EvidenceFile } from './file-store.ts';

type Asked = Readonly<Record<string, string | undefined>>;

/** Sends a file, or the part that is asked for; nothing at all where the reader has it already. */
export async function sendContent(reply: FastifyReply, asked: Asked, files: FileService, file: EvidenceFile): Promise<void> {
  void reply.headers({ ...contentHeaders(file), 'accept-ranges': 'bytes' });
  if (isKnown(asked, file.sha256)) return void reply.status(304).send();
  const range = rangeOf(asked['range'], file.size);
  const bytes = await files.content(file, range);
  if (range) void reply.status(206).header('content-range', `bytes ${range.from}-${range.to}/${file.size}`);
  void reply.header('content-length', range ? range.to - range.from + 1 : file.size).send(bytes);
}

export async function sendThumbnail(reply: FastifyReply, asked: Asked, files: FileService, file: EvidenceFile): Promise<void> {
  const { sha256, size, bytes } = await files.thumbnail(file);
  void reply.headers({ ...contentHeaders({ mediaType: 'image/webp', sha256, name: `${file.name}.webp` }), 'content-length': size });
  if (!isKnown(asked, sha256)) return void reply.send(bytes);
  bytes.destroy();
  void reply.removeHeader('content-length').status(304).send();
}

const isKnown = (asked: Asked, sha256: string): boolean => asked['if-none-match'] === `"${sha256}"`;
