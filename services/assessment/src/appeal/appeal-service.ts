import { Inject, Injectable } from '@nestjs/common';
import { LevelReopenedSchema, type AnswerAppeal, type FileAppeal } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, UNITS, within, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import { Bodies } from '../bodies.ts';
import { CampaignService } from '../campaign/campaign-service.ts';
import { reopen } from '../candidacy/candidacy-rule.ts';
import { CandidacyStore } from '../candidacy/candidacy-store.ts';
import { termOf, whoDid } from './appeal-rule.ts';
import { AppealStore, type Appeal } from './appeal-store.ts';

/** A unit appeals against one step, in the time that the round gives; who finds it right re-opens exactly that step for other people. */
@Injectable()
export class AppealService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(Bodies) readonly bodies: Bodies,
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(CandidacyStore) readonly candidacies: CandidacyStore,
    @Inject(AppealStore) readonly appeals: AppealStore,
  ) {}

  async file(candidacyId: string, { step, text }: FileAppeal, by: Actor): Promise<Appeal> {
    return this.database.transaction(async () => {
      const was = await this.candidacies.get(candidacyId);
      allow(by, 'appeal.file', was);
      const campaign = await this.campaigns.running(was.campaignId);
      const { appealWorkdays } = campaign;
      if (appealWorkdays === undefined) throw new Refusal('conflict', 'appeal.none');
      const own = (await this.campaigns.programme(campaign)).declaring(was.level)?.id;
      const byBodies = was.done.filter((one) => one.step !== own);
      const done = byBodies.find((one) => one.step === step);
      if (!done) throw new Refusal('invalid', 'appeal.step-not-done', { step, done: byBodies.map((one) => one.step) }, 'step');
      const today = this.clock.today();
      const lastDay = termOf(await this.campaigns.calendars.now(), done.day, appealWorkdays);
      if (today > lastDay) throw new Refusal('conflict', 'appeal.too-late', { step, until: lastDay, today });
      if ((await this.appeals.ofCandidacy(candidacyId)).some(({ state }) => state === 'open')) throw new Refusal('conflict', 'appeal.open');
      return this.appeals.insert({
        id: newId(), version: 1, unitId: was.unitId, path: was.path, campaignId: was.campaignId, candidacyId, step, text, filedOn: today, filedBy: actorOf(by), term: lastDay, state: 'open', answer: null,
      });
    });
  }

  async answer(id: string, { accept, reason }: AnswerAppeal, by: Actor): Promise<Appeal> {
    return this.database.transaction(async () => {
      const open = await this.appeals.get(id);
      allow(by, 'appeal.answer', open);
      if (open.state !== 'open') throw new Refusal('conflict', 'appeal.answered');
      const was = await this.candidacies.get(open.candidacyId);
      const programme = await this.campaigns.programme(await this.campaigns.running(open.campaignId));
      const body = await this.bodies.over(programme.scheme, await this.units.get(was.unitId), by.unitKind);
      if (body?.id !== by.unitId) throw new Refusal('forbidden', 'body.not-over-unit', { kind: by.unitKind });
      const barred = whoDid(was, open.step);
      const words = programme.scheme.process.flatMap(({ steps }) => steps).find((one) => one.id === open.step)?.zh ?? open.step;
      if (barred.includes(by.personId)) throw new Refusal('forbidden', 'appeal.same-person', { step: open.step, words });
      const moment = { at: this.clock.now().toISOString(), day: this.clock.today() };
      if (accept) {
        const next = reopen(was, programme, { step: open.step, reason, barred }, by, moment);
        await this.candidacies.save(next);
        if (was.state !== 'reviewing') await this.database.emit(LevelReopenedSchema, was.id, { campaignId: was.campaignId, unitId: was.unitId, step: open.step, reopenedOn: moment.day, version: was.version });
      }
      return this.appeals.save({ ...open, state: accept ? 'accepted' : 'rejected', answer: { reason, on: moment.day, by: actorOf(by) } });
    });
  }

  async list(campaignId: string, by: Actor): Promise<Appeal[]> {
    return this.appeals.ofCampaign(campaignId, await within(by, 'candidacy.read', undefined, this.units));
  }
}

const actorOf = ({ personId, role, unitId }: Actor) => ({ personId, role, unitId });
