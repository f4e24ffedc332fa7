import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  LevelDecidedSchema, LevelLoweredSchema, LevelRecheckedSchema, LevelReopenedSchema, LevelSettledSchema, PlaqueReturnedSchema, PlaqueReturnOpenedSchema, RungFailedSchema, RungLapsedSchema, RungPassedSchema, UnitsJoinedSchema,
  type LevelDecided, type LevelLowered, type LevelRechecked, type LevelReopened, type LevelSettled, type PlaqueReturned, type PlaqueReturnOpened, type RungFailed, type RungLapsed, type RungPassed, type UnitsJoined,
  RungAssignedSchema, FindingNoticedSchema, FindingClosedSchema, HandoverGivenSchema, DueRemindedSchema, DeadlineMovedSchema, RecordJudgedSchema, NoticePublishedSchema, NoticeConfirmedSchema, ComplaintUpheldSchema, AwardIssuedSchema, AwardChangedSchema, DutyRemindedSchema, RecordFiledSchema, SeatsChangedSchema, PostChangedSchema, ComplaintFiledSchema, BulletinIssuedSchema,
  type RungAssigned, type FindingNoticed, type FindingClosed, type HandoverGiven, type DueReminded, type DeadlineMoved, type RecordJudged, type NoticePublished, type NoticeConfirmed, type ComplaintUpheld, type AwardIssued, type AwardChanged, type DutyReminded, type RecordFiled, type SeatsChanged, type PostChanged, type ComplaintFiled, type BulletinIssued,
} from '@xingchuang/contracts';
import { CAMPAIGNS, eventsFor, type CampaignDirectory } from '@xingchuang/server';
import { AwardLadder } from './award/award-ladder.ts';
import { AwardService } from './award/award-service.ts';
import { BulletinCases } from './bulletin/bulletin-cases.ts';
import { LevelHistories } from './bulletin/level-history.ts';
import { NotifyService } from './notify/notify-service.ts';
import { SeatDirectory } from './notify/seat-directory.ts';
import { RewardService } from './reward/reward-service.ts';

const On = eventsFor('publicity');

/** Levels, as assessment tells them; rungs, as rectification does. The ledger comes after the candidate is up to date. */
@Controller()
export class Handlers {
  constructor(
    @Inject(AwardService) readonly awards: AwardService,
    @Inject(AwardLadder) readonly ladder: AwardLadder,
    @Inject(RewardService) readonly rewards: RewardService,
    @Inject(LevelHistories) readonly histories: LevelHistories,
    @Inject(BulletinCases) readonly cases: BulletinCases,
    @Inject(NotifyService) readonly notify: NotifyService,
    @Inject(SeatDirectory) readonly seats: SeatDirectory,
    @Inject(CAMPAIGNS) campaigns: CampaignDirectory,
  ) {
    campaigns.whenCancelled(async (event) => {
      await awards.campaignCancelled(event);
      await rewards.campaignCancelled(event);
      await histories.cancelled(event);
    });
  }

  @On(UnitsJoinedSchema)
  async unitsJoined(@Payload() event: UnitsJoined): Promise<void> {
    await this.notify.heard(UnitsJoinedSchema, event);
  }

  @On(LevelDecidedSchema)
  async levelDecided(@Payload() event: LevelDecided): Promise<void> {
    await this.awards.levelDecided(event);
    await this.notify.heard(LevelDecidedSchema, event);
  }

  @On(LevelSettledSchema)
  async levelSettled(@Payload() event: LevelSettled): Promise<void> {
    if (await this.awards.isOvertaken(event)) return;
    await this.awards.levelSettled(event);
    await this.rewards.levelSettled(event);
    await this.histories.settled(event);
    await this.notify.heard(LevelSettledSchema, event);
  }

  @On(LevelReopenedSchema)
  async levelReopened(@Payload() event: LevelReopened): Promise<void> {
    await this.awards.levelReopened(event);
    await this.rewards.levelReopened(event);
    await this.histories.reopened(event);
    await this.notify.heard(LevelReopenedSchema, event);
  }

  @On(LevelLoweredSchema)
  async levelLowered(@Payload() event: LevelLowered): Promise<void> {
    await this.awards.levelLowered(event);
    await this.rewards.levelLowered(event);
    await this.histories.lowered(event);
    await this.notify.heard(LevelLoweredSchema, event);
  }

  @On(PlaqueReturnOpenedSchema)
  async plaqueReturnOpened(@Payload() event: PlaqueReturnOpened): Promise<void> {
    await this.ladder.returnOpened(event);
    await this.rewards.plaqueReturnOpened(event);
    await this.notify.heard(PlaqueReturnOpenedSchema, event);
  }

