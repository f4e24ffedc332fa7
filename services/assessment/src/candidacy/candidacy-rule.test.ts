import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { day } from '@xingchuang/calendar';
import { Refusal } from '@xingchuang/rules';
import { parseScheme } from '@xingchuang/schemes';
import type { Candidacy, Computed, Moment, Seat } from './candidacy.ts';
import { declare, expected, handOn, isVoided, judge, lower, refuseOutside, reopen, saveDraft, sendBack, settle, takeBack, turns, verify, withdraw } from './candidacy-rule.ts';
import { JUDGEMENTS, Programme, ROLE_OF, type Judgement } from './programme.ts';

const scheme = parseScheme(readFileSync(new URL('../../../../schemes/nanyang-organ-five-star.yaml', import.meta.url), 'utf8'));
const programme = new Programme(scheme, { rank_behind: 10, spot_check_share: 20, notice_publisher: 'work_committee', notice_channel: '网站' });
const moment: Moment = { at: '2026-01-22T02:00:00.000Z', day: day('2026-01-22') };
const seat = (unitKind: string, role: Seat['role']): Seat => ({ unitKind, role, unitId: `a ${unitKind}`, personId: 'p' });
const BRANCH = seat('branch', 'clerk');
const OC = seat('organ_committee', 'reviewer');
const PG = seat('party_group', 'decider');
const WC = seat('work_committee', 'decider');
const WC_REVIEW = seat('work_committee', 'reviewer');
const OD = seat('organisation_department', 'reviewer');
const SC = seat('standing_committee', 'decider');
const SEATS = [BRANCH, OC, PG, WC, WC_REVIEW, OD, SC];

const computed = (level: string, factsDigest = 'd1', more: Partial<Computed> = {}): Computed => ({
  decisionId: `of ${factsDigest}`, level, stars: [], vetoes: [], caps: [], unmet: ['S5.b'], factsVersion: Number(factsDigest.slice(1)), factsDigest, explanationDigest: 'e', ...more,
});
const fresh = expected(programme, { id: 'c', campaignId: 'k', unitId: 'u', path: ['u'] });
const declared = (level: string): Candidacy => declare(fresh, programme, { level, text: '自评', evidence: [] }, BRANCH, moment);
const given = (act: Judgement, level: string | undefined, now: Computed, reason = '') => ({ act, level, now, reason, text: '', canStillDeclare: false, filedWith: 'wc' });
/** Puts a level over the facts that give `byFacts`. */
const put = (was: Candidacy, act: Judgement, by: Seat, byFacts: string, level?: string, reason = '') => judge(was, programme, given(act, level, computed(byFacts), reason), by, moment);
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return 'done';
};

describe('a declaration', () => {
  const item = { item: scheme.dimensions[0]!.tasks[0]!.items[0]!.id, value: true, text: '', evidence: [] };
  test.each([
    ['nothing said and no item marked', '  ', [], 'declaration.no-self-assessment'],
    ['a word on how it stands', '对照自评', [], 'done'],
    ['items alone', '', [item], 'done'],
  ])('%s', (_, text, items, code) => {
    expect(codeOf(() => declare(fresh, programme, { level: 'one', text, items, evidence: [] }, BRANCH, moment))).toBe(code);
  });

  test('is made by the unit itself where the scheme names it so, whatever its kind, and by the one above where it names that', () => {
    const named = (is: 'self' | 'parent') => new Programme({ ...scheme, kinds: { ...scheme.kinds, branch: { ...scheme.kinds['branch']!, is } } }, programme.parameters);
    const [self, parent] = [named('self'), named('parent')];
    const was = { ...fresh, unitId: 'a village', path: ['a organ', 'a village'] };
    const step = self.declaring('one')!;
    expect([seat('village', 'clerk'), seat('organ', 'clerk'), BRANCH].map((by) => [self.acts(step, by, was), parent.acts(step, by, was)])).toEqual([[true, false], [false, true], [false, false]]);
    expect([self.awaited(step, was).includes('branch'), parent.awaited(step, was)]).toEqual([false, ['a organ']]);
  });
});

