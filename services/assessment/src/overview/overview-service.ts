import { Inject, Injectable } from '@nestjs/common';
import { day } from '@xingchuang/calendar';
import { LEVEL_CHANGES, type Count, type LevelChange, type LevelRecordPage, type LevelRecordQuery, type LevelsOverview, type LevelsQuery } from '@xingchuang/contracts';
import { allow, type Actor } from '@xingchuang/rules';
import { childOn, CLOCK, frameOf, overviewUnit, pageById, quartersUpTo, queryOf, UNITS, type Clock, type Frame, type UnitDirectory } from '@xingchuang/server';
import type { Campaign } from '../campaign/campaign-rule.ts';
import { CampaignStore } from '../campaign/campaign-store.ts';
import { SchemeService } from '../scheme/scheme-service.ts';
import { levelName, wordsOnly } from '../views.ts';
import { changeOf, givenBy, heldOn, standings, type HeldLevels, type Standing } from './level-span.ts';
import { LevelSpanStore } from './level-span-store.ts';
import { RankService } from './rank-service.ts';

export const LEVEL_RECORDS = '/api/assessment/overview/levels/records';
export const RANK_RECORDS = '/api/assessment/overview/ranks';
const ACTION = 'title.read';
const QUARTERS = 8;
const PAGE = 100;

type OfLevel = Count & { level: string };
/** The levels of one programme under a unit, and the year of each round. */
interface Sheet {
  readonly schemeId: string;
  readonly all: readonly HeldLevels[];
  readonly yearOf: (held: HeldLevels) => string;
  readonly rank: (level: string) => number;
}

/** Which levels units hold, held and were given: numbers for who governs them, and the candidacies behind each number. */
@Injectable()
export class OverviewService {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CampaignStore) readonly campaigns: CampaignStore,
    @Inject(SchemeService) readonly schemes: SchemeService,
    @Inject(LevelSpanStore) readonly spans: LevelSpanStore,
    @Inject(RankService) readonly ranks: RankService,
  ) {}

  async levels({ schemeId: asked, ...query }: LevelsQuery, by: Actor): Promise<LevelsOverview> {
    const frame = await frameOf(query, by, ACTION, this.units, this.clock.today());
    const { today, on, since, unit } = frame;
    const known = await this.#campaignsUnder(unit.id);
    const schemeIds = [...new Set(known.map((one) => one.schemeId))];
    const schemeId = asked ?? known[0]?.schemeId ?? '';
    const scheme = await this.schemes.newest(schemeId);
    const sheet = await this.#sheet(unit.id, schemeId, known);
    const { units, ...counts } = count(sheet, frame);
    const below = await this.units.byIds([...units.keys()]);
    return {
      today, on, since, unit, records: LEVEL_RECORDS, schemeId,
      schemes: await Promise.all(schemeIds.map(async (id) => ({ id, ...wordsOnly((await this.schemes.newest(id))?.name ?? { zh: id }) }))),
      levels: scheme?.levels.map(({ id, stars }) => ({ ...levelName(scheme, id), stars })) ?? [],
      ...counts,
      units: [...units].map(([id, row]) => ({ ...overviewUnit(below.get(id) ?? { ...unit, id, name: id }, row.hasBelow), ...row })).sort((a, b) => (a.code < b.code ? -1 : 1)),
      ranks: RANK_RECORDS,
      rankings: await this.ranks.rankings(frame),
    };
  }

  /** The units behind a number, in the order in which they were taken in. */
  async records({ pageToken, ...query }: LevelRecordQuery, by: Actor): Promise<LevelRecordPage> {
    const unit = await this.units.get(query.unitId);
    allow(by, ACTION, { unitId: unit.id, path: unit.path });
    const known = await this.#campaignsUnder(unit.id);
    const sheet = await this.#sheet(unit.id, query.schemeId, known);
    const found = behind(sheet, query).sort((a, b) => (a.at.held.id < b.at.held.id ? -1 : 1));
    const { items, ...rest } = pageById(found.map((one) => ({ id: one.at.held.id, ...one })).filter(({ id }) => pageToken === undefined || id > pageToken), PAGE);
    const units = await this.units.byIds(items.map(({ at }) => at.held.unitId));
    const scheme = (await this.schemes.newest(query.schemeId))!;
    const campaigns = new Map(known.map((one) => [one.id, one]));
    return {
      total: found.length, ...rest,
      items: items.map(({ at: { held, span }, level, before }) => ({
        candidacyId: held.id, campaignId: held.campaignId, campaignTitle: campaigns.get(held.campaignId)!.title, year: sheet.yearOf(held), unit: units.get(held.unitId)!,
        level: level === null ? null : levelName(scheme, level), since: level === null && span.until !== '' ? span.until : span.from, before: before === null ? null : levelName(scheme, before),
      })),
    };
  }

  /** The campaigns that gave units here a level, the newest first. */
  async #campaignsUnder(nodeId: string): Promise<Campaign[]> {
    const found = await this.campaigns.byIds(await this.spans.campaignsUnder(nodeId));
    return [...found.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  async #sheet(nodeId: string, schemeId: string, known: readonly Campaign[]): Promise<Sheet> {
    const years = new Map(known.filter((one) => one.schemeId === schemeId).map(({ id, window }) => [id, window.to.slice(0, 4)]));
    const order = (await this.schemes.newest(schemeId))?.levels.map(({ id }) => id) ?? [];
    return { schemeId, all: await this.spans.under(nodeId, [...years.keys()]), yearOf: ({ campaignId }) => years.get(campaignId)!, rank: (level) => order.indexOf(level) };
  }
}

