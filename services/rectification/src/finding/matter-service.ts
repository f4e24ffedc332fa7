import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { MatterOpen, MatterQuery, MatterStudy } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, pageById, SCHEMES, UNITS, within, type Clock, type Database, type SchemeDirectory, type UnitDirectory } from '@xingchuang/server';
import type { Moment } from '../happening.ts';
import { PAGE } from '../scope.ts';
import { SettingsService } from '../settings-service.ts';
import type { Finding } from './finding-rule.ts';
import { FindingStore } from './finding-store.ts';
import { counted, type Matter } from './matter-rule.ts';

const schema = new Schema({
  _id: String, version: Number, unitId: String, path: [String], schemeId: String, aspect: String, title: String, units: Number, threshold: Number, commonSince: String, study: Schema.Types.Mixed,
});
schema.index({ path: 1, _id: -1 }); // the matters of a subtree

/** Common problems: lines of different units about one matter. */
@Injectable()
export class MatterService {
  readonly #matters;

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(SCHEMES) readonly schemes: SchemeDirectory,
    @Inject(SettingsService) readonly settings: SettingsService,
    @Inject(FindingStore) readonly findings: FindingStore,
  ) {
    this.#matters = database.model<Matter>('matters', schema);
  }

  async open({ unitId, schemeId, aspect, title }: MatterOpen, by: Actor): Promise<Matter> {
    const { path } = await this.units.place(unitId);
    allow(by, 'finding.open', { unitId, path });
    const { dimensions } = await this.schemes.get(schemeId);
    if (!dimensions.some(({ id }) => id === aspect)) throw new Refusal('invalid', 'finding.unknown-aspect', { aspect, aspects: dimensions.map(({ id }) => id) }, 'aspect');
    const { commonFrom: threshold } = await this.settings.current();
    return this.#matters.insert({ id: newId(), version: 1, unitId, path, schemeId, aspect, title, units: 0, threshold, commonSince: '', study: null });
  }

  /** Names findings as lines of the matter; each stays a line of its own unit. */
  async link(id: string, findingIds: readonly string[], by: Actor): Promise<Matter> {
    return this.database.transaction(async () => {
      for (const [index, findingId] of findingIds.entries()) {
        const finding = await this.findings.get(findingId);
        allow(by, 'finding.open', finding);
        await this.refuseOther(id, finding, `findingIds[${index}]`, by);
        await this.findings.save({ ...finding, matterId: id });
      }
      return this.count(id, { today: this.clock.today() });
    });
  }

  /** Refuses a line that the matter cannot have: where one may not add any, of another scheme, of a unit beside its own. */
  async refuseOther(id: string, { schemeId, path, clause }: Pick<Finding, 'schemeId' | 'path' | 'clause'>, field: string, by: Actor): Promise<void> {
    const matter = await this.#matters.get(id);
    allow(by, 'finding.open', matter);
    if (schemeId !== matter.schemeId || !path.includes(matter.unitId)) throw new Refusal('invalid', 'matter.other-scheme', { clause }, field);
  }

  /** Counts the units of a matter after a line was added. */
  async count(id: string, { today }: Pick<Moment, 'today'>): Promise<Matter> {
    const matter = await this.#matters.get(id);
    const { commonFrom } = await this.settings.current();
    return this.#matters.save(counted(matter, (await this.findings.unitsOf(id)).length, commonFrom, today));
  }

  /** What was found when it was studied for all units together; not before it is common. */
  async study(id: string, { text, measure }: MatterStudy, by: Actor): Promise<Matter> {
    return this.database.transaction(async () => {
      const matter = await this.#matters.get(id);
      allow(by, 'finding.open', matter);
      if (matter.commonSince === '') throw new Refusal('conflict', 'matter.not-common', { units: matter.units, threshold: matter.threshold });
      return this.#matters.save({ ...matter, study: { text, measure, day: this.clock.today(), by: by.unitId } });
    });
  }

  async get(id: string, by: Actor): Promise<Matter> {
    const matter = await this.#matters.get(id);
    allow(by, 'matter.read', matter);
    return matter;
  }

  async list({ common, pageToken }: MatterQuery, by: Actor): Promise<{ items: Matter[]; nextPageToken?: string }> {
    const scope = await within(by, 'matter.read', undefined, this.units);
    const filter = { ...scope, ...(common === undefined ? {} : { commonSince: common ? { $gt: '' } : '' }), ...(pageToken && { _id: { $lt: pageToken } }) };
    return pageById(await this.#matters.list(filter, { _id: -1 }, PAGE + 1), PAGE);
  }
}
