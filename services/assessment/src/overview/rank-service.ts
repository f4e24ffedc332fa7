import { Inject, Injectable } from '@nestjs/common';
import { RANK_MOVES, type LevelsOverview, type RankMove, type RankRecordPage, type RankRecordQuery } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { queryOf, UNITS, type Frame, type UnitDirectory } from '@xingchuang/server';
import { StandingStore, type Standing, type StandingLine } from '../rating/standing-store.ts';

const PAGE = 100;
const MOST_LISTS = 8;

interface Moved {
  readonly line: StandingLine;
  readonly before: number | null;
  readonly move: RankMove;
}

/** How units moved in lists that rank them: the newest list of a name beside the one before it. */
@Injectable()
export class RankService {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(StandingStore) readonly standings: StandingStore,
  ) {}

  async rankings({ unit, on }: Frame): Promise<LevelsOverview['rankings']> {
    const found = (await this.standings.byIds(await this.standings.idsAbout(unit.id, on))).sort((a, b) => (a.on === b.on ? (a.id < b.id ? 1 : -1) : a.on < b.on ? 1 : -1));
    const byName = [...Map.groupBy(found, ({ name, area }) => `${name}\u0000${area}`).values()].slice(0, MOST_LISTS);
    const rankings: LevelsOverview['rankings'] = [];
    for (const [newest, before] of byName as [Standing, Standing | undefined][]) {
      const moves = Map.groupBy(await this.#moved(unit.id, newest.id, before?.id), ({ move }) => move);
      rankings.push({
        name: newest.name, title: newest.title, area: newest.area, standingId: newest.id, on: newest.on, beforeId: before?.id ?? null, beforeOn: before?.on ?? null,
        moves: RANK_MOVES.map((move) => ({ move, count: moves.get(move)?.length ?? 0, query: queryOf({ unitId: unit.id, standingId: newest.id, beforeId: before?.id, move }) })),
      });
    }
    return rankings;
  }

  /** The lines behind a number, the greatest moves first. */
  async records({ unitId, standingId, beforeId, move, pageToken }: RankRecordQuery, by: Actor): Promise<RankRecordPage> {
    const unit = await this.units.get(unitId);
    allow(by, 'standing.read', { unitId, path: unit.path });
    const found = (await this.#moved(unit.id, standingId, beforeId)).filter((one) => move === undefined || one.move === move);
    const leap = (one: Moved): number => Math.abs((one.before ?? one.line.rank) - one.line.rank);
    found.sort((a, b) => leap(b) - leap(a) || a.line.rank - b.line.rank || a.line.row - b.line.row);
    const first = pageToken === undefined ? 0 : found.findIndex(({ line }) => line.id === pageToken) + 1;
    if (pageToken !== undefined && first === 0) throw new Refusal('invalid', 'page.token-invalid', {}, 'pageToken');
    const items = found.slice(first, first + PAGE);
    return {
      total: found.length, ...(found.length > first + PAGE ? { nextPageToken: items.at(-1)!.line.id } : {}),
      items: items.map(({ line, before, move: moved }) => ({ unitId: line.unitId, name: line.name, rank: line.rank, before, move: moved, score: line.score })),
    };
  }

  async #moved(nodeId: string, standingId: string, beforeId: string | undefined): Promise<Moved[]> {
    const lines = await this.standings.currentUnder(nodeId, standingId);
    const then = new Map(beforeId === undefined ? [] : (await this.standings.currentUnder(nodeId, beforeId)).map(({ unitId, rank }) => [unitId, rank]));
    return lines.map((line) => {
      const before = then.get(line.unitId) ?? null;
      return { line, before, move: before === null ? 'new' : before > line.rank ? 'up' : before < line.rank ? 'down' : 'same' };
    });
  }
}
