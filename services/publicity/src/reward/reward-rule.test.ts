import type { Day } from '@xingchuang/calendar';
import fc from 'fast-check';
import { carryOut, correct, counts, lift, sumOf, type RewardLine, type Wanted } from './reward-rule.ts';

const DAY = '2026-03-01' as Day;
const LATER = '2026-09-14' as Day;
const wanted = (effect: string, more: Partial<Wanted> = {}): Wanted => ({
  slot: `r:u:${effect}`, origin: 'level', rung: '', levelName: '四星', from: DAY, dueOn: '', reason: '', scope: '', personId: '', effect, action: 'priority', zh: effect, source: 'D1 第一条', of: 'branch', by: '', in: [], amount: null,
  ratio: null, explanation: { zh: effect, clause: effect, kind: 'condition', source: '', expression: '', facts: {}, verdict: true, children: [] }, ...more,
});
let count = 0;
/** What the writer makes of drafts: all lines, the newest of each slot last. */
function written(lines: readonly RewardLine[], now: readonly Wanted[], from = LATER): RewardLine[] {
  const { drafts, resumed } = correct(lines.filter(({ replacedBy }) => replacedBy === ''), now, from, '更正');
  const fresh = drafts.map((draft): RewardLine => ({
    ...draft, id: `l${(count += 1)}`, version: 1, number: `${count}号`, campaignId: 'r', campaignTitle: '', schemeId: 's', unitId: 'u', path: ['u'], unitName: 'U', replacedBy: '', until: '', suspendedOn: '', done: null, ended: null,
  }));
  const kept = lines.map((line) => {
    const next = fresh.find(({ replaces }) => replaces === line.id);
    return next ? { ...line, replacedBy: next.id, until: next.from } : (resumed.find(({ id }) => id === line.id) ?? line);
  });
  return [...kept, ...fresh];
}
const by = { unitId: 'w', unitName: '工委', personId: 'p' };
const done = (line: RewardLine): RewardLine => carryOut(line, { on: LATER, text: '已发文', fileIds: [] }, by, LATER);
const standing = (lines: readonly RewardLine[]) => lines.filter((line) => counts(line)).map(({ effect }) => effect).sort();

test('the same again writes nothing', () => {
  const lines = written([], [wanted('A'), wanted('B')], DAY);
  expect(written(lines, [wanted('B'), wanted('A')])).toEqual(lines);
  expect(written(lines, [wanted('A', { from: LATER, levelName: '五星' }), wanted('B')])).toEqual(lines); // the level is a reason, not what is given
});

test('what differs is a new line that names the one it replaces, and that one says what it always said', () => {
  const ratio = { change: 5, reading: 'points' as const, base: '15', result: '20' };
  const before = written([], [wanted('A', { ratio })], DAY);
  const [was, now] = written(before, [wanted('A', { ratio: { ...ratio, base: '16', result: '21' }, from: LATER })]);
  expect({ ...was!, replacedBy: '', until: '' }).toEqual(before[0]);
  expect([was!.replacedBy, was!.until, now!.replaces, now!.replacesNumber, now!.seq, now!.year, now!.reason]).toEqual([now!.id, LATER, was!.id, was!.number, 2, 2026, '更正']);
});

test.each([
  ['was never carried out leaves nothing to do', false, 'void'],
  ['was carried out must be undone', true, 'due'],
])('what no longer follows and %s', (_, isDone, state) => {
  const [line] = written([], [wanted('A')], DAY);
  const [was, withdrawal] = written([isDone ? done(line!) : line!], []);
  expect([withdrawal!.nature, withdrawal!.state, withdrawal!.replaces, was!.state]).toEqual(['withdrawal', state, line!.id, isDone ? 'done' : 'due']);
  expect(standing([was!, withdrawal!])).toEqual([]);
});

test('what was cancelled or lifted stays so while the same follows', () => {
  const [line] = written([], [wanted('A', { action: 'bar' })], DAY);
  const lifted = lift(line!, LATER, '整改到位');
  expect(written([lifted], [wanted('A', { action: 'bar' })])).toEqual([lifted]);
  expect(written([lifted], [])).toEqual([lifted]);
});

test('a line that a later one replaced, or whose level is decided anew, is not worked on', () => {
  const [line] = written([], [wanted('A')], DAY);
  expect(() => done({ ...line!, replacedBy: 'x' })).toThrow('reward.replaced');
  expect(() => done({ ...line!, suspendedOn: LATER })).toThrow('reward.suspended');
  expect(() => done(done(line!))).toThrow('reward.wrong-state');
});

test('an open amount is asked for, a fixed one is not', () => {
  const [open] = written([], [wanted('A', { action: 'subsidy' })], DAY);
  const [fixed] = written([], [wanted('B', { action: 'subsidy', amount: '5000' })], DAY);
  const paid = (line: RewardLine, amount?: string) => carryOut(line, { on: LATER, text: '拨付', fileIds: [], ...(amount ? { amount } : {}) }, by, LATER);
  expect(() => paid(open!)).toThrow('reward.amount-open');
  expect(paid(open!, '300.50').done!.amount).toBe('300.50');
  expect(() => paid(fixed!, '1')).toThrow('reward.amount-given');
  expect(() => carryOut(fixed!, { on: '2026-09-15', text: '拨付', fileIds: [] }, by, LATER)).toThrow('reward.in-future');
  expect(() => carryOut(fixed!, { on: '2026-02-28', text: '拨付', fileIds: [] }, by, LATER)).toThrow('reward.too-early');
});

test('whatever changes, what stands is what follows, each once, and a chain of corrections leads back to the first', () => {
  const effects = fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D'));
  fc.assert(
    fc.property(fc.array(fc.tuple(effects, fc.constantFrom('1', '2')), { minLength: 1, maxLength: 8 }), (rounds) => {
      let lines: RewardLine[] = [];
      for (const [now, amount] of rounds) {
        lines = written(lines, now.map((effect) => wanted(effect, { amount })));
        expect(standing(lines)).toEqual([...now].sort());
        expect(written(lines, now.map((effect) => wanted(effect, { amount })))).toEqual(lines);
      }
      for (const [, chain] of Map.groupBy(lines, ({ slot }) => slot)) {
        expect(chain.map(({ seq }) => seq)).toEqual(chain.map((_, i) => i + 1));
        expect(chain.slice(1).map(({ replaces }) => replaces)).toEqual(chain.slice(0, -1).map(({ id }) => id));
      }
    }),
  );
});

test.each([[['0.10', '0.20'], '0.3'], [['5000', '0.01'], '5000.01'], [[], '0'], [['99999999999999.99', '0.01'], '100000000000000'], [['1.2345', '1'], '2.2345']])('amounts %j are %s', (amounts, sum) => {
  expect(sumOf(amounts)).toBe(sum);
});
