import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { Inject, Injectable } from '@nestjs/common';
import type { Bus } from '@xingchuang/bus';
import { MeasureAskSchema, MeasuresReplySchema, MeasuresRequestSchema, type MeasureAsk, type MeasuresReply } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import type { FactDefinition, FactOrigin, Scheme } from '@xingchuang/schemes';
import { BUS, CLOCK, UNITS, type Clock, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import type { Campaign } from '../campaign/campaign-rule.ts';
import { CandidacyStore } from '../candidacy/candidacy-store.ts';
import { markOf, ratio } from '../onsite/mark.ts';
import { OnsiteFacts, type OnsiteScore } from '../onsite/visit/onsite-facts.ts';
import { RatingFacts, type RankingFact, type RatingFact } from '../rating/rating-facts.ts';
import { PeopleDirectory } from '../people-directory.ts';
import type { Counted, CountedFacts } from './facts-rule.ts';
import { History } from './history.ts';
import { IndicatorStore } from './indicator-store.ts';

const WAIT_MS = 30_000;
/** So many units in one question: the answer stays far below what a message may hold. */
const BATCH = 500;
const BEGINNING = '0001-01-01';

type Sourced = readonly [name: string, fact: FactDefinition & { readonly from: FactOrigin }];
type Filled = Map<string, Record<string, Counted>>;
interface Round {
  readonly campaign: Campaign;
  readonly scheme: Scheme;
  readonly units: readonly KnownUnit[];
}

/** Fills facts from where the scheme says they come from. What a source cannot tell is left to be entered. */
@Injectable()
export class FactSources {
  constructor(
    @Inject(BUS) readonly bus: Bus,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(PeopleDirectory) readonly people: PeopleDirectory,
    @Inject(OnsiteFacts) readonly onsite: OnsiteFacts,
    @Inject(RatingFacts) readonly ratings: RatingFacts,
    @Inject(History) readonly history: History,
    @Inject(CandidacyStore) readonly candidacies: CandidacyStore,
    @Inject(IndicatorStore) readonly indicators: IndicatorStore,
  ) {}

  /** What the sources give now, by unit id and fact, and the facts whose source knows nothing of them. */
  async of(campaign: Campaign, scheme: Scheme, units: readonly KnownUnit[]): Promise<{ counted: ReadonlyMap<string, CountedFacts>; unknown: readonly string[] }> {
    const sourced = Object.entries(scheme.facts).filter((entry): entry is [string, Sourced[1]] => entry[1].from !== undefined && entry[1].from.entered === undefined);
    const counted: Filled = new Map(units.map(({ id }) => [id, {}]));
    const unknown = new Set<string>();
    const round: Round = { campaign, scheme, units };
    const of = (...origins: (keyof FactOrigin)[]): Sourced[] => sourced.filter(([, { from }]) => origins.some((origin) => from[origin] !== undefined));
    const take = async (facts: readonly Sourced[], fill: (facts: readonly Sourced[], round: Round, into: Filled) => Promise<readonly string[]>): Promise<void> => {
      if (facts.length > 0) for (const name of await fill(facts, round, counted)) unknown.add(name);
    };
    await take(of('records', 'duty'), this.#fromEvidence);
    await take(of('registry'), this.#fromRegistry);
    await take(of('inspection'), this.#fromInspections);
    await take(of('history'), this.#fromHistory);
    await take(of('item'), this.#fromItems);
    await take(of('ranking', 'rating', 'survey'), this.#fromRatings);
    await take(of('indicator'), this.#fromIndicators);
    for (const facts of counted.values()) for (const [name, one] of Object.entries(facts)) facts[name] = { ...one, value: fitting(scheme.facts[name]!, one.value) };
    return { counted, unknown: [...unknown] };
  }

  #window({ campaign }: Round, { over }: FactOrigin): { from: string; to: string } {
    return over === 'all' ? { from: BEGINNING, to: this.clock.today() } : campaign.window;
  }

  #fromEvidence = async (facts: readonly Sourced[], round: Round, into: Filled): Promise<readonly string[]> => {
    const asks = facts.map(([name, fact]) => this.#ask(name, fact, round));
    const unknown = new Set<string>();
    for (let start = 0; start < round.units.length; start += BATCH) {
      const unitIds = round.units.slice(start, start + BATCH).map(({ id }) => id);
      const reply = await this.#askEvidence(round.campaign.nodeId, unitIds, asks);
      for (const name of reply.unknown) unknown.add(name);
      for (const { name, unitId, valueJson, recordIds } of reply.values) {
        const { from } = round.scheme.facts[name]!;
        into.get(unitId)![name] = { value: JSON.parse(valueJson) as unknown, refs: recordIds, source: sourceOf(from!) };
      }
    }
    return [...unknown];
  };

  #ask(name: string, { from, type, fields }: Sourced[1], round: Round): MeasureAsk {
    const { records = '', duty = '', field = '' } = from;
    const measure = from.measure ?? (duty !== '' ? 'met' : type === 'records' ? 'list' : 'count');
    return create(MeasureAskSchema, { name, recordType: records, duty, scheme: round.scheme.id, measure, field, fields: Object.keys(fields ?? {}), ...this.#window(round, from) });
  }

  async #askEvidence(nodeId: string, unitIds: readonly string[], asks: readonly MeasureAsk[]): Promise<MeasuresReply> {
    const question = toBinary(MeasuresRequestSchema, create(MeasuresRequestSchema, { nodeId, unitIds: [...unitIds], asks: [...asks] }));
    const answer = await this.bus.request('evidence.measures', question, WAIT_MS).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === 'bus.no-answer') throw new Refusal('away', 'facts.evidence-away');
      throw error;
    });
    return fromBinary(MeasuresReplySchema, answer);
  }

  #fromRegistry = async (facts: readonly Sourced[], { campaign, units }: Round, into: Filled): Promise<readonly string[]> => {
    for (const [name, { from }] of facts) {
      const put = (unitId: string, value: unknown): void => void (into.get(unitId)![name] = { value, refs: [], source: sourceOf(from) });
      switch (from.registry) {
        case 'members': {
          const counts = await this.people.memberCounts(units.map(({ id }) => id), campaign.window.to);
          for (const { id } of units) put(id, counts.get(id) ?? 0);
          break;
        }
        case 'units':
          for (const { id } of units) put(id, (await this.units.under(id)).filter((one) => one.id !== id && (from.field === undefined || one.kind === from.field)).length);
          break;
        case 'above': {
          const above = await this.units.byIds([...new Set(units.flatMap(({ path }) => path))]);
          for (const { id, path } of units) put(id, path.toReversed().find((one) => one !== id && above.get(one)?.kind === from.field) ?? null);
          break;
        }
        case 'vacancies': {
          const window = this.#window({ campaign } as Round, from);
          const vacancies = await this.people.vacancies(units.map(({ id }) => id), from.field, window);
          for (const [id, stretches] of vacancies) put(id, stretches);
          break;
        }
        default: {
          const past = await this.people.pastTerms(units.map(({ id }) => id), this.#window({ campaign } as Round, from), this.clock.today());
          for (const [id, stretches] of past) put(id, stretches);
        }
      }
    }
    return [];
  };

  #fromInspections = async (facts: readonly Sourced[], round: Round, into: Filled): Promise<readonly string[]> => {
    for (const [name, { from }] of facts) {
      const scores = await this.onsite.of(round.units.map(({ id }) => id), this.#window(round, from));
      for (const { id } of round.units) {
        const found = scores.get(id)?.find(({ formId }) => formId === from.inspection);
        into.get(id)![name] = { value: inspectedAs(from, found), refs: found?.visitIds ?? [], source: sourceOf(from) };
      }
    }
    return [];
  };

  /** The latest value imported of a unit within the span; one without is left to be entered. */
  #fromIndicators = async (facts: readonly Sourced[], round: Round, into: Filled): Promise<readonly string[]> => {
    for (const [name, { from }] of facts) {
      const { from: first, to: last } = this.#window(round, from);
      for (const { unitId, value, importId } of await this.indicators.latest(from.indicator!, round.units.map(({ id }) => id), first, last)) {
        into.get(unitId)![name] = { value, refs: [importId], source: sourceOf(from) };
      }
    }
    return [];
  };

  /** What others ranked or rated; a unit that no list and no closed round speaks of is left to be entered. */
  #fromRatings = async (facts: readonly Sourced[], round: Round, into: Filled): Promise<readonly string[]> => {
    for (const [name, { from, fields }] of facts) {
      const known = await this.ratings.of(round.units.map(({ id }) => id), this.#window(round, from));
      for (const [id, { rankings, ratings }] of known) {
        const counted = from.ranking === undefined ? ratedAs(from, ratings) : rankedAs(from, Object.keys(fields ?? {}), rankings);
        if (counted) into.get(id)![name] = { ...counted, source: sourceOf(from) };
      }
    }
    return [];
  };

  #fromHistory = async (facts: readonly Sourced[], { campaign, scheme, units }: Round, into: Filled): Promise<readonly string[]> => {
    const rounds = await this.history.of(campaign, units.map(({ id }) => id));
    for (const [name, { from }] of facts) {
      for (const { id } of units) {
        const past = rounds.get(id);
        const value = this.history.measure(scheme, from, past, this.clock.today(), campaign);
        into.get(id)![name] = { value, refs: (past ?? []).map(({ candidacyId }) => candidacyId), source: sourceOf(from) };
      }
    }
    return [];
  };

  #fromItems = async (facts: readonly Sourced[], { campaign, units }: Round, into: Filled): Promise<readonly string[]> => {
    const candidacies = await this.candidacies.ofUnits(campaign.id, units.map(({ id }) => id));
    for (const [name, { from }] of facts) {
      for (const { unitId, declaration, reviewed } of candidacies) {
        const own = declaration?.items?.find(({ item }) => item === from.item);
        const found = from.measure === 'declared' ? own : reviewed?.find(({ item }) => item === from.item);
        into.get(unitId)![name] = { value: found?.value ?? null, refs: own?.evidence ?? [], source: sourceOf(from) };
      }
    }
    return [];
  };
}

function inspectedAs({ measure = 'mean' }: FactOrigin, found: OnsiteScore | undefined): unknown {
  if (measure === 'count') return found?.scores.length ?? 0;
  if (!found) return null;
  if (measure === 'last') return found.scores.at(-1);
  return measure === 'lowest' ? found.scores.toSorted((a, b) => Number(a) - Number(b))[0] : found.mean;
}

/** A source may have more places than the fact: rounded half away from zero to those. */
function fitting({ type, places = 0 }: FactDefinition, value: unknown): unknown {
  if (type !== 'decimal' || (typeof value !== 'string' && typeof value !== 'number')) return value;
  const [, sign = '', size = ''] = /^(-?)(.*)$/.exec(String(value)) ?? [];
  const mark = markOf(size);
  return mark === undefined ? value : `${sign}${ratio(mark, 1, places)}`;
}

/** The latest list of that name, or for `list` all of them as records. */
function rankedAs({ ranking, measure = 'rank' }: FactOrigin, fields: readonly string[], all: readonly RankingFact[]): Omit<Counted, 'source'> | undefined {
  const named = all.filter(({ name }) => name === ranking);
  const last = named.at(-1);
  if (!last) return undefined;
  const refs = [...new Set(named.map(({ id }) => id))];
  if (measure !== 'list') return { value: last[measure as 'rank' | 'rankFromBottom' | 'score' | 'units'], refs: [last.id] };
  const row = (one: RankingFact): Record<string, unknown> => ({ on: one.on, name: one.name, section: one.subject, subject: one.subject, score: one.score, rank: one.rank, rank_from_bottom: one.rankFromBottom, units: one.units });
  return { value: named.map((one) => Object.fromEntries(Object.entries(row(one)).filter(([field]) => fields.includes(field)))), refs };
}

/** The latest closed round of that name; of a mean the question is the field, else the first; of a share the field is the answer. */
function ratedAs({ rating, survey, measure = 'mean', field }: FactOrigin, all: readonly RatingFact[]): Omit<Counted, 'source'> | undefined {
  const last = all.findLast(({ kind, name }) => (kind === 'rating' ? name === rating : name === survey));
  if (!last) return undefined;
  if (measure === 'count') return { value: last.count, refs: [last.id] };
  const question = field === undefined ? last.questions[0] : last.questions.find(({ id }) => id === field);
  const value = measure === 'share' ? last.questions.flatMap(({ counts }) => counts).find((one) => one.value === field)?.percent : question?.mean;
  return value === undefined ? undefined : { value, refs: [last.id] };
}

/** The origin as the scheme writes it, for people who ask where a number comes from. */
function sourceOf(from: FactOrigin): string {
  const { measure, field, over, ...origin } = from;
  const [kind, name] = Object.entries(origin)[0]!;
  return [`${kind}: ${String(name)}`, measure, field, over === 'all' ? over : undefined].filter((part) => part !== undefined).join(' · ');
}
