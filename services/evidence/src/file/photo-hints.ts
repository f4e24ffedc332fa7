import exifr from 'exifr';
import type { PhotoHints } from '@xingchuang/contracts';

interface Tags {
  readonly DateTimeOriginal?: unknown;
  readonly latitude?: number;
  readonly longitude?: number;
}

/** When and where a camera says a picture was taken. Cameras err and tags can be written by anyone: a hint, never a verdict. */
export async function photoHints(path: string): Promise<PhotoHints> {
  const tags = await read(path);
  const taken = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(String(tags.DateTimeOriginal ?? ''));
  const { latitude, longitude } = tags;
  return {
    ...(taken && { takenAt: `${taken[1]}-${taken[2]}-${taken[3]}T${taken[4]}` }),
    ...(within(latitude, 90) && within(longitude, 180) && { place: { latitude, longitude } }),
  };
}

async function read(path: string): Promise<Tags> {
  try {
    // `reviveValues` would read the camera's local time in the zone of this host.
    return ((await exifr.parse(path, { tiff: true, exif: true, gps: true, xmp: false, icc: false, iptc: false, reviveValues: false })) as Tags | undefined) ?? {};
  } catch {
    return {}; // broken tags are no reason to refuse a picture
  }
}

const within = (value: number | undefined, most: number): value is number => typeof value === 'number' && Math.abs(value) <= most;
