import { composeOfficial, OfficialData } from './official-document.ts';
import type { Shaper } from './glyph-shaper.ts';
import type { z } from 'zod';
import type { Draft } from './page-marks.ts';

/** 通报: commendations, rankings, results. */
export const BulletinData = OfficialData;
export type BulletinData = z.output<typeof BulletinData>;

export function composeBulletin(data: BulletinData, shaper: Shaper): Draft {
  return composeOfficial(data, [], shaper);
}
