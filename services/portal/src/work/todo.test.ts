import { AREAS, chosenOf, countWords, inOrder, isOverdue, OVERDUE, type Area, type Todo } from './todo.ts';
import { ofEvidence, ofPublicity, ofRectification } from './todo-lines.ts';

const TODAY = '2026-03-02';
const thing = (key: string, area: Area, due?: string): Todo => ({ key, area, verb: '', object: '', to: '', ...(due ? { due } : {}) });
const ALL = [thing('none', 'system'), thing('soon', 'evidence', '2026-03-03'), thing('late', 'rectification', '2026-02-27'), thing('today', 'evidence', TODAY)];

test('what is overdue comes first, what has no last day last, in whatever order it came', () => {
  for (const all of [ALL, ALL.toReversed()]) expect(inOrder(all).map(({ key }) => key)).toEqual(['late', 'today', 'soon', 'none']);
});

test('the kinds together are all, each line in one of them; overdue is what has passed, not what ends today', () => {
  const kinds = (Object.keys(AREAS) as Area[]).flatMap((area) => chosenOf(ALL, area, TODAY));
  expect([kinds.length, new Set(kinds).size, chosenOf(ALL, '', TODAY).length]).toEqual([4, 4, 4]);
  expect(chosenOf(ALL, OVERDUE, TODAY).map(({ key }) => key)).toEqual(['late']);
  expect(ALL.filter((one) => isOverdue(one, TODAY)).length).toBe(1);
});

test.each([[0, '0'], [1_000, '1000'], [1_001, '1000+']])('%i reads %s', (count, words) => expect(countWords(count)).toBe(words));

const finding = { id: 'f', unitId: 'u', title: '问题', due: TODAY };
test.each([
  ['finding.received', '签收整改通知', '/app/rectification/findings/f', '/api/rectification/findings/f/acknowledgement'],
  ['handover.sent', '接收交办事项', '/app/rectification/handovers/f', '/api/rectification/handovers/f/acceptance'],
  ['handover.progress', '汇报交办进展', '/app/rectification/handovers/f', undefined],
  ['case.proved', '验收整顿', '/app/rectification/cases/f', undefined],
])('%s: %s, and what is done on the line itself', (kind, verb, to, act) => {
  const line = ofRectification({ ...finding, kind });
  expect([line.verb, line.to, line.act?.order.path]).toEqual([verb, to, act]);
});

test('an order is accepted on its line; claiming it needs people, so it has a page', () => {
  const order = { id: 'o', unitId: 'u', title: '修灯' };
  expect(ofEvidence({ ...order, kind: 'order.accept' }).act?.order.path).toBe('/api/evidence/community/orders/o/accept');
  expect(ofEvidence({ ...order, kind: 'order.claim' }).act).toBeUndefined();
});

test.each([['bulletin.approve', '/app/publicity/bulletins/x'], ['plaque.hang', '/app/publicity/awards/x'], ['notice.publish', '/app/publicity/notices/publish/x'], ['article.review', '/app/publicity/showcase/x']])('%s is done at %s', (kind, to) => {
  expect(ofPublicity({ kind, id: 'x', title: '', due: '' }).to).toBe(to);
});
