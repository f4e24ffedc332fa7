import { STATISTIC_COUNTS } from '@xingchuang/contracts';
import { parse } from 'yaml';
import { z } from 'zod';

export type Counts = Readonly<Record<(typeof STATISTIC_COUNTS)[number], number>>;

const Count = z.enum(STATISTIC_COUNTS);
const Rates = z.array(z.strictObject({ id: z.string().regex(/^[a-z_]+$/), zh: z.string().min(1), en: z.string().min(1), of: Count, over: Count, source: z.string() })).min(1);
export type Rate = z.infer<typeof Rates>[number];

/** Reads the data file of rates; throws with the fault where it is not one. */
export function parseRates(text: string): Rate[] {
  const read = Rates.safeParse(parse(text));
  if (read.success) return read.data;
  throw new Error(`community-rates.yaml: ${z.prettifyError(read.error)}`);
}

/** Percentages with one decimal, half up; null where there is nothing to divide by. */
export function ratesOf(counts: Counts, rates: readonly Rate[]): Record<string, number | null> {
  return Object.fromEntries(rates.map(({ id, of, over }) => [id, counts[over] === 0 ? null : Math.round((counts[of] * 1_000) / counts[over]) / 10]));
}

export const NO_COUNTS = Object.fromEntries(STATISTIC_COUNTS.map((name) => [name, 0])) as unknown as Counts;
