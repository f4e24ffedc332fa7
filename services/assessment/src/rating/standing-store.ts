import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { StandingView } from '@xingchuang/contracts';
import type { Place } from '@xingchuang/rules';
import { DATABASE, type Database, type Stored } from '@xingchuang/server';
import type { Ranked } from './standing-rule.ts';

export interface Standing extends Stored, Place {
  readonly name: string;
  readonly title: string;
  readonly origin: StandingView['origin'];
  readonly area: string;
  readonly on: string;
  readonly fileId: string;
  readonly marks: StandingView['marks'];
  readonly edition: number;
  readonly editions: StandingView['editions'];
  readonly count: number;
  readonly differences: number;
}
/** A row of one edition; earlier editions stay. */
export interface StandingLine extends Ranked {
  readonly id: string;
  readonly standingId: string;
  readonly edition: number;
  readonly isCurrent: boolean;
  readonly on: string;
}

const { Mixed } = Schema.Types;
const standings = new Schema({
  _id: String, version: Number, unitId: String, path: [String], name: String, title: String, origin: String, area: String, on: String, fileId: String, marks: Mixed, edition: Number,
  editions: [Mixed], count: Number, differences: Number,
}, { minimize: false });
standings.index({ path: 1, _id: -1 }); // what a seat's bodies entered, newest first
standings.index({ name: 1, on: -1 }); // the newest list of a name
const lines = new Schema({
  _id: String, standingId: String, edition: Number, isCurrent: Boolean, on: String, row: Number, unitId: String, path: [String], name: String, score: String, rank: Number, rankFromBottom: Number, givenRank: Number,
});
lines.index({ standingId: 1, edition: 1, rank: 1 }); // one list
lines.index({ standingId: 1, isCurrent: 1, path: 1 }); // what one list says of a subtree
lines.index({ path: 1, isCurrent: 1, on: 1 }); // how a unit and what is inside it stood

@Injectable()
export class StandingStore {
  readonly #standings;
  readonly #lines;

  constructor(@Inject(DATABASE) database: Database) {
    this.#standings = database.model<Standing>('standings', standings);
    this.#lines = database.model<StandingLine>('standing-lines', lines);
  }

  get = (id: string): Promise<Standing> => this.#standings.get(id);
  byIds = (ids: readonly string[]): Promise<Standing[]> => this.#standings.list({ _id: { $in: [...ids] } }, { _id: 1 }, 5_000);
  list = (filter: Record<string, unknown>, pageToken: string | undefined, limit: number): Promise<Standing[]> =>
    this.#standings.list({ ...filter, ...(pageToken === undefined ? {} : { _id: { ...(filter['_id'] as object | undefined), $lt: pageToken } }) }, { _id: -1 }, limit);
  newest = async (name: string, to: string): Promise<Standing | undefined> => (await this.#standings.list({ name, on: { $lte: to } }, { on: -1, _id: -1 }, 1))[0];
  insert = (standing: Standing): Promise<Standing> => this.#standings.insert(standing);
  save = (standing: Standing): Promise<Standing> => this.#standings.save(standing);

  linesOf = (standingId: string, edition: number): Promise<StandingLine[]> => this.#lines.list({ standingId, edition }, { rank: 1, row: 1 }, 5_000);
  linesAbout = (unitIds: readonly string[], from = '', to = '9'): Promise<StandingLine[]> =>
    this.#lines.list({ path: { $in: [...unitIds] }, isCurrent: true, on: { $gte: from, $lte: to } }, { on: 1, _id: 1 }, 20_000);
  /** The lists on which units under a node stand, up to a day. */
  idsAbout = async (nodeId: string, until: string): Promise<string[]> => (await this.#lines.model.distinct('standingId', { path: nodeId, isCurrent: true, on: { $lte: until } })) as unknown as string[];
  /** The lines of one list about units under a node, as they now stand. */
  currentUnder = (nodeId: string, standingId: string): Promise<StandingLine[]> => this.#lines.list({ standingId, isCurrent: true, path: nodeId }, { rank: 1, row: 1 }, 20_000);
  async keep(standing: Standing, ranked: readonly Ranked[]): Promise<void> {
    await this.#lines.model.updateMany({ standingId: standing.id, isCurrent: true }, { isCurrent: false });
    await this.#lines.insertMany(ranked.map((line) => ({ ...line, id: `${standing.id}:${standing.edition}:${line.row}`, standingId: standing.id, edition: standing.edition, isCurrent: true, on: standing.on })));
  }
}
