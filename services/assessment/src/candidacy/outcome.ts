import { Inject, Injectable } from '@nestjs/common';
import { LevelDecidedSchema, LevelSettledSchema, type ComplaintUpheld, type NoticeConfirmed } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { noticeRule } from '@xingchuang/schemes';
import { CLOCK, DATABASE, type Clock, type Database } from '@xingchuang/server';
import { CampaignService } from '../campaign/campaign-service.ts';
import type { Candidacy, Moment, Seat } from './candidacy.ts';
import { settle } from './candidacy-rule.ts';
import { CandidacyStore } from './candidacy-store.ts';
import type { Programme } from './programme.ts';

/** What another service's finding is recorded under: nobody at a seat here did it. */
const BY_EVENT: Seat = { personId: '', role: 'public', unitId: '', unitKind: '' };

/** From the decision to the final level: at once where no notice is due, otherwise by what became of the notice (S0 L135). */
@Injectable()
export class Outcome {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(CandidacyStore) readonly candidacies: CandidacyStore,
  ) {}

  /** Tells of a decision just made, and settles it where no notice is due. The caller saves the candidacy. */
  async decided(next: Candidacy, programme: Programme, seat: Seat, moment: Moment): Promise<Candidacy> {
    const { campaignId, unitId, level, decidedBy, decidedOn, computed } = next;
    const needsNotice = programme.needsNotice(level);
    await this.database.emit(LevelDecidedSchema, next.id, {
      campaignId, unitId, level, decidedBy, decidedOn, needsNotice, vetoes: [...computed!.vetoes], caps: [...computed!.caps],
    });
    return needsNotice ? next : this.#settle(next, programme, { level, on: moment.day, because: '' }, seat, moment);
  }

  /** A complaint proved true while the notice ran: the scheme's level, with the clause. */
  async disqualified({ campaignId, unitId, upheldOn }: ComplaintUpheld): Promise<void> {
    await this.#settleByEvent(campaignId, unitId, (_, { scheme, parameters }) => {
      const { verified } = noticeRule(scheme, parameters);
      return { level: verified.level, on: upheldOn, because: verified.id };
    });
  }

  /** The notice ended well for these units. */
  async confirmed({ campaignId, unitIds, confirmedOn }: NoticeConfirmed): Promise<void> {
    for (const unitId of unitIds) {
      await this.#settleByEvent(campaignId, unitId, ({ level }) => ({ level, on: confirmedOn, because: '' }));
    }
  }

  async #settleByEvent(
    campaignId: string,
    unitId: string,
    what: (was: Candidacy, programme: Programme) => { level: string; on: string; because: string },
  ): Promise<void> {
    await this.database.transaction(async () => {
      const was = await this.candidacies.ofUnit(campaignId, unitId);
      if (!was) throw new Refusal('missing', 'candidacy.missing', { id: unitId }); // delivered again later, then parked for a person to see
      if (was.state === 'settled') return; // told twice
      const programme = await this.campaigns.programme(await this.campaigns.get(campaignId));
      const moment = { at: this.clock.now().toISOString(), day: this.clock.today() };
      await this.candidacies.save(await this.#settle(was, programme, what(was, programme), BY_EVENT, moment));
    });
  }

  async #settle(was: Candidacy, programme: Programme, how: { level: string; on: string; because: string }, seat: Seat, moment: Moment): Promise<Candidacy> {
    const next = settle(was, programme, how, seat, moment);
    const { explanationDigest, vetoes, caps, stars } = was.computed!; // what can be settled was decided, and so computed
    const disqualified = how.because !== '';
    await this.database.emit(LevelSettledSchema, was.id, {
      campaignId: was.campaignId, unitId: was.unitId, level: how.level, settledOn: how.on, because: how.because,
      vetoes: [...vetoes], caps: [...caps], stars: disqualified ? [] : [...stars], explanationDigest,
    });
    return next;
  }
}
