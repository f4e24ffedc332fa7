import { Inject, Injectable } from '@nestjs/common';
import { RatingTextView, RoundLine, RoundView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { PUBLIC_URL, UNITS, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import type { RatingText, Round } from './round.ts';
import { RoundService } from './round-service.ts';

/** Rounds as a seat may see them: the results only after closing, the others' part only after one's own. */
@Injectable()
export class RoundViews {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(PUBLIC_URL) readonly publicUrl: () => string,
    @Inject(RoundService) readonly rounds: RoundService,
  ) {}

  async line(round: Round, mine: RoundView['mine']): Promise<RoundLine> {
    return RoundLine.parse({ ...round, mine, owner: await this.units.get(round.unitId) });
  }

  async full(round: Round, by: Actor): Promise<RoundView> {
    const known = await this.units.byIds([round.unitId, ...round.invitedIds, ...round.targetIds]);
    const unit = (id: string) => known.get(id) ?? unknown(id);
    const mine = await this.rounds.mine(round, by);
    const missing = this.rounds.maySeeProgress(round, mine) ? await this.rounds.missing(round) : undefined;
    const mayRun = this.rounds.mayRun(round, by);
    return RoundView.parse({
      ...round,
      owner: unit(round.unitId),
      closedOn: round.closedOn || undefined,
      closeReason: round.closeReason || undefined,
      sides: round.sides.map(({ id, name, invitedIds, targetIds, key }) => ({ id, name, invited: invitedIds.length, targets: targetIds.map(unit), key: key || undefined })),
      mine,
      mayRun,
      link: round.kind === 'public' && mayRun ? `${this.publicUrl()}/app/surveys/${round.code}` : undefined,
      progress: missing && round.sides.map(({ id, invitedIds }) => {
        const lacking = missing.filter(({ sideId }) => sideId === id);
        return { id, voted: invitedIds.length - lacking.length, missing: lacking.map(({ unitId }) => unit(unitId)).sort((a, b) => (a.code < b.code ? -1 : 1)) };
      }),
      results: round.state === 'closed' ? round.results.map((side) => ({ ...side, targets: side.targets.map(({ unitId, ...rest }) => ({ ...rest, unit: unit(unitId) })) })) : undefined,
    });
  }

  async texts(round: Round, texts: readonly RatingText[]): Promise<RatingTextView[]> {
    const known = await this.units.byIds(round.targetIds);
    const asked = new Map(round.questions.map(({ id, text }) => [id, text]));
    return texts.map((text) => RatingTextView.parse({ ...text, unit: known.get(text.targetId) ?? unknown(text.targetId), question: asked.get(text.questionId) ?? '' }));
  }
}

const unknown = (id: string): Pick<KnownUnit, 'id' | 'code' | 'name'> => ({ id, code: '', name: '（未知单位）' });
