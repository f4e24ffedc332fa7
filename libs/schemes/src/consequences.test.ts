import {
  checkScheme,
  decide,
  effectsOf,
  effectNamed,
  noticeRule,
  parseFacts,
  titlesOf,
  type EffectBasis,
  type ParameterValues,
} from './index.ts';
import { effectsCalledBy, parseScheme } from './index.ts';
import { SEVENTH } from './seventh.fixture.ts';
import { BUREAU, organScheme } from './organ.fixture.ts';

const scheme = organScheme();
const decisions = new Map(decide(scheme, parseFacts(scheme, BUREAU)).map((decision) => [decision.unit, decision]));
const told = (basis: EffectBasis, parameters: ParameterValues = {}): string[] =>
  effectsOf(scheme, basis, parameters).map(({ of, action, by, in: honours, rung, ratio }) =>
    [of, action, by, honours?.join('+'), rung, ratio && `${ratio.change > 0 ? '+' : ''}${ratio.change}`]
      .filter(Boolean)
      .join(' '),
  );

describe('what follows from a level', () => {
  test.each([
    ['B01', ['branch circular organisation_department', 'branch ratio +10', 'branch priority two_excellent_one_advanced']],
    ['B02', ['branch circular work_committee', 'branch ratio +5', 'branch priority two_excellent_one_advanced']],
    ['B04', []],
    ['B05', ['branch ratio -10']],
    [
      'B08',
      [
        'branch talk superior',
        'branch rectification superior R3',
        'branch bar awards',
        'branch bar cadre_recommendation',
        'branch bar awards',
        'key_section bar awards',
      ],
    ],
    ['B09', ['branch rectification superior R4', 'branch bar awards', 'branch bar awards', 'key_section bar awards']],
  ])('%s', (unit, effects) => {
    expect(told(decisions.get(unit)!)).toEqual(effects);
  });

  test('below two-star read as including two-star bars a two-star branch', () => {
    expect(told(decisions.get('B05')!, { below_two: 'inclusive' })).toEqual([
      'branch ratio -10',
      'branch bar awards',
      'branch bar cadre_recommendation',
    ]);
  });

  test.each([
    ['five', 'points', '25'],
    ['four', 'points', '20'],
    ['two', 'points', '5'],
    ['five', 'relative', '16.5'],
    ['four', 'relative', '15.75'],
    ['two', 'relative', '13.5'],
  ])('%s with a base of 15 read as %s gives %s', (level, reading, result) => {
    const basis = { level, stars: [], vetoes: [], caps: [] };
    const ratio = effectsOf(scheme, basis, { ratio_base: 15, ratio_reading: reading }).find(
      ({ action }) => action === 'ratio',
    )!.ratio;
    expect(ratio).toMatchObject({ base: '15', result });
  });

  test('a ratio never falls below its floor, and has no result while nobody gave the base', () => {
    const basis = { level: 'two', stars: [], vetoes: [], caps: [] };
    const ratio = (parameters: ParameterValues) => effectsOf(scheme, basis, parameters)[0]!.ratio!.result;
    expect(ratio({ ratio_base: '8.5' })).toBe('0');
    expect(ratio({ ratio_base: '8.5', ratio_floor: 3 })).toBe('3');
    expect(ratio({})).toBeNull();
  });
});

