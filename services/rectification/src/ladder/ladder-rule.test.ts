import fc from 'fast-check';
import { addDays, day, limitFrom, type Day } from '@xingchuang/calendar';
import { Refusal } from '@xingchuang/rules';
import type { Scheme } from '@xingchuang/schemes';
import { check, goOn, notice, prove, stop, type Finding } from '../finding/finding-rule.ts';
import { isActive, type RectificationCase } from './case-rule.ts';
import { settle, standingOn, type Standing } from './ladder-rule.ts';
import { aFinding, assigned, by, calendar, noticed, ORGAN, rulesOf, VILLAGE } from './ladder.fixture.ts';

const shown = ({ cases }: Standing) => cases.map(({ rung, state, assignedOn, limit, overdueOn }) => [rung, state, assignedOn, limit?.lastDay ?? '', overdueOn]);
const stand = (scheme: Scheme, today: string, ...findings: Finding[]) => settle(rulesOf(scheme), { findings, cases: [] }, day(today));

describe('the organ programme, from its file alone', () => {
  const on = (id: string, aspect: string) => aFinding(id, aspect, day('2026-02-27'));

  test('one aspect: the notice is the rung, no other is called for', () => {
    expect(shown(stand(ORGAN, '2026-03-02', on('a', 'S1')))).toEqual([]);
    expect(standingOn(ORGAN, { findings: [on('a', 'S1')], cases: [] }, day('2026-03-02'))?.rung?.id).toBe('R0');
  });

  test('two findings of one aspect are one aspect', () => {
    expect(shown(stand(ORGAN, '2026-03-02', on('a', 'S1'), on('b', 'S1')))).toEqual([]);
  });

  test.each([
    [2, 'R1'],
    [3, 'R2'],
    [4, 'R2'],
  ])('%i aspects at once call for %s', (count, rung) => {
    const findings = ['S1', 'S2', 'S3', 'S4'].slice(0, count).map((aspect, index) => on(`f${index}`, aspect));
    expect(shown(stand(ORGAN, '2026-03-02', ...findings))).toEqual([[rung, 'called', '', '', '']]);
  });

  test.each([
    ['2026-03-31', []],
    ['2026-04-01', [['R1', 'called', '', '', '']]],
  ])('one aspect whose limit is 31 March, on %s', (today, cases) => {
    const finding = notice(on('a', 'S3'), { number: '1', demand: 'mend', limit: limitFrom(calendar, day('2026-03-02'), { until: day('2026-03-31') }), lookBack: false }, by('boss', day('2026-03-02')));
    expect(shown(stand(ORGAN, today, finding))).toEqual(cases);
  });

  test('three months fail on the day after, and six begin that day, noticed however late', () => {
    const rules = rulesOf(ORGAN);
    const called = settle(rules, { findings: [on('a', 'S1'), on('b', 'S2')], cases: [] }, day('2026-03-02'));
    const running = assigned(called, day('2026-03-02'));
    for (const today of ['2026-06-03', '2026-08-15', '2026-12-03']) {
      expect(shown(settle(rulesOf(ORGAN), running, day(today)))).toEqual([
        ['R1', 'failed', '2026-03-02', '2026-06-02', '2026-06-03'],
        ['R2', 'running', '2026-06-03', '2026-12-03', ''],
      ]);
    }
    const last = settle(rules, running, day('2027-03-01'));
    expect(shown(last)).toEqual([
      ['R1', 'failed', '2026-03-02', '2026-06-02', '2026-06-03'],
      ['R2', 'failed', '2026-06-03', '2026-12-03', '2026-12-04'],
    ]);
    expect(last.cases[1]!.history.at(-1)).toMatchObject({ day: '2026-12-04', what: 'failed', text: '逾期未整顿到位，报局党组' });
  });

  test('what is mended before anybody is in charge is called for no more; a rung is passed when its problems are', () => {
    const mended = (finding: Finding): Finding => ({ ...finding, state: 'closed' });
    const called = stand(ORGAN, '2026-03-02', on('a', 'S1'), on('b', 'S2'));
    const without = settle(rulesOf(ORGAN), { ...called, findings: [mended(called.findings[0]!), called.findings[1]!] }, day('2026-03-03'));
    expect(shown(without).map(([, state]) => state)).toEqual(['lapsed']);
    const running = assigned(called, day('2026-03-03'));
    const passed = settle(rulesOf(ORGAN), { ...running, findings: running.findings.map(mended) }, day('2026-04-10'));
    expect(passed.cases[0]).toMatchObject({ rung: 'R1', state: 'done', closedOn: '2026-04-10' });
  });

  test('a proof in time stops the unit’s clock until somebody has looked', () => {
    const proved = prove(noticed(on('a', 'S1'), day('2026-03-02'), 5), { text: 'done', fileIds: [] }, by('clerk', day('2026-03-05')));
    const waiting = stand(ORGAN, '2026-05-06', proved);
    expect(waiting.findings[0]).toMatchObject({ state: 'proved', overdueOn: '' });
    const returned = check(proved, { solved: false, opinion: 'no' }, by('boss', day('2026-05-06')));
    expect(stand(ORGAN, '2026-05-06', returned).findings[0]).toMatchObject({ overdueOn: '2026-03-10' });
  });
});

