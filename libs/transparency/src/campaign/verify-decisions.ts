import { decide, parseFacts, type Decision, type Explanation, type Scheme, type Window } from '@xingchuang/schemes';
import { canonicalJson } from '../canonical.ts';
import { FILES, type PackagedDecision, type PackagedFacts, type PackagedRound } from './campaign-package.ts';
import { clauseReading, digestOf, type Checking, type Clauses, type PackageFiles, type Where } from './checking.ts';
import type { SchemeWay } from './scheme-way.ts';

/** All versions of the facts by unit and version, each as it was digested when it was entered. */
export type FactVersions = ReadonlyMap<string, PackagedFacts>;
/** A decision without its reasons, which are read again where they are needed. */
export interface KnownDecision extends Omit<PackagedDecision, 'basis' | 'decision'> {
  readonly level: string;
  readonly stars: readonly string[];
  readonly vetoes: readonly string[];
  readonly caps: readonly string[];
  readonly unmet: readonly string[];
  /** The days it looked at; undefined where it cannot be reckoned again. */
  readonly window: Window | undefined;
  readonly whole: () => Decision;
}
export const factsKey = (unitId: string, version: number): string => `${unitId} ${version}`;

export interface Round {
  readonly files: PackageFiles;
  readonly check: Checking;
  /** By version of the scheme. */
  readonly ways: ReadonlyMap<number, { readonly way: SchemeWay; readonly clauses: Clauses }>;
  readonly scheme: Scheme;
  readonly clauses: Clauses;
  readonly nameOf: (unitId: string) => string;
  readonly codeOf: (unitId: string) => string;
}

/** Every version of every unit's facts: each fact is the one that was digested, and all together are. */
export function verifyFacts({ files, check, scheme, clauses, nameOf }: Round): FactVersions {
  const known = new Map<string, PackagedFacts>();
  const newest = new Map<string, number>();
  for (const { value, place } of files.lines<PackagedFacts>(FILES.facts)) {
    const { unitId, version, facts, refs, origins, excluded, each, digest } = value;
    const where = (item: string, clause = ''): Where => ({ object: nameOf(unitId), place, item, ...(clause === '' ? {} : clauses.of(clause)) });
    for (const name of new Set([...Object.keys(each), ...Object.keys(facts)])) {
      const { zh = name } = scheme.facts[name] ?? {};
      const found = Object.hasOwn(facts, name) ? digestOf({ fact: name, value: facts[name], refs: refs[name] ?? [], origin: origins[name] ?? null }) : 'nothing';
      check.same(where(`${zh} (${name})`, clauseReading(scheme, name) ?? `fact ${name}`), each[name] ?? 'nothing', found);
    }
    check.same(where('facts digest'), digestOf({ facts, refs, ...(Object.keys(excluded).length > 0 ? { excluded } : {}) }), digest);
    newest.set(unitId, (newest.get(unitId) ?? 0) + 1);
    check.same(where('version'), newest.get(unitId), version);
    known.set(factsKey(unitId, version), value);
  }
  return known;
}

/** Every decision, reckoned again from the facts it names; known by their ids afterwards. */
export function verifyDecisions(round: Round, facts: FactVersions): ReadonlyMap<string, KnownDecision> {
  const { files, check, nameOf } = round;
  const known = new Map<string, KnownDecision>();
  const among = new Map<string, { readonly place: string; readonly from: number; readonly to: number }[]>();
  for (const { value, place, from, to } of files.lines<PackagedDecision>(FILES.decisions)) {
    const object = nameOf(value.unitId);
    const sheet = facts.get(factsKey(value.unitId, value.factsVersion));
    check.holds({ object, place, item: 'facts version' }, sheet !== undefined, 'a version of the unit’s facts', value.factsVersion);
    check.same({ object, place, item: 'facts digest' }, sheet!.digest, value.factsDigest);
    const { basis, decision, ...rest } = value;
    const { level, stars, vetoes, caps } = decision;
    known.set(value.id, { ...rest, level, stars, vetoes, caps, unmet: decision.missing?.clauses.map(({ clause }) => clause) ?? [], window: basis?.window, whole: () => files.part<PackagedDecision>(FILES.decisions, from, to).decision });
    if (basis?.round !== undefined) among.set(basis.round, [...(among.get(basis.round) ?? []), { place, from, to }]);
    else if (basis) verifyAlone(round, value, sheet!, place);
    if (basis?.round === undefined) verifyDigest(round, value, place);
  }
  verifyAmong(round, facts, among);
  return known;
}

/** After its parts: what differs is named by them. */
function verifyDigest({ check, clauses, nameOf }: Round, { unitId, decision, explanationDigest }: Pick<PackagedDecision, 'unitId' | 'decision' | 'explanationDigest'>, place: string): void {
  check.same({ object: nameOf(unitId), place, item: 'explanation digest', ...clauses.of(decision.level) }, digestOf(decision), explanationDigest);
}

const unitFacts = (name: string, { facts, refs, excluded }: PackagedFacts, { kind, parent }: { readonly kind?: string; readonly parent?: string }): object => ({
  unit: name, ...(kind === undefined ? {} : { kind }), ...(parent === undefined ? {} : { parent }), facts, refs, ...(Object.keys(excluded).length > 0 ? { reasons: excluded } : {}),
});

function verifyAlone(round: Round, { unitId, basis, decision }: PackagedDecision, sheet: PackagedFacts, place: string): void {
  const { way, clauses } = round.ways.get(basis!.schemeVersion)!;
  round.check.at = { object: round.nameOf(unitId), place, item: 'facts' };
  const file = parseFacts(way.scheme, { window: basis!.window, parameters: way.parameters, units: [unitFacts(decision.unit, sheet, basis!)] });
  compare(round.check, way.scheme, clauses, { object: round.nameOf(unitId), place }, decide(way.scheme, file)[0]!, decision);
}

