import { z } from 'zod';
import { day, filledLine } from '../template/text-schema.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What may be put on a PDF that somebody else made. */
export const Stamp = z.discriminatedUnion('kind', [
  /** 收文章: who received it when under which number. */
  z.strictObject({ kind: z.literal('received'), organ: filledLine(40), day, number: filledLine(40) }),
  /** 归档章: where it is kept, and the digest of the file as it was before the stamp. */
  z.strictObject({
    kind: z.literal('archived'),
    fondsNumber: filledLine(16),
    year: z.int().min(1900).max(2200),
    pieceNumber: filledLine(16),
    category: filledLine(16),
    retention: filledLine(12),
    pages: z.int().min(0).max(100_000),
    archiveNumber: filledLine(40),
    digest: sha256,
  }),
  /** 水印: who looks at it, across every page. */
  z.strictObject({ kind: z.literal('watermark'), text: filledLine(80) }),
]);
export type Stamp = z.output<typeof Stamp>;
