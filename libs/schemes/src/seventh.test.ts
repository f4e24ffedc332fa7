import fc from 'fast-check';
import { chineseCalendar, day } from '@xingchuang/calendar';
import {
  adjust, changesBetween, checkScheme, compareSchemes, declarable, declarationLimit, decide, dueOf, effectsOf, explain, holdsUntil, ladderStanding,
  mayBeRated, mayOpen, outcomes, parseFacts, parseScheme, quotaGroups, recommendable, routeOf, settleTerm, takenPlace, windowOfStep,
} from './index.ts';
import { office, SEVENTH, TEN } from './seventh.fixture.ts';

const scheme = parseScheme(SEVENTH);
const file = parseFacts(scheme, TEN);
const decisions = decide(scheme, file);
const of = (unit: string) => decisions.find((one) => one.unit === unit)!;
const levels = (given: object) => Object.fromEntries(decide(scheme, parseFacts(scheme, given)).map(({ unit, level }) => [unit, level]));
const changed = (was: string, is: string) => {
  if (!SEVENTH.includes(was)) throw new Error(`not in the file: ${was}`);
  return parseScheme(SEVENTH.replace(was, () => is));
};

test('a programme written from the page alone has no problem', () => {
  expect(checkScheme(SEVENTH)).toEqual([]);
});

describe('points', () => {
  test.each([
    // unit, first-to-fifth in proportion, deviation bounded by 4, base, business at most 70, service, bonus at most 10, deduction, total
    ['H01', '6', '4', '60', '70', '27', '10', '0', '107'],
    ['H02', '5', '4', '50', '59', '27', '0', '0', '86'],
    ['H03', '4.5', '4', '45', '53.5', '27', '0', '0', '80.5'],
    ['H04', '4', '4', '40', '48', '27', '0', '-2.8', '72.2'],
    ['H05', '3', '0', '30', '31', '0', '0', '0', '31'],
    ['H06', '0', '-4', '25', '21', '27', '0', '0', '48'],
    ['H07', '0', '-4', '20', '16', '0', '0', '0', '16'],
  ])('%s', (unit, place, mean, base, business, service, bonus, deduction, total) => {
    const { scores, score } = of(unit);
    expect([scores['place_points'], scores['against_mean'], scores['base_points'], scores['business'], scores['service'], scores['bonus'], scores['deduction'], score]).toEqual([
      place, mean, base, business, service, bonus, deduction, total,
    ]);
  });

  test('nothing is rounded that does not say so', () => {
    expect(of('H02').figures).toEqual({ fraction_of_best: '5/6', loss: '0' });
    expect(of('H04').figures['loss']).toBe('12.55');
  });

  test('the total goes beyond 100 and stops at 110', () => {
    const rich = office('H01', 60, { rating: 100, awards: [{ on: '2025-01-01', points: 9 }, { on: '2025-01-01', points: 9 }] });
    expect(decide(scheme, parseFacts(scheme, { ...TEN, units: [rich, ...TEN.units.slice(1)] }))[0]!.score).toBe('110');
  });
});

