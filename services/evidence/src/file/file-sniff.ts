import { open, type FileHandle } from 'node:fs/promises';
import sharp from 'sharp';
import { Refusal } from '@xingchuang/rules';
import type { FileProbe } from './file-probe.ts';
import { FILE_TYPES, hasThumbnail, MOST_PIXELS, refuseType } from './file-type-rule.ts';
import { textType } from './text-type.ts';
import { bytesAt, hasZipBehind } from './zip-directory.ts';
import { zipType } from './zip-type.ts';

const ALLOWED = new Set(FILE_TYPES.map(({ mediaType }) => mediaType));
/** A page or script within the bytes at which programs look when they guess; camera metadata is XML too, hence not every tag. */
const HIDDEN_PAGE = /<(html|script|svg|iframe|!doctype\s+html)[\s>]/i;
const LOOKED_AT = 64 * 1024;

/** The media type of a file by its bytes alone. Refuses what evidence may not be, what is two things at once, and what is broken. */
export async function sniff(path: string, size: number, probe: FileProbe): Promise<string> {
  const file = await open(path, 'r');
  try {
    const head = await bytesAt(file, 0, Math.min(size, LOOKED_AT));
    if (head.indexOf('PK\u0003\u0004') === 0) return await zipType(file, size);
    if (/^(fffe|feff)/.test(head.toString('hex', 0, 2))) return await textType(path); // the mark of UTF-16, which others take for MPEG audio
    const found = await knownType(path, probe);
    if (found === undefined || !ALLOWED.has(found)) return await textOr(found, path);
    await refuseTwoKinds(file, size, head);
    if (hasThumbnail(found)) await refuseBrokenPicture(path);
    return found;
  } finally {
    await file.close();
  }
}

async function knownType(path: string, probe: FileProbe): Promise<string | undefined> {
  const found = (await probe.ask('type', path).catch(() => {
    throw new Refusal('invalid', 'file.damaged', {}, 'file');
  })) as string | undefined;
  return found === 'image/heif' ? 'image/heic' : found; // one family, one extension on phones
}

/** Short marks deceive: a text may begin with BM, as bitmaps do. */
async function textOr(found: string | undefined, path: string): Promise<string> {
  try {
    return await textType(path);
  } catch (error) {
    if (found !== undefined && error instanceof Refusal && error.code === 'file.type-refused') refuseType(found);
    throw error;
  }
}

async function refuseTwoKinds(file: FileHandle, size: number, head: Buffer): Promise<void> {
  if (await hasZipBehind(file, size)) throw new Refusal('invalid', 'file.two-kinds', { found: 'ZIP' }, 'file');
  const tail = await bytesAt(file, Math.max(0, size - LOOKED_AT), LOOKED_AT);
  for (const part of [head, tail]) {
    const page = HIDDEN_PAGE.exec(part.toString('latin1'))?.[1];
    if (page !== undefined) throw new Refusal('invalid', 'file.two-kinds', { found: page.toUpperCase() }, 'file');
  }
}

/** A moving picture counts with all its frames: whoever plays it draws each of them. */
async function refuseBrokenPicture(path: string): Promise<void> {
  const { width, height, pages: frames = 1 } = await sharp(path, { limitInputPixels: false }).metadata().catch(() => {
    throw new Refusal('invalid', 'file.damaged', {}, 'file');
  });
  if (width * height * frames > MOST_PIXELS) throw new Refusal('invalid', 'file.too-many-pixels', { width, height, frames, limit: MOST_PIXELS }, 'file');
}