test('the village programme climbs by its own file: handed over when not mended in time', () => {
  const finding = noticed(aFinding('a', VILLAGE.dimensions[0]!.id, day('2026-04-15')), day('2026-04-15'), 15);
  expect(shown(stand(VILLAGE, '2026-05-09', finding))).toEqual([]);
  expect(shown(stand(VILLAGE, '2026-05-10', finding))).toEqual([['R5', 'called', '', '', '']]);
});

// --- laws ---

const ASPECTS = ['S1', 'S2', 'S3'] as const;
const step = fc.record({
  gap: fc.integer({ min: 0, max: 120 }),
  act: fc.constantFrom('open', 'open', 'notice', 'prove', 'solve', 'return', 'assign', 'stop', 'go-on'),
  which: fc.nat({ max: 3 }),
  length: fc.integer({ min: 1, max: 30 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function done(now: Standing, { act, which, length }: Step, today: Day): Standing {
  const one = now.findings[which % Math.max(1, now.findings.length)];
  const put = (next: Finding): Standing => ({ ...now, findings: now.findings.map((each) => (each === one ? next : each)) });
  try {
    if (act === 'open') return { ...now, findings: [...now.findings, aFinding(`f${now.findings.length}`, ASPECTS[which % 3]!, today)] };
    if (act === 'assign') return assigned(now, today);
    if (!one) return now;
    if (act === 'notice') return put(noticed(one, today, length));
    if (act === 'prove') return put(prove(one, { text: 'x', fileIds: [] }, by('clerk', today)));
    if (act === 'stop') return put(stop(one, calendar, 'x', by('boss', today)));
    if (act === 'go-on') return put(goOn(one, calendar, by('boss', today)));
    return put(check(one, { solved: act === 'solve', opinion: 'x' }, by('boss', today)));
  } catch (error) {
    if (error instanceof Refusal) return now; // a wrong move changes nothing
    throw error;
  }
}

/** Plays a history; `between` says on which further days somebody looks, and how often at once. */
function play(steps: readonly Step[], between: readonly number[]): Standing {
  const rules = rulesOf(ORGAN);
  let today = day('2024-01-02');
  let now: Standing = { findings: [], cases: [] };
  for (const [index, one] of steps.entries()) {
    const next = addDays(today, one.gap);
    for (const part of between.slice(index % 3, (index % 3) + 2)) now = settle(rules, now, addDays(today, Math.floor((one.gap * part) / 100)));
    today = next;
    now = settle(rules, now, today);
    now = settle(rules, done(now, one, today), today);
  }
  return settle(rules, now, addDays(today, 400));
}

/** All but how last days were reckoned. */
const told = (now: Standing): string => JSON.stringify(now, (name, value: unknown) => (name === 'derivation' ? undefined : value));
const times = ({ history }: Finding | RectificationCase, what: string): number => history.filter((event) => event.what === what).length;

test('no rung fires twice, none is missed, whenever and however often somebody looks', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 7 }), fc.array(fc.nat({ max: 100 }), { minLength: 4, maxLength: 4 }), (steps, between) => {
      const rarely = play(steps, []);
      const often = play(steps, between.toSorted((a, b) => a - b));
      if (told(often) !== told(rarely)) expect(often).toEqual(rarely);
      for (const one of rarely.findings) if (times(one, 'overdue') !== (one.overdueOn === '' ? 0 : 1)) throw new Error('a finding is overdue twice');
      for (const one of rarely.cases) {
        if (times(one, 'failed') > 1 || times(one, 'begun') + times(one, 'assigned') > 1) throw new Error('a rung fired twice');
        if (one.state === 'running') throw new Error('a rung was missed'); // none is longer than a year
        if (one.state === 'failed' && one.overdueOn !== addDays(one.limit!.lastDay, 1)) throw new Error('a rung failed on another day');
      }
      const active = rarely.cases.filter((one) => isActive(one)).map(({ rung }) => rung);
      if (new Set(active).size !== active.length) throw new Error('a unit stands twice on a rung');
    }),
    { numRuns: Number(process.env['HISTORIES'] ?? 100_000) },
  );
}, 180_000);
