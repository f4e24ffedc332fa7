import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InspectionForm } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { CLOCK, DATABASE, type Clock, type Database } from '@xingchuang/server';
import { parse } from 'yaml';
import { ASSESSMENT_CONFIG, type AssessmentConfig } from '../../config.ts';
import { digestOf } from '../../digest.ts';
import { checkForm } from './form-rule.ts';
import { FormStore, type PublishedForm } from './form-store.ts';

/** The forms that are filled in on site: those of the folder, and those that a body makes; each change is a new version. */
@Injectable()
export class FormService implements OnModuleInit {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(ASSESSMENT_CONFIG) readonly config: AssessmentConfig,
    @Inject(FormStore) readonly forms: FormStore,
  ) {}

  /** A file that says the same as a version that was ever published adds nothing: what people made since stays the newest. */
  async onModuleInit(): Promise<void> {
    for (const file of readdirSync(this.config.FORMS_DIR).filter((name) => /\.ya?ml$/.test(name)).sort()) {
      const form = InspectionForm.safeParse(parse(readFileSync(join(this.config.FORMS_DIR, file), 'utf8')));
      if (!form.success) throw new Error(`检查表文件有误 / faulty form file ${file}\n${form.error.issues.map(({ path, message }) => `  ${path.join('.')} ${message}`).join('\n')}`);
      await this.publish(form.data, 'once');
    }
  }

  /** Over the version that was looked at, where one is named. */
  async publish(form: InspectionForm, how: 'always' | 'once' = 'always', over?: number): Promise<PublishedForm> {
    checkForm(form);
    const digest = digestOf(form);
    return this.database.transaction(async () => {
      const newest = await this.forms.newest(form.id);
      if (newest && (newest.digest === digest || (how === 'once' && (await this.#wasPublished(form.id, newest.version, digest))))) return newest;
      if (newest && over !== undefined && over !== newest.version) throw new Refusal('stale', 'thing.stale', { form: form.id, version: newest.version }, 'If-Match');
      const version = (newest?.version ?? 0) + 1;
      return this.forms.insert({ id: `${form.id}@${version}`, formId: form.id, version, digest, form, publishedAt: this.clock.now().toISOString() });
    });
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
