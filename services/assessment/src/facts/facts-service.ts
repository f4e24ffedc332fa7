import { Inject, Injectable } from '@nestjs/common';
import { wordsOf, type Exclude, type FactsEnter, type FactsFill, type FactsFilled, type FactsImport } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { parseFacts, parseFactsInPieces, settle, type FactsFile, type InputProblem, type Scheme } from '@xingchuang/schemes';
import { CLOCK, DATABASE, eachInTurns, inTurns, UNITS, type Clock, type Database, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { ratedKinds, type Campaign } from '../campaign/campaign-rule.ts';
import { CampaignService } from '../campaign/campaign-service.ts';
import type { Candidacy } from '../candidacy/candidacy.ts';
import { CandidacyStore } from '../candidacy/candidacy-store.ts';
import { digestOf } from '../digest.ts';
import { FactSources } from './fact-sources.ts';
import { givenOn, merge, type CountedFacts, type Given, type Merged } from './facts-rule.ts';
import { FactsStore, type FactSheet, type FactVersion } from './facts-store.ts';

/** So many sheets are saved in one transaction. */
const AT_ONCE = 200;
/** What the rules need to know of a unit's sheet. */
type KnownFacts = Pick<FactSheet, 'unitId' | 'facts' | 'refs'> & { readonly excluded?: FactSheet['excluded'] | undefined };
const NOTHING: Merged = { facts: {}, refs: {}, origins: {} };
const isOpen = ({ state }: Candidacy): boolean => state !== 'decided' && state !== 'settled';

/** The facts by which the rules decide: counted from their source, entered or imported; every version kept with who entered it. */
@Injectable()
export class FactsService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(CandidacyStore) readonly candidacies: CandidacyStore,
    @Inject(FactsStore) readonly facts: FactsStore,
    @Inject(FactSources) readonly sources: FactSources,
  ) {}

  async enter(campaignId: string, unitId: string, input: FactsEnter, by: Actor): Promise<FactSheet> {
    const campaign = await this.campaigns.running(campaignId);
    const { scheme } = await this.campaigns.programme(campaign);
    const unit = await this.units.find(unitId);
    const { counted } = await this.sources.of(campaign, scheme, unit ? [unit] : []);
    return this.database.transaction(async () => {
      const candidacy = await this.#candidacy(campaignId, unitId);
      allow(by, 'fact.enter', candidacy);
      const merged = merge(scheme, input, counted.get(unitId)!, 'entered', unit!.code);
      const checked = this.#checked(scheme, campaign, unit!, merged);
      const was = await this.facts.find(candidacy.id);
      if ((was?.version ?? 0) !== input.version) throw new Refusal('stale', 'thing.stale', { version: was?.version ?? 0 }, 'version');
      return this.keep(candidacy, was, { ...merged, ...checked }, input.note ?? '', by);
    });
  }

  /** Takes a whole file or nothing; what is wrong is named by unit code and field. */
  async import(campaignId: string, input: FactsImport, by: Actor): Promise<number> {
    const campaign = await this.campaigns.running(campaignId);
    const { scheme } = await this.campaigns.programme(campaign);
    const under = await this.#under(campaignId, by);
    const counted = await this.#countedFor(campaign, scheme, input.units.map(({ unit }) => under.get(unit)?.unit).filter((unit) => unit !== undefined));
    const merged = new Map(input.units.map((given) => [given.unit, merge(scheme, given, counted.get(under.get(given.unit)?.unit.id ?? '') ?? {}, 'imported', given.unit)]));
    const checked = await inTurns(parseFactsInPieces(scheme, this.#head(campaign, input.units.map(({ unit }) => sheetOf(scheme, under.get(unit)?.unit, unit, merged.get(unit)!)))));
    const unknown = checked.units.filter(({ unit }) => !under.has(unit)).map(({ unit }) => unit);
    if (unknown.length > 0) throw new Refusal('invalid', 'facts.unknown-units', { units: unknown }, `units[${input.units.findIndex(({ unit }) => unit === unknown[0])}].unit`);
    return this.database.transaction(async () => {
      const candidacies = new Map((await this.candidacies.ofUnits(campaignId, checked.units.map(({ unit }) => under.get(unit)!.unit.id))).map((candidacy) => [candidacy.unitId, candidacy]));
      const known = await this.facts.byIds([...candidacies.values()].map(({ id }) => id));
      for (const { unit, facts, refs = {} } of checked.units) {
        const candidacy = candidacies.get(under.get(unit)!.unit.id)!;
        allow(by, 'fact.enter', candidacy);
        await this.keep(candidacy, known.get(candidacy.id), { facts, refs, origins: merged.get(unit)!.origins }, input.note ?? '', by);
      }
      return checked.units.length;
    });
  }

  /** What stands against an import, by unit code and field; nothing is saved. */
  async faultsOf(campaignId: string, given: FactsImport['units'], by: Actor): Promise<{ unit: string; field: string; zh: string; en: string }[]> {
    const campaign = await this.campaigns.running(campaignId);
    const { scheme } = await this.campaigns.programme(campaign);
    const under = await this.#under(campaignId, by);
    const counted = await this.#countedFor(campaign, scheme, given.map(({ unit }) => under.get(unit)?.unit).filter((unit) => unit !== undefined));
    const faults = await eachInTurns(given, (one) => {
      const known = under.get(one.unit);
      if (!known) return [{ unit: one.unit, field: 'unit', ...wordsOf('facts.unit-elsewhere', { unit: one.unit }) }];
      if (!isOpen(known.candidacy)) return [{ unit: one.unit, field: 'unit', ...wordsOf('facts.locked', { state: known.candidacy.state }) }];
      try {
        const merged = merge(scheme, one, counted.get(known.unit.id) ?? {}, 'imported', one.unit);
        parseFacts(scheme, this.#head(campaign, [sheetOf(scheme, known.unit, one.unit, merged)]));
        return [];
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const problems = error.facts['problems'] as readonly { readonly field: string; readonly zh: string; readonly en: string }[] | undefined;
        return (problems ?? [{ field: error.field ?? '', ...wordsOf(error.code, error.facts) }]).map(({ field, zh, en }) => ({ unit: one.unit, field, zh, en }));
      }
    });
    return faults.flat();
  }

  /** Counts the sourced facts anew. What people gave stays, their reasons too; a sheet that comes out the same keeps its version. */
  async fill(campaignId: string, { unitIds }: FactsFill, by: Actor): Promise<FactsFilled> {
    const campaign = await this.campaigns.running(campaignId);
    const { scheme } = await this.campaigns.programme(campaign);
    const wanted = unitIds && new Set(unitIds);
    const under = [...(await this.#under(campaignId, by)).values()].filter(({ unit, candidacy }) => isOpen(candidacy) && (wanted?.has(unit.id) ?? true));
    for (const { candidacy } of under) allow(by, 'fact.enter', candidacy);
    if (wanted && under.length < wanted.size) throw new Refusal('invalid', 'facts.unknown-units', { units: [...wanted].filter((id) => !under.some(({ unit }) => unit.id === id)) }, 'unitIds');
    const { counted, unknown } = await this.sources.of(campaign, scheme, under.map(({ unit }) => unit));
    let changed = 0;
    for (let start = 0; start < under.length; start += AT_ONCE) {
      const chunk = under.slice(start, start + AT_ONCE);
      changed += await this.database.transaction(() => this.#fillSome(campaign, scheme, chunk, counted, by));
    }
    return { changed, unchanged: under.length - changed, unknown: [...unknown] };
  }

  async #fillSome(campaign: Campaign, scheme: Scheme, chunk: readonly { unit: KnownUnit; candidacy: Candidacy }[], counted: ReadonlyMap<string, CountedFacts>, by: Actor): Promise<number> {
    const known = await this.facts.byIds(chunk.map(({ candidacy }) => candidacy.id));
    let changed = 0;
    for (const { unit, candidacy } of chunk) {
      const was = known.get(candidacy.id);
      const given: Given = givenOn(was ? { ...was, origins: was.origins ?? {} } : NOTHING);
      const merged = merge(scheme, given, counted.get(unit.id)!, 'entered', unit.code);
      const origins = Object.fromEntries(Object.entries(merged.origins).map(([name, origin]) => [name, origin.how === 'counted' ? origin : { ...origin, how: was!.origins[name]!.how }]));
      const next = { ...this.#checked(scheme, campaign, unit, merged, new Set()), origins };
      if (was && digestOf(next.facts) === digestOf(was.facts) && digestOf(next.refs) === digestOf(was.refs)) continue;
      await this.keep(candidacy, was, next, '', by);
      changed += 1;
    }
    return changed;
  }

  /** A body keeps a unit out by hand, with its reason, where the scheme leaves a case to it; taken back with an empty reason. */
  async exclude(campaignId: string, unitId: string, { exclusion, reason }: Exclude, by: Actor): Promise<FactSheet> {
    const campaign = await this.campaigns.running(campaignId);
    const { scheme, parameters } = await this.campaigns.programme(campaign);
    return this.database.transaction(async () => {
      const candidacy = await this.#candidacy(campaignId, unitId);
      allow(by, 'exclusion.state', candidacy);
      const rule = scheme.exclusions.find(({ id }) => id === exclusion);
      if (!rule?.reason) throw new Refusal('invalid', 'exclusion.not-by-hand', { exclusion, known: scheme.exclusions.filter((one) => one.reason).map(({ id }) => id) }, 'exclusion');
      const body = rule.by === undefined ? '' : settle(scheme, rule.by, parameters);
      if (body !== by.unitKind) throw new Refusal('forbidden', 'exclusion.not-competent', { clause: rule.id, zh: rule.zh, body, bodyName: scheme.kinds[body]?.zh ?? '—', source: rule.source ?? rule.basis ?? '' });
      const was = await this.facts.find(candidacy.id);
      const { [exclusion]: _, ...others } = was?.excluded ?? {};
      const excluded = reason === '' ? others : { ...others, [exclusion]: reason };
      return this.keep(candidacy, was, { ...(was ?? NOTHING), excluded }, reason, by);
    });
  }

  async get(campaignId: string, unitId: string, by: Actor): Promise<FactSheet> {
    const candidacy = await this.#readable(campaignId, unitId, by);
    return this.facts.get(candidacy.id);
  }

  async history(campaignId: string, unitId: string, by: Actor): Promise<FactVersion[]> {
    const candidacy = await this.#readable(campaignId, unitId, by);
    return this.facts.history(candidacy.id);
  }

  /** Saves checked facts as the next version. What a decision rests on stays: after it only an adjustment changes facts. */
  async keep(candidacy: Candidacy, was: FactSheet | undefined, { facts, refs, origins, excluded = was?.excluded ?? {} }: Merged & Partial<Pick<FactSheet, 'excluded'>>, note: string, by: Actor, isAdjustment = false): Promise<FactSheet> {
    if (!isAdjustment && !isOpen(candidacy)) throw new Refusal('conflict', 'facts.locked', { state: candidacy.state });
    const { id, campaignId, unitId } = candidacy;
    return this.facts.save({
      id, version: was?.version ?? 0, campaignId, unitId, facts, refs, origins, excluded, digest: digestOf({ facts, refs, ...(Object.keys(excluded).length > 0 ? { excluded } : {}) }), enteredAt: this.clock.now().toISOString(),
      enteredBy: { personId: by.personId, role: by.role, unitId: by.unitId }, note,
    });
  }

  /** The checked facts of one unit with the window and parameters of its campaign, as the rules take them. */
  async file(campaign: Campaign, sheet: FactSheet): Promise<FactsFile> {
    return this.fileOf(campaign, [sheet]);
  }

  /** The same of several units: what a population is reckoned over. Refuses with the units whose facts are not complete. */
  async fileOf(campaign: Campaign, sheets: readonly KnownFacts[]): Promise<FactsFile> {
    const { scheme } = await this.campaigns.programme(campaign);
    const units = await this.units.byIds(sheets.map(({ unitId }) => unitId));
    const given = sheets.map(({ unitId, facts, refs, excluded = {} }) => ({ ...sheetOf(scheme, units.get(unitId), unitId, { facts, refs }), ...(Object.keys(excluded).length > 0 ? { reasons: excluded } : {}) }));
    return inTurns(parseFactsInPieces(scheme, this.#head(campaign, given)));
  }

  /** The same of the units that have all their facts, and the codes of those that do not. */
  async completeOf(campaign: Campaign, sheets: readonly KnownFacts[]): Promise<{ file: FactsFile | undefined; incomplete: readonly string[] }> {
    if (sheets.length === 0) return { file: undefined, incomplete: [] };
    try {
      return { file: await this.fileOf(campaign, sheets), incomplete: [] };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'facts.invalid') throw error;
      const incomplete = new Set((error.facts['problems'] as InputProblem[]).flatMap(({ unit }) => unit ?? []));
      const units = await this.units.byIds(sheets.map(({ unitId }) => unitId));
      const rest = sheets.filter(({ unitId }) => !incomplete.has(units.get(unitId)?.code ?? unitId));
      if (incomplete.size === 0 || rest.length === 0) return { file: undefined, incomplete: [...incomplete] };
      return { file: await this.fileOf(campaign, rest), incomplete: [...incomplete] };
    }
  }

  #checked(scheme: Scheme, campaign: Campaign, unit: KnownUnit, merged: Merged, needed?: ReadonlySet<string>): { facts: Merged['facts']; refs: Merged['refs'] } {
    const { facts, refs = {} } = parseFacts(scheme, this.#head(campaign, [sheetOf(scheme, unit, unit.code, merged)]), needed).units[0]!;
    return { facts, refs };
  }

  #head = ({ window, parameters, quotas = [] }: Campaign, units: readonly object[]): object => ({
    window, parameters, units, ...(quotas.length > 0 ? { quotas: quotas.map(({ by: _, at: __, ...change }) => change) } : {}),
  });

  async #countedFor(campaign: Campaign, scheme: Scheme, units: readonly KnownUnit[]): Promise<ReadonlyMap<string, CountedFacts>> {
    return (await this.sources.of(campaign, scheme, units)).counted;
  }

  /** What the seat governs of a campaign, by unit code. */
  async #under(campaignId: string, by: Actor): Promise<Map<string, { unit: KnownUnit; candidacy: Candidacy }>> {
    const all = await this.candidacies.ofCampaign(campaignId, { path: by.jurisdictionId });
    const units = await this.units.byIds(all.map(({ unitId }) => unitId));
    return new Map(all.flatMap((candidacy) => (units.has(candidacy.unitId) ? [[units.get(candidacy.unitId)!.code, { unit: units.get(candidacy.unitId)!, candidacy }] as const] : [])));
  }

  async #readable(campaignId: string, unitId: string, by: Actor): Promise<Candidacy> {
    const candidacy = await this.#candidacy(campaignId, unitId);
    allow(by, 'fact.read', candidacy);
    return candidacy;
  }

  async #candidacy(campaignId: string, unitId: string): Promise<Candidacy> {
    const found = await this.candidacies.ofUnit(campaignId, unitId);
    if (!found) throw new Refusal('missing', 'thing.missing'); // as for a unit out of scope
    return found;
  }
}

/** A unit of a facts file; its kind and the unit above only where the scheme tells units apart by them. */
function sheetOf(scheme: Scheme, unit: KnownUnit | undefined, code: string, { facts, refs }: Pick<Merged, 'facts' | 'refs'>): object {
  const byParent = Object.values(scheme.populations ?? {}).some(({ by }) => by?.includes('parent'));
  return { unit: unit?.code ?? code, ...(ratedKinds(scheme).length > 1 && unit ? { kind: unit.kind } : {}), ...(byParent && unit ? { parent: unit.parentId } : {}), facts, refs };
}