/** Where units are compared, all of a round are reckoned at once; a round says only what is otherwise than in the one it follows. */
function verifyAmong(round: Round, facts: FactVersions, among: ReadonlyMap<string, readonly { readonly place: string; readonly from: number; readonly to: number }[]>): void {
  const { files, check } = round;
  type State = ReadonlyMap<string, PackagedRound['units'][number]>;
  const states = new Map<string, State>();
  const seen = new Set<string>();
  for (const { value, place } of files.lines<PackagedRound>(FILES.rounds)) {
    const base = value.base === '' ? new Map() as State : states.get(value.base);
    check.holds({ object: 'campaign', place, item: 'round' }, base !== undefined, 'a round before it', value.base);
    const state = new Map(base);
    for (const unit of value.units) if (unit.version === 0) state.delete(unit.unitId); else state.set(unit.unitId, unit);
    states.set(value.id, state);
    seen.add(value.id);
    const lines = among.get(value.id) ?? [];
    if (lines.length === 0) continue;
    const decisions = lines.map(({ place: at, from, to }) => ({ where: at, ...files.part<PackagedDecision>(FILES.decisions, from, to) }));
    const { basis } = decisions[0]!;
    const { way, clauses } = round.ways.get(basis!.schemeVersion)!;
    const names = new Map(decisions.map(({ unitId, decision }) => [unitId, decision.unit]));
    const sheets = [...state.values()].map((unit) => {
      const sheet = facts.get(factsKey(unit.unitId, unit.version));
      check.holds({ object: round.nameOf(unit.unitId), place, item: 'facts version' }, sheet !== undefined, 'a version of the unit’s facts', unit.version);
      return unitFacts(names.get(unit.unitId) ?? round.codeOf(unit.unitId), sheet!, unit);
    });
    const file = parseFacts(way.scheme, { window: basis!.window, parameters: way.parameters, ...(value.quotas.length > 0 ? { quotas: value.quotas } : {}), units: sheets });
    const reckoned = new Map(decide(way.scheme, file).map((decision) => [decision.unit, decision]));
    for (const { where: line, unitId, factsVersion, explanationDigest, decision } of decisions) {
      const where = { object: round.nameOf(unitId), place: line };
      check.same({ ...where, item: 'facts version' }, state.get(unitId)?.version, factsVersion);
      compare(check, way.scheme, clauses, where, reckoned.get(decision.unit)!, decision);
      verifyDigest(round, { unitId, decision, explanationDigest }, line);
    }
  }
  const lost = [...among].find(([id]) => !seen.has(id));
  if (lost) check.differs({ object: 'campaign', place: lost[1][0]!.place, item: 'round' }, 'a round of the package', lost[0]);
}

/** The parts of two decisions, the smallest first, so that what is named is the score that differs and not the level that follows from it. */
function compare(check: Checking, scheme: Scheme, clauses: Clauses, where: Pick<Where, 'object' | 'place'>, expected: Decision, found: Decision): void {
  const byId = (item: string, one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): void => {
    for (const id of new Set([...Object.keys(one), ...Object.keys(other)])) check.same({ ...where, item: `${item} ${id}`, ...clauses.of(id) }, one[id] ?? 'nothing', other[id] ?? 'nothing');
  };
  const had = (ids: readonly string[]): Record<string, boolean> => Object.fromEntries(ids.map((id) => [id, true]));
  byId('score', expected.scores, found.scores);
  byId('figure', expected.figures, found.figures);
  check.same({ ...where, item: 'score', ...clauses.of('total') }, expected.score, found.score);
  for (const [i, rank] of expected.ranks.entries()) check.same({ ...where, item: `rank ${rank.expression}`, ...clauses.of(rank.population) }, rank, found.ranks[i]);
  check.same({ ...where, item: 'ranks' }, expected.ranks.length, found.ranks.length);
  for (const [i, contest] of expected.quotas.entries()) check.same({ ...where, item: `place for ${contest.level}`, ...clauses.of(contest.quota) }, contest, found.quotas[i]);
  check.same({ ...where, item: 'places' }, expected.quotas.length, found.quotas.length);
  byId('star', had(expected.stars), had(found.stars));
  for (const part of ['exclusions', 'direct', 'vetoes', 'caps'] as const) byId(part, had(expected[part]), had(found[part]));
  check.same({ ...where, item: 'level', ...clauses.of(expected.level) }, expected.level, found.level);
  explained(check, where, expected.explanation, found.explanation);
  check.same({ ...where, item: 'missing for the next level', ...clauses.of(expected.missing?.level ?? scheme.levels.at(-1)!.id) }, expected.missing, found.missing);
  const rest = Object.keys(found).filter((key) => !Object.hasOwn(expected, key));
  check.same({ ...where, item: 'decision' }, [], rest);
}

function explained(check: Checking, where: Pick<Where, 'object' | 'place'>, expected: readonly Explanation[], found: readonly Explanation[]): void {
  for (const [i, node] of expected.entries()) {
    const other = (found[i] ?? {}) as Explanation;
    if (canonicalJson(node) === canonicalJson(other)) continue;
    const about = { clause: node.clause, source: node.source };
    for (const key of ['clause', 'verdict', 'value', 'facts', 'refs', 'expression', 'zh', 'en', 'kind', 'source'] as const) check.same({ ...where, item: key, ...about }, node[key], other[key]);
    explained(check, where, node.children, other.children);
  }
  check.same({ ...where, item: 'explanation' }, expected.length, found.length);
}
