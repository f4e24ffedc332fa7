import type { PhotoHints } from '@xingchuang/contracts';
import type { FileProbe } from '../file/file-probe.ts';

interface Tags {
  readonly DateTimeOriginal?: unknown;
  readonly latitude?: unknown;
  readonly longitude?: unknown;
}

/** When and where a camera says a picture was taken. Cameras err and tags can be written by anyone: a hint, never a verdict. */
export async function photoHints(path: string, probe: FileProbe): Promise<PhotoHints> {
  const { DateTimeOriginal, latitude, longitude } = ((await probe.ask('tags', path).catch(() => undefined)) ?? {}) as Tags; // broken tags are no reason to refuse a picture
  const taken = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(String(DateTimeOriginal ?? ''));
  return {
    ...(taken && { takenAt: `${taken[1]}-${taken[2]}-${taken[3]}T${taken[4]}` }),
    ...(within(latitude, 90) && within(longitude, 180) && { place: { latitude, longitude } }),
  };
}

const within = (value: unknown, most: number): value is number => typeof value === 'number' && Math.abs(value) <= most;
