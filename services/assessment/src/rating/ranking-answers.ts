import { Inject, Injectable } from '@nestjs/common';
import type { RankingRequest } from '@xingchuang/contracts';
import { UNITS, type UnitDirectory } from '@xingchuang/server';
import { FormStore } from '../onsite/form/form-store.ts';
import { meanOf } from '../onsite/mark.ts';
import { VisitStore } from '../onsite/visit/visit-store.ts';
import { RoundStore } from './round-store.ts';
import { StandingStore } from './standing-store.ts';

interface Line {
  readonly unitId: string;
  readonly name: string;
  readonly score: string;
}
interface Found {
  readonly sourceId: string;
  readonly title: string;
  readonly on: string;
  readonly lines: readonly Line[];
}

/** How units under a node stood in lists of others, on site and in ratings, for those who publish it. */
@Injectable()
export class RankingAnswers {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(StandingStore) readonly standings: StandingStore,
    @Inject(VisitStore) readonly visits: VisitStore,
    @Inject(FormStore) readonly forms: FormStore,
    @Inject(RoundStore) readonly rounds: RoundStore,
  ) {}

  of(request: RankingRequest): Promise<Found | undefined> {
    if (request.by === 'standing') return this.#standing(request);
    return request.by === 'onsite' ? this.#onsite(request) : this.#rating(request);
  }

  /** The newest list of that name. Lines on others than our units are in it where a body under the node entered it. */
  async #standing({ subject, nodeId, to }: RankingRequest): Promise<Found | undefined> {
    const standing = await this.standings.newest(subject, to);
    if (!standing) return undefined;
    const lines = await this.standings.linesOf(standing.id, standing.edition);
    const isOurs = standing.path.includes(nodeId);
    const seen = lines.filter(({ path, unitId }) => path.includes(nodeId) || (unitId === '' && isOurs));
    return { sourceId: standing.id, title: standing.title, on: standing.on, lines: seen.map(({ unitId, name, score }) => ({ unitId, name, score })) };
  }

  async #onsite({ subject: formId, nodeId, from, to }: RankingRequest): Promise<Found | undefined> {
    const visits = await this.visits.scored({ path: nodeId, formId }, from, to);
    if (visits.length === 0) return undefined;
    const units = await this.units.byIds(visits.map(({ unitId }) => unitId));
    const lines = [...Map.groupBy(visits, ({ unitId }) => unitId)].map(([unitId, held]) => ({ unitId, name: units.get(unitId)?.name ?? '', score: meanOf(held.map(({ score }) => score!)) }));
    return { sourceId: formId, title: (await this.forms.newest(formId))?.form.zh ?? formId, on: to, lines };
  }

  async #rating({ subject, nodeId, to }: RankingRequest): Promise<Found | undefined> {
    const round = await this.rounds.newestClosed(subject, to);
    if (!round) return undefined;
    const targets = round.results.flatMap((side) => side.targets).flatMap(({ unitId, questions }) => {
      const score = questions.find(({ mean }) => mean !== undefined)?.mean;
      return score === undefined ? [] : [{ unitId, score }];
    });
    const units = await this.units.byIds(targets.map(({ unitId }) => unitId));
    const lines = targets.filter(({ unitId }) => units.get(unitId)?.path.includes(nodeId)).map(({ unitId, score }) => ({ unitId, name: units.get(unitId)!.name, score }));
    return { sourceId: round.id, title: round.title, on: round.to, lines };
  }
}
