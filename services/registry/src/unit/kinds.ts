import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { UnitKindView } from '@xingchuang/contracts';
import type { UnitKinds } from './unit-rule.ts';

const Catalogue = z.record(
  z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  z.strictObject({
    zh: z.string(),
    en: z.string(),
    body: z.boolean().default(false),
    under: z.array(z.string()).optional(),
    also: z.array(z.string()).default([]),
  }),
);

const FILE = new URL('../../data/unit-kinds.yaml', import.meta.url);

/** Reads the catalogue of unit kinds; a fault in the file stops the start. */
export function readUnitKinds(text = readFileSync(FILE, 'utf8')): UnitKinds {
  const kinds = new Map(Object.entries(Catalogue.parse(parse(text))));
  for (const [kind, { under = [] }] of kinds) {
    const unknown = under.filter((above) => !kinds.has(above));
    if (unknown.length > 0) throw new Error(`unit-kinds.yaml: ${kind}.under: ${unknown.join(', ')}`);
  }
  return kinds;
}

export function viewKinds(kinds: UnitKinds): UnitKindView[] {
  return [...kinds].map(([kind, { zh, en, body, under }]) => ({ kind, zh, en, body, ...(under ? { under: [...under] } : {}) }));
}
