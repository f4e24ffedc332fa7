import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { day, yearOf } from '@xingchuang/calendar';
import { CampaignPackagedSchema } from '@xingchuang/contracts';
import { allow, type Actor } from '@xingchuang/rules';
import { groupsInPieces, neutralFacts, quotaGroupsInPieces, takenPlace, titlesOf, type PopulationGroup } from '@xingchuang/schemes';
import { DATABASE, inTurns, UNITS, type Database, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { CAMPAIGN_FORMAT, FILES, sha256, type PackagedCampaign, type PackagedQuota, type PackagedTitle } from '@xingchuang/transparency/campaign';
import { AdjustmentStore, type Adjustment } from '../adjustment/adjustment-store.ts';
import { AppealStore, type Appeal } from '../appeal/appeal-store.ts';
import { cycleYear } from '../facts/history.ts';
import type { Campaign } from '../campaign/campaign-rule.ts';
import { CampaignService } from '../campaign/campaign-service.ts';
import { CandidacyStore, PAGE } from '../candidacy/candidacy-store.ts';
import type { Candidacy } from '../candidacy/candidacy.ts';
import { DecisionStore } from '../candidacy/decision-store.ts';
import type { Programme } from '../candidacy/programme.ts';
import { SubmissionStore } from '../candidacy/submission-store.ts';
import { FactsService } from '../facts/facts-service.ts';
import { FactsStore } from '../facts/facts-store.ts';
import { RecheckStore, type Recheck } from '../recheck/recheck-store.ts';
import { SchemeService } from '../scheme/scheme-service.ts';
import type { SpotCheck } from '../spot-check/spot-check-rule.ts';
import { SpotCheckStore } from '../spot-check/spot-check-store.ts';
import { indexPage } from './package-index.ts';
import { adjustmentLine, appealLine, candidacyLine, decisionLine, factsLine, recheckLine, roundLine, spotCheckLine, unitLine, yearsFrom } from './package-lines.ts';
import { PackageKeys } from './package-keys.ts';
import { line, writePackage, type PackageFile } from './package-writer.ts';

const ROUNDS = 20;

/** What is known of a candidacy while the package is written; its long parts are read when their turn comes. */
export type Brief = Pick<Candidacy, 'id' | 'unitId' | 'path' | 'state' | 'level' | 'done' | 'decidedOn' | 'decidedBy' | 'settled'>;

/** A whole campaign as one file that anybody can check: read at one point of time, streamed, the same bytes for the same campaign. */
@Injectable()
export class PackageService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(SchemeService) readonly schemes: SchemeService,
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(CandidacyStore) readonly candidacies: CandidacyStore,
    @Inject(SubmissionStore) readonly submissions: SubmissionStore,
    @Inject(FactsService) readonly facts: FactsService,
    @Inject(FactsStore) readonly sheets: FactsStore,
    @Inject(DecisionStore) readonly decisions: DecisionStore,
    @Inject(AdjustmentStore) readonly adjustments: AdjustmentStore,
    @Inject(RecheckStore) readonly rechecks: RecheckStore,
    @Inject(AppealStore) readonly appeals: AppealStore,
    @Inject(SpotCheckStore) readonly checks: SpotCheckStore,
    @Inject(PackageKeys) readonly keys: PackageKeys,
  ) {}

  async open(id: string, by: Actor): Promise<{ readonly name: string; readonly content: Readable }> {
    const found = await this.campaigns.get(id);
    allow(by, 'campaign.export', found);
    const state = await this.database.transaction(() => this.#state(id));
    const { campaign } = state;
    const name = `${campaign.schemeId}-${cycleYear(campaign)}`;
    const content = writePackage(name, await this.#files(state), [['External-Identifier', campaign.id], ['External-Description', campaign.title], ['Bag-Software-Agent', 'Xingchuang']], await this.#sealing(id, by));
    return { name: `${name}.zip`, content };
  }

  /** Before a package is signed its digest is told, so that the transparency log has it: nobody holds a whole package that the log does not come to know. */
  async #sealing(campaignId: string, { personId: takenBy }: Actor): Promise<(digest: string) => Promise<string>> {
    const sign = await this.keys.signer();
    return async (digest) => {
      await this.database.transaction(() => this.database.emit(CampaignPackagedSchema, campaignId, { campaignId, digest, takenBy }));
      return sign(digest);
    };
  }

  /** All that may still change, as it is at one point of time, and which versions and decisions there are: those never change and are read while the package is written. */
  async #state(id: string): Promise<State> {
    const campaign = await this.campaigns.get(id);
    const pages: Page[] = [];
    const briefs: Brief[] = [];
    const named = new Set<string>([campaign.unitId, campaign.nodeId, campaign.openedBy.unitId, ...(campaign.quotas ?? []).map(({ by }) => by.unitId)]);
    for await (const page of this.#pages(campaign)) {
      const ids = page.map((one) => one.id);
      pages.push({ ids, documents: JSON.stringify(page), heads: new Map([...(await this.sheets.heads(ids))].map(([sheet, { version }]) => [sheet, version])), decisionIds: new Set(await this.decisions.idsOf(ids)) });
      for (const { id: candidacyId, unitId, path, state, level, done, decidedOn, decidedBy, settled, filedWith, timeline } of page) {
        briefs.push({ id: candidacyId, unitId, path, state, level, done, decidedOn, decidedBy, settled });
        for (const unit of [unitId, ...path, filedWith, decidedBy, ...timeline.map(({ by }) => by.unitId)]) if (unit !== '') named.add(unit);
      }
    }
    const [adjustments, rechecks] = [await this.adjustments.ofCampaign(id), await this.rechecks.ofCampaign(id)];
    const [appeals, checks] = [await this.appeals.allOf(id), await this.checks.ofCampaign(id, {})];
    for (const { by } of adjustments) named.add(by.unitId);
    for (const { suggestion, review } of rechecks) for (const opinion of [suggestion, review]) if (opinion) named.add(opinion.by.unitId);
    for (const { filedBy, answer } of appeals) for (const by of [filedBy, answer?.by]) if (by) named.add(by.unitId);
    for (const { unitId } of checks) named.add(unitId);
    const units = new Map(await this.units.byIds([...named]));
    const programme = await this.campaigns.programme(campaign);
    const boards = await this.#boards(campaign, programme, briefs, units);
    const titles = await this.#titles(campaign, programme, briefs, units);
    return { campaign, programme, pages, briefs, units, boards, titles, rounds: await this.decisions.roundIds(id), adjustments, rechecks, appeals, checks };
  }

  async #files(state: State): Promise<PackageFile[]> {
    const { campaign, programme, briefs, units, boards, titles } = state;
    const versions = await this.#versions(campaign);
    const byCode = [...units.values()].sort((one, other) => (one.code < other.code ? -1 : one.code > other.code ? 1 : one.id < other.id ? -1 : 1));
    const unitOf = new Map(briefs.map(({ id, unitId }) => [id, unitId]));
    const about = campaignLine(campaign, versions);
    const json = (path: string, value: unknown): PackageFile => ({ path, text: () => [line(value)] });
    const lines = (path: string, of: readonly unknown[]): PackageFile => ({ path, text: () => of.map(line) });
    const paged = (path: string, linesOf: (page: Page) => Promise<readonly unknown[]>): PackageFile => ({ path, text: () => byPage(state.pages, linesOf) });
    return [
      { path: 'data/index.html', text: () => [indexPage({ campaign: about, scheme: programme.scheme, candidacies: briefs, units, boards, titles })] },
      json(FILES.campaign, about),
      ...versions.map(({ path, text }): PackageFile => ({ path, text: () => [text] })),
      json(FILES.calendar, yearsFrom(Math.min(cycleYear(campaign), yearOf(day(campaign.window.from))) - 1, programme.calendar)),
      json(FILES.units, byCode.map(unitLine)),
      paged(FILES.facts, async ({ ids, heads }) => (await this.sheets.versionsOf(ids)).filter(({ sheetId, version }) => version <= (heads.get(sheetId) ?? 0)).map(factsLine)),
      paged(FILES.decisions, async ({ ids, decisionIds }) => (await this.decisions.ofCandidacies(ids)).filter(({ id }) => decisionIds.has(id)).map((one) => decisionLine(unitOf.get(one.candidacyId)!, one))),
      { path: FILES.rounds, text: () => this.#rounds(state.rounds, unitOf) },
      paged(FILES.candidacies, ({ ids, documents }) => this.#candidacyLines(campaign, programme, ids, JSON.parse(documents) as Candidacy[])),
      lines(FILES.adjustments, state.adjustments.map(adjustmentLine)),
      lines(FILES.rechecks, state.rechecks.map(recheckLine)),
      lines(FILES.appeals, state.appeals.map(appealLine)),
      lines(FILES.spotChecks, state.checks.map(spotCheckLine)),
      json(FILES.populations, boards.populations),
      json(FILES.quotas, boards.quotas),
      json(FILES.titles, titles),
    ];
  }

  async *#pages(campaign: Campaign): AsyncGenerator<Candidacy[]> {
    for (let after: string | undefined; ; ) {
      const found = await this.candidacies.page({}, { campaignId: campaign.id, ...(after === undefined ? {} : { pageToken: after }) }, undefined);
      const page = found.slice(0, PAGE);
      if (page.length > 0) yield page;
      if (found.length <= PAGE) return;
      after = page.at(-1)!.id;
    }
  }

  /** What was handed in since is not of this point of time. */
  async #candidacyLines(campaign: Campaign, programme: Programme, ids: readonly string[], page: readonly Candidacy[]): Promise<unknown[]> {
    const submissions = Map.groupBy(await this.submissions.ofCandidacies(ids), ({ candidacyId }) => candidacyId);
    return page.map((one) => candidacyLine(campaign, programme, one, (submissions.get(one.id) ?? []).slice(0, one.timeline.filter(({ act }) => act === 'declare').length)));
  }

  async *#rounds(ids: readonly string[], unitOf: ReadonlyMap<string, string>): AsyncGenerator<string> {
    for (let start = 0; start < ids.length; start += ROUNDS) for (const round of await this.decisions.rounds(ids.slice(start, start + ROUNDS))) yield line(roundLine(round, unitOf));
  }

  /** Every version of the scheme that the campaign ran by, as its text was published. */
  async #versions({ schemeId, schemeVersion, parameters, moves = [] }: Campaign) {
    const all = [];
    for (const { version, parameters: values } of [...moves, { version: schemeVersion, parameters }]) {
      const { text } = await this.schemes.detail(schemeId, version);
      all.push({ version, path: `data/schemes/${schemeId}@${version}.yaml`, sha256: sha256(text), parameters: values, text });
    }
    return all;
  }

  /** Who is compared with whom, and the places of every quota with those who took them. */
  async #boards(campaign: Campaign, { scheme }: Programme, briefs: readonly Brief[], units: ReadonlyMap<string, KnownUnit>): Promise<Boards> {
    if (Object.keys(scheme.populations).length === 0) return { populations: [], quotas: [] };
    const sheets = await this.sheets.byIds(briefs.map(({ id }) => id));
    const neutral = neutralFacts(scheme, campaign.window.from);
    const isKnown = ([name, value]: readonly [string, unknown]): boolean => value !== null && Object.hasOwn(scheme.facts, name);
    const given = briefs.map(({ id, unitId }) => ({ unitId, facts: { ...neutral, ...Object.fromEntries(Object.entries(sheets.get(id)?.facts ?? {}).filter(isKnown)) }, refs: {}, excluded: sheets.get(id)?.excluded }));
    const file = await this.facts.fileOf(campaign, given);
    const steps = scheme.process.flatMap(({ steps: each }) => each);
    const quotas = (await inTurns(quotaGroupsInPieces(scheme, file))).map(({ quota, group, base, candidates, places, standings }): PackagedQuota => {
      const members = new Set(standings.map(({ unit }) => unit));
      const step = steps.findLast((one) => one.quota === quota)?.id;
      const levels = places.map(({ level }) => level);
      const codeOf = ({ unitId }: Brief): string => units.get(unitId)!.code;
      return { quota, group, base, candidates, places, used: briefs.filter((one) => takenPlace(scheme, one, step, levels) !== undefined && members.has(codeOf(one))).map(codeOf) };
    });
    return { populations: await inTurns(groupsInPieces(scheme, file)), quotas };
  }

  /** Titles of the larger units under the round; they join those that the package names. */
  async #titles({ nodeId }: Campaign, { scheme, parameters }: Programme, briefs: readonly Brief[], units: Map<string, KnownUnit>): Promise<PackagedTitle[]> {
    const found: PackagedTitle[] = [];
    for (const kind of new Set(scheme.titles.map(({ of }) => of))) {
      for (const unit of await this.units.under(nodeId, kind)) {
        const under = briefs.filter(({ path }) => path.includes(unit.id));
        const levels = under.filter(({ state }) => state === 'settled').map(({ level }) => level);
        units.set(unit.id, unit);
        for (const { title, granted } of titlesOf(scheme, levels, parameters).filter(({ of }) => of === kind)) found.push({ unitId: unit.id, title, granted, total: under.length, open: under.length - levels.length });
      }
    }
    return found;
  }
}