describe('quotas of 10, 30, 40 and 20 percent', () => {
  test('give places by the total; who finds none competes for the next level', () => {
    expect(Object.fromEntries(decisions.map(({ unit, level }) => [unit, level]))).toEqual({
      H01: 'fine', H02: 'good', H03: 'good', H04: 'good', H05: 'ordinary', H06: 'sound', H07: 'ordinary', H08: 'fine', H09: 'ordinary', H10: 'ordinary',
    });
    expect(of('H02').quotas.map(({ level, place, places, in: got }) => [level, place, places, got])).toEqual([['fine', 2, 1, false], ['good', 1, 3, true]]);
  });

  test('the contest lost is why the next level was not reached', () => {
    expect(of('H02').missing).toMatchObject({ level: 'fine', clauses: [{ clause: 'shares', kind: 'quota', verdict: false }] });
    expect(explain(scheme, of('H02'))).toContain('第2名，名额1个，未入选');
    expect(explain(scheme, of('H02'))).toMatch(/^H02：良好：总分86分，但名额已满（优秀10%/);
    expect(explain(scheme, of('H02'))).toContain('全部名次：2');
    expect(explain(scheme, of('H09'))).toContain('不得参评：被通报的不得参评（被通报：是） [barred_ones M 第十条]');
    expect(explain(scheme, of('H02'), 'en')).toContain('place 2, 1 to give: out');
  });

  const equal = (rule: string) => {
    const units = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J'].map((id, i) => office(id, i < 3 ? 60 : 10));
    return levels({ ...TEN, parameters: { ...TEN.parameters, tie_rule: rule }, units });
  };
  test('units equal at the edge get in together or stay out together', () => {
    const top = (all: Record<string, string>) => ['A', 'B', 'C'].map((id) => all[id]);
    expect(top(equal('in'))).toEqual(['fine', 'fine', 'fine']);
    expect(top(equal('out'))).toEqual(['good', 'good', 'good']);
  });

  test('a direct award of a low level opens none above it to who loses a contest', () => {
    const sound = parseScheme(SEVENTH.replace('when: national, level: fine', 'when: national, level: sound').replace('    except: direct.national_award\n', '').replace('when: total >= 50', 'when: total >= 105'));
    const units = TEN.units.map((one) => (one.unit === 'H02' ? office('H02', 50, { region: 'west', national: true }) : one));
    const awarded = decide(sound, parseFacts(sound, { ...TEN, units })).find(({ unit }) => unit === 'H02')!;
    expect([awarded.level, awarded.quotas.map(({ level }) => level)]).toEqual(['sound', ['fine', 'sound']]);
  });

  test('a direct award stands outside, an exclusion keeps out', () => {
    expect(of('H08')).toMatchObject({ direct: ['national_award'], quotas: [], level: 'fine' });
    expect(of('H09')).toMatchObject({ exclusions: ['barred_ones'], stars: [], level: 'ordinary' });
    expect(of('H10').exclusions).toEqual(['other']);
  });

  test('a catch-all exclusion needs a written reason', () => {
    const units = [office('H1', 5, {}, { reasons: { other: ' ' } })];
    expect(() => parseFacts(scheme, { ...TEN, units })).toThrow(expect.objectContaining({ code: 'facts.invalid' }));
    expect(decide(scheme, parseFacts(scheme, { ...TEN, units: [office('H1', 5)] }))[0]!.exclusions).toEqual([]);
  });
});

describe('recommending', () => {
  const east = { quota: 'forward', group: 'east', level: 'fine' };
  test('at most half of a region, rounded down, those not eligible out of base and contest', () => {
    expect(quotaGroups(scheme, file).filter(({ quota }) => quota === 'forward').map(({ group, units, base, places }) => [group, units, base, places[0]!.places])).toEqual([
      ['east', 8, 7, 3], ['west', 2, 2, 1],
    ]);
    expect(recommendable(quotaGroups(scheme, file), east, ['H01', 'H03', 'H04']).base).toBe(7);
    expect(() => recommendable(quotaGroups(scheme, file), east, ['H01', 'H03', 'H04', 'H06'])).toThrow(expect.objectContaining({ code: 'quota.exceeded' }));
    expect(() => recommendable(quotaGroups(scheme, file), east, ['H09'])).toThrow(expect.objectContaining({ code: 'quota.excluded' }));
  });

  test.each([
    ['recommended', 'fine', null, 'fine'],
    ['put down by a later body', 'ordinary', null, undefined],
    ['disqualified at the end', 'ordinary', 'ordinary', undefined],
    ['lowered in a later year', 'sound', 'fine', 'fine'],
  ])('a place is taken by a unit that was %s: %s, settled %s', (_, level, settled, taken) => {
    const done = [{ step: 'P1.2', level: 'fine' }];
    expect(takenPlace(scheme, { done, level, settled: settled === null ? null : { level: settled } }, 'P1.2', ['fine'])).toBe(taken);
  });

  test('the body in charge sets another share with a reason, for one group too', () => {
    const set = (change: object) => quotaGroups(scheme, parseFacts(scheme, { ...TEN, quotas: [change] })).filter(({ quota }) => quota === 'forward');
    expect(set({ quota: 'forward', group: 'east', shares: { fine: 60 }, reason: '本年度增加' }).map(({ places, reason }) => [places[0]!.places, reason])).toEqual([
      [4, '本年度增加'], [1, null],
    ]);
    for (const wrong of [{ quota: 'forward', shares: { fine: 60 } }, { quota: 'shares', shares: { fine: 60 }, reason: 'x' }, { quota: 'forward', shares: { fine: 101 }, reason: 'x' }])
      expect(() => set(wrong)).toThrow(expect.objectContaining({ code: 'facts.invalid' }));
  });
});

test('a level is needed before: a cap over the history, which says its clause', () => {
  const about = (facts: Record<string, unknown>) => ({ unit: 'H1', kind: 'office', facts });
  expect(declarationLimit(scheme, about({}))).toMatchObject({ atMost: 'good', caps: [{ clause: 'step_by_step' }], exclusions: [] });
  expect(declarationLimit(scheme, about({ held: 'good' })).atMost).toBe('fine');
  expect(() => declarable(scheme, about({ barred: true }), 'sound')).toThrow(expect.objectContaining({ code: 'declaration.excluded', facts: expect.objectContaining({ clause: 'barred_ones' }) }));
});

