import {
  adjust,
  decide,
  dutyPeriodOf,
  dutyPeriods,
  dutyState,
  ladderStanding,
  parseFacts,
  type Duty,
  type LadderFacts,
} from './index.ts';
import { branch, factsOf, organScheme } from './organ.fixture.ts';

const scheme = organScheme();
const duty = (id: string): Duty => scheme.duties.find((one) => one.id === id)!;
const period = (id: string, on: string) => dutyPeriodOf(duty(id), on)!;

describe('expected records', () => {
  test('nine of ten branches observed in a quarter: the tenth is missing', () => {
    const subjects = Array.from({ length: 10 }, (_, i) => `B${i + 1}`);
    const records = subjects.slice(0, 9).map((subject, i) => ({ subject, on: `2026-0${1 + (i % 3)}-15` }));
    const quarter = period('D1', '2026-03-31');
    expect(quarter).toEqual({ id: '2026-Q1', from: '2026-01-01', to: '2026-03-31' });
    expect(dutyState(duty('D1'), { subjects, records, period: quarter, today: '2026-03-31' })).toMatchObject({
      missing: ['B10'],
      alert: true,
    });
  });

  test('service hours are a sum per person and month; other months do not help', () => {
    const minutes = (subject: string, on: string, value: number) => ({ subject, on, values: { minutes: value } });
    const records = [
      minutes('M1', '2026-03-07', 120),
      minutes('M2', '2026-03-07', 119),
      minutes('M3', '2026-03-01', 60),
      minutes('M3', '2026-03-15', 45),
      minutes('M3', '2026-03-31', 20),
      minutes('M4', '2026-02-28', 300),
    ];
    const subjects = ['M1', 'M2', 'M3', 'M4', 'M5'];
    const standing = dutyState(duty('D3'), {
      subjects,
      records,
      period: period('D3', '2026-03-10'),
      today: '2026-04-01',
      exempt: { M5: '病假' },
    });
    expect(standing.subjects.map(({ got, state }) => [got, state])).toEqual([
      [120, 'met'],
      [119, 'missed'],
      [125, 'met'],
      [0, 'missed'],
      [0, 'exempt'],
    ]);
    expect(standing.missing).toEqual(['M2', 'M4']);
  });

  test('the party group studies in June and in December', () => {
    expect(dutyPeriods(duty('D2'), 2026).map(({ id }) => id)).toEqual(['2026-06', '2026-12']);
    expect(dutyPeriodOf(duty('D2'), '2026-07-02')).toBeUndefined();
    const state = (on: string, today: string) =>
      dutyState(duty('D2'), {
        subjects: ['G'],
        records: [{ subject: 'G', on }],
        period: period('D2', `${today.slice(0, 7)}-01`),
        today,
      });
    expect(state('2026-06-18', '2026-06-30').missing).toEqual([]);
    const june = dutyState(duty('D2'), {
      subjects: ['G'],
      records: [{ subject: 'G', on: '2026-07-02' }],
      period: period('D2', '2026-06-01'),
      today: '2026-07-02',
    });
    expect(june).toMatchObject({ missing: ['G'], alert: true });
    expect(state('2026-06-18', '2026-12-30')).toMatchObject({ missing: ['G'], alert: false });
    expect(state('2026-06-18', '2026-12-31')).toMatchObject({ alert: true, subjects: [{ state: 'due' }] });
  });

  test.each([
    [9, 'missed'],
    [10, 'met'],
  ])('%i real things in a year: %s', (count, state) => {
    const records = Array.from({ length: count }, () => ({ subject: 'U', on: '2026-08-01' }));
    const standing = dutyState(duty('D4'), { subjects: ['U'], records, period: period('D4', '2026-08-01'), today: '2027-01-01' });
    expect(standing.subjects[0]).toMatchObject({ got: count, expected: 10, state });
  });

  test('a half year', () => {
    expect(dutyPeriods({ every: 'half-year' }, 2026)).toEqual([
      { id: '2026-H1', from: '2026-01-01', to: '2026-06-30' },
      { id: '2026-H2', from: '2026-07-01', to: '2026-12-31' },
    ]);
  });
});