describe('the way of a candidate', () => {
  test('of three stars ends at the party group and is filed', () => {
    const proposed = put(declared('three'), 'propose', OC, 'three');
    expect([proposed.state, proposed.level, turns(programme, proposed).map(({ id }) => id)]).toEqual(['reviewing', 'three', ['P2.2']]);
    const decided = put(proposed, 'decide', PG, 'three');
    expect([decided.state, decided.decidedBy, decided.filedWith]).toEqual(['decided', PG.unitId, 'wc']);
  });

  test('of five stars goes through all bodies, both verifications in either order', () => {
    const nominated = put(put(put(declared('five'), 'propose', OC, 'five'), 'recommend', PG, 'five'), 'nominate', WC, 'five');
    const check = (was: Candidacy, by: Seat) => verify(was, programme, { passed: true, text: '属实', now: computed('five') }, by, moment);
    for (const [first, second] of [[OD, WC_REVIEW], [WC_REVIEW, OD]] as const) {
      const once = check(nominated, first);
      expect(codeOf(() => put(once, 'decide', SC, 'five'))).toBe('step.not-yet');
      expect(codeOf(() => check(once, first))).toBe('step.done');
      const decided = put(check(once, second), 'decide', SC, 'five');
      expect([decided.state, decided.level, decided.filedWith]).toEqual(['decided', 'five', '']);
    }
  });

  test('a failed verification stands against the decision of that level', () => {
    const nominated = put(put(put(declared('five'), 'propose', OC, 'five'), 'recommend', PG, 'five'), 'nominate', WC, 'five');
    const check = (was: Candidacy, by: Seat, passed: boolean) => verify(was, programme, { passed, text: '…', now: computed('five') }, by, moment);
    expect(codeOf(() => put(check(check(nominated, OD, true), WC_REVIEW, false), 'decide', SC, 'five'))).toBe('verification.failed');
  });

  test('an appeal opens the step again that cost the level, on the way of the level that was lost', () => {
    const nominated = put(put(put(declared('five'), 'propose', OC, 'five'), 'recommend', PG, 'five'), 'nominate', WC, 'five');
    const failed = verify(nominated, programme, { passed: false, text: '不实', now: computed('five') }, OD, moment);
    const four = put(failed, 'decide', WC, 'five', 'four', '核验未通过');
    const none = settle(four, programme, { level: 'none', on: '2026-02-28', because: 'complaint' }, OC, moment);
    for (const was of [four, none]) {
      const again = reopen(was, programme, { step: 'P4.1', reason: '申诉成立', barred: ['p'] }, WC, moment);
      expect([again.state, again.level, turns(programme, again).map(({ id }) => id)]).toEqual(['reviewing', 'five', ['P4.1', 'P4.2']]);
    }
  });

  describe('is handed on to the body that decides another level', () => {
    const nominated = put(put(put(declared('five'), 'propose', OC, 'five'), 'recommend', PG, 'five'), 'nominate', WC, 'five');
    const failed = verify(nominated, programme, { passed: false, text: '不实', now: computed('five') }, OD, moment);
    const hand = (was: Candidacy, level: string, by: Seat, now = computed('five')) => handOn(was, programme, { level, reason: '核验未通过', now }, by, moment);
    const due = (was: Candidacy) => [was.level, turns(programme, was).map(({ id }) => id), was.waits.filter((one) => one.startsWith('decide'))];

    test.each([
      ['who verified and did not pass it', failed, OD, 'four', ['four', ['P3.2'], ['decide:work_committee']]],
      ['who verifies, without a record', nominated, WC_REVIEW, 'three', ['three', ['P2.2'], ['decide:party_group']]],
      ['who has the last word', verify(failed, programme, { passed: true, text: '属实', now: computed('five') }, WC_REVIEW, moment), SC, 'none', ['none', ['P2.2'], ['decide:party_group']]],
    ] as const)('by %s', (_, was, by, level, expected) => {
      const handed = hand(was, level, by);
      expect([due(handed), handed.done, handed.handed]).toMatchObject([expected, was.done, { from: 'five', level, reason: '核验未通过', unitId: by.unitId }]);
      const decider = level === 'four' ? WC : PG;
      expect(put(handed, 'decide', decider, 'five')).toMatchObject({ state: 'decided', level, decidedBy: decider.unitId, handed: { level } });
    });

    test('and back, until somebody acted on it', () => {
      const four = hand(failed, 'four', OD);
      expect(codeOf(() => takeBack(four, programme, '重看', WC_REVIEW, moment))).toBe('take-back.not-last');
      expect(takeBack(four, programme, '重看', OD, moment)).toMatchObject({ level: 'five', handed: null, done: failed.done });
      expect(sendBack(four, programme, { reason: '补材料', until: '2026-01-26', ends: '', voided: false }, WC, moment).handed).toBeNull();
      expect(due(hand(four, 'five', WC))).toEqual(['five', ['P4.2'], []]); // who disagrees says so the same way
    });

    test.each([
      ['before anybody put a level', { ...failed, computed: null }, OD, 'four', computed('five'), 'hand-on.not-put'],
      ['by who is not at a step', failed, SC, 'four', computed('five'), 'step.other-body'],
      ['by who decides it', put(declared('four'), 'propose', OC, 'four'), PG, 'three', computed('four'), 'hand-on.nobody-else'],
      ['with the level it has', failed, OD, 'five', computed('five'), 'hand-on.same-level'],
      ['above the facts', put(declared('three'), 'propose', OC, 'three'), PG, 'four', computed('three'), 'level.above-facts'],
      ['over facts that changed', failed, OD, 'four', computed('five', 'd2'), 'facts.changed'],
    ])('not %s', (_, was, by, level, now, code) => {
      expect(codeOf(() => hand(was, level, by, now))).toBe(code);
    });
  });

  test('an appeal against a level that later facts lowered opens it from the first judgement: none was put on those facts', () => {
    const decided = put(put(declared('three'), 'propose', OC, 'two'), 'decide', PG, 'two');
    const lowered = lower(settle(decided, programme, { level: 'two', on: '2026-01-22', because: '' }, WC, moment), programme, computed('none', 'd2'), { clause: 'AD1', reason: '通报' }, WC, moment);
    const again = reopen(lowered, programme, { step: 'P2.2', reason: '申诉成立', barred: ['q'] }, WC, moment);
    expect([again.level, again.computed, turns(programme, again).map(({ id }) => id)]).toEqual(['three', null, ['P2.1']]);
  });

  test.each([
    ['the party group decides four stars', PG, 'decide', 'four', 'level.not-competent'],
    ['the party group nominates', PG, 'nominate', 'five', 'level.not-competent'],
    ['the standing committee decides too early', SC, 'decide', 'five', 'step.not-yet'],
    ['the organ committee proposes twice', OC, 'propose', 'five', 'step.done'],
    ['the party group recommends three stars', PG, 'recommend', 'three', 'level.not-competent'],
    ['nothing of its own turn', PG, 'recommend', 'five', 'done'],
    ['less without a reason', PG, 'decide', 'three', 'level.needs-reason'],
  ] as const)('refuses: %s', (_, by, act, level, code) => {
    const proposed = put(declared('five'), 'propose', OC, 'five');
    expect(codeOf(() => put(proposed, act, by, 'five', level))).toBe(code);
  });

  test('names the competent body with its clause', () => {
    const proposed = put(declared('four'), 'propose', OC, 'four');
    expect(() => put(proposed, 'decide', PG, 'four')).toThrow(expect.objectContaining({ facts: expect.objectContaining({ clause: 'P3.2', body: 'work_committee', source: 'S0 L133「四星党支部进行认定」' }) }));
  });

  test('never stores a level above what the facts give, and a lower one only with a reason', () => {
    expect(codeOf(() => put(declared('five'), 'propose', OC, 'four', 'five'))).toBe('level.above-facts');
    expect(codeOf(() => put(declared('four'), 'propose', OC, 'four', 'three'))).toBe('level.needs-reason');
    expect(put(declared('four'), 'propose', OC, 'four', 'three', '材料不全').level).toBe('three');
    const lowered = put(put(declared('four'), 'propose', OC, 'four'), 'decide', PG, 'four', 'three', '群众反映');
    expect([lowered.state, lowered.level]).toEqual(['decided', 'three']);
  });
});

