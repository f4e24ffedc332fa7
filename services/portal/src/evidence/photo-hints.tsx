import type { FileView, PhotoHints } from '@xingchuang/contracts';
import { dayWords } from '../shared/day-words.ts';

/** `2026-03-14T09:30:00`, the camera's clock, as people write it. */
export const cameraWords = (takenAt: string): string => `${dayWords(takenAt.slice(0, 10))} ${takenAt.slice(11, 16)}`;

/** Degrees as people read them: 北纬 32.990°，东经 112.530°. */
export function placeWords({ latitude, longitude }: NonNullable<PhotoHints['place']>): string {
  return `${latitude < 0 ? '南纬' : '北纬'} ${Math.abs(latitude).toFixed(3)}°，${longitude < 0 ? '西经' : '东经'} ${Math.abs(longitude).toFixed(3)}°`;
}

/** Whether the camera names another day than the uploader did. Cameras err: it is a reason to look, not a fault. */
export const isOtherDay = ({ eventDate, hints }: FileView): boolean => eventDate !== undefined && hints.takenAt !== undefined && hints.takenAt.slice(0, 10) !== eventDate;
