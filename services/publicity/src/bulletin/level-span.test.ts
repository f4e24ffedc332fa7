import { begun, ended, heldOn, type LevelSpan } from './level-span.ts';

const gives = (level: string, from: string) => ({ level, from, score: '', because: '', lowered: false });
const on = (spans: readonly LevelSpan[], ...days: string[]) => days.map((day) => heldOn(spans, day)?.level);

test('levels by the day on which they hold', () => {
  const spans = begun(begun([], gives('five', '2026-02-28')), gives('four', '2026-09-14'));
  expect(on(spans, '2026-02-27', '2026-02-28', '2026-09-13', '2026-09-14')).toEqual([undefined, 'five', 'five', 'four']);
  expect(on(ended(spans, '2026-10-01'), '2026-09-30', '2026-10-01')).toEqual(['four', undefined]);
});

test('what changed again on its own day was never held', () => {
  const spans = begun(begun([], gives('five', '2026-02-28')), gives('four', '2026-02-28'));
  expect(spans.map(({ level }) => level)).toEqual(['four']);
  expect(ended(begun([], gives('five', '2026-02-28')), '2026-02-28')).toEqual([]);
});
