import { z } from 'zod';
import { Id } from './common.ts';
import { PhotoHints } from './file.ts';

/** Why there is no picture or no text of a file, with the words for it. */
export const LACKS = {
  kind: { zh: '这种文件不能预览，请下载后查看', en: 'files of this kind have none; download it' },
  converter: { zh: '服务器没有装办公文档转换器，请下载后查看', en: 'the server has no converter for office documents; download it' },
  damaged: { zh: '文件内容不完整，无法读取', en: 'its content is incomplete and cannot be read' },
  encrypted: { zh: '文件设有打开密码', en: 'it opens only with a password' },
  'too-much': { zh: '文件过大或过于复杂，处理超时', en: 'it is too large or too complex to be processed in time' },
  empty: { zh: '没有识别到文字', en: 'no text was found in it' },
  off: { zh: '文字识别未开启', en: 'text recognition is switched off' },
  waiting: { zh: '正在生成，请稍后再看', en: 'it is still being made; try again later' },
  unavailable: { zh: '多次尝试未能生成，请联系管理员', en: 'it could not be made in several attempts; tell the administrator' },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>;
export const Lack = z.enum(Object.keys(LACKS) as [keyof typeof LACKS, ...(keyof typeof LACKS)[]]);
export type Lack = z.infer<typeof Lack>;

const part = { state: z.enum(['waiting', 'ready', 'none']), lack: Lack.optional() };

/** `same`: the same bytes; `near`: the same picture, re-encoded or resized; `crop`: a part of it, or it is a part of the other. */
export const LikenessKind = z.enum(['same', 'near', 'crop']);
export type LikenessKind = z.infer<typeof LikenessKind>;
/** Another file that looks alike; `distance` counts the bits of 64 in which the two differ. */
export const LikenessView = z.object({ fileId: Id, unitId: Id, kind: LikenessKind, distance: z.int() });
export type LikenessView = z.infer<typeof LikenessView>;

/** What was made of a file beside its bytes: each part is waited for, ready, or lacking for a reason. */
export const DerivedView = z.object({
  fileId: Id,
  /** `pages/1` … `pages/{pages}` answer with pictures; a photo has one. */
  preview: z.object({ ...part, pages: z.int() }),
  text: z.object({ ...part, source: z.enum(['file', 'ocr']).optional(), confidence: z.int().min(0).max(100).optional(), characters: z.int() }),
  hints: PhotoHints,
  /** Those that the reader may see, nearest first, and how many there are in all. */
  likeness: z.object({ count: z.int(), items: z.array(LikenessView) }),
});
export type DerivedView = z.infer<typeof DerivedView>;

/** The text of a file; `confidence` says how sure text recognition was, of 100. */
export const FileText = z.object({ fileId: Id, source: z.enum(['file', 'ocr']), confidence: z.int().min(0).max(100).optional(), text: z.string() });
export type FileText = z.infer<typeof FileText>;

/** How many files look like each of some files: what a gallery marks. */
export const LikenessCounts = z.object({ items: z.array(z.object({ fileId: Id, count: z.int() })) });
export type LikenessCounts = z.infer<typeof LikenessCounts>;
/** Up to 100 ids, comma-separated. */
export const LikenessQuery = z.strictObject({ fileIds: z.string().transform((text) => text.split(',')).pipe(z.array(Id).min(1).max(100)) });
export type LikenessQuery = z.infer<typeof LikenessQuery>;
/** A page, counted from 1. */
export const PageNumber = z.object({ n: z.coerce.number().int().min(1).max(100_000) });
