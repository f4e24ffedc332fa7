import type { Explanation } from './decision.ts';
import { citation, words } from './explain-clause.ts';
import type { Scheme } from './scheme.ts';
import type { Standing } from './standing.ts';

/** The contests that the unit stood in: its place, and how many places there were. */
export function quotaNodes(scheme: Scheme, { contests }: Standing): Explanation[] {
  return contests.map(({ quota: id, group, level, place, places, in: got }) => {
    const quota = scheme.quotas.find((one) => one.id === id)!;
    return {
      clause: id,
      kind: 'quota',
      ...words(quota),
      source: citation(quota),
      expression: (quota.order ?? []).join(', '),
      facts: { level, ...(group === '' ? {} : { group }), place, places },
      verdict: got,
      children: [],
    };
  });
}
