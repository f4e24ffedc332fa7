import { randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Database } from '@xingchuang/server';
import type { RatingText, Round, SealedBallot, Voter } from './round.ts';

const { Mixed } = Schema.Types;
const rounds = new Schema({
  _id: String, version: Number, unitId: String, path: [String], kind: String, name: String, title: String, from: String, to: String, lastDay: String, minimum: Number,
  perAddress: Number, code: String, questions: [Mixed], sides: [Mixed], invitedIds: [String], targetIds: [String], state: String, closedOn: String, closeReason: String, results: [Mixed],
});
rounds.index({ path: 1, _id: -1 }); // rounds that a seat's bodies run, newest first
rounds.index({ unitId: 1, _id: -1 }); // rounds that a body runs
rounds.index({ invitedIds: 1, _id: -1 }); // rounds to which a unit is invited
rounds.index({ targetIds: 1, state: 1, to: 1 }); // results about a unit
rounds.index({ code: 1 }, { unique: true }); // the link of a public survey
rounds.index({ state: 1, lastDay: 1 }); // what is to be closed by itself
rounds.index({ name: 1, state: 1, to: -1 }); // the newest results of a name

const voters = new Schema({ _id: String, roundId: String, sideId: String, unitId: String, paperOn: String, blinded: String });
voters.index({ roundId: 1, paperOn: 1 }); // who is missing
const ballots = new Schema({ _id: String, roundId: String, sideId: String, box: String });
ballots.index({ roundId: 1, _id: 1 }); // the box when it is opened, in the order of digests
const texts = new Schema({ _id: String, version: Number, roundId: String, targetId: String, questionId: String, text: String, state: String });
texts.index({ roundId: 1, _id: 1 }); // the texts of a round, in an order of chance

/**
 * Gates stand as long as their round is open: each vote writes to one of them in its transaction, closing takes all away, so that
 * a vote and the closing never both succeed without knowing of each other. There are many, so that votes do not wait for votes.
 */
const GATES = 32;
interface Gate {
  readonly id: string;
  readonly roundId: string;
  readonly passed: number;
}
const gates = new Schema({ _id: String, roundId: String, passed: Number });
gates.index({ roundId: 1 }); // all gates of a round when it is closed
/** An open round's keys, wrapped. */
interface WrappedKeys {
  readonly id: string;
  readonly wrapped: string;
}
const wrappedKeys = new Schema({ _id: String, wrapped: String });
interface Visits {
  readonly id: string;
  readonly roundId: string;
  readonly count: number;
}
const visits = new Schema({ _id: String, roundId: String, count: Number });
visits.index({ roundId: 1 }); // what is forgotten when the round is closed

@Injectable()
export class RoundStore {
  readonly #rounds;
  readonly #voters;
  readonly #ballots;
  readonly #texts;
  readonly #gates;
  readonly #keys;
  readonly #visits;

  constructor(@Inject(DATABASE) database: Database) {
    this.#rounds = database.model<Round>('rating-rounds', rounds);
    this.#voters = database.model<Voter>('rating-voters', voters);
    this.#ballots = database.model<SealedBallot>('rating-ballots', ballots);
    this.#texts = database.model<RatingText>('rating-texts', texts);
    this.#gates = database.model<Gate>('rating-gates', gates);
    this.#keys = database.model<WrappedKeys>('rating-keys', wrappedKeys);
    this.#visits = database.model<Visits>('rating-visits', visits);
  }

  get = (id: string): Promise<Round> => this.#rounds.get(id);
  save = (round: Round): Promise<Round> => this.#rounds.save(round);

  async insert(round: Round, voterRows: readonly Voter[], keys: string): Promise<Round> {
    await this.#rounds.insert(round);
    await this.#voters.insertMany(voterRows);
    await this.#keys.insert({ id: round.id, wrapped: keys });
    await this.#gates.insertMany(Array.from({ length: GATES }, (_, at) => ({ id: `${round.id}:${at}`, roundId: round.id, passed: 0 })));
    return round;
  }

