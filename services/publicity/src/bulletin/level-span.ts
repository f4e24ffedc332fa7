import type { Stored } from '@xingchuang/server';

/** A level and the days on which it was held: up to before the day on which another came; empty while it is held. */
export interface LevelSpan {
  readonly level: string;
  readonly score: string;
  readonly from: string;
  readonly until: string;
  /** The clause by which it differs from what was decided or was lowered. */
  readonly because: string;
  readonly lowered: boolean;
}

/** What a round gave a unit in the course of time. */
export interface LevelHistory extends Stored {
  /** `<campaign>:<unit>`. */
  readonly id: string;
  readonly campaignId: string;
  readonly unitId: string;
  readonly path: readonly string[];
  readonly spans: readonly LevelSpan[];
}

/** The spans with the one that is open ended on a day; one that began on that day, or is said to begin later, was never held. */
export function ended(spans: readonly LevelSpan[], day: string): LevelSpan[] {
  const kept = spans.filter(({ from }) => from < day);
  return kept.map((one) => (one.until === '' || one.until > day ? { ...one, until: day } : one));
}

/** The spans with a new one from its first day on. */
export const begun = (spans: readonly LevelSpan[], next: Omit<LevelSpan, 'until'>): LevelSpan[] => [...ended(spans, next.from), { ...next, until: '' }];

/** What was held at the end of a day. */
export const heldOn = (spans: readonly LevelSpan[], day: string): LevelSpan | undefined => spans.find(({ from, until }) => from <= day && (until === '' || until > day));
