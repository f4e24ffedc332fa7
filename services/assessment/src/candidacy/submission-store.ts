import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Database, type Stored } from '@xingchuang/server';

/** One handing-in of a declaration with the evidence it relied on; evidence tells under which digest it froze it. */
export interface Submission extends Stored {
  readonly candidacyId: string;
  /** From 1; one more each time the unit declares anew. */
  readonly submission: number;
  readonly submittedAt: string;
  readonly fileIds: readonly string[];
  readonly recordIds: readonly string[];
  readonly frozen: { readonly setId: string; readonly digest: string; readonly items: number } | null;
}

const schema = new Schema({
  _id: String, version: Number, candidacyId: String, submission: Number, submittedAt: String, fileIds: [String], recordIds: [String],
  frozen: new Schema({ setId: String, digest: String, items: Number }, { _id: false }),
});
schema.index({ candidacyId: 1, submission: 1 }, { unique: true }); // what a unit handed in, in order

// Apart from the candidacy: the digest arrives when a body may be at work on it, and must not make its command stale.
@Injectable()
export class SubmissionStore {
  readonly #submissions;

  constructor(@Inject(DATABASE) database: Database) {
    this.#submissions = database.model<Submission>('submissions', schema);
  }

  insert = (submission: Submission): Promise<Submission> => this.#submissions.insert(submission);
  save = (submission: Submission): Promise<Submission> => this.#submissions.save(submission);
  ofCandidacies = (ids: readonly string[]): Promise<Submission[]> => this.#submissions.list({ candidacyId: { $in: [...ids] } }, { candidacyId: 1, submission: 1 }, 100_000);
  of = (candidacyId: string): Promise<Submission[]> => this.#submissions.list({ candidacyId }, { submission: 1 });
}