test('rewards, and the yellow card that opens a rung', () => {
  expect(effectsOf(scheme, of('H01')).map(({ id, action, amount }) => [id, action, amount])).toEqual([['money', 'subsidy', '5'], ['link', 'link', undefined], ['board', 'plaque', undefined]]);
  expect(effectsOf(scheme, { ...of('H01'), kind: 'pier' }).map(({ id }) => id)).toEqual(['link', 'board']);
  expect(effectsOf(scheme, { ...of('H06'), held: 'fine' }).map(({ id, rung }) => [id, rung])).toEqual([['card_given', 'card']]);
  expect(effectsOf(scheme, of('H06'))).toEqual([]);
  const standing = ladderStanding(scheme, { problems: [], rungs: [{ rung: 'card', due: '2026-02-01' }], today: '2026-02-02' });
  expect(standing).toMatchObject({ failed: ['card'], rung: null, apart: [] });
});

describe('time', () => {
  const time = { calendar: chineseCalendar(), assessed: 2025 };
  const steps = routeOf(scheme, 'fine').flatMap((group) => group.steps);
  test('a round is every two years and needs its method', () => {
    expect(() => mayBeRated(scheme, day('2026-12-31'), [{ title: '上一次', openedOn: day('2025-01-01') }])).toThrow(expect.objectContaining({ code: 'campaign.once-per-cycle' }));
    mayBeRated(scheme, day('2027-01-01'), [{ title: '上一次', openedOn: day('2025-12-31') }]);
    const on = day('2026-06-01');
    expect(() => mayOpen(scheme, {}, on)).toThrow(expect.objectContaining({ code: 'campaign.document-missing' }));
    expect(() => mayOpen(scheme, { method: { publishedOn: '2026-06-02' } }, on)).toThrow(expect.objectContaining({ code: 'campaign.document-unpublished' }));
    mayOpen(scheme, { method: { publishedOn: on } }, on);
  });

  test('a step has its window and its last day', () => {
    expect(windowOfStep(steps[0]!.window!, 2025)).toEqual({ from: '2026-09-01', to: '2026-09-18' });
    expect(dueOf(scheme, steps[1]!.due!, time)!.lastDay).toBe('2027-02-01'); // 31 January 2027 is a Sunday
    expect(dueOf(scheme, { on: '01-31' }, time)!.lastDay).toBe('2026-01-31'); // a Saturday that stays
    expect(dueOf(scheme, steps[1]!.cure!, time, day('2026-09-21'))!.lastDay).toBe('2026-10-12');
  });
});

test('a level lapses after its term', () => {
  expect(holdsUntil(scheme, 'fine', day('2026-03-01'))).toBe('2028-02-29');
  expect(holdsUntil(scheme, 'good', day('2026-03-01'))).toBeNull();
});

test('steps keep their days, terms and parameters come settled', () => {
  const steps = routeOf(scheme, 'fine').flatMap((group) => group.steps);
  expect(steps.map(({ id, window, due, cure }) => [id, window ?? due ?? null, cure ?? null])).toEqual([
    ['P1.1', { from: '09-01', to: '09-18' }, null], ['P1.2', { on: '01-31', year: 2, holiday: 'next' }, { workdays: 10 }], ['P1.3', null, null],
  ]);
  const optional = changed('{id: P1.2, zh: 推荐,', '{id: P1.2, zh: 推荐, use: false,');
  expect(routeOf(optional, 'fine').flatMap((group) => group.steps.map(({ id }) => id))).toEqual(['P1.1', 'P1.3']);
  const card = parseScheme(SEVENTH.replace('parameters:\n', "parameters:\n  card_days: {zh: 黄牌期限, type: integer, ask: campaign, basis: 'derived: 办法未写'}\n").replace('{workdays: 20}', '{workdays: {parameter: card_days}}'));
  expect(settleTerm(card, card.ladder!.rungs[0]!.deadline, { card_days: 15 })).toEqual({ workdays: 15, countStart: false, holiday: 'stay' });
});

