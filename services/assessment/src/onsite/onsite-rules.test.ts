import { InspectionForm } from '@xingchuang/contracts';
import * as fc from 'fast-check';
import { drawBoth, type Pool } from './draw/draw-rule.ts';
import { checkForm, checkValue, mostOf, resultOf, totalOf } from './form/form-rule.ts';
import { coverageOf, percentOf, periodsOf } from './plan/plan-rule.ts';
import { apply, emptySheet, type Sheet } from './visit/sheet-rule.ts';

const aspects = (result: object): InspectionForm =>
  InspectionForm.parse({ id: 'f', zh: '表', kind: 'observation', result, sections: [{ id: 's', zh: '方面', items: ['a', 'b', 'c'].map((id) => ({ id, zh: id, kind: 'score', most: '100' })) }] });
const sheetOf = (...marks: readonly (string | number)[]) => new Map(['a', 'b', 'c'].map((id, i) => [id, String(marks[i])]));

describe('coverage', () => {
  test.each([[274, 275, '99.6'], [275, 275, '100'], [1, 3, '33.3'], [999, 1_000, '99.9'], [9_999, 10_000, '99.9'], [0, 4, '0'], [9, 10, '90']])('%i of %i is %s %%', (part, whole, percent) => {
    expect(percentOf(part, whole)).toBe(percent);
  });

  const units = Array.from({ length: 275 }, (_, i) => ({ id: `u${i}` }));
  const groups = Array.from({ length: 5 }, (_, i) => ({ id: `g${i}`, name: `第${i + 1}组` }));
  const held = units.slice(1).map(({ id }, i) => ({ unitId: id, groupId: `g${i % 5}`, heldOn: '2026-02-03' }));
  const [first, second] = periodsOf({ year: 2026, every: 'quarter' });

  test('G1: 274 of 275 units leave one by name, the last one makes it 100', () => {
    expect(coverageOf(first!, units, groups, held, '2026-03-31' as never)).toMatchObject({ expected: 275, visited: 274, percent: '99.6', missing: [{ id: 'u0' }], over: false });
    const all = [...held, { unitId: 'u0', groupId: 'g0', heldOn: '2026-03-31' }];
    expect(coverageOf(first!, units, groups, all, '2026-03-31' as never)).toMatchObject({ visited: 275, percent: '100', missing: [] });
  });

  test('six groups, four quarters: a round without a visit is missing only when the quarter is over', () => {
    const six = [...groups, { id: 'g5', name: '第6组' }];
    const state = (today: string) => coverageOf(first!, units, six, held, today as never).rounds.map((round) => round.state);
    expect(state('2026-03-31')).toEqual(['done', 'done', 'done', 'done', 'done', 'open']);
    expect(state('2026-04-01').at(-1)).toBe('missing');
    expect(periodsOf({ year: 2026, every: 'quarter' }).length * six.length).toBe(24);
    expect(coverageOf(second!, units, six, held, '2026-05-01' as never)).toMatchObject({ visited: 0, from: '2026-04-01', to: '2026-06-30' });
  });
});

describe('results', () => {
  const five = [sheetOf(80, 85, 90), sheetOf(70, 75.5, 99), sheetOf(88, 91, 60), sheetOf(100, 100, 100), sheetOf(0, 50, 33.25)];

  test('C1: three aspects, five judges: the mean of the fifteen marks, exact', () => {
    expect(resultOf(aspects({ of: 'marks' }), five)).toBe('74.78'); // 1121.75 / 15 = 74.7833…
    expect(resultOf(aspects({ of: 'marks', places: 4 }), five)).toBe('74.7833');
  });

  test.each([
    [{ of: 'totals' }, '224.35'],
    [{ of: 'totals', dropHighest: 1, dropLowest: 1, judges: 3 }, '246.17'], // 255, 244.5, 239 → 738.5 / 3
    [{ of: 'totals', dropLowest: 1, judges: 3 }, '259.63'],
    [{ of: 'marks', dropHighest: 1, dropLowest: 1, judges: 3 }, '82.06'], // 80 70 88 · 85 75.5 91 · 90 99 60 → 738.5 / 9
    [{ of: 'totals', places: 0 }, '224'],
  ])('%j gives %s', (result, expected) => {
    expect(resultOf(aspects(result), five)).toBe(expected);
  });

  test('no binary float decides: a tenth three times is 0.1', () => {
    expect(resultOf(aspects({ of: 'marks' }), [sheetOf('0.1', '0.1', '0.1')])).toBe('0.1');
    expect(totalOf(aspects({}), sheetOf('0.1', '0.2', '0'))).toBe('0.3');
    expect(mostOf(aspects({}))).toBe('300');
    expect(mostOf(aspects({ of: 'marks' }))).toBe('100');
  });

  test('the order of the judges never matters, and a higher mark never lowers the result', () => {
    const mark = fc.integer({ min: 0, max: 10_000 }).map((cents) => (cents / 100).toFixed(2));
    const judges = fc.array(fc.tuple(mark, mark, mark), { minLength: 3, maxLength: 9 });
    const form = aspects({ of: 'totals', dropHighest: 1, dropLowest: 1, judges: 3, places: 4 });
    fc.assert(
      fc.property(judges, fc.nat(8), (marks, which) => {
        const sheets = marks.map((one) => sheetOf(...one));
        expect(resultOf(form, [...sheets].reverse())).toBe(resultOf(form, sheets));
        const better = marks.map((one, i) => sheetOf(...(i === which ? (['100', one[1], one[2]] as const) : one)));
        expect(Number(resultOf(form, better))).toBeGreaterThanOrEqual(Number(resultOf(form, sheets)));
      }),
    );
  });

  test.each([['8', true], ['8.25', true], ['100', true], ['100.01', false], ['8.125', false], ['-1', false], ['1e2', false], ['八', false]])('a mark of %s out of 100: %s', (value, isGood) => {
    const check = () => checkValue(aspects({}).sections[0]!.items[0]!, value);
    if (isGood) check();
    else expect(check).toThrow(expect.objectContaining({ code: 'entry.bad-value' }));
  });

  test('a form that would drop every mark, or uses an id twice, is refused', () => {
    expect(() => checkForm(aspects({ dropHighest: 1, dropLowest: 1, judges: 2 }))).toThrow(expect.objectContaining({ code: 'form.drops-all' }));
    const twice = aspects({});
    expect(() => checkForm({ ...twice, sections: [...twice.sections, ...twice.sections] })).toThrow(expect.objectContaining({ code: 'form.item-twice' }));
  });
});

