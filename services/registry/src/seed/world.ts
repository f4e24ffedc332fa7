import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { DayText, Login, SeatRole, UnitCode, UnitName } from '@xingchuang/contracts';

const World = z.strictObject({
  /** The day since when everything in it is so. */
  day: DayText,
  /** Parents come first; the first unit is the root. */
  units: z.array(z.strictObject({ code: UnitCode, name: UnitName, kind: z.string(), parent: UnitCode.optional() })).min(1),
  accounts: z.array(
    z.strictObject({
      login: Login,
      name: z.string(),
      unit: UnitCode,
      member: z.boolean(),
      seats: z.array(z.strictObject({ role: SeatRole, unit: UnitCode })).min(1),
    }),
  ),
  posts: z.array(z.strictObject({ unit: UnitCode, kind: z.string(), holder: Login.optional() })),
});
export type World = z.infer<typeof World>;

/** A world to begin with, by the name of its file in data/. */
export function readWorld(name: 'demo-world' | 'first-world'): World {
  return World.parse(parse(readFileSync(new URL(`../../data/${name}.yaml`, import.meta.url), 'utf8')));
}