  @On(PlaqueReturnedSchema)
  async plaqueReturned(@Payload() event: PlaqueReturned): Promise<void> {
    await this.ladder.returned(event);
  }

  @On(LevelRecheckedSchema)
  async levelRechecked(@Payload() event: LevelRechecked): Promise<void> {
    await this.ladder.rechecked(event);
    await this.notify.heard(LevelRecheckedSchema, event);
  }

  @On(RungFailedSchema)
  async rungFailed(@Payload() event: RungFailed): Promise<void> {
    await this.ladder.rungFailed(event);
    await this.rewards.rungFailed(event);
    await this.histories.rungFailed(event);
    await this.notify.heard(RungFailedSchema, event);
  }

  @On(RungPassedSchema)
  async rungPassed(@Payload() event: RungPassed): Promise<void> {
    await this.ladder.rungPassed(event);
    await this.rewards.rungPassed(event);
    await this.notify.heard(RungPassedSchema, event);
  }

  @On(RungLapsedSchema)
  async rungLapsed(@Payload() event: RungLapsed): Promise<void> {
    await this.ladder.rungLapsed(event);
    await this.notify.heard(RungLapsedSchema, event);
  }

  @On(RungAssignedSchema)
  async rungAssigned(@Payload() event: RungAssigned): Promise<void> {
    await this.ladder.rungAssigned(event);
    await this.notify.heard(RungAssignedSchema, event);
  }

  @On(FindingNoticedSchema)
  async findingNoticed(@Payload() event: FindingNoticed): Promise<void> {
    await this.notify.heard(FindingNoticedSchema, event);
  }

  @On(FindingClosedSchema)
  async findingClosed(@Payload() event: FindingClosed): Promise<void> {
    await this.notify.heard(FindingClosedSchema, event);
  }

  @On(HandoverGivenSchema)
  async handoverGiven(@Payload() event: HandoverGiven): Promise<void> {
    await this.notify.heard(HandoverGivenSchema, event);
  }

  @On(DueRemindedSchema)
  async dueReminded(@Payload() event: DueReminded): Promise<void> {
    await this.notify.heard(DueRemindedSchema, event);
  }

  @On(DeadlineMovedSchema)
  async deadlineMoved(@Payload() event: DeadlineMoved): Promise<void> {
    await this.notify.heard(DeadlineMovedSchema, event);
  }

  @On(RecordJudgedSchema)
  async recordJudged(@Payload() event: RecordJudged): Promise<void> {
    await this.notify.heard(RecordJudgedSchema, event);
  }

  @On(NoticePublishedSchema)
  async noticePublished(@Payload() event: NoticePublished): Promise<void> {
    await this.notify.heard(NoticePublishedSchema, event);
  }

  @On(NoticeConfirmedSchema)
  async noticeConfirmed(@Payload() event: NoticeConfirmed): Promise<void> {
    await this.notify.heard(NoticeConfirmedSchema, event);
  }

  @On(ComplaintUpheldSchema)
  async complaintUpheld(@Payload() event: ComplaintUpheld): Promise<void> {
    await this.notify.heard(ComplaintUpheldSchema, event);
  }

  @On(ComplaintFiledSchema)
  async complaintFiled(@Payload() event: ComplaintFiled): Promise<void> {
    await this.notify.heard(ComplaintFiledSchema, event);
  }

  @On(BulletinIssuedSchema)
  async bulletinIssued(@Payload() event: BulletinIssued): Promise<void> {
    await this.notify.heard(BulletinIssuedSchema, event);
  }

  @On(AwardIssuedSchema)
  async awardIssued(@Payload() event: AwardIssued): Promise<void> {
    await this.notify.heard(AwardIssuedSchema, event);
  }

  @On(AwardChangedSchema)
  async awardChanged(@Payload() event: AwardChanged): Promise<void> {
    await this.notify.heard(AwardChangedSchema, event);
  }

  @On(DutyRemindedSchema)
  async dutyReminded(@Payload() event: DutyReminded): Promise<void> {
    await this.notify.heard(DutyRemindedSchema, event);
  }

  @On(RecordFiledSchema)
  async recordFiled(@Payload() event: RecordFiled): Promise<void> {
    await this.cases.recordFiled(event);
  }

  @On(SeatsChangedSchema)
  async seatsChanged(@Payload() event: SeatsChanged): Promise<void> {
    await this.notify.seatsChanged(event);
  }

  @On(PostChangedSchema)
  async postChanged(@Payload() event: PostChanged): Promise<void> {
    await this.seats.applyPost(event);
  }
}