/** All numbers of a sheet; each carries the query by which `behind` finds as many. */
function count(sheet: Sheet, { on, since, unit }: Frame) {
  const { schemeId, all, yearOf } = sheet;
  const of = (unitId: string, rest: Readonly<Record<string, string | undefined>>) => queryOf({ unitId, schemeId, on, ...rest });
  const rated = (unitId: string, all: readonly Standing[], rest: Readonly<Record<string, string>> = {}): Count => ({ count: all.length, query: of(unitId, rest) });
  const byLevel = (unitId: string, all: readonly Standing[], rest: Readonly<Record<string, string>> = {}): OfLevel[] => {
    const groups = Map.groupBy(all, ({ span }) => span.level);
    return [...groups].sort(([a], [b]) => sheet.rank(a) - sheet.rank(b)).map(([level, here]) => ({ level, count: here.length, query: of(unitId, { ...rest, level }) }));
  };
  const held = [...standings(all, (spans) => heldOn(spans, on)).values()];
  const given = [...Map.groupBy(all, yearOf)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([year, here]) => ({ year, given: [...standings(here, (spans) => givenBy(spans, on)).values()] })).filter((one) => one.given.length > 0);
  const units = new Map<string, { rated: Count; held: OfLevel[]; years: { year: string; levels: OfLevel[] }[]; hasBelow: boolean }>();
  const childOf = (one: Standing) => childOn(one.held.path, unit.id);
  const [heldIn, givenIn] = [Map.groupBy(held, childOf), given.map((one) => ({ year: one.year, in: Map.groupBy(one.given, childOf) }))];
  for (const id of new Set([...heldIn.keys(), ...givenIn.flatMap((one) => [...one.in.keys()])])) {
    if (id === unit.id) continue; // what is its own stands in the sums
    const here = heldIn.get(id) ?? [];
    const years = givenIn.filter((one) => one.in.has(id)).map((one) => ({ year: one.year, levels: byLevel(id, one.in.get(id)!, { year: one.year }) }));
    units.set(id, { rated: rated(id, here), held: byLevel(id, here), years, hasBelow: here.some((one) => one.held.unitId !== id) });
  }
  const changed = Map.groupBy(changes(sheet, since, on), ({ change }) => change);
  return {
    rated: rated(unit.id, held),
    held: byLevel(unit.id, held),
    years: given.map((one) => ({ year: one.year, rated: rated(unit.id, one.given, { year: one.year }), levels: byLevel(unit.id, one.given, { year: one.year }) })),
    quarters: quartersUpTo(on, QUARTERS).map(({ quarter, on: end }) => {
      const then = [...standings(all, (spans) => heldOn(spans, end)).values()];
      return { quarter, on: end, rated: rated(unit.id, then, { on: end }), levels: byLevel(unit.id, then, { on: end }) };
    }),
    units,
    changes: LEVEL_CHANGES.map((change) => ({ change, count: changed.get(change)?.length ?? 0, query: of(unit.id, { since, change }) })),
  };
}

interface Behind {
  readonly at: Standing;
  readonly level: string | null;
  readonly before: string | null;
}

function behind(sheet: Sheet, { on, level, year, since, change }: Omit<LevelRecordQuery, 'unitId' | 'schemeId'>): Behind[] {
  const end = day(on, 'on');
  if (since !== undefined) return changes(sheet, day(since, 'since'), end).filter((one) => change === undefined || one.change === change);
  const found = year === undefined ? standings(sheet.all, (spans) => heldOn(spans, end)) : standings(sheet.all.filter((one) => sheet.yearOf(one) === year), (spans) => givenBy(spans, end));
  return [...found.values()].filter(({ span }) => level === undefined || span.level === level).map((at) => ({ at, level: at.span.level, before: null }));
}

/** Units whose level differs between two days. */
function changes({ all, rank }: Sheet, since: string, on: string): (Behind & { change: LevelChange })[] {
  const [then, now] = [since, on].map((end) => standings(all, (spans) => heldOn(spans, end))) as [Map<string, Standing>, Map<string, Standing>];
  return [...new Set([...then.keys(), ...now.keys()])].flatMap((unitId) => {
    const [before, after] = [then.get(unitId), now.get(unitId)];
    const change = changeOf(before, after, rank);
    return change === undefined ? [] : [{ change, at: (after ?? before)!, level: after?.span.level ?? null, before: before?.span.level ?? null }];
  });
}
