import { randomBytes, randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { addDays, day } from '@xingchuang/calendar';
import type { RatingTodo, RoundOpen, RoundQuery, RoundView } from '@xingchuang/contracts';
import { allow, covers, Refusal, scopeOf, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, pageById, STEPS, TICKER, UNITS, type Clock, type Database, type StepLog, type Ticker, type UnitDirectory } from '@xingchuang/server';
import { tally, textsOf } from './answer-rule.ts';
import { BallotBox } from './ballot-box.ts';
import { voterId, type RatingText, type Round, type Voter } from './round.ts';
import { assertMayClose, openRound, sideOf, sidesOf } from './round-rule.ts';
import { RoundStore } from './round-store.ts';

const PAGE = 50;
type Mine = RoundView['mine'];

/** Rounds of ratings and surveys: who opens them, who sees what of them and when, and what is left of the ballots (S2 L11). */
@Injectable()
export class RoundService implements OnModuleInit {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(TICKER) readonly ticker: Ticker,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(STEPS) readonly steps: StepLog,
    @Inject(RoundStore) readonly rounds: RoundStore,
    @Inject(BallotBox) readonly box: BallotBox,
  ) {}

  onModuleInit(): void {
    this.ticker.every('rounds past their last day', () => this.closeOverdue());
  }

  async open(input: RoundOpen, by: Actor): Promise<Round> {
    const place = await this.units.place(by.unitId);
    allow(by, 'rating.run', place);
    const named = input.kind === 'mutual' ? input.sides.flatMap(({ unitIds }) => unitIds) : input.kind === 'invited' ? [...input.aboutIds, ...input.invitedIds] : input.aboutIds;
    const known = await this.units.byIds(named);
    const outside = named.filter((id) => known.get(id)?.path.includes(by.jurisdictionId) !== true);
    if (outside.length > 0) throw new Refusal('invalid', 'rating.units-outside', { units: outside.slice(0, 10).map((id) => known.get(id)?.name ?? id) }, 'sides');
    const plain = sidesOf(input, known);
    const { keys, publicKeys } = await this.box.make(input.kind === 'public' ? [] : plain.map(({ id }) => id));
    const sides = plain.map((side) => ({ ...side, key: publicKeys[side.id] ?? '' }));
    const id = newId();
    const code = input.kind === 'public' ? randomBytes(12).toString('base64url') : id;
    const round = openRound(input, sides, { ...place, id, code, today: this.clock.today() });
    const voters = sides.flatMap((side) => side.invitedIds.map((unitId): Voter => ({ id: voterId(id, unitId), roundId: id, sideId: side.id, unitId, paperOn: '', blinded: '' })));
    return this.database.transaction(() => this.rounds.insert(round, voters, this.box.wrap(keys, id)));
  }

  /** Rounds that the seat may see: those of its bodies, and those to which its unit is invited. */
  async list({ state, kind, pageToken }: RoundQuery, by: Actor): Promise<{ items: { round: Round; mine: Mine }[]; nextPageToken?: string }> {
    const seen = scopeOf(by.role, 'rating.read') === 'any' ? {} : { $or: [{ invitedIds: by.unitId }, ...(scopeOf(by.role, 'rating.read') === 'subtree' ? [{ path: by.jurisdictionId }] : [])] };
    const found = await this.rounds.list({ ...seen, ...(state ? { state } : {}), ...(kind ? { kind } : {}) }, pageToken, PAGE + 1);
    const { items, ...rest } = pageById(found, PAGE);
    const lines: { round: Round; mine: Mine }[] = [];
    for (const round of items) lines.push({ round, mine: await this.mine(round, by) });
    return { items: lines, ...rest };
  }

  /** The round, where the seat may see it at all. */
  async get(id: string, by: Actor): Promise<Round> {
    const round = await this.rounds.get(id);
    if (!round.invitedIds.includes(by.unitId)) allow(by, 'rating.read', round);
    return round;
  }

  async mine(round: Round, by: Actor): Promise<Mine> {
    if (!round.invitedIds.includes(by.unitId)) return { state: 'uninvited' };
    const voter = await this.rounds.voter(voterId(round.id, by.unitId));
    return { state: voter?.paperOn ? 'voted' : 'waiting', sideId: sideOf(round, by.unitId).id };
  }

  mayRun = (round: Round, by: Actor): boolean => covers(by, 'rating.run', round);

  /** Until a voter's own ballot is in, nothing is said of the others; who runs or oversees the round has no ballot of its own. */
  maySeeProgress = (round: Round, { state }: Mine): boolean => round.kind !== 'public' && (round.state === 'closed' || state !== 'waiting');

  missing = (round: Round): Promise<Voter[]> => this.rounds.missing(round.id);

  async close(id: string, reason: string, by: Actor): Promise<Round> {
    return this.database.transaction(async () => {
      const round = await this.rounds.get(id);
      allow(by, 'rating.run', round);
      assertMayClose(round, reason, (await this.missing(round)).length, this.clock.today());
      return this.#count(round, reason);
    });
  }

  /** Closes what is past its last day; any number of processes may try. */
  async closeOverdue(): Promise<void> {
    for (const { id } of await this.rounds.overdue(this.clock.today())) {
      await this.database.transaction(async () => {
        const round = await this.rounds.get(id);
        if (round.state !== 'open') return;
        await this.#count(round, '');
        const { unitId, path, title, lastDay } = round;
        await this.steps.add([{ day: addDays(day(lastDay), 1), what: 'rating-closed', kind: 'rating', objectId: id, unitId, path, before: lastDay, text: title }]);
      });
    }
  }

  /** Opens the box: counts stay, ballots and keys go. Without the gates nobody passes any more. */
  async #count(round: Round, closeReason: string): Promise<Round> {
    const keys = this.box.unwrap((await this.rounds.keys(round.id))!, round.id);
    await this.rounds.takeGatesAway(round.id);
    const sealed = await this.rounds.ballots(round.id);
    const results = round.sides.map((side) => {
      const ballots = sealed.filter(({ sideId }) => sideId === side.id).map(({ id, box }) => this.box.open(box, id, keys));
      return { tally: tally(side, round.questions, ballots, round.minimum), texts: ballots.length < round.minimum ? [] : textsOf(side, round.questions, ballots) };
    });
    const texts = results.flatMap((result) => result.texts).map((text): RatingText => ({ ...text, id: randomUUID(), version: 1, roundId: round.id, state: 'waiting' }));
    await this.rounds.keepTexts(texts.sort((one, other) => (one.id < other.id ? -1 : 1)));
    await this.rounds.burn(round.id);
    await this.rounds.forgetPapers(round.id);
    return this.rounds.save({ ...round, state: 'closed', closedOn: this.clock.today(), closeReason, results: results.map((result) => result.tally) });
  }

  /** What waits for this seat: to vote; and for who runs a round, who is missing and which texts nobody has read. */
  async todo(by: Actor): Promise<RatingTodo['items']> {
    const items: RatingTodo['items'] = [];
    const line = ({ id, title, lastDay }: Round, act: RatingTodo['items'][number]['act'], missing = 0) => void items.push({ act, roundId: id, title, lastDay, missing });
    if (scopeOf(by.role, 'rating.vote') !== undefined) {
      for (const round of await this.rounds.openFor(by.unitId)) if ((await this.mine(round, by)).state === 'waiting') line(round, 'vote');
    }
    if (scopeOf(by.role, 'rating.run') === undefined) return items;
    for (const round of await this.rounds.runBy(by.unitId)) {
      const missing = round.state === 'open' ? (await this.missing(round)).length : 0;
      if (missing > 0) line(round, 'remind', missing);
      const unread = round.state === 'closed' ? await this.rounds.waitingTexts(round.id) : 0;
      if (unread > 0) line(round, 'moderate', unread);
    }
    return items;
  }

  /** Text answers: all of them for who runs the round, the shown ones for everybody else who sees its result. */
  async texts(id: string, by: Actor): Promise<{ round: Round; texts: RatingText[] }> {
    const round = await this.get(id, by);
    return { round, texts: await this.rounds.texts(id, this.mayRun(round, by) ? undefined : 'shown') };
  }

  async judgeText(id: string, textId: string, show: boolean, by: Actor): Promise<{ round: Round; text: RatingText }> {
    return this.database.transaction(async () => {
      const round = await this.rounds.get(id);
      allow(by, 'rating.run', round);
      const text = await this.rounds.text(textId);
      if (text.roundId !== id) throw new Refusal('missing', 'thing.missing');
      return { round, text: await this.rounds.saveText({ ...text, state: show ? 'shown' : 'hidden' }) };
    });
  }
}
