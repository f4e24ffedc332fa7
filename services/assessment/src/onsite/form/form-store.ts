import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { InspectionForm } from '@xingchuang/contracts';
import type { Place } from '@xingchuang/rules';
import { DATABASE, type Database } from '@xingchuang/server';

export interface PublishedForm {
  /** `<form>@<version>`: a published version never changes. */
  readonly id: string;
  readonly formId: string;
  readonly version: number;
  /** The unit that published it first, and where that stands; absent of a form of the folder. */
  readonly unitId?: string;
  readonly path?: readonly string[];
  readonly digest: string;
  readonly form: InspectionForm;
  readonly publishedAt: string;
}

/** By this it is told who may publish its next version: a form of the folder stands under nobody. */
export const placeOf = ({ unitId = '', path = [] }: PublishedForm): Place => ({ unitId, path });

const schema = new Schema({ _id: String, formId: String, version: Number, unitId: String, path: [String], digest: String, form: Schema.Types.Mixed, publishedAt: String });
schema.index({ formId: 1, version: -1 }, { unique: true }); // the newest version of a form; two writers at once make two versions

@Injectable()
export class FormStore {
  readonly #forms;

  constructor(@Inject(DATABASE) database: Database) {
    this.#forms = database.model<PublishedForm>('inspection-forms', schema);
  }

  insert = (form: PublishedForm): Promise<PublishedForm> => this.#forms.insert(form);
  find = (id: string): Promise<PublishedForm | undefined> => this.#forms.find(id);
  newest = async (formId: string): Promise<PublishedForm | undefined> => (await this.#forms.list({ formId }, { version: -1 }, 1))[0];
  byIds = async (ids: readonly string[]): Promise<Map<string, PublishedForm>> => new Map((await this.#forms.list({ _id: { $in: [...ids] } })).map((one) => [one.id, one]));

  /** The newest version of each. */
  async list(): Promise<PublishedForm[]> {
    const all = await this.#forms.list({}, { formId: 1, version: -1 });
    return all.filter(({ formId }, index) => all[index - 1]?.formId !== formId);
  }
}
