import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InspectionForm } from '@xingchuang/contracts';
import { allow, covers, Refusal, type Actor, type Place } from '@xingchuang/rules';
import { CLOCK, DATABASE, UNITS, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import { parse } from 'yaml';
import { ASSESSMENT_CONFIG, type AssessmentConfig } from '../../config.ts';
import { digestOf } from '../../digest.ts';
import { checkForm } from './form-rule.ts';
import { FormStore, placeOf, type PublishedForm } from './form-store.ts';

/** The forms that are filled in on site: those of the folder, and those that a body makes; each change is a new version. */
@Injectable()
export class FormService implements OnModuleInit {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(ASSESSMENT_CONFIG) readonly config: AssessmentConfig,
    @Inject(FormStore) readonly forms: FormStore,
  ) {}

  /** A file that says the same as a version that was ever published adds nothing. */
  async onModuleInit(): Promise<void> {
    for (const file of readdirSync(this.config.FORMS_DIR).filter((name) => /\.ya?ml$/.test(name)).sort()) {
      const form = InspectionForm.safeParse(parse(readFileSync(join(this.config.FORMS_DIR, file), 'utf8')));
      if (!form.success) throw new Error(`检查表文件有误 / faulty form file ${file}\n${form.error.issues.map(({ path, message }) => `  ${path.join('.')} ${message}`).join('\n')}`);
      await this.#ship(form.data);
    }
  }

  /** A form of one's own, or its next version: over the version that was looked at, where one is named, and only by who governs the unit that published it first. */
  async publish(form: InspectionForm, over: number | undefined, by: Actor): Promise<PublishedForm> {
    checkForm(form);
    const place = await this.units.place(by.unitId);
    return this.database.transaction(async () => {
      const newest = await this.forms.newest(form.id);
      allow(by, 'onsite.plan', place);
      if (newest && !covers(by, 'onsite.plan', placeOf(newest))) throw new Refusal('conflict', 'form.of-another', { form: form.id }, 'id');
      if (newest?.digest === digestOf(form)) return newest;
      if (newest && over !== undefined && over !== newest.version) throw new Refusal('stale', 'thing.stale', { form: form.id, version: newest.version }, 'If-Match');
      return this.#insert(form, newest, newest ?? place);
    });
  }

  async #ship(form: InspectionForm): Promise<void> {
    checkForm(form);
    await this.database.transaction(async () => {
      const newest = await this.forms.newest(form.id);
      if (!newest || !(await this.#wasPublished(form.id, newest.version, digestOf(form)))) await this.#insert(form, newest, {});
    });
  }

  #insert(form: InspectionForm, newest: PublishedForm | undefined, { unitId, path }: Partial<Place>): Promise<PublishedForm> {
    const version = (newest?.version ?? 0) + 1;
    return this.forms.insert({ id: `${form.id}@${version}`, formId: form.id, version, ...(unitId !== undefined && { unitId, path }), digest: digestOf(form), form, publishedAt: this.clock.now().toISOString() });
  }

  async #wasPublished(formId: string, upTo: number, digest: string): Promise<boolean> {
    const ids = Array.from({ length: upTo }, (_, index) => `${formId}@${index + 1}`);
    return [...(await this.forms.byIds(ids)).values()].some((one) => one.digest === digest);
  }

  /** The newest version, or the one named. */
  async get(formId: string, version?: number): Promise<PublishedForm> {
    const found = version === undefined ? await this.forms.newest(formId) : await this.forms.find(`${formId}@${version}`);
    if (!found) throw new Refusal('missing', 'form.missing', { form: formId }, 'formId');
    return found;
  }
}
