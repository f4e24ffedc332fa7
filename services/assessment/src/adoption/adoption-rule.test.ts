import { Refusal } from '@xingchuang/rules';
import { adopt, adoptByRound, endAdoption, type Adoption } from './adoption-rule.ts';

const BY = { personId: 'p', role: 'decider', unitId: 'WC' };
const one = (nodeId: string, since: string, until = '', more: Partial<Adoption> = {}): Adoption => ({ id: `${nodeId} ${since}`, version: 1, schemeId: 's', unitId: nodeId, path: ['C', nodeId], nodeId, since, until, campaignId: '', by: BY, ...more });
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as Refusal).code;
  }
  return 'done';
};

test.each<[string, readonly Adoption[], string, string]>([
  ['nobody runs it', [], '2026-01-01', 'done'],
  ['it goes on already', [one('U', '2025-01-01')], '2026-01-01', 'adoption.exists'],
  ['it is to begin later', [one('U', '2027-01-01')], '2026-01-01', 'adoption.exists'],
  ['it ended the day before', [one('U', '2025-01-01', '2025-12-31')], '2026-01-01', 'done'],
  ['it ends that day', [one('U', '2025-01-01', '2026-01-01')], '2026-01-01', 'adoption.exists'],
  ['another node runs it', [one('V', '2025-01-01')], '2026-01-01', 'done'],
])('adopting where %s', (_, others, since, code) => {
  expect(codeOf(() => adopt(one('U', since), others))).toBe(code);
});

test.each<[string, readonly Adoption[], string | undefined]>([
  ['nobody runs it: from the first day that it looks at', [], 'new 2025-01-01'],
  ['the unit runs it before: nothing', [one('U', '2024-06-01')], undefined],
  ['a node above runs it: nothing', [one('C', '2020-01-01', '', { path: ['C'] })], undefined],
  ['a node above began later: its own', [one('C', '2026-01-01', '', { path: ['C'] })], 'new 2025-01-01'],
  ['another node runs it: its own', [one('V', '2020-01-01')], 'new 2025-01-01'],
  ['the unit began later: from then on earlier', [one('U', '2026-01-01')], 'U 2026-01-01 2025-01-01'],
  ['it ended within: from the day after', [one('U', '2024-01-01', '2025-03-31')], 'new 2025-04-01'],
  ['it ended and began again: back to the day after', [one('U', '2024-01-01', '2025-03-31'), one('U', '2026-01-01')], 'U 2026-01-01 2025-04-01'],
  ['it ended before: from the first day', [one('U', '2023-01-01', '2024-06-30')], 'new 2025-01-01'],
])('opening a round where %s', (_, others, expected) => {
  const next = adoptByRound({ ...one('U', '2025-01-01'), id: 'new', campaignId: 'r' }, others);
  expect(next && `${next.id} ${next.since}`).toBe(expected);
});

test('it ends on or after its first day', () => {
  expect([codeOf(() => endAdoption(one('U', '2026-01-01'), '2025-12-31')), endAdoption(one('U', '2026-01-01'), '2026-01-01').until]).toEqual(['adoption.until-before', '2026-01-01']);
});
