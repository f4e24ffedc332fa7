import { calendarFromYears, chineseCalendar, day, dayOf, type Calendar } from '@xingchuang/calendar';
import { Refusal } from '@xingchuang/rules';
import { checkParameters, holdsUntil, parseScheme } from '@xingchuang/schemes';
import type { NoteKey } from '../note.ts';
import { bagFaults } from '../verify-package.ts';
import type { Difference, Reader, Report } from '../verify-report.ts';
import { CAMPAIGN_FORMAT, FILES, type PackagedCampaign, type PackagedCandidacy, type PackagedUnit, type PackagedYear } from './campaign-package.ts';
import { Checking, Clauses, Differs, PackageFiles, sha256, type Where } from './checking.ts';
import { SIGNATURE, signatureFaults } from './package-signature.ts';
import { SchemeWay } from './scheme-way.ts';
import { verifyAdjustments, verifyAppeals, verifyRechecks, verifySpotChecks } from './verify-after.ts';
import { verifyDecisions, verifyFacts, type FactVersions, type KnownDecision } from './verify-decisions.ts';
import { latestOf, verifyPlaces, verifyTitles } from './verify-places.ts';
import { verifyTrail } from './verify-trail.ts';

export const isCampaignPackage = (reader: Reader): boolean => reader.list().includes(FILES.campaign);

/**
 * Reckons a whole exported campaign again from its package alone: facts, scores, levels, places, days, acts. Names the first difference,
 * with unit, item and clause; then files that are not those of the manifests, and a signature that is not of this package or not by a trusted key.
 */
export function verifyCampaign(reader: Reader, trusted?: readonly NoteKey[]): Report {
  const check = new Checking();
  const differences: Difference[] = [];
  try {
    new CampaignCheck(new PackageFiles(reader, check), check).run();
  } catch (error) {
    differences.push(error instanceof Differs ? error.difference : { ...check.at, expected: 'what the format says', found: wordsOf(error) });
  }
  const bag = bagFaults({ ...reader, list: () => reader.list().filter((path) => path !== SIGNATURE), read: (path) => reader.read(path) });
  const digest = sha256(reader.read('tagmanifest-sha256.txt') ?? '');
  const signature = reader.read(SIGNATURE)?.toString();
  return { checked: check.checked + bag.listed.size + (signature === undefined ? 0 : 1), differences: [...differences, ...bag.differences, ...signatureFaults(signature, digest, trusted)], digest };
}

