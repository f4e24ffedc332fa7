import { day } from '@xingchuang/calendar';
import {
  checkParameters,
  competence,
  decidableLevels,
  declarable,
  declarationLimit,
  mayDecide,
  needsNotice,
  parseScheme,
  routeOf,
  windowFor,
} from './index.ts';
import { organScheme, organText } from './organ.fixture.ts';

const scheme = organScheme();
const way = (level: string): string[] =>
  routeOf(scheme, level, { notice_publisher: 'work_committee' }).map(
    ({ stage, steps }) => `${stage.id} ${steps.map(({ act, kind }) => `${act}:${kind}`).join(' | ')}`,
  );

describe('the way of a candidate', () => {
  test('up to three-star the party group decides and files', () => {
    expect(way('three')).toEqual([
      'P1 declare:branch',
      'P2 propose:organ_committee',
      'P2 decide:party_group',
      'P3 spot-check:work_committee',
    ]);
  });

  test('a five-star passes five stages with two verifications side by side', () => {
    expect(way('five')).toEqual([
      'P1 declare:branch',
      'P2 propose:organ_committee',
      'P2 recommend:party_group',
      'P3 nominate:work_committee',
      'P4 verify:organisation_department | verify:work_committee',
      'P4 decide:standing_committee',
      'P5 notice:work_committee',
      'P5 confirm:work_committee',
    ]);
  });

  test('who publishes is open until the campaign says so', () => {
    expect(routeOf(scheme, 'four').at(-1)!.steps[0]).toMatchObject({ act: 'confirm', kind: null });
  });
});

describe('competence', () => {
  test.each([
    ['none', 'party_group', [], 'work_committee'],
    ['three', 'party_group', [], 'work_committee'],
    ['four', 'work_committee', [], null],
    ['five', 'standing_committee', ['organisation_department', 'work_committee'], null],
  ])('%s is decided by %s', (level, kind, verifiedBy, files) => {
    expect(competence(scheme, level)).toMatchObject({ kind, verifiedBy, files });
  });

  test('no body decides outside its range', () => {
    expect(mayDecide(scheme, 'four', 'party_group')).toBe(false);
    expect(mayDecide(scheme, 'three', 'work_committee')).toBe(false);
    expect(decidableLevels(scheme, 'party_group')).toEqual(['none', 'one', 'two', 'three']);
    expect(decidableLevels(scheme, 'branch')).toEqual([]);
    expect(() => competence(scheme, 'six')).toThrow('level.unknown');
  });

  test('notice is for four and five', () => {
    expect(scheme.levels.filter(({ id }) => needsNotice(scheme, id)).map(({ id }) => id)).toEqual(['four', 'five']);
  });
});

describe('declaring', () => {
  const window = { from: '2025-01-01', to: '2025-12-31' };
  const about = (rank: number, on = '2025-11-20', parameters = {}) => ({
    unit: 'B08',
    window,
    parameters,
    facts: { section_reviews: [{ on, section: '登记科', rank_from_bottom: rank, score: 81 }] },
  });

  test('a branch of the last ten may declare one star and is told the clause above it', () => {
    expect(() => declarable(scheme, about(7), 'one')).not.toThrow();
    try {
      declarable(scheme, about(7), 'two');
      throw new Error('not refused');
    } catch (refusal) {
      expect(refusal).toMatchObject({
        kind: 'conflict',
        code: 'declaration.capped',
        facts: { clause: 'V1', atMost: 'one', source: 'S0 L117「后 10 名」' },
        field: 'level',
      });
    }
  });

  test.each([
    ['tenth', about(10), 'one'],
    ['eleventh', about(11), 'five'],
    ['seventh a year before', about(7, '2024-11-20'), 'five'],
    ['seventh, cap of two', about(7, '2025-11-20', { last_ten_cap: 'two' }), 'two'],
  ])('%s may declare at most %#', (_, facts, atMost) => {
    expect(declarationLimit(scheme, facts).atMost).toBe(atMost);
  });

  test('a cap on the level alone does not bar from declaring', () => {
    const level = parseScheme(organText().replace('on: [declaring, level]', 'on: [level]'));
    expect(declarationLimit(level, about(7)).atMost).toBe('five');
  });

  test('facts of the wrong type are refused with their field', () => {
    const facts = { section_reviews: [{ on: '2025-11-20', section: '登记科', rank_from_bottom: 'seventh', score: 81 }] };
    expect(() => declarable(scheme, { unit: 'B08', window, facts }, 'two')).toThrow('facts.section_reviews[0].rank_from_bottom');
  });
});

describe('parameters', () => {
  test('asked ones must be given when a campaign opens, all named at once', () => {
    try {
      checkParameters(scheme, { rank_behind: 10 });
      throw new Error('not refused');
    } catch (refusal) {
      expect(refusal).toMatchObject({
        code: 'parameter.missing',
        facts: { names: ['spot_check_share', 'notice_publisher', 'notice_channel'] },
      });
    }
  });

  test('defaults are filled in', () => {
    const values = checkParameters(scheme, {
      rank_behind: 10,
      spot_check_share: 20,
      notice_publisher: 'work_committee',
      notice_channel: '网站',
    });
    expect(values).toMatchObject({ below_two: 'exclusive', last_ten_cap: 'one', vetoed_level: 'none', weak_from: 3 });
  });

  test.each([
    ['unknown name', { nonsense: 1 }, 'parameters.nonsense'],
    ['unknown level', { last_ten_cap: 'six' }, 'parameters.last_ten_cap'],
    ['out of bounds', { weak_from: 5 }, 'parameters.weak_from'],
    ['not one of the values', { below_two: 'perhaps' }, 'parameters.below_two'],
    ['too many places', { ratio_base: 15.123 }, 'parameters.ratio_base'],
    ['no unit kind', { notice_publisher: 'newspaper' }, 'parameters.notice_publisher'],
    ['not a list', { veto_catalogue: '事故' }, 'parameters.veto_catalogue'],
  ])('%s is refused', (_, given, field) => {
    expect(() => checkParameters(scheme, given, [])).toThrow(expect.objectContaining({ code: 'parameter.wrong', field }));
  });
});

test.each([
  ['calendar', { from: '2025-01-01', to: '2025-12-31' }],
  ['rolling', { from: '2025-01-05', to: '2026-01-04' }],
])('one year read as %s', (window_reading, window) => {
  expect(windowFor(scheme, day('2026-01-05'), { window_reading })).toEqual(window);
});

test('another chain of bodies is another file', () => {
  const district = parseScheme(
    organText().replace(
      'act: decide, by: work_committee, levels: [four]',
      'act: decide, by: organisation_department, levels: [four]',
    ),
  );
  expect(competence(district, 'four').kind).toBe('organisation_department');
});