describe('the double draw', () => {
  const pool: Pool = { seed: 'a1', count: 4, perUnit: 2, unitPool: ['V1', 'V2', 'V3', 'V4', 'V5'], inspectorPool: ['p1', 'p2', 'p3', 'p4'], conflicts: [] };

  test('gives the same to anyone with the seed, and something else with another', () => {
    expect(drawBoth(pool)).toEqual(drawBoth({ ...pool, unitPool: [...pool.unitPool].reverse(), inspectorPool: [...pool.inspectorPool].reverse() }));
    expect(new Set(Array.from({ length: 20 }, (_, i) => JSON.stringify(drawBoth({ ...pool, seed: String(i) })))).size).toBeGreaterThan(15);
  });

  test('nobody gets the own unit, whatever the seed, and the load is even', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const drawn = drawBoth({ ...pool, seed, count: 5, conflicts: [{ code: 'V1', personId: 'p1' }, { code: 'V1', personId: 'p2' }, { code: 'V2', personId: 'p3' }] });
        expect(drawn.find(({ code }) => code === 'V1')!.inspectorIds.toSorted()).toEqual(['p3', 'p4']);
        expect(drawn.find(({ code }) => code === 'V2')!.inspectorIds).not.toContain('p3');
        expect(drawn.every(({ inspectorIds }) => new Set(inspectorIds).size === 2)).toBe(true);
      }),
    );
    const even = drawBoth(pool).flatMap(({ inspectorIds }) => inspectorIds);
    expect(['p1', 'p2', 'p3', 'p4'].map((id) => even.filter((one) => one === id).length)).toEqual([2, 2, 2, 2]);
  });

  test('too few units or people are said', () => {
    expect(() => drawBoth({ ...pool, count: 6 })).toThrow(expect.objectContaining({ code: 'draw.too-few-units' }));
    expect(() => drawBoth({ ...pool, count: 5, perUnit: 4, conflicts: [{ code: 'V1', personId: 'p1' }] })).toThrow(expect.objectContaining({ code: 'draw.too-few-inspectors' }));
  });
});

describe('a shared sheet', () => {
  const form = aspects({});
  const id = (n: number) => `018f0000-0000-7000-8000-${String(n).padStart(12, '0')}`;
  const answer = (n: number, sequence: number, base: number, value: string) => ({ what: 'answer' as const, id: id(n), visitId: id(0), sequence, at: '2026-04-15T02:00:00Z', itemId: 'a', base, value, note: '' });
  const writer = (personId: string, device = personId) => ({ personId, device, at: '2026-04-15T03:00:00Z' });
  const start: Sheet = emptySheet('v', 'v', { ...form, kind: 'checklist' }, 'p1');

  test('of one device the later note wins, whatever arrives first', () => {
    const late = apply(start, form, answer(2, 2, 0, '90'), writer('p1'));
    const early = apply(late.sheet, form, answer(1, 1, 0, '10'), writer('p1'));
    expect([early.current, early.sheet.answers[0]!.value]).toEqual([false, '90']);
  });

  test('of two people the last writer wins and is told what was there', () => {
    const one = apply(start, form, answer(1, 1, 0, '60'), writer('p1'));
    const unseen = apply(one.sheet, form, answer(2, 1, 0, '70'), writer('p2'));
    expect([unseen.over, unseen.version, unseen.sheet.answers[0]!.value]).toEqual([{ by: 'p1', value: '60' }, 2, '70']);
    expect(apply(one.sheet, form, answer(3, 1, 1, '70'), writer('p2')).over).toBeNull(); // saw it
  });

  test('is handed in whole, and then stands', () => {
    const handIn = { what: 'hand-in' as const, id: id(9), visitId: id(0), sequence: 9, at: '2026-04-15T02:00:00Z' };
    const one = apply(start, form, answer(1, 1, 0, '60'), writer('p1')).sheet;
    expect(() => apply(one, form, handIn, writer('p1'))).toThrow(expect.objectContaining({ code: 'entry.unanswered', facts: { items: ['b', 'c'] } }));
    const whole = { ...one, answers: ['a', 'b', 'c'].map((itemId) => ({ ...one.answers[0]!, itemId })) };
    const handed = apply(whole, form, handIn, writer('p1')).sheet;
    expect(handed.handedIn).toEqual({ at: '2026-04-15T03:00:00Z', by: 'p1' });
    expect(() => apply(handed, form, answer(2, 2, 1, '1'), writer('p1'))).toThrow(expect.objectContaining({ code: 'entry.handed-in' }));
    const withPhoto = { ...form, sections: [{ ...form.sections[0]!, items: form.sections[0]!.items.map((item) => ({ ...item, photo: item.id === 'b' })) }] };
    expect(() => apply(whole, withPhoto, handIn, writer('p1'))).toThrow(expect.objectContaining({ code: 'entry.photo-missing', facts: { items: ['b'] } }));
  });
});
