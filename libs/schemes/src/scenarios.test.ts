import { chineseCalendar, day, deadline, type LimitRule } from '@xingchuang/calendar';
import { allCases, fileOf, levelsOf, schemeText, type Cases, type Round } from '../../../e2e/fixtures/scenarios/cases.ts';
import {
  adjust,
  competence,
  decide,
  declarable,
  dueOf,
  dutyPeriodOf,
  dutyState,
  effectNamed,
  effectsOf,
  holdsUntil,
  ladderStanding,
  mayBeRated,
  mayOpen,
  noticeRule,
  parseFacts,
  parseScheme,
  quotaGroups,
  recommendable,
  settle,
  settleTerm,
  titlesOf,
  type AppliedEffect,
  type Decision,
  type Explanation,
  type Scheme,
} from './index.ts';

/** The acceptance cases of all six schemes through the rules alone; expected results are written by hand (e2e/fixtures/scenarios). */
const calendar = chineseCalendar();

const told = ({ of, action, by, in: honours, rung, ratio }: AppliedEffect): string =>
  [of, action, by, honours?.join('+'), rung, ratio && `${ratio.change > 0 ? '+' : ''}${ratio.change}`].filter(Boolean).join(' ');
const failed = (nodes: readonly Explanation[]): string[] =>
  nodes.flatMap(({ kind, verdict, clause, children }) => {
    if (kind === 'dimension' && verdict === null) return []; // does not apply to the unit
    return kind === 'condition' && verdict === false ? [clause] : failed(children);
  });
const roundOf = (scheme: Scheme, round: Round): Map<string, Decision> =>
  new Map(decide(scheme, parseFacts(scheme, fileOf(round))).map((decision) => [decision.unit, decision]));
/** A row per case, told by its name. */
const rows = <T extends { readonly case?: string }>(cases: readonly T[] | undefined, name: (one: T) => string): [string, T][] =>
  (cases ?? []).map((one) => [`${one.case ? `${one.case}: ` : ''}${name(one)}`, one]);
const code = (act: () => unknown): string | undefined => {
  try {
    act();
    return undefined;
  } catch (refusal) {
    return (refusal as { code: string }).code;
  }
};

const each = <T extends { readonly case?: string }>(title: string, cases: readonly T[] | undefined, name: (one: T) => string, check: (one: T) => void): void => {
  if (cases?.length) describe(title, () => void test.each(rows(cases, name))('%s', (_, one) => check(one)));
};

describe.each(allCases().map((cases) => [cases.scheme, cases] as const))('%s', (id, cases) => {
  const scheme = parseScheme(schemeText(id));
  rounds(scheme, cases);
  bothWays(scheme, cases);
  procedure(scheme, cases);
  recommendations(scheme, cases);
  dates(scheme, cases);
  duringTheYear(scheme, cases);
});

function rounds(scheme: Scheme, { rounds: all = [] }: Cases): void {
  describe.each(all.map((round) => [round.name, round] as const))('%s', (_, round) => {
    const decisions = roundOf(scheme, round);
    const guidance = (level: string): string | undefined => scheme.levels.find((one) => one.id === level)!.guidance;

    test.each(rows(round.units, ({ unit, level }) => `${unit ?? ''} ${level}`))('%s', (_, expected) => {
      const { unit, case: name, facts: _facts, reasons: _reasons, parameters: _given, guidance: label, unmet, follow, figures, ...outcome } = expected;
      const decision = decisions.get(unit ?? name!)!;
      expect(decision).toMatchObject(outcome);
      for (const [figure, value] of Object.entries(figures ?? {})) expect(`${figure} ${decision.figures[figure]}`).toBe(`${figure} ${value}`);
      if (label) expect(guidance(decision.level)).toBe(label);
      if (unmet) expect(failed(decision.explanation)).toEqual(unmet);
      if (follow) expect(effectsOf(scheme, { ...decision, ...standing(round, unit ?? name!) }, round.parameters).map(told)).toEqual(follow);
    });

    test('the order of the units does not matter', () => {
      const shuffled = { ...round, units: [...round.units].reverse() };
      expect(roundOf(scheme, shuffled)).toEqual(decisions);
    });
  });
}

/** What effects read besides the decision: the kind of the unit, and the level it held. */
function standing({ every, units }: Round, unit: string) {
  const facts = { ...every.facts, ...units.find((one) => (one.unit ?? one.case) === unit)!.facts };
  return { kind: every.kind, ...(typeof facts['held'] === 'string' ? { held: facts['held'] } : {}) };
}

/** Conditions, vetoes, caps and exclusions: what a case must show both ways, or no case would see it change. */
function verdicts(nodes: readonly Explanation[], seen: Map<string, Set<unknown>>): void {
  for (const { clause, kind, verdict, children } of nodes) {
    if (['condition', 'veto', 'cap', 'exclusion'].includes(kind)) seen.set(clause, (seen.get(clause) ?? new Set()).add(verdict));
    else verdicts(children, seen);
  }
}