describe('the ladder', () => {
  const problem = (aspect: string, more = {}) => ({ aspect, opened: '2026-02-01', ...more });
  const rung = (facts: Omit<LadderFacts, 'today'>, today: string) => ladderStanding(scheme, { ...facts, today }).rung?.id ?? null;

  test.each([
    ['nothing', [], null],
    ['one aspect', [problem('S1')], 'R0'],
    ['two problems in one aspect', [problem('S1'), problem('S1')], 'R0'],
    ['two aspects at once', [problem('S1'), problem('S4')], 'R1'],
    ['three aspects at once', [problem('S1'), problem('S4'), problem('S5')], 'R2'],
    ['two aspects, one solved', [problem('S1'), problem('S4', { solved: '2026-02-20' })], 'R0'],
  ])('%s', (_, problems, expected) => {
    expect(rung({ problems }, '2026-02-27')).toBe(expected);
  });

  test('one aspect unsolved in its limit', () => {
    const problems = [problem('S3', { limit: '2026-03-31' })];
    expect(rung({ problems }, '2026-03-31')).toBe('R0');
    expect(rung({ problems }, '2026-04-01')).toBe('R1');
  });

  test('solved the day before its limit: no step', () => {
    const problems = [problem('S3', { limit: '2026-03-31', solved: '2026-03-30' })];
    expect(ladderStanding(scheme, { problems, today: '2026-04-01' })).toMatchObject({
      aspects: [],
      unsolved: [],
      rung: null,
      apart: [],
    });
  });

  test('not done in three months: weak-and-lax list', () => {
    const facts = { problems: [problem('S1'), problem('S4')], rungs: [{ rung: 'R1', due: '2026-06-02' }] };
    expect(rung(facts, '2026-06-02')).toBe('R1');
    expect(rung(facts, '2026-06-03')).toBe('R2');
    expect(rung({ ...facts, rungs: [{ rung: 'R1', due: '2026-06-02', done: '2026-06-02' }] }, '2026-06-03')).toBe('R1');
  });

  test('three aspects read as more than three', () => {
    const problems = ['S1', 'S2', 'S3'].map((aspect) => problem(aspect));
    expect(rung({ problems, parameters: { weak_from: 4 } }, '2026-02-27')).toBe('R1');
  });

  test.each([
    ['one', [], ['R3']],
    ['none', ['V2'], ['R4']],
    ['two', [], []],
  ])('level %s with vetoes %j: beside the chain %j', (level, vetoes, ids) => {
    expect(ladderStanding(scheme, { problems: [], today: '2026-03-01', level, vetoes }).apart.map(({ id }) => id)).toEqual(ids);
  });

  test('terms are data: three months, six months, and a length that must be given', () => {
    expect(scheme.ladder!.rungs.map(({ id, deadline }) => [id, deadline])).toEqual([
      ['R0', { ask: true }],
      ['R1', { months: 3 }],
      ['R2', { months: 6 }],
      ['R3', { ask: true }],
      ['R4', { ask: true }],
    ]);
  });
});

describe('adjustment', () => {
  const setUp = (facts: object) => {
    const file = parseFacts(scheme, factsOf([branch('B03', facts)]));
    return { file, was: decide(scheme, file)[0]! };
  };
  const late = { overdue_elections: [{ from: '2025-09-01' }] };

  test('a grave public-opinion event takes star two at once: four becomes three', () => {
    const event = { on: '2026-09-14', facts: { incidents: [{ on: '2026-09-14', field: 'public_opinion', major: true }] } };
    expect(adjust(scheme, { ...setUp(late), event })).toMatchObject({
      unit: 'B03',
      on: '2026-09-14',
      from: 'four',
      to: 'three',
      stars: ['S1', 'S3', 'S4'],
      lost: ['S2'],
      reasons: [{ clause: 'S2.c' }],
      rule: { id: 'AD1', source: 'S0 L135「及时减星」' },
      ledger: 'star_ledger',
    });
  });

  test('a five-star branch that loses one star also loses the fifth', () => {
    const event = { on: '2026-09-14', facts: { violations: [{ on: '2026-09-01' }] } };
    expect(adjust(scheme, { ...setUp({}), event })).toMatchObject({ from: 'five', to: 'three', lost: ['S4', 'S5'] });
  });

  test('a veto within the year', () => {
    const event = {
      on: '2026-08-01',
      facts: { section_reviews: [{ on: '2026-08-01', section: '登记科', rank_from_bottom: 1, score: '74.9' }] },
    };
    expect(adjust(scheme, { ...setUp({}), event })).toMatchObject({ to: 'none', stars: [] });
  });

  test('up only with the yearly evaluation', () => {
    const event = { on: '2026-09-14', facts: { provincial_rank: 3 } };
    expect(adjust(scheme, { ...setUp({ provincial_rank: 9 }), event })).toMatchObject({
      from: 'three',
      to: 'three',
      lost: [],
      later: { level: 'five', won: ['S2', 'S5'], rule: { id: 'AD2', source: 'S0 L135「随年度评比增星」' } },
    });
  });

  test('an event that touches no condition changes nothing', () => {
    const event = { on: '2026-09-14', facts: { incidents: [{ on: '2026-09-14', field: 'safety', major: false }] } };
    const result = adjust(scheme, { ...setUp(late), event });
    expect(result).toMatchObject({ from: 'four', to: 'four', lost: [] });
    expect(result).not.toHaveProperty('later');
  });

  test('an event without effect leaves a disqualified branch where it is', () => {
    const { file } = setUp({});
    const event = { on: '2026-09-14', facts: { incidents: [{ on: '2026-09-14', field: 'safety', major: false }] } };
    expect(adjust(scheme, { file, was: { unit: 'B03', level: 'none', stars: [] }, event })).toMatchObject({
      from: 'none',
      to: 'none',
    });
  });

  test('a gain beside a loss waits for the yearly evaluation', () => {
    const { file, was } = setUp({ provincial_rank: 9 });
    const event = { on: '2026-09-14', facts: { provincial_rank: 3, violations: [{ on: '2026-09-14' }] } };
    expect(adjust(scheme, { file, was, event })).toMatchObject({ from: 'three', to: 'two', lost: ['S4'], later: { level: 'three', won: ['S2'] } });
  });
});