describe('facts that change', () => {
  const proposed = put(declared('four'), 'propose', OC, 'four');
  const later = computed('three', 'd2');

  test('void what was put on them until it is put again', () => {
    expect(codeOf(() => judge(proposed, programme, given('recommend', undefined, later), PG, moment))).toBe('facts.changed');
    expect([isVoided(proposed, 'd2'), turns(programme, proposed, true).map(({ id }) => id)]).toEqual([true, ['P2.1']]);
    const again = judge(proposed, programme, given('propose', undefined, later), OC, moment);
    expect([again.level, again.computed?.factsDigest, turns(programme, again).map(({ id }) => id)]).toEqual(['three', 'd2', ['P2.2']]);
  });

  test('void it also where a higher body had gone on', () => {
    const recommended = put(proposed, 'recommend', PG, 'four');
    const again = judge(recommended, programme, given('propose', undefined, later), OC, moment);
    expect(again.done.map(({ step }) => step)).toEqual(['P1.1', 'P2.1']);
    expect(again.timeline.map(({ act }) => act)).toEqual(['declare', 'propose', 'recommend', 'propose']);
  });
});

describe('declaring', () => {
  const window = { from: '2026-01-05', to: '2026-01-16' };
  test.each([
    ['2026-01-04', 'declaration.outside-window'],
    ['2026-01-05', 'done'],
    ['2026-01-16', 'done'],
    ['2026-01-17', 'declaration.outside-window'],
  ])('on %s: %s', (today, code) => {
    expect(codeOf(() => refuseOutside(fresh, window, day(today)))).toBe(code);
  });

  test('is taken back before the review begins, not after', () => {
    const back = withdraw(declared('two'), programme, '重新准备', BRANCH, moment);
    expect([back.state, back.declaration?.level, withdraw(back, programme, '', BRANCH, moment).state]).toEqual(['draft', 'two', 'expected']);
    expect(codeOf(() => withdraw(put(declared('two'), 'propose', OC, 'two'), programme, '', BRANCH, moment))).toBe('candidacy.wrong-state');
  });

  test('what is sent back has its own last day', () => {
    const returned = sendBack(put(declared('two'), 'propose', OC, 'two'), programme, { reason: '缺材料', until: '2026-01-26', ends: '', voided: false }, PG, moment);
    expect([returned.state, returned.done, returned.computed]).toEqual(['draft', [], null]);
    expect(codeOf(() => refuseOutside(returned, window, day('2026-01-26')))).toBe('done');
    expect(codeOf(() => refuseOutside(returned, window, day('2026-01-27')))).toBe('declaration.return-over');
    expect(codeOf(() => sendBack(put(declared('two'), 'propose', OC, 'two'), programme, { reason: '…', until: '2026-01-26', ends: '', voided: false }, OC, moment))).toBe('step.other-body');
    const record = (today: string) => codeOf(() => judge(returned, programme, given('propose', 'none', computed('two'), '未申报'), OC, { ...moment, day: day(today) }));
    expect([record('2026-01-26'), record('2026-01-27')]).toEqual(['return.running', 'done']);
  });

  test('who did not declare is recorded at the lowest level or as vetoed, with a reason, after the window', () => {
    const record = (canStillDeclare: boolean, level: string | undefined, now: Computed, reason: string) =>
      codeOf(() => judge(fresh, programme, { ...given('propose', level, now, reason), canStillDeclare }, OC, moment));
    expect(record(true, 'none', computed('four'), '未申报')).toBe('candidacy.not-declared');
    expect(record(false, undefined, computed('four'), '未申报')).toBe('candidacy.not-declared');
    expect(record(false, 'none', computed('four'), '')).toBe('candidacy.not-declared');
    expect(record(false, 'none', computed('four'), '未申报')).toBe('done');
    expect(record(false, undefined, computed('none', 'd1', { vetoes: ['V2'] }), '一票否决')).toBe('done');
  });
});