function bothWays(scheme: Scheme, { rounds: all = [] }: Cases): void {
  test('every clause holds in one case and does not in another', () => {
    const seen = new Map<string, Set<unknown>>();
    for (const round of all) for (const { explanation } of roundOf(scheme, round).values()) verdicts(explanation, seen);
    const clauses = [...scheme.dimensions.flatMap(({ award }) => award?.all ?? []), ...scheme.vetoes, ...scheme.caps, ...scheme.exclusions];
    expect(clauses.map(({ id }) => id).filter((id) => ![true, false].every((verdict) => seen.get(id)?.has(verdict)))).toEqual([]);
  });
}

function procedure(scheme: Scheme, cases: Cases): void {
  const steps = scheme.process.flatMap((stage) => stage.steps);

  test('who declares, and which documents must be published before a round opens', () => {
    if (cases.declares) expect(steps.filter(({ act }) => act === 'declare').map(({ by }) => by)).toEqual([cases.declares]);
    expect(scheme.cycle?.requires ?? []).toEqual(cases.requires ?? []);
  });

  each('what may be declared', cases.declarations, ({ unit, level }) => `${unit} ${level}`, ({ round, unit, level, refused }) => {
    const { window, parameters, units } = fileOf(cases.rounds![round]!);
    const about = { ...units.find((one) => one.unit === unit)!, ...(window ? { window } : {}), ...(parameters ? { parameters } : {}) };
    if (!refused) return declarable(scheme, about, level);
    const stated = expect.objectContaining({ clause: refused, source: expect.stringMatching(/^S\d L\d/) as string }) as object;
    expect(() => declarable(scheme, about, level)).toThrow(expect.objectContaining({ kind: 'conflict', facts: stated }));
  });

  each('who decides', cases.deciders, ({ level, by }) => `${level} ${by}`, ({ level, by, verifiedBy = [], files = null, parameters = {} }) => {
    expect(competence(scheme, level, parameters)).toMatchObject({ kind: by, verifiedBy, files });
  });

  each('public notice', cases.notices, ({ from, last }) => `${from} to ${last}`, ({ parameters = {}, from, last, confirm, disqualified, fraud }) => {
    const rule = noticeRule(scheme, parameters);
    const limit = deadline(calendar, { from: day(from), ...(rule.minimum as LimitRule) });
    expect({ last: limit.lastDay, confirm: limit.firstDayAfter }).toEqual({ last, confirm });
    expect({ disqualified: rule.verified.level, fraud: rule.fraud?.effect }).toEqual({ disqualified, fraud });
  });

  each('what follows', cases.effects, ({ level }) => level, ({ level, kind, vetoes = [], caps = [], follow, ratio, parameters = {} }) => {
    const basis = { level, stars: [], vetoes, caps, exclusions: [], direct: [], score: null, ...(kind ? { kind } : {}) };
    const effects = effectsOf(scheme, basis, parameters);
    if (follow) expect(effects.map(told)).toEqual(follow);
    if (ratio) expect(effects.find(({ action }) => action === 'ratio')!.ratio!.result).toBe(ratio);
  });

  each('titles', cases.titles, ({ levels }) => levels, ({ title, levels, granted, follow, parameters = {} }) => {
    const population = levelsOf(levels);
    expect(titlesOf(scheme, population, parameters).find((one) => one.title === title)!.granted).toBe(granted);
    if (follow) expect(effectsOf(scheme, { levels: population }, parameters).map(told)).toEqual(follow);
  });
}

function dates(scheme: Scheme, cases: Cases): void {
  const steps = scheme.process.flatMap((stage) => stage.steps);

  each('days of the year', cases.dates, ({ step, last }) => `${step} ${last}`, ({ step, assessed, last, tolerance = 0, parameters = {} }) => {
    const given = { ...cases.rounds![0]!.parameters, ...parameters };
    const due = dueOf(scheme, steps.find(({ id }) => id === step)!.due!, { calendar, assessed, parameters: given })!;
    expect({ last: due.lastDay, tolerance: due.tolerance }).toEqual({ last, tolerance });
  });

  each('opening a round', cases.openings, ({ published }) => `with ${published.join() || 'nothing'}`, ({ published, refused }) => {
    expect(code(() => mayOpen(scheme, Object.fromEntries(published.map((name) => [name, { publishedOn: '2026-03-10' }])), day('2026-03-10')))).toBe(refused);
  });

  each('once in a cycle', cases.evaluations, ({ on, evaluated }) => `${on} after ${evaluated.join() || 'none'}`, ({ on, evaluated, refused, parameters = {} }) => {
    const before = evaluated.map((one) => ({ title: one, openedOn: day(one) }));
    expect(code(() => mayBeRated(scheme, day(on), before, { ...cases.rounds![0]!.parameters, ...parameters }))).toBe(refused);
  });

  each('how long a level stands', cases.holds, ({ level, until }) => `${level} ${until}`, ({ level, decided, until, parameters = {} }) => {
    expect(holdsUntil(scheme, level, day(decided), parameters)).toBe(until);
  });

  each('a limit that was missed', cases.removals, ({ rung, level }) => `${rung} ${level}`, ({ rung, level, report, parameters = {} }) => {
    const { failed: then } = scheme.ladder!.rungs.find(({ id }) => id === rung)!;
    expect({ report: then!.report, level: settle(scheme, then!.level!, parameters) }).toEqual({ report, level });
  });

  const { recheck } = cases;
  if (recheck) {
    test('the yearly re-check', () => {
      const rule = scheme.recheck!;
      const parameters = cases.rounds![0]!.parameters ?? {};
      const due = dueOf(scheme, rule.suggest!.due!, { calendar, assessed: recheck.assessed, parameters });
      expect({
        levels: rule.levels,
        years: settle(scheme, rule.years, parameters),
        suggest: rule.suggest!.by,
        review: [rule.review.by, ...(rule.review.with ?? [])],
        assessed: recheck.assessed,
        last: due!.lastDay,
        revoked: settle(scheme, rule.revoke.level, parameters),
        effects: rule.revoke.effects,
      }).toEqual(recheck);
      expect(recheck.effects.map((effect) => effectNamed(scheme, effect, parameters)?.action)).toEqual(['plaque-return']);
    });
  }
}

