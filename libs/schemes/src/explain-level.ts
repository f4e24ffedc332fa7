import type { Explanation, Missing } from './decision.ts';
import { citation, words } from './explain-clause.ts';
import type { Scheme } from './scheme.ts';
import { isStar } from './scheme-names.ts';
import { isUnset } from './open-levels.ts';
import { compiled } from './scheme-compile.ts';
import type { Standing } from './standing.ts';

/** The nodes of a decision by kind. */
export interface Found {
  readonly dimensions: readonly Explanation[];
  readonly exclusions: readonly Explanation[];
  readonly direct: readonly Explanation[];
  readonly vetoes: readonly Explanation[];
  readonly caps: readonly Explanation[];
  readonly requirements: readonly Explanation[];
  readonly quotas: readonly Explanation[];
}

const fired = (nodes: readonly Explanation[]): Explanation[] => nodes.filter(({ verdict }) => verdict === true);

/** What holds the unit below what it would have: exclusions, vetoes, contests lost, caps on the level. */
function against(scheme: Scheme, standing: Standing, { exclusions, vetoes, caps, quotas }: Found): Explanation[] {
  const { level, allowed, merit } = standing;
  if (standing.excluded.length > 0 || standing.vetoed.length > 0) return [...fired(exclusions), ...fired(vetoes)];
  if (level < allowed) return quotas.filter(({ verdict }) => verdict === false);
  return allowed < merit ? caps.filter(({ verdict }, i) => verdict && scheme.caps[i]!.on.includes('level')) : [];
}

const barZh = ({ kind, zh }: Explanation): string => (kind === 'quota' ? `名额已满（${zh}）` : zh);
const barEn = ({ kind, zh, en = zh }: Explanation): string => (kind === 'quota' ? `no place was left (${en})` : en);

/** The first node: the level in one sentence, and on what it rests. */
export function levelNode(scheme: Scheme, standing: Standing, found: Found, total: string | null): Explanation {
  const { dimensions, levels } = scheme;
  const level = levels[standing.level]!;
  const held = against(scheme, standing, found);
  const stars = dimensions.filter(({ id }) => standing.won.includes(id));
  const countable = dimensions.filter((dimension, i) => isStar(dimension) && found.dimensions[i]!.verdict !== null).length;
  const rests = [
    ...(countable > 0
      ? [
          [
            `获评${stars.length}颗星${stars.length ? `（${stars.map(({ zh }) => zh).join('、')}）` : ''}`,
            `${stars.length} of ${countable} stars${stars.length ? ` (${stars.map(({ en, zh }) => en ?? zh).join(', ')})` : ''}`,
          ],
        ]
      : []),
    ...(total === null ? [] : [[`${scheme.total!.zh}${total}分`, `${scheme.total!.en ?? scheme.total!.zh} ${total}`]]),
    ...fired(found.direct).map(({ zh, en }) => [zh, en ?? zh]),
  ] as [string, string][];
  const got = rests.map(([zh]) => zh).join('，');
  const gotEn = rests.map(([, en]) => en).join(', ');
  const name = level.en ?? level.zh;
  const butZh = held.length ? `${got ? '，但' : ''}${held.map(barZh).join('；')}` : '';
  const butEn = held.length ? `${gotEn ? ', but ' : ''}${held.map(barEn).join('; ')}` : '';
  return {
    clause: level.id,
    kind: 'level',
    zh: got || butZh ? `${level.zh}：${got}${butZh}` : level.zh,
    en: gotEn || butEn ? `${name}: ${gotEn}${butEn}` : name,
    source: citation(level),
    expression: levels.map(({ id, stars: needed, when }) => `${[...(when === undefined || needed > 0 ? [needed] : []), ...(when === undefined ? [] : [when])].join(' && ')}: ${id}`).join(', '),
    facts: { stars: stars.length, ...(total === null ? {} : { total }), ...(held.length ? { against: held.map(({ clause }) => clause) } : {}) },
    verdict: true,
    children: [],
  };
}

/** Why the next level that the round has was not reached. */
export function missing(scheme: Scheme, standing: Standing, found: Found): Missing | null {
  const next = scheme.levels.slice(standing.level + 1).find(({ id }) => !isUnset(scheme, compiled(scheme), id, standing.frame));
  if (!next) return null;
  const held = against(scheme, standing, found);
  const lacking = Math.max(0, next.stars - standing.won.length);
  const required = found.requirements.filter(({ clause, verdict }) => clause === next.id && verdict === false);
  const unmet = lacking === 0 && required.length > 0 ? [] : found.dimensions
    .filter(({ verdict }) => verdict === false)
    .flatMap(({ children }) => children.filter(({ kind, verdict }) => kind === 'condition' && verdict === false));
  // A condition over other stars only follows from those stars: the reader needs their conditions, not this one.
  const open = unmet.filter(({ facts }) => !Object.keys(facts).every((name) => name.startsWith('stars.')));
  const clauses = held.length ? held : [...required, ...(open.length ? open : unmet)];
  return { level: next.id, name: words(next), stars: lacking, clauses };
}
