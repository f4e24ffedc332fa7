import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { Place } from '@xingchuang/rules';
import { DATABASE, type Database, type Scoped, type Stored } from '@xingchuang/server';
import type { Entry } from '../candidacy/candidacy.ts';

export interface SchemeVersion {
  readonly schemeId: string;
  readonly version: number;
}

/** A scheme being written: faults are allowed until it is published. */
export interface SchemeDraft extends Stored, Place {
  /** What the text says it is. */
  readonly schemeId: string;
  readonly schemeVersion: number | null;
  readonly title: string;
  readonly text: string;
  /** The published version that it began with. */
  readonly from: SchemeVersion | null;
  readonly begunAt: string;
  readonly savedAt: string;
  readonly savedBy: Entry['by'];
  readonly published: (SchemeVersion & { readonly at: string; readonly by: Entry['by'] }) | null;
}

/** A text as it was saved once. */
export interface DraftRevision {
  readonly id: string;
  readonly draftId: string;
  readonly version: number;
  readonly text: string;
  readonly savedAt: string;
  readonly savedBy: Entry['by'];
}

const { Mixed } = Schema.Types;
const drafts = new Schema({
  _id: String, version: Number, unitId: String, path: [String], schemeId: String, schemeVersion: Number, title: String, text: String, from: Mixed, begunAt: String, savedAt: String, savedBy: Mixed, published: Mixed,
});
drafts.index({ path: 1, savedAt: -1 }); // those of a subtree, the last saved first
const revisions = new Schema({ _id: String, draftId: String, version: Number, text: String, savedAt: String, savedBy: Mixed });
revisions.index({ draftId: 1, version: -1 }, { unique: true }); // what a draft said before

/** Older texts of a draft than this are not listed. */
const MOST_REVISIONS = 100;

@Injectable()
export class DraftStore {
  readonly #drafts;
  readonly #revisions;

  constructor(@Inject(DATABASE) database: Database) {
    this.#drafts = database.model<SchemeDraft>('scheme-drafts', drafts);
    this.#revisions = database.model<DraftRevision>('scheme-draft-texts', revisions);
  }

  get = (id: string): Promise<SchemeDraft> => this.#drafts.get(id);
  list = (within: Scoped): Promise<SchemeDraft[]> => this.#drafts.list({ ...within }, { savedAt: -1, _id: 1 }, 200);
  remove = (id: string): Promise<void> => this.#drafts.remove(id);
  insert = async (draft: SchemeDraft): Promise<SchemeDraft> => this.#kept(await this.#drafts.insert(draft));
  save = async (draft: SchemeDraft): Promise<SchemeDraft> => this.#kept(await this.#drafts.save(draft));
  /** Where the text stays as it was. */
  mark = (draft: SchemeDraft): Promise<SchemeDraft> => this.#drafts.save(draft);

  async revisions(draftId: string): Promise<Omit<DraftRevision, 'text'>[]> {
    const found = await this.#revisions.model.find({ draftId }).sort({ version: -1 }).limit(MOST_REVISIONS).select('version savedAt savedBy').lean();
    return found as unknown as Omit<DraftRevision, 'text'>[];
  }
  async revision(draftId: string, version: number): Promise<DraftRevision | undefined> {
    return (await this.#revisions.list({ draftId, version }, { version: -1 }, 1))[0];
  }

  /** The text of each save stays readable. */
  async #kept(saved: SchemeDraft): Promise<SchemeDraft> {
    const { id, version, text, savedAt, savedBy } = saved;
    await this.#revisions.insert({ id: `${id}@${version}`, draftId: id, version, text, savedAt, savedBy });
    return saved;
  }
}