  list(filter: Record<string, unknown>, pageToken: string | undefined, limit: number): Promise<Round[]> {
    return this.#rounds.list({ ...filter, ...(pageToken === undefined ? {} : { _id: { $lt: pageToken } }) }, { _id: -1 }, limit);
  }
  async byCode(code: string): Promise<Round | undefined> {
    return (await this.#rounds.list({ code, kind: 'public' }, { _id: 1 }, 1))[0];
  }
  openFor = (unitId: string): Promise<Round[]> => this.#rounds.list({ invitedIds: unitId, state: 'open' }, { _id: -1 }, 100);
  runBy = (unitId: string): Promise<Round[]> => this.#rounds.list({ unitId }, { _id: -1 }, 50);
  overdue = (today: string): Promise<Round[]> => this.#rounds.list({ state: 'open', lastDay: { $lt: today } }, { _id: 1 }, 100);
  closedAbout = (unitIds: readonly string[], from: string, to: string): Promise<Round[]> =>
    this.#rounds.list({ targetIds: { $in: [...unitIds] }, state: 'closed', to: { $gte: from, $lte: to } }, { to: 1, _id: 1 }, 5_000);

  newestClosed = async (name: string, to: string): Promise<Round | undefined> => (await this.#rounds.list({ name, state: 'closed', to: { $lte: to } }, { to: -1, _id: -1 }, 1))[0];

  voter = (id: string): Promise<Voter | undefined> => this.#voters.find(id);
  missing = (roundId: string): Promise<Voter[]> => this.#voters.list({ roundId, paperOn: '' }, { _id: 1 }, 5_000);
  /** Does nothing when the paper is taken already. */
  async takePaper(id: string, paperOn: string, blinded: string): Promise<void> {
    await this.#voters.model.updateOne({ _id: id, paperOn: '' }, { paperOn, blinded });
  }
  /** What was asked to be signed is of no more use. */
  async forgetPapers(roundId: string): Promise<void> {
    await this.#voters.model.updateMany({ roundId }, { blinded: '' });
  }

  /** The round's keys, wrapped; undefined when the round is closed. */
  keys = async (roundId: string): Promise<string | undefined> => (await this.#keys.find(roundId))?.wrapped;
  /** False when the round is closed. */
  async pass(roundId: string): Promise<boolean> {
    return (await this.#gates.model.updateOne({ _id: `${roundId}:${randomInt(GATES)}` }, { $inc: { passed: 1 } })).matchedCount === 1;
  }
  async takeGatesAway(roundId: string): Promise<void> {
    await this.#gates.model.deleteMany({ roundId });
    await this.#keys.remove(roundId);
  }

  ballot = (id: string): Promise<SealedBallot | undefined> => this.#ballots.find(id);
  async cast(ballot: SealedBallot): Promise<void> {
    await this.#ballots.insert(ballot);
  }
  ballots = (roundId: string): Promise<SealedBallot[]> => this.#ballots.list({ roundId }, { _id: 1 }, 200_000);
  async burn(roundId: string): Promise<void> {
    await this.#ballots.model.deleteMany({ roundId });
    await this.#visits.model.deleteMany({ roundId });
  }

  /** How often this address answered today, this time included. */
  async visit(id: string, roundId: string): Promise<number> {
    const counted = await this.#visits.model.findOneAndUpdate({ _id: id }, { $inc: { count: 1 }, $setOnInsert: { roundId } }, { upsert: true, returnDocument: 'after' }).lean();
    return Number((counted as unknown as Visits).count); // upserted, so never null
  }

  keepTexts = (all: readonly RatingText[]): Promise<void> => this.#texts.insertMany(all);
  texts = (roundId: string, state?: RatingText['state']): Promise<RatingText[]> => this.#texts.list({ roundId, ...(state ? { state } : {}) }, { _id: 1 }, 5_000);
  text = (id: string): Promise<RatingText> => this.#texts.get(id);
  saveText = (text: RatingText): Promise<RatingText> => this.#texts.save(text);
  waitingTexts = (roundId: string): Promise<number> => this.#texts.count({ roundId, state: 'waiting' });
}

