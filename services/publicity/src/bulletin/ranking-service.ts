import { Inject, Injectable } from '@nestjs/common';
import { addDays, day, type Day } from '@xingchuang/calendar';
import type { Bus } from '@xingchuang/bus';
import { RankingReplySchema, RankingRequestSchema, type RankBoard, type RankBoardQuery, type RankedBy } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { settle, type ParameterValues, type Scheme } from '@xingchuang/schemes';
import { BUS, CAMPAIGNS, CLOCK, UNITS, type CampaignDirectory, type Clock, type UnitDirectory } from '@xingchuang/server';
import { asked } from './asking.ts';
import type { RowSource } from './counted.ts';
import { LevelQueries } from './level-queries.ts';
import { dayWords } from './period-words.ts';
import { moved, placed, type Moved, type Ranked } from './ranking-rule.ts';
import { rankingSheet } from './ranking-sheet.ts';

/** What is ranked, where, and on which two days. */
export interface Ranking {
  readonly by: RankedBy;
  readonly campaignId: string;
  readonly subject: string;
  readonly nodeId: string;
  /** Of marks on site: the first day that counts, and the first that counts for the comparison. */
  readonly from: Day;
  readonly to: Day;
  readonly againstFrom: Day;
  readonly against: Day;
}
export interface Standings {
  readonly title: string;
  readonly rule: string;
  readonly ties: 'in' | 'out';
  readonly source: RowSource;
  readonly lines: readonly Moved[];
}
interface List {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly Ranked[];
}

const PAGE = 100;
const RULES: Readonly<Record<RankedBy, string>> = { levels: '按等级由高到低、同等级按得分由高到低排列', standing: '按得分由高到低排列', onsite: '按检查平均得分由高到低排列', rating: '按评议得分由高到低排列' };
const TIES = '相同的并列，其后名次相应空出。';

/** Rankings as things stood on a day, within a subtree, beside an earlier day. */
@Injectable()
export class RankingService {
  constructor(
    @Inject(BUS) readonly bus: Bus,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(LevelQueries) readonly levels: LevelQueries,
  ) {}

  /** Refuses what is not known on the later day; of the earlier day nothing may be known. */
  async of(ranking: Ranking): Promise<Standings> {
    const { by, campaignId, subject } = ranking;
    if (by === 'levels') {
      if (campaignId === '') throw new Refusal('invalid', 'bulletin.campaign-needed', {}, 'campaignId');
      const { scheme, campaign, parameters } = await this.campaigns.rules(campaignId);
      const [now, then] = [await this.#byLevels(ranking, ranking.to), await this.#byLevels(ranking, ranking.against)];
      const source: RowSource = { kind: 'levels', id: campaignId, zh: `《${campaign.title}》定级结果，截至${dayWords(ranking.to)}` };
      return { title: campaign.title, rule: `${RULES.levels}；${TIES}`, ties: tiesOf(scheme, parameters), source, lines: moved(placed(now), placed(then)) };
    }
    if (subject === '') throw new Refusal('invalid', 'bulletin.subject-needed', {}, 'subject');
    const now = await this.#list(ranking, ranking.from, ranking.to);
    if (!now) throw new Refusal('missing', 'bulletin.subject-unknown', { subject, to: ranking.to }, 'subject');
    const then = await this.#list(ranking, ranking.againstFrom, ranking.against);
    const source: RowSource = { kind: by, id: now.id, zh: `${now.title}，截至${dayWords(ranking.to)}` };
    return { title: now.title, rule: `${RULES[by]}；${TIES}`, ties: 'in', source, lines: moved(placed(now.lines), placed(then?.lines ?? [])) };
  }

  async board({ pageToken, ...query }: RankBoardQuery, by: Actor): Promise<RankBoard> {
    const { ranking, standings } = await this.#asked(query, by);
    const start = Number(pageToken ?? 0);
    const items = standings.lines.slice(start, start + PAGE).map(({ key: _, level: __, ...line }) => line);
    const { title, rule, source, lines } = standings;
    const next = start + PAGE < lines.length ? { nextPageToken: String(start + PAGE) } : {};
    return { by: ranking.by, title, rule, source, asOf: ranking.to, against: ranking.against, total: lines.length, items, ...next };
  }

  async workbook(query: RankBoardQuery, by: Actor): Promise<Uint8Array> {
    const { ranking, standings } = await this.#asked(query, by);
    return rankingSheet(standings, ranking);
  }

  async #asked({ by: kind, campaignId = '', subject = '', unitId, asOf, against }: RankBoardQuery, by: Actor): Promise<{ ranking: Ranking; standings: Standings }> {
    const nodeId = unitId ?? by.jurisdictionId;
    allow(by, 'ranking.read', await this.units.place(nodeId));
    const today = this.clock.today();
    const to = asOf === undefined ? today : day(asOf, 'asOf');
    if (to > today) throw new Refusal('invalid', 'bulletin.day-ahead', { today }, 'asOf');
    const before = against === undefined ? addDays(day(`${to.slice(0, 7)}-01`), -1) : day(against, 'against');
    if (before > to) throw new Refusal('invalid', 'bulletin.days-reversed', {}, 'against');
    const ranking: Ranking = { by: kind, campaignId, subject, nodeId, from: firstOfYear(to), to, againstFrom: firstOfYear(before), against: before };
    return { ranking, standings: await this.of(ranking) };
  }

  async #byLevels({ campaignId, nodeId }: Ranking, on: Day): Promise<Ranked[]> {
    const { scheme, held } = await this.levels.sheet(campaignId, nodeId, on);
    return held.map(({ unit, span }) => {
      const level = scheme.levels.findIndex(({ id }) => id === span.level);
      return { key: unit.id, unitId: unit.id, unitName: unit.name, level, levelName: scheme.levels[level]?.zh ?? span.level, score: span.score };
    });
  }

  async #list({ by, subject, nodeId }: Ranking, from: Day, to: Day): Promise<List | undefined> {
    const { sourceId, title, lines } = await asked(this.bus, 'assessment.ranking', RankingRequestSchema, { by, subject, nodeId, from, to }, RankingReplySchema);
    if (sourceId === '') return undefined;
    const units = await this.units.byIds(lines.map(({ unitId }) => unitId).filter((id) => id !== ''));
    return { id: sourceId, title, lines: lines.map(({ unitId, name, score }) => ({ key: unitId || name, unitId, unitName: units.get(unitId)?.name ?? name, level: -1, levelName: '', score })) };
  }
}

export const firstOfYear = (on: Day): Day => day(`${on.slice(0, 4)}-01-01`);

/** What the scheme does with equals at the edge of its places: both in or both out. */
function tiesOf(scheme: Scheme, parameters: ParameterValues): 'in' | 'out' {
  const { ties } = scheme.quotas.find((quota) => quota.ties !== undefined) ?? {};
  return ties === undefined ? 'out' : settle(scheme, ties, parameters);
}
