import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import sharp from 'sharp';
import { DamagedBlob } from '@xingchuang/blobs';
import { Refusal } from '@xingchuang/rules';
import { MOST_PIXELS } from './file-type-rule.ts';

export const THUMBNAIL_PIXELS = 320;

// The pictures of a gallery are asked for all at once, each of up to a hundred megabytes once decoded.
let last: Promise<unknown> = Promise.resolve();
sharp.cache(false);

/** A WebP of at most 320 × 320, upright, without the camera's notes (no place leaves with it). One after the other. */
export function makeThumbnail(picture: () => Promise<Readable>): Promise<Buffer> {
  const made = last.then(async () => shrink(await picture()));
  last = made.catch(() => undefined);
  return made;
}

async function shrink(picture: Readable): Promise<Buffer> {
  const resize = sharp({ failOn: 'none', limitInputPixels: MOST_PIXELS })
    .rotate()
    .resize(THUMBNAIL_PIXELS, THUMBNAIL_PIXELS, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 78 });
  const fed = pipeline(picture, resize).then(() => undefined, (error: unknown) => error);
  try {
    return await resize.toBuffer();
  } catch {
    const fault = await fed;
    if (fault instanceof DamagedBlob) throw fault; // ours, not the picture's
    throw new Refusal('missing', 'file.no-preview'); // its head was sound when it came, the rest is not
  }
}
