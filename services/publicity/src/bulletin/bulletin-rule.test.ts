import type { Day } from '@xingchuang/calendar';
import type { Refusal } from '@xingchuang/rules';
import { approve, type Bulletin, type Clear } from './bulletin-rule.ts';

const by = { role: 'decider', personId: 'second', sessionId: '', unitId: 'WC', unitKind: 'work_committee', jurisdictionId: 'C' } as const;
const row = { key: 'B01', unitId: 'B01', struck: false, cells: {}, computed: {}, source: { kind: 'levels', id: 'c', zh: '' } } as const;
const draft: Bulletin = {
  id: 'b', version: 1, key: 'b', kind: 'exposure', kindZh: '', campaignId: '', subject: '', unitId: 'WC', path: ['C', 'WC'], nodeId: 'C', issuer: '', period: '', periodZh: '', from: '2026-01-01' as Day, to: '2026-02-01' as Day,
  state: 'draft', number: '', title: '', context: [], texts: [], figures: [], tables: [{ name: 'units', zh: '', columns: [], rows: [row] }], writers: ['first'], bySystem: false, draftedAt: '', approvedBy: '', approvedAt: '', issuedOn: '',
  checkpoint: '', document: '', word: '',
};
const clear: Clear = { noticed: [], complained: [], changed: [] };
const issue = (one: Partial<Bulletin>, state: Clear | undefined, who: Partial<typeof by> = {}) => {
  try {
    return approve({ ...draft, ...one }, state, { number: 'N', day: '2026-02-01' as Day, at: 'T' }, { ...by, ...who } as typeof by).state;
  } catch (error) {
    return (error as Refusal).code;
  }
};

test.each<[string, string, Parameters<typeof issue>]>([
  ['nothing in the way', 'approved', [{}, clear]],
  ['a notice that runs', 'bulletin.notice-running', [{}, { ...clear, noticed: ['一'] }]],
  ['a complaint that is open', 'bulletin.complaint-open', [{}, { ...clear, complained: ['一'] }]],
  ['a level that changed', 'bulletin.rows-changed', [{}, { ...clear, changed: ['一'] }]],
  ['nobody named', 'bulletin.nothing-named', [{ tables: [{ ...draft.tables[0]!, rows: [{ ...row, struck: true }] }] }, clear]],
  ['a kind that names nobody', 'approved', [{ tables: [] }, undefined]],
  ['one who wrote it', 'bulletin.own-approval', [{}, clear, { personId: 'first' as never }]],
  ['one of another unit', 'bulletin.other-issuer', [{}, clear, { unitId: 'OD' as never }]],
  ['issued before', 'bulletin.frozen', [{ state: 'approved' }, clear]],
  ['dropped', 'bulletin.dropped', [{ state: 'dropped' }, clear]],
])('a circular with %s: %s', (_, expected, asked) => {
  expect(issue(...asked)).toBe(expected);
});
