import type { LevelChange } from '@xingchuang/contracts';
import type { Place } from '@xingchuang/rules';
import type { Entry } from '../candidacy/candidacy.ts';

/** A level and the days on which it was held: from its first day, up to before the day on which another came; empty while it is held. */
export interface LevelSpan {
  readonly level: string;
  readonly from: string;
  readonly until: string;
}

/** What one candidacy gave its unit and what became of it: all that overviews read of it. */
export interface HeldLevels extends Place {
  /** That of the candidacy. */
  readonly id: string;
  readonly campaignId: string;
  readonly spans: readonly LevelSpan[];
}

/** Acts from whose day on another level is held. */
const GIVES = ['settle', 'end', 'lower', 'expire', 'recheck'];

/** The levels held by what the timeline tells, earliest first. What changed again on its own day was never held at the end of one. */
export function spansOf(timeline: readonly (Pick<Entry, 'act' | 'level'> & { readonly day: string })[]): LevelSpan[] {
  const spans: LevelSpan[] = [];
  const close = (day: string): void => {
    const last = spans.pop();
    if (!last) return;
    if (last.until !== '') spans.push(last);
    else if (last.from < day) spans.push({ ...last, until: day });
  };
  for (const { act, day, level } of timeline) {
    if (act !== 'reopen' && !GIVES.includes(act)) continue;
    const held = spans.at(-1);
    if (held?.until === '' && held.level === level && act !== 'reopen') continue;
    close(day);
    if (act !== 'reopen') spans.push({ level, from: day, until: '' });
  }
  return spans;
}

/** What was held at the end of a day. */
export const heldOn = (spans: readonly LevelSpan[], day: string): LevelSpan | undefined => spans.find(({ from, until }) => from <= day && (until === '' || until > day));

/** What a candidacy had given by the end of a day, whether it still stands or not. */
export const givenBy = (spans: readonly LevelSpan[], day: string): LevelSpan | undefined => spans.findLast(({ from }) => from <= day);

export interface Standing {
  readonly held: HeldLevels;
  readonly span: LevelSpan;
}

/** One level a unit: the newest of those that its candidacies give it. */
export function standings(all: readonly HeldLevels[], give: (spans: readonly LevelSpan[]) => LevelSpan | undefined): Map<string, Standing> {
  const newest = new Map<string, Standing>();
  for (const held of all) {
    const span = give(held.spans);
    if (!span) continue;
    const known = newest.get(held.unitId);
    if (!known || isNewer({ held, span }, known)) newest.set(held.unitId, { held, span });
  }
  return newest;
}

/** Of two that began on one day the later candidacy counts. */
const isNewer = (a: Standing, b: Standing): boolean => (a.span.from === b.span.from ? a.held.id > b.held.id : a.span.from > b.span.from);

/** What became of a unit's level between two days; undefined where it is the same. `rank` orders levels from the lowest. */
export function changeOf(before: Standing | undefined, after: Standing | undefined, rank: (level: string) => number): LevelChange | undefined {
  if (!after) return before && 'gone';
  if (!before) return 'first';
  const step = rank(after.span.level) - rank(before.span.level);
  return step === 0 ? undefined : step > 0 ? 'up' : 'down';
}