/** Nothing of a package is believed: what cannot be reckoned with is a difference too. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Refusal)) return (error as Error).message;
  const problems = (error.facts['problems'] ?? []) as readonly { readonly field: string; readonly en: string }[];
  return [error.code, ...problems.slice(0, 1).map(({ field, en }) => `${field} ${en}`)].join(': ');
}

class CampaignCheck {
  constructor(
    readonly files: PackageFiles,
    readonly check: Checking,
  ) {}

  run(): void {
    const { files, check } = this;
    const campaign = files.one<PackagedCampaign>(FILES.campaign);
    check.same({ object: 'campaign', place: FILES.campaign, item: 'format' }, CAMPAIGN_FORMAT, campaign.format);
    check.same({ object: 'campaign', place: FILES.campaign, item: 'day of the opening' }, dayOf(new Date(campaign.openedAt)), campaign.openedOn);
    const calendar = this.#calendar();
    const ways = campaign.versions.map(({ version, path, sha256: digest, parameters }) => this.#scheme(campaign.schemeId, version, path, digest, parameters, calendar));
    const { way, clauses } = ways.at(-1)!;
    const units = this.#units();
    const nameOf = (id: string): string => (units.has(id) ? `${units.get(id)!.code} ${units.get(id)!.name}` : id);
    const codeOf = (id: string): string => units.get(id)?.code ?? id;
    const round = { files, check, ways: new Map(ways.map((one) => [one.version, one])), scheme: way.scheme, clauses, nameOf, codeOf };
    const facts = verifyFacts(round);
    const decisions = verifyDecisions(round, facts);
    const candidacies = this.#candidacies(campaign, ways, { units, facts, decisions, nameOf });
    const aftermath = { files, check, campaign, way, clauses, facts, decisions, candidacies, units, nameOf };
    verifyAdjustments(aftermath);
    verifyRechecks(aftermath);
    verifyAppeals(aftermath);
    verifySpotChecks(aftermath);
    const places = { ...aftermath, latest: latestOf(facts.values(), candidacies) };
    verifyPlaces(places);
    verifyTitles(places);
  }

  /** The years of the package; those that the verifier knows itself must be the same. */
  #calendar(): Calendar {
    const { check } = this;
    const years = this.files.one<readonly PackagedYear[]>(FILES.calendar);
    const known = chineseCalendar();
    const packaged = calendarFromYears(years);
    for (const { year, loaded } of years) {
      if (loaded || !known.years.includes(year)) continue;
      const days = new Set([...Object.keys(known.marked), ...Object.keys(packaged.marked)].filter((on) => on.startsWith(`${year}-`)));
      for (const on of [...days].sort()) check.same({ object: `calendar ${year}`, place: FILES.calendar, item: on, clause: `${year}`, source: '国务院办公厅放假安排' }, known.marked[on] ?? 'as the week says', packaged.marked[on] ?? 'as the week says');
    }
    return packaged;
  }

  #scheme(id: string, version: number, path: string, digest: string, parameters: Parameters<typeof checkParameters>[1], calendar: Calendar) {
    const bytes = this.files.bytes(path);
    const where: Where = { object: `${id}@${version}`, place: path, item: 'scheme text' };
    this.check.same(where, digest, sha256(bytes));
    const scheme = parseScheme(bytes.toString());
    this.check.same({ ...where, item: 'id and version' }, `${id}@${version}`, `${scheme.id}@${scheme.version}`);
    this.check.at = { ...where, place: FILES.campaign, item: 'parameters' };
    const checked = checkParameters(scheme, parameters);
    const clauses = new Clauses(scheme);
    for (const name of new Set([...Object.keys(checked), ...Object.keys(parameters)])) this.check.same({ ...where, place: FILES.campaign, item: `parameter ${name}` }, checked[name], parameters[name]);
    return { version, way: new SchemeWay(scheme, parameters, calendar), clauses };
  }

  #units(): ReadonlyMap<string, PackagedUnit> {
    const units = new Map(this.files.one<readonly PackagedUnit[]>(FILES.units).map((unit) => [unit.id, unit]));
    for (const { id, code, name, path, parentId, kind, stays } of units.values()) {
      const where = (item: string): Where => ({ object: `${code} ${name}`, place: FILES.units, item });
      this.check.same(where('path'), id, path.at(-1));
      this.check.same(where('parent'), path.at(-2) ?? '', parentId);
      const last = stays.at(-1);
      if (last) this.check.same(where('place'), { kind: last.kind, path: last.path }, { kind, path });
    }
    return units;
  }

  #candidacies(
    campaign: PackagedCampaign,
    ways: readonly { readonly way: SchemeWay; readonly clauses: Clauses }[],
    { units, facts, decisions, nameOf }: { units: ReadonlyMap<string, PackagedUnit>; facts: FactVersions; decisions: ReadonlyMap<string, KnownDecision>; nameOf: (id: string) => string },
  ): ReadonlyMap<string, PackagedCandidacy> {
    const { check } = this;
    const { way, clauses } = ways.at(-1)!;
    const entered = Map.groupBy(facts.values(), ({ unitId }) => unitId);
    const known = new Map<string, PackagedCandidacy>();
    for (const { value, place } of this.files.lines<PackagedCandidacy>(FILES.candidacies)) {
      const { unitId, computed, settled, level, holdsUntil } = value;
      const unit = units.get(unitId);
      const object = nameOf(unitId);
      const where = (item: string, clause = ''): Where => ({ object, place, item, ...(clause === '' ? {} : clauses.of(clause)) });
      check.holds(where('unit'), unit !== undefined && !known.has(unitId), 'a unit of the package, once', unitId);
      known.set(unitId, value);
      const versions = new Map((entered.get(unitId) ?? []).map(({ version, enteredAt }) => [version, enteredAt]));
      verifyTrail({ check, campaign, ways, decisions, entered: versions, units, unit: unit!, place, object, settledOn: settled?.on }, value);
      if (computed) {
        const decision = decisions.get(computed.decisionId);
        check.holds(where('decision'), decision?.unitId === unitId, 'a decision on the unit', computed.decisionId);
        for (const key of ['factsVersion', 'factsDigest', 'explanationDigest', 'vetoes', 'caps', 'unmet'] as const) check.same(where(key, decision!.level), decision![key], computed[key]);
        if (!value.timeline.some(({ act }) => act === 'lower')) for (const key of ['level', 'stars'] as const) check.same(where(`${key} by the facts`, decision!.level), decision![key], computed[key]);
      }
      if (settled) {
        const bound = value.timeline.slice(0, value.timeline.findLastIndex(({ act }) => act === 'settle') + 1).findLast(({ decisionId }) => decisionId !== undefined)?.decisionId;
        check.same(where('explanation digest of the level'), bound === undefined ? '' : decisions.get(bound)?.explanationDigest, settled.explanationDigest);
        const isOver = value.timeline.some(({ act }) => act === 'expire');
        check.same(where('holds until', settled.level), isOver ? '' : lastDayOf(way, settled.level, settled.on, value), holdsUntil);
      }
      check.holds(where('level'), level === '' || way.has(level), 'a level of the scheme', level);
      verifyDeadlines({ check, campaign, way, clauses, object, place }, value);
    }
    return known;
  }
}

/** The time that each step done had, with the way its last day was reckoned. */
function verifyDeadlines({ check, campaign, way, clauses, object, place }: { check: Checking; campaign: PackagedCampaign; way: SchemeWay; clauses: Clauses; object: string; place: string }, { done, deadlines }: PackagedCandidacy): void {
  let n = 0;
  for (const [i, one] of done.entries()) {
    const step = way.step(one.step);
    const { window, lastDay, earliest, derivation = [] } = step && one.level !== '' ? way.timeOf(step, campaign, done.slice(0, i)) : {};
    if (window === undefined && lastDay === undefined) continue;
    const found = deadlines[n];
    const where = (item: string): Where => ({ object, place: `${place} deadlines[${n}]`, item, ...clauses.of(one.step) });
    check.same(where('step with a limit'), one.step, found?.step);
    check.same(where('day'), one.day, found?.day);
    check.same(where('days of the step'), window, found?.window);
    check.same(where('last day'), lastDay, found?.lastDay);
    check.same(where('earliest day'), earliest, found?.earliest);
    for (const [k, line] of derivation.entries()) check.same(where(`reckoning of the last day, ${line.day}`), line, found?.derivation?.[k]);
    check.same(where('reckoning of the last day'), derivation.length, found?.derivation?.length ?? 0);
    n += 1;
  }
  check.same({ object, place, item: 'steps with a limit' }, n, deadlines.length);
}

/** Last day on which a settled level stands; empty where it stands until changed, or where a case ended that was not mended. */
function lastDayOf({ scheme, parameters }: SchemeWay, level: string, on: string, { returned, settled }: PackagedCandidacy): string {
  if (returned?.ends !== undefined && settled?.because === returned.ends) return '';
  return holdsUntil(scheme, level, day(on), parameters) ?? '';
}