describe('the title of the organ', () => {
  const levels = (text: string): string[] =>
    text.split(' ').flatMap((part) => Array<string>(Number(part.split('×')[0])).fill(part.split('×')[1]!));
  const granted = (text: string, parameters: ParameterValues = {}): boolean =>
    titlesOf(scheme, levels(text), parameters)[0]!.granted;

  test.each([
    ['the bureau after the disqualification', '1×five 2×four 3×three 1×two 1×one 2×none', false, []],
    [
      'eight of ten, two two-star',
      '1×five 2×four 5×three 2×two',
      true,
      ['organ circular city_committee', 'organ ratio +5', 'organ priority cadre_use+awards+civilised_unit'],
    ],
    ['79 of 100', '1×five 78×three 21×two', false, []],
    [
      '80 of 100',
      '1×five 79×three 20×two',
      true,
      ['organ circular city_committee', 'organ ratio +5', 'organ priority cadre_use+awards+civilised_unit'],
    ],
    ['no five-star', '8×four 2×two', false, []],
    ['49 of 100', '49×three 51×two', false, ['organ bar awards']],
    ['50 of 100', '50×three 50×two', false, []],
  ])('%s', (_, population, title, effects) => {
    expect(granted(population)).toBe(title);
    expect(told({ levels: levels(population) })).toEqual(effects);
  });

  test('inclusive reading of below two-star', () => {
    expect(granted('1×five 2×four 5×three 2×two', { below_two: 'inclusive' })).toBe(false);
    expect(granted('1×five 2×four 5×three', { below_two: 'inclusive' })).toBe(true);
  });

  test('its explanation shows the counts', () => {
    const [{ explanation }] = titlesOf(scheme, levels('6×three 4×one')) as [ReturnType<typeof titlesOf>[number]];
    expect(explanation.children[1]).toMatchObject({
      clause: 'Q1.b',
      source: 'S0 L137「80%以上」',
      facts: { 'atLeast(three)': 6, total: 10 },
      verdict: false,
    });
  });

  test('an unknown level is refused', () => {
    expect(() => titlesOf(scheme, ['six'])).toThrow('level.unknown');
  });
});

describe('the public notice', () => {
  const opened = { notice_publisher: 'work_committee', notice_channel: '市直机关党建网' };

  test('five working days, the first not counted; a verified complaint takes the level away, fraud adds accountability', () => {
    const rule = noticeRule(scheme, opened);
    expect(rule).toMatchObject({
      id: 'N1',
      levels: ['four', 'five'],
      minimum: { workdays: 5, countStart: false, holiday: 'stay' },
      by: 'work_committee',
      verified: { id: 'V3', level: 'none' },
      fraud: { effect: 'AC1' },
    });
    expect(effectNamed(scheme, rule.fraud!.effect)).toMatchObject({
      action: 'accountability',
      document: 'accountability_record',
    });
  });

  test('who publishes must have been asked', () => {
    expect(() => noticeRule(scheme, {})).toThrow('parameter.missing');
  });
});

describe('effects on units of several rated kinds', () => {
  const seventh = parseScheme(SEVENTH);
  const basis = { level: 'fine', stars: [], vetoes: [], caps: [], score: '65' };
  test.each([['office', ['money', 'link', 'board']], ['pier', ['link', 'board']]])('a %s gets those of its kind and of every kind', (kind, effects) => {
    expect(effectsOf(seventh, { ...basis, kind }).map(({ id }) => id)).toEqual(effects);
  });
});

describe('effects that a body calls for by hand', () => {
  const called = (more: string): string => SEVENTH.replace('effects:\n', `effects:\n  - {id: blame, zh: 追责, of: bureau, ${more}source: M 第十九条}\n`);
  const scheme = parseScheme(called('calledBy: bureau, action: accountability, '));

  test('follow from no result, and are known to that kind of body only', () => {
    expect(effectsOf(scheme, { level: 'fine', stars: [], vetoes: [], caps: [], kind: 'office' }).map(({ id }) => id)).not.toContain('blame');
    expect(effectsCalledBy(scheme, 'bureau')).toEqual([{ id: 'blame', of: 'bureau', action: 'accountability', zh: '追责', source: 'M 第十九条', expression: '', facts: {} }]);
    expect(effectsCalledBy(scheme, 'office')).toEqual([]);
  });

  test.each([
    ['nobody calls', 'of: office, action: criticise, ', 'effect.never', 'calledBy'],
    ['both', 'of: office, when: level == fine, calledBy: bureau, action: commend, ', 'effect.unclear', '只写一个'],
    ['an unknown body', 'of: office, calledBy: bureaux, action: commend, ', 'kind.unknown', '是否应写 bureau'],
    ['a body that results fall on', 'of: bureau, when: level == fine, action: commend, ', 'kind.unknown', 'rated'],
  ])('%s is refused', (_, more, code, hint) => {
    const text = called('').replace('of: bureau, source: M 第十九条', `${more}source: M 第十九条`);
    const problem = checkScheme(text).find((one) => one.code === code)!;
    expect(problem.zh).toContain(hint);
    expect(text.split('\n')[problem.line - 1]).toContain('id: blame');
  });
});