describe('laws', () => {
  const tied = fc.record({ output: fc.constantFrom(10, 20, 20, 40, 60), rating: fc.option(fc.integer({ min: 0, max: 100 })), region: fc.constantFrom('east', 'west'), national: fc.boolean(), barred: fc.boolean() });
  const some = fc.array(tied, { minLength: 1, maxLength: 14 }).map((all) => all.map(({ output, ...facts }, i) => office(`U${i}`, output, facts)));
  const whole = (units: readonly object[], rule: string) => JSON.stringify(decide(scheme, parseFacts(scheme, { ...TEN, parameters: { ...TEN.parameters, tie_rule: rule }, units })));

  test('the same facts give the same bytes in whatever order they come, ties included', () => {
    const shuffled = some.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.constantFrom('in', 'out')));
    fc.assert(fc.property(shuffled, ([all, other, rule]) => expect(whole(other, rule)).toBe(whole(all, rule))), { numRuns: 80 });
  });

  test('units alike in everything get the same level', () => {
    fc.assert(
      fc.property(some, fc.constantFrom('in', 'out'), (all, rule) => {
        const twins = [...all, { ...all[0]!, unit: 'twin' }];
        const given = levels({ ...TEN, parameters: { ...TEN.parameters, tie_rule: rule }, units: twins });
        expect(given['twin']).toBe(given['U0']);
      }),
      { numRuns: 80 },
    );
  });

  test('quotas never give more places than they have, and outcomes are the decisions without reasons', () => {
    fc.assert(
      fc.property(some, (all) => {
        const facts = parseFacts(scheme, { ...TEN, units: all });
        const decided = decide(scheme, facts);
        const fine = decided.filter(({ level, direct }) => level === 'fine' && direct.length === 0);
        expect(fine.length).toBeLessThanOrEqual(Math.floor(all.length / 10 + 0.5));
        expect(outcomes(scheme, facts)).toEqual(decided.map(({ unit, level, stars, score, exclusions, direct, vetoes, caps }) => ({ unit, level, stars, score, exclusions, direct, vetoes, caps })));
      }),
      { numRuns: 60 },
    );
  });

  test('a further award never lowers the total, a further accident never raises it', () => {
    const total = (facts: object): number => Number(decide(scheme, parseFacts(scheme, { ...TEN, units: [office('H1', 30, facts), ...TEN.units] })).find(({ unit }) => unit === 'H1')!.score);
    const award = fc.array(fc.record({ on: fc.constant('2025-05-05'), points: fc.integer({ min: 0, max: 12 }) }), { maxLength: 4 });
    const accident = fc.array(fc.record({ on: fc.constant('2025-05-05'), cost: fc.integer({ min: 0, max: 5000 }).map((n) => n / 100) }), { maxLength: 4 });
    fc.assert(
      fc.property(award, accident, (awards, accidents) => {
        const now = total({ awards, accidents });
        expect(total({ awards: [...awards, { on: '2025-05-05', points: 1 }], accidents })).toBeGreaterThanOrEqual(now);
        expect(total({ awards, accidents: [...accidents, { on: '2025-05-05', cost: 1 }] })).toBeLessThanOrEqual(now);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a changed scheme', () => {
  const stricter = changed('total >= 50, zh: 良好', 'total >= 75, zh: 良好');
  test('is tried on old facts: the units whose level would change, and by which clause', () => {
    expect(compareSchemes(scheme, stricter, file)).toEqual({ units: 10, problems: [], changed: [{ unit: 'H04', from: 'good', to: 'sound', clauses: ['good', 'shares'] }] });
    expect(compareSchemes(scheme, scheme, file).changed).toEqual([]);
  });

  test('says what the facts lack for it', () => {
    const deeper = parseScheme(SEVENTH.replace('  held: {', '  depth: {zh: 水深, type: integer}\n  held: {').replace('expr: size(awards)}', 'expr: size(awards) + depth}'));
    const { problems, changed: none } = compareSchemes(scheme, deeper, file);
    expect(none).toEqual([]);
    expect(problems.map(({ unit, field }) => `${unit} ${field}`)).toContain('H01 facts.depth');
  });

  test('says what a round that moves to it must know', () => {
    const next = changed('default: out, basis', 'ask: campaign, basis');
    expect(changesBetween(scheme, next)).toMatchObject([{ id: 'parameters.tie_rule', change: 'changed', asks: true, words: { zh: '并列处理' } }]);
    expect(changesBetween(scheme, stricter)).toMatchObject([{ id: 'level good', change: 'changed', before: { when: 'total >= 50' }, after: { when: 'total >= 75' }, asks: false }]);
    expect(changesBetween(scheme, changed("  - {id: other, zh: 其他情形, reason: true, by: bureau, source: M 第十条}\n", ''))).toMatchObject([{ id: 'other', change: 'removed' }]);
    expect(changesBetween(scheme, scheme)).toEqual([]);
  });
});

test('an adjustment sees the other units, too', () => {
  const withRules = parseScheme(`${SEVENTH}
adjustment:
  down: {id: AD1, zh: 及时降级, at: at-once, source: M 第十九条}
  up: {id: AD2, zh: 随考评晋级, at: yearly, source: M 第十九条}
  ledger: list
`);
  const event = { on: '2026-03-01', facts: { output: 20 } };
  expect(adjust(withRules, { was: of('H02'), file, event })).toMatchObject({ from: 'good', to: 'sound' });
});
