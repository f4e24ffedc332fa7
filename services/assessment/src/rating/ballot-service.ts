import { Inject, Injectable } from '@nestjs/common';
import type { BallotCast, PublicAnswer } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, UNITS, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import { PeopleDirectory } from '../people-directory.ts';
import { checkAnswers } from './answer-rule.ts';
import { BallotBox, type RoundKeys } from './ballot-box.ts';
import { voterId, type Round, type Side } from './round.ts';
import { assertOpen, sideOf } from './round-rule.ts';
import { RoundStore } from './round-store.ts';

/**
 * Voting in two steps that nothing joins: a unit takes its one paper by name, blindly signed; whoever holds a signed token casts one
 * ballot without a name. Each step passes the round's gate, so that one and the same instant cannot both count and close.
 */
@Injectable()
export class BallotService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(PeopleDirectory) readonly people: PeopleDirectory,
    @Inject(RoundStore) readonly rounds: RoundStore,
    @Inject(BallotBox) readonly box: BallotBox,
  ) {}

  async takePaper(roundId: string, blinded: string, by: Actor): Promise<{ sideId: string; blindSignature: string }> {
    allow(by, 'rating.vote', await this.units.place(by.unitId));
    const side = sideOf(await this.rounds.get(roundId), by.unitId);
    await this.#refuseOwnUnit(side, by);
    const { keys } = await this.#enter(roundId);
    const blindSignature = this.box.sign(blinded, keys, side.id);
    const id = voterId(roundId, by.unitId);
    if ((await this.rounds.voter(id))!.paperOn === '') await this.#passing(roundId, () => this.rounds.takePaper(id, this.clock.today(), blinded));
    if ((await this.rounds.voter(id))!.blinded !== blinded) throw new Refusal('conflict', 'paper.taken', { unit: (await this.units.get(by.unitId)).name });
    return { sideId: side.id, blindSignature };
  }

  async cast({ roundId, sideId, token, signature, answers }: BallotCast): Promise<void> {
    const { round, keys } = await this.#enter(roundId);
    const side = round.sides.find(({ id, key }) => id === sideId && key !== '');
    if (!side || !this.box.isSigned(token, signature, keys, side.id)) throw new Refusal('forbidden', 'ballot.not-signed');
    await this.#put(round, side, `paper ${side.id} ${token}`, answers, keys, 'ballot.cast-already');
  }

  async answerSurvey(code: string, { device, answers }: PublicAnswer, address: string): Promise<void> {
    const { round, keys } = await this.#enter((await this.survey(code)).id);
    await this.#put(round, round.sides[0]!, `device ${device}`, answers, keys, 'survey.answered-already', async () => {
      const visits = await this.rounds.visit(this.box.nameOf(`visit ${this.clock.today()} ${address}`, keys), round.id);
      if (visits > round.perAddress) throw new Refusal('limit', 'survey.too-many-from-here', { most: round.perAddress });
    });
  }

  async survey(code: string): Promise<Round> {
    const round = await this.rounds.byCode(code);
    if (!round) throw new Refusal('missing', 'thing.missing');
    return round;
  }

  async #enter(roundId: string): Promise<{ round: Round; keys: RoundKeys }> {
    const round = await this.rounds.get(roundId);
    assertOpen(round, this.clock.today());
    const wrapped = await this.rounds.keys(roundId);
    if (wrapped === undefined) throw new Refusal('conflict', 'rating.closed', { lastDay: round.lastDay });
    return { round, keys: this.box.unwrap(wrapped, roundId) };
  }

  /** In one transaction with a gate of the round: it counts before the closing, or not at all. */
  #passing(roundId: string, work: () => Promise<void>): Promise<void> {
    return this.database.transaction(async () => {
      if (!(await this.rounds.pass(roundId))) throw new Refusal('conflict', 'rating.closed', { lastDay: (await this.rounds.get(roundId)).lastDay });
      await work();
    });
  }

  /** The same ballot again is the one that lies there; another one under the same name is refused. */
  async #put(round: Round, side: Side, voucher: string, answers: BallotCast['answers'], keys: RoundKeys, taken: string, first = async () => {}): Promise<void> {
    checkAnswers(answers, side, round.questions);
    const id = this.box.nameOf(voucher, keys);
    const box = this.box.close(answers, id, keys);
    const lies = async () => {
      const known = await this.rounds.ballot(id);
      if (known && !this.box.isSame(known.box, box)) throw new Refusal('conflict', taken);
      return known !== undefined;
    };
    if (await lies()) return;
    await first();
    await this.#passing(round.id, async () => {
      if (await lies()) return;
      await this.rounds.cast({ id, roundId: round.id, sideId: side.id, box });
    });
  }

  /** Sides never touch (that is refused when a round is opened); a person may still belong to a unit of the other side. */
  async #refuseOwnUnit(side: Side, by: Actor): Promise<void> {
    const own = await this.people.ownUnits([by.personId], this.clock.today());
    const homes = await this.units.byIds([...own.get(by.personId)!]);
    const rated = [...homes.values()].find((home) => side.targetIds.some((target) => home.path.includes(target)));
    if (rated) throw new Refusal('forbidden', 'paper.own-unit', { unit: rated.name });
  }
}
