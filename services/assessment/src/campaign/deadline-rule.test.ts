import { readFileSync } from 'node:fs';
import { day } from '@xingchuang/calendar';
import { parseScheme } from '@xingchuang/schemes';
import { Programme } from '../candidacy/programme.ts';
import type { Campaign } from './campaign-rule.ts';
import { againUntil, onceDone, refuseUntimely } from './deadline-rule.ts';

/** The recommendation is due on 31 January, the naming until 11 July. */
const scheme = parseScheme(readFileSync(new URL('../../../../schemes/pingdingshan-four-strong-branch.yaml', import.meta.url), 'utf8'));
const programme = new Programme(scheme, { implementation_period: 'assessed_year', catch_all_by: 'organ_committee', naming_tolerance: 10, subsidy_amount: 5000 });
const LEVEL = 'four_strong';
const campaign = { window: { from: '2025-01-01', to: '2025-12-31' }, declaring: { from: '2026-01-05', to: '2026-01-20' }, windows: {} } as unknown as Campaign;
const step = (id: string) => programme.route(LEVEL).flat().find((one) => one.id === id)!;
const did = (...acts: readonly string[]) => acts.map((one) => ({ act: one.split(' ')[0]!, step: one.split(' ')[1] ?? '' }));
const at = (id: string, on: string, ...acts: readonly string[]) => {
  try {
    refuseUntimely(programme, campaign, step(id), { done: [], timeline: did(...acts) as never }, LEVEL, day(on));
    return 'in time';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test.each<[string, string, string[], string]>([
  ['in time', '2026-01-31', [], 'in time'],
  ['a day late', '2026-02-01', [], 'step.overdue'],
  ['late, though another step was done', '2026-02-01', ['declare P1.1', 'propose P2.1'], 'step.overdue'],
  ['again, what was put in time and is void', '2026-02-01', ['propose P2.1', 'recommend P3.2', 'propose P2.1'], 'in time'],
  ['again after a return', '2026-02-01', ['recommend P3.2', 'send-back', 'declare P1.1', 'propose P2.1'], 'in time'],
  ['again after an appeal', '2026-02-01', ['recommend P3.2', 'decide P4.1', 'reopen P3.2'], 'in time'],
  ['on the last day of the step after it', '2026-07-11', ['recommend P3.2'], 'in time'],
  ['past the last day of the step after it', '2026-07-12', ['recommend P3.2'], 'step.overdue'],
  ['not what the body took back itself', '2026-02-01', ['recommend P3.2', 'take-back P3.2'], 'step.overdue'],
])('a recommendation %s', (_, on, acts, found) => {
  expect(at('P3.2', on, ...acts)).toBe(found);
});

test('the bound is the first later step that has days of its own and was not done; without one there is none', () => {
  expect(againUntil(programme, campaign, step('P3.2'), LEVEL, onceDone(did('recommend P3.2')))).toBe('2026-07-11');
  expect(againUntil(programme, campaign, step('P4.3'), LEVEL, new Set())).toBeUndefined();
  const windowed = { ...campaign, windows: { 'P4.1': { from: '2026-03-01', to: '2026-03-31' } } } as Campaign;
  expect([again(windowed, []), again(windowed, ['decide P4.1'])]).toEqual(['2026-03-31', '2026-07-11']);

  function again(of: Campaign, more: readonly string[]): string | undefined {
    return againUntil(programme, of, step('P3.2'), LEVEL, onceDone(did('recommend P3.2', ...more)));
  }
});
