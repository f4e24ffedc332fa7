import { Inject, Injectable } from '@nestjs/common';
import { AwardIssuedSchema, type AwardQuery, type AwardRevoke, type LevelDecided, type LevelLowered, type LevelSettled } from '@xingchuang/contracts';
import { allow, type Actor } from '@xingchuang/rules';
import { routeOf } from '@xingchuang/schemes';
import { BLOBS, CAMPAIGNS, CLOCK, DATABASE, newId, UNITS, pageById, type CampaignDirectory, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import type { Blobs } from '@xingchuang/blobs';
import { Refusal } from '@xingchuang/rules';
import type { Readable } from 'node:stream';
import { end, issue, type Award } from './award-rule.ts';
import { AwardStore, PAGE } from './award-store.ts';
import { mayBeAwarded, moveCandidate, type Candidate } from './candidate-rule.ts';
import { NoticeStore } from './notice-store.ts';

/** Follows levels as assessment decides, settles and lowers them; a settled level whose notice was confirmed becomes an award. */
@Injectable()
export class AwardService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(NoticeStore) readonly notices: NoticeStore,
    @Inject(AwardStore) readonly store: AwardStore,
  ) {}

  async levelDecided(event: LevelDecided): Promise<void> {
    const { campaignId, unitId, level, decidedBy, decidedOn, needsNotice, vetoes, caps } = event;
    const { path } = await this.units.place(unitId);
    const candidate: Candidate = {
      id: `${campaignId}:${unitId}`, version: 1, campaignId, unitId, path, level, decidedBy, decidedOn: decidedOn as Candidate['decidedOn'], needsNotice,
      state: 'ready', stars: [], vetoes, caps, settledOn: '', because: '',
    };
    await this.notices.candidates.insert(candidate);
  }

  async levelSettled(event: LevelSettled): Promise<void> {
    const { campaignId, unitId, level, settledOn, because, vetoes, caps, stars } = event;
    const was = await this.notices.candidate(campaignId, unitId);
    const { scheme, parameters } = await this.campaigns.rules(campaignId);
    const ends = routeOf(scheme, level, parameters).flatMap((group) => group.steps);
    if (was.needsNotice && mayBeAwarded(was) && ends.some((step) => step.act === 'confirm')) await this.#award(was, event);
    await this.notices.candidates.save({ ...moveCandidate(was, 'settle'), level, settledOn, because, vetoes, caps, stars });
  }

  /** A lowered level shows at once on the verification page of its award. */
  async levelLowered({ campaignId, unitId, to, loweredOn, clause }: LevelLowered): Promise<void> {
    const was = await this.notices.candidate(campaignId, unitId);
    await this.notices.candidates.save({ ...was, level: to, because: clause });
    const award = await this.store.of(campaignId, unitId);
    const { scheme } = await this.campaigns.rules(campaignId);
    const name = scheme.levels.find((level) => level.id === to)?.zh ?? to;
    if (award && award.state !== 'revoked') await this.store.awards.save(end(award, 'lowered', `调整为${name}（${clause}）`, loweredOn as Award['issuedOn']));
  }

  async list(query: AwardQuery): Promise<{ items: Award[]; nextPageToken?: string }> {
    return pageById(await this.store.page(query), PAGE);
  }

  byNumber = (number: string): Promise<Award> => this.store.byNumber(number);

  async certificate(id: string): Promise<{ award: Award; bytes: Readable }> {
    const award = await this.store.get(id);
    if (award.certificate === '') throw new Refusal('conflict', 'certificate.being-made');
    return { award, bytes: await this.blobs.get(award.certificate) };
  }

  async revoke(id: string, { reason }: AwardRevoke, by: Actor): Promise<Award> {
    return this.database.transaction(async () => {
      const was = await this.store.get(id); // read here: its certificate may be made at this very moment
      allow(by, 'award.revoke', was);
      return this.store.awards.save(end(was, 'revoked', reason, this.clock.today()));
    });
  }

  async #award(candidate: Candidate, { campaignId, unitId, level }: LevelSettled): Promise<void> {
    const { scheme, campaign } = await this.campaigns.rules(campaignId);
    const [unit, body] = await Promise.all([this.units.get(unitId), this.units.find(candidate.decidedBy)]);
    const rank = scheme.levels.find((one) => one.id === level)!;
    const today = this.clock.today();
    const year = today.slice(0, 4);
    const award = issue(candidate, {
      id: newId(), number: `XC-${year}-${String(await this.database.nextNumber(`award-${year}`)).padStart(4, '0')}`, campaignId, programme: campaign.title, unitId,
      path: unit.path, unitName: unit.name, level, levelName: rank.zh, stars: rank.stars, decidedBy: body?.name ?? '', issuedOn: today, issuedAt: this.clock.now().toISOString(),
    });
    await this.store.awards.insert(award);
    await this.database.emit(AwardIssuedSchema, award.id, { awardId: award.id, number: award.number, campaignId, unitId, level, issuedOn: today });
  }
}