describe('whatever is tried in whatever order', () => {
  const levels = scheme.levels.map(({ id }) => id);
  const level = fc.constantFrom(...levels);
  const command = fc.oneof(
    fc.record({ what: fc.constant('declare' as const), level, by: fc.constantFrom(...SEATS) }),
    fc.record({ what: fc.constant('draft' as const), level, by: fc.constant(BRANCH) }),
    fc.record({ what: fc.constantFrom('withdraw' as const, 'settle' as const), level, by: fc.constant(BRANCH) }),
    fc.record({ what: fc.constantFrom(...JUDGEMENTS), level: fc.option(level, { nil: undefined }), by: fc.constantFrom(...SEATS) }),
    fc.record({ what: fc.constant('verify' as const), level, by: fc.constantFrom(...SEATS) }),
    fc.record({ what: fc.constant('send-back' as const), level, by: fc.constantFrom(...SEATS) }),
    fc.record({ what: fc.constant('facts' as const), level, by: fc.constant(OC) }),
    // chance alone seldom reaches the end: often do what is due
    { weight: 12, arbitrary: fc.record({ what: fc.constant('next' as const), level, by: fc.constant(OC) }) },
  );
  type Try = typeof command extends fc.Arbitrary<infer T> ? T : never;

  function step(was: Candidacy, now: Computed, { what, level: asked, by }: Try): Candidacy {
    switch (what) {
      case 'declare':
        return declare(was, programme, { level: asked!, text: '自评', evidence: [] }, by, moment);
      case 'draft':
        return saveDraft(was, programme, { level: asked!, text: '', evidence: [] }, by, moment);
      case 'withdraw':
        return withdraw(was, programme, '', by, moment);
      case 'verify':
        return verify(was, programme, { passed: true, text: '', now }, by, moment);
      case 'send-back':
        return sendBack(was, programme, { reason: 'r', until: '2026-02-01', ends: '', voided: isVoided(was, now.factsDigest) }, by, moment);
      case 'settle':
        return settle(was, programme, { level: was.level, on: '2026-02-28', because: '' }, by, moment);
      case 'facts':
        return was;
      case 'next': {
        const due = turns(programme, was, isVoided(was, now.factsDigest))[0];
        const who = SEATS.find(({ unitKind, role }) => unitKind === due?.kind && role === ROLE_OF[due!.act]);
        return due && who && due.act !== 'notice' && due.act !== 'confirm' ? step(was, now, { what: due.act as Judgement, level: due.act === 'declare' ? asked : undefined, by: who } as Try) : was;
      }
      default:
        return judge(was, programme, given(what, asked, now, 'r'), by, moment);
    }
  }

  test('a level is never above the facts, and is decided only by the body the scheme names, after every step before it', () => {
    let decisions = 0;
    const property = fc.property(fc.array(command, { minLength: 10, maxLength: 40 }), level, (tries, first) => {
      let candidacy = fresh;
      let now = computed(first);
      tries.forEach((one, i) => {
        if (one.what === 'facts') now = computed(one.level!, `d${i + 2}`);
        const was = candidacy;
        try {
          candidacy = step(was, now, one);
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal); // a "no" that a person can act on, never a crash
          expect(candidacy).toBe(was);
        }
        if (candidacy !== was) expect(candidacy.timeline.slice(0, -1)).toEqual(was.timeline); // history only grows
        if (was.state === 'settled') expect(candidacy).toBe(was);
        if (was.state !== 'decided' && candidacy.state === 'decided') {
          decisions += 1;
          const steps = programme.way(candidacy.level).flat();
          const done = new Set(candidacy.done.map((made) => made.step));
          expect(steps.every(({ id }) => done.has(id))).toBe(true);
          expect(candidacy.decidedBy).toBe(`a ${programme.competence(candidacy.level).kind}`);
          expect(candidacy.computed?.factsDigest).toBe(now.factsDigest);
        }
        if (candidacy.computed) expect(programme.rank(candidacy.level)).toBeLessThanOrEqual(programme.rank(candidacy.computed.level));
      });
    });
    fc.assert(property, { numRuns: 500, seed: 7 });
    expect(decisions).toBeGreaterThan(50);
  });
});
