import { create } from '@bufbuild/protobuf';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  ComplaintUpheldSchema, EvidenceFrozenSchema, NoticeConfirmedSchema, PersonChangedSchema, PostChangedSchema, RankingReplySchema, RankingRequestSchema, LevelsHeldReplySchema, LevelsHeldRequestSchema, RungFailedSchema, TermsChangedSchema,
  type ComplaintUpheld, type EvidenceFrozen, type NoticeConfirmed, type PersonChanged, type LevelsHeldRequest, type PostChanged, type RankingRequest, type RungFailed, type TermsChanged,
} from '@xingchuang/contracts';
import { Answers, eventsFor } from '@xingchuang/server';
import { AdjustmentService } from './adjustment/adjustment-service.ts';
import { Outcome } from './candidacy/outcome.ts';
import { Submissions } from './candidacy/submissions.ts';
import { HeldAnswers } from './overview/held-answers.ts';
import { PeopleDirectory } from './people-directory.ts';
import { RankingAnswers } from './rating/ranking-answers.ts';

const On = eventsFor('assessment');

/** What became of the public notice, and of the evidence that was handed in; who belongs to which unit. */
@Controller()
export class Handlers {
  constructor(
    @Inject(Outcome) readonly outcome: Outcome,
    @Inject(AdjustmentService) readonly adjustments: AdjustmentService,
    @Inject(Submissions) readonly submissions: Submissions,
    @Inject(PeopleDirectory) readonly people: PeopleDirectory,
    @Inject(RankingAnswers) readonly rankings: RankingAnswers,
    @Inject(HeldAnswers) readonly held: HeldAnswers,
  ) {}

  @On(PersonChangedSchema)
  async personChanged(@Payload() event: PersonChanged): Promise<void> {
    await this.people.personChanged(event);
  }

  @On(PostChangedSchema)
  async postChanged(@Payload() event: PostChanged): Promise<void> {
    await this.people.postChanged(event);
  }

  @On(TermsChangedSchema)
  async termsChanged(@Payload() event: TermsChanged): Promise<void> {
    await this.people.termsChanged(event);
  }

  @On(RungFailedSchema)
  async rungFailed(@Payload() event: RungFailed): Promise<void> {
    await this.adjustments.rungFailed(event);
  }

  @On(EvidenceFrozenSchema)
  async evidenceFrozen(@Payload() event: EvidenceFrozen): Promise<void> {
    await this.submissions.frozen(event);
  }

  @On(ComplaintUpheldSchema)
  async complaintUpheld(@Payload() event: ComplaintUpheld): Promise<void> {
    await this.outcome.disqualified(event);
  }

  @On(NoticeConfirmedSchema)
  async noticeConfirmed(@Payload() event: NoticeConfirmed): Promise<void> {
    await this.outcome.confirmed(event);
  }

  /** Another service fills in which levels are held. */
  @Answers('assessment.levels-held', LevelsHeldRequestSchema, LevelsHeldReplySchema)
  async levelsHeld(@Payload() request: LevelsHeldRequest) {
    return create(LevelsHeldReplySchema, await this.held.of(request));
  }

  /** Another service publishes how units stood. */
  @Answers('assessment.ranking', RankingRequestSchema, RankingReplySchema)
  async ranking(@Payload() request: RankingRequest) {
    const found = await this.rankings.of(request);
    return create(RankingReplySchema, found && { ...found, lines: [...found.lines] });
  }
}
