import { Inject, Injectable } from '@nestjs/common';
import { UNITS, type UnitDirectory } from '@xingchuang/server';
import type { QuestionTally, Round } from './round.ts';
import { RoundStore } from './round-store.ts';
import { StandingStore } from './standing-store.ts';

/** How a unit, or one inside it, stood in a list that others made. */
export interface RankingFact {
  readonly id: string;
  readonly name: string;
  readonly on: string;
  readonly unitId: string;
  readonly subject: string;
  readonly score: string;
  readonly rank: number;
  readonly rankFromBottom: number;
  /** How many are ranked. */
  readonly units: number;
  readonly fileId: string;
}
/** What a closed rating or survey says of a unit; none where the ballots were too few. */
export interface RatingFact {
  readonly id: string;
  readonly kind: 'rating' | 'survey';
  readonly name: string;
  readonly on: string;
  readonly unitId: string;
  readonly count: number;
  readonly rank: number | undefined;
  /** Falling means: how many targets are no better, itself included. */
  readonly rankFromBottom: number | undefined;
  readonly questions: readonly QuestionTally[];
}
export interface UnitRatings {
  readonly rankings: readonly RankingFact[];
  readonly ratings: readonly RatingFact[];
}

/** What ratings, surveys and imported rankings give a scheme to know of units, within a window. */
@Injectable()
export class RatingFacts {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(RoundStore) readonly rounds: RoundStore,
    @Inject(StandingStore) readonly standings: StandingStore,
  ) {}

  /** By unit. A ranking of something inside the unit (a key section of a branch) counts for the unit too (S0 L117). Oldest first. */
  async of(unitIds: readonly string[], { from, to }: { readonly from: string; readonly to: string }): Promise<Map<string, UnitRatings>> {
    const lines = await this.standings.linesAbout(unitIds, from, to);
    const lists = new Map((await this.standings.byIds([...new Set(lines.map(({ standingId }) => standingId))])).map((standing) => [standing.id, standing]));
    const rounds = await this.rounds.closedAbout(unitIds, from, to);
    return new Map(
      unitIds.map((unitId) => {
        const rankings = lines.filter(({ path }) => path.includes(unitId)).map((line): RankingFact => {
          const { id, name, count, fileId } = lists.get(line.standingId)!;
          return { id, name, on: line.on, unitId: line.unitId, subject: line.name, score: line.score, rank: line.rank, rankFromBottom: line.rankFromBottom, units: count, fileId };
        });
        return [unitId, { rankings, ratings: rounds.flatMap((round) => factsOf(round, unitId)) }];
      }),
    );
  }
}

function factsOf({ id, kind, name, to, results }: Round, unitId: string): RatingFact[] {
  return results.flatMap(({ ballots, targets }) => {
    const target = targets.find((one) => one.unitId === unitId);
    if (!target) return [];
    const worse = targets.filter(({ rank }) => rank !== undefined && target.rank !== undefined && rank > target.rank).length;
    return [{ id, kind: kind === 'mutual' ? 'rating' as const : 'survey' as const, name, on: to, unitId, count: ballots, rank: target.rank, rankFromBottom: target.rank === undefined ? undefined : worse + 1, questions: target.questions }];
  });
}