/** A unit's own round: its branches, of which some have the title, each meeting every standard of the first round of the file. */
function recommendations(scheme: Scheme, { rounds: [first] = [], recommendations: all }: Cases): void {
  each('recommendations', all, ({ group, branches, recommended }) => `${group}: ${recommended} of ${branches}`, (one) => {
    const { quota: id, group, branches, named, share, recommended, places, refused, parameters = {} } = one;
    const quota = scheme.quotas.find((known) => known.id === id)!;
    const level = Object.keys(quota.shares!)[0]!;
    const units = Array.from({ length: branches }, (_, i) => ({
      unit: `${group}-${String(i + 1).padStart(2, '0')}`,
      kind: first!.every.kind,
      parent: group,
      facts: { ...first!.every.facts, ...(i >= branches - named ? { held: level } : {}) },
    }));
    const quotas = share === undefined ? [] : [{ quota: id, group, shares: { [level]: share }, reason: '工作需要' }];
    const file = parseFacts(scheme, { window: first!.window, parameters: { ...first!.parameters, ...parameters }, quotas, units });
    const chosen = units.slice(0, recommended).map(({ unit }) => unit);
    const board = quotaGroups(scheme, file).find((known) => known.group === group)!;
    expect(board).toMatchObject({ units: branches, places: [{ level, places }], reason: share === undefined ? null : '工作需要' });
    expect(board.candidates).toHaveLength(branches - named);
    expect(code(() => recommendable(quotaGroups(scheme, file), { quota: id, group, level }, chosen))).toBe(refused);
  });
}

function duringTheYear(scheme: Scheme, cases: Cases): void {
  each('limits', cases.terms, ({ from, last }) => `${from} to ${last}`, ({ rung, given, from, last, parameters = {} }) => {
    const term = rung === undefined ? undefined : settleTerm(scheme, scheme.ladder!.rungs.find((one) => one.id === rung)!.deadline, parameters);
    if (given && term) expect(term.ask).toBe(true); // the length is never invented
    expect(deadline(calendar, { from: day(from), ...((given ?? term) as LimitRule) }).lastDay).toBe(last);
  });

  each('expected records', cases.duties, ({ duty, on, missing }) => `${duty} ${on} ${missing.join()}`, ({ duty: id, on, today, subjects, records, missing, state }) => {
    const duty = scheme.duties.find((one) => one.id === id)!;
    const standing = dutyState(duty, {
      subjects,
      records: records.map(([subject, at, values]) => ({ subject, on: at, ...(values ? { values } : {}) })),
      period: dutyPeriodOf(duty, on)!,
      today,
    });
    expect(standing.missing).toEqual(missing);
    if (state) expect(standing.subjects[0]!.state).toBe(state);
  });

  each('the ladder', cases.ladder, ({ today, rung }) => `${today} ${rung}`, ({ today, problems, taken = [], level, vetoes = [], rung, apart = [], parameters = {} }) => {
    const standing = ladderStanding(scheme, { problems, rungs: taken, today, vetoes, parameters, ...(level === undefined ? {} : { level }) });
    expect({ rung: standing.rung?.id ?? null, apart: standing.apart.map((one) => one.id) }).toEqual({ rung, apart });
  });

  each('within the year', cases.adjustments, ({ unit, on }) => `${unit} ${on}`, ({ round, unit, on, event, from, to, lost, ledger, later }) => {
    const file = parseFacts(scheme, fileOf(cases.rounds![round]!));
    const was = decide(scheme, file).find((one) => one.unit === unit)!;
    const result = adjust(scheme, { was, file, event: { on, facts: event } });
    expect(result).toMatchObject({ from, to, lost, ...(ledger ? { ledger } : {}) });
    expect(result.later?.level).toBe(later);
  });
}
