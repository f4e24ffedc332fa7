import { groupsIn, neutralFacts, parseFacts, quotaGroups, takenPlace, titlesOf, type FactsFile } from '@xingchuang/schemes';
import { FILES, type PackagedCandidacy, type PackagedFacts, type PackagedQuota, type PackagedTitle } from './campaign-package.ts';
import type { Aftermath } from './verify-after.ts';
import { headOf, reasonsOf } from './verify-later.ts';

export interface Places extends Aftermath {
  /** The newest facts of each unit. */
  readonly latest: ReadonlyMap<string, PackagedFacts>;
}

/** All units of the round as a board takes them: of those without complete facts only that they are there counts. */
function fileOf({ campaign, way, candidacies, latest, units }: Places): FactsFile {
  const neutral = neutralFacts(way.scheme, campaign.window.from);
  const given = [...candidacies.keys()].map((unitId) => {
    const { facts = {}, excluded = {} } = latest.get(unitId) ?? {};
    const known = Object.fromEntries(Object.entries(facts).filter(([name, value]) => value !== null && Object.hasOwn(way.scheme.facts, name)));
    return { ...headOf({ way, units }, unitId), facts: { ...neutral, ...known }, refs: {}, ...reasonsOf(excluded) };
  });
  const quotas = campaign.quotas.map(({ by: _, at: __, ...change }) => change);
  return parseFacts(way.scheme, { window: campaign.window, parameters: way.parameters, ...(quotas.length > 0 ? { quotas } : {}), units: given });
}

/** Populations, the places of every quota and who took them. */
export function verifyPlaces(places: Places): void {
  const { files, check, way, clauses } = places;
  const { scheme } = way;
  check.at = { object: 'campaign', place: FILES.populations, item: 'facts of all units' };
  const file = Object.keys(scheme.populations).length > 0 ? fileOf(places) : undefined;
  const groups = file ? groupsIn(scheme, file) : [];
  const packaged = files.one<readonly { population: string; group: string; units: readonly string[] }[]>(FILES.populations);
  for (const [i, group] of groups.entries()) check.same({ object: 'campaign', place: `${FILES.populations} [${i}]`, item: `population ${group.population} ${group.group}`, ...clauses.of(group.population) }, group, packaged[i]);
  check.same({ object: 'campaign', place: FILES.populations, item: 'populations' }, groups.length, packaged.length);
  const boards = file ? quotaGroups(scheme, file) : [];
  const quotas = files.one<readonly PackagedQuota[]>(FILES.quotas);
  for (const [i, board] of boards.entries()) {
    const found: Partial<PackagedQuota> = quotas[i] ?? {};
    const where = (item: string) => ({ object: `${board.quota} ${board.group}`.trim(), place: `${FILES.quotas} [${i}]`, item, ...clauses.of(board.quota) });
    for (const key of ['quota', 'group', 'base', 'candidates'] as const) check.same(where(key), board[key], found[key]);
    for (const [n, place] of board.places.entries()) check.same(where(`places for ${place.level}`), place, found.places?.[n]);
    check.same(where('places'), board.places.length, found.places?.length);
    const used = usedBy(places, board.quota, board.units > 0 ? new Set(board.standings.map(({ unit }) => unit)) : new Set(), board.places.map(({ level }) => level));
    check.same(where('units that took a place'), used.map(({ code }) => code), found.used);
    if (!isQuiet(places, used.map(({ at }) => at))) continue;
    for (const { level, places: most } of board.places) {
      const taken = used.filter((one) => one.level === level);
      check.holds(where(`places taken for ${level}`), taken.length <= most, `at most ${most}`, `${taken.length}: ${taken.map(({ code }) => code).join(', ')}`);
    }
    const outsider = used.find(({ code }) => !board.candidates.includes(code));
    check.holds(where('candidate'), outsider === undefined, 'a unit that stands in the contest', outsider?.code);
  }
  check.same({ object: 'campaign', place: FILES.quotas, item: 'quotas' }, boards.length, quotas.length);
}

interface Taken {
  readonly code: string;
  readonly level: string;
  readonly at: string;
}

/** Units of a group that take a place for one of its levels, in the order of the round. */
function usedBy({ candidacies, units, way }: Places, quota: string, group: ReadonlySet<string>, levels: readonly string[]): Taken[] {
  const step = way.scheme.process.flatMap(({ steps }) => steps).findLast((one) => one.quota === quota)?.id;
  return [...candidacies.values()].flatMap((one): Taken[] => {
    const { code } = units.get(one.unitId)!;
    const level = takenPlace(way.scheme, one, step, levels);
    return level !== undefined && group.has(code) ? [{ code, level, at: one.timeline.findLast((entry) => entry.step === step)?.at ?? '' }] : [];
  });
}

/** Whether the board is still that of the last recommendation: nothing entered, set or moved since. */
function isQuiet({ latest, campaign, units, candidacies }: Places, used: readonly string[]): boolean {
  const last = used.toSorted().at(-1) ?? '';
  const changes = [...[...latest.values()].map(({ enteredAt }) => enteredAt), ...campaign.quotas.map(({ at }) => at)];
  const moved = [...candidacies.keys()].some((id) => (units.get(id)!.stays.at(-1)?.since ?? '') > last.slice(0, 10));
  return !moved && changes.every((at) => at <= last);
}

/** Titles of larger units by the levels settled under them. */
export function verifyTitles({ files, check, way, clauses, candidacies, units, nameOf }: Places): void {
  for (const [i, line] of files.one<readonly PackagedTitle[]>(FILES.titles).entries()) {
    const under = [...candidacies.values()].filter(({ path }) => path.includes(line.unitId));
    const levels = under.filter(({ state }) => state === 'settled').map(({ level }) => level);
    const result = titlesOf(way.scheme, levels, way.parameters).find(({ title, of }) => title === line.title && of === units.get(line.unitId)?.kind);
    const where = (item: string) => ({ object: nameOf(line.unitId), place: `${FILES.titles} [${i}]`, item, ...clauses.of(line.title) });
    check.same(where('units'), under.length, line.total);
    check.same(where('units without a level'), under.length - levels.length, line.open);
    check.same(where('title'), result?.granted, line.granted);
  }
}

/** The newest version of each unit's facts. */
export function latestOf(facts: Iterable<PackagedFacts>, candidacies: ReadonlyMap<string, PackagedCandidacy>): ReadonlyMap<string, PackagedFacts> {
  const latest = new Map<string, PackagedFacts>();
  for (const sheet of facts) if (candidacies.has(sheet.unitId) && (latest.get(sheet.unitId)?.version ?? 0) < sheet.version) latest.set(sheet.unitId, sheet);
  return latest;
}
