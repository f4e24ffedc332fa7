import { readFile } from 'node:fs/promises';
import decodeHeic from 'heic-decode';
import sharp, { type Sharp } from 'sharp';
import { MOST_PIXELS } from '../../file/file-type-rule.ts';
import { landmarksOf, type Landmark } from '../likeness/landmarks.ts';
import { wholeHash } from '../likeness/picture-hash.ts';
import { THUMBNAIL_PIXELS } from '../derived-rule.ts';
import { LackOf } from './lack-of.ts';

const PREVIEW_PIXELS = 1_600;
/** A copy for publicity: large enough for print in a bulletin. */
const PUBLISHED_PIXELS = 2_560;
/** Landmarks are looked for at this size, whatever the size of the picture. */
export const LIKENESS_PIXELS = 256;
/** Decoded in JavaScript, without shrinking on the way. */
const MOST_HEIC_PIXELS = 50_000_000;

sharp.cache(false);
sharp.concurrency(1);

export interface PictureMade {
  readonly thumbnail: Uint8Array;
  readonly preview: Uint8Array;
  readonly hash: string;
  readonly landmarks: Landmark[];
}

/** A small and a larger picture and the hashes, all from one decoding. Upright, in sRGB, and without any notes of the camera. */
export async function picture({ path, mediaType }: { path: string; mediaType: string }): Promise<PictureMade> {
  const large = await opened(path, mediaType, PREVIEW_PIXELS);
  const { data, info } = await large.raw().toBuffer({ resolveWithObject: true });
  const again = () => sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
  const inside = (pixels: number) => again().resize(pixels, pixels, { fit: 'inside', withoutEnlargement: true });
  const grey = await inside(LIKENESS_PIXELS).greyscale().raw().toBuffer({ resolveWithObject: true });
  const field = { width: grey.info.width, height: grey.info.height, grey: new Uint8Array(grey.data) };
  return {
    thumbnail: await inside(THUMBNAIL_PIXELS).webp({ quality: 78, effort: 2 }).toBuffer(),
    preview: await again().webp({ quality: 80, effort: 2 }).toBuffer(),
    hash: wholeHash(field),
    landmarks: landmarksOf(field),
  };
}

export interface CleanMade {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/** The picture encoded anew for publicity: nothing of the original file is left but what one sees (I5). */
export async function clean({ path, mediaType }: { path: string; mediaType: string }): Promise<CleanMade> {
  const shown = await opened(path, mediaType, PUBLISHED_PIXELS);
  if (mediaType === 'image/png') return { bytes: await shown.png().toBuffer(), mediaType };
  return { bytes: await shown.jpeg({ quality: 88, mozjpeg: true }).toBuffer(), mediaType: 'image/jpeg' };
}

async function opened(path: string, mediaType: string, pixels: number): Promise<Sharp> {
  const source = mediaType === 'image/heic' ? await heic(path) : sharp(path, { failOn: 'none', limitInputPixels: MOST_PIXELS, animated: false });
  return source.autoOrient().resize(pixels, pixels, { fit: 'inside', withoutEnlargement: true }).flatten({ background: 'white' }).toColourspace('srgb');
}

/** The decoder turns and mirrors by itself what the file says. */
async function heic(path: string): Promise<Sharp> {
  const images = await decodeHeic.all({ buffer: await readFile(path) });
  try {
    const first = images[0]!;
    if (first.width * first.height > MOST_HEIC_PIXELS) throw new LackOf('too-much');
    const { data, width, height } = await first.decode();
    return sharp(data, { raw: { width, height, channels: 4 } });
  } finally {
    images.dispose();
  }
}