/** Some candidacies as they were read, with the newest version of each one's facts. */
interface Page {
  readonly ids: readonly string[];
  readonly documents: string;
  readonly heads: ReadonlyMap<string, number>;
  readonly decisionIds: ReadonlySet<string>;
}

interface State {
  readonly campaign: Campaign;
  readonly programme: Programme;
  readonly pages: readonly Page[];
  readonly briefs: readonly Brief[];
  readonly units: ReadonlyMap<string, KnownUnit>;
  readonly boards: Boards;
  readonly titles: readonly PackagedTitle[];
  readonly rounds: readonly string[];
  readonly adjustments: readonly Adjustment[];
  readonly rechecks: readonly Recheck[];
  readonly appeals: readonly Appeal[];
  readonly checks: readonly SpotCheck[];
}

async function* byPage(pages: readonly Page[], linesOf: (page: Page) => Promise<readonly unknown[]>): AsyncGenerator<string> {
  for (const page of pages) for (const one of await linesOf(page)) yield line(one);
}

export interface Boards {
  readonly populations: readonly PopulationGroup[];
  readonly quotas: readonly PackagedQuota[];
}

function campaignLine(campaign: Campaign, versions: readonly (PackagedCampaign['versions'][number] & { readonly text: string })[]): PackagedCampaign {
  const { id, title, schemeId, unitId, nodeId, window, declaring, windows = {}, documents = {}, appealWorkdays = null, quotas = [], openedAt, openedOn, openedBy, cancelled } = campaign;
  return {
    format: CAMPAIGN_FORMAT, id, title, schemeId, versions: versions.map(({ text: _, ...version }) => version), unitId, nodeId, window, declaring, windows, documents: { ...documents }, appealWorkdays, quotas,
    openedOn: openedOn ?? openedAt.slice(0, 10), openedAt, openedBy, cancelled: cancelled ? { ...cancelled } : null,
  };
}
