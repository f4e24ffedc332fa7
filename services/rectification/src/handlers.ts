import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { ComplaintUpheldSchema, LevelSettledSchema, type ComplaintUpheld, type LevelSettled } from '@xingchuang/contracts';
import { effectNamed, effectsOf, noticeRule } from '@xingchuang/schemes';
import { CAMPAIGNS, eventsFor, type CampaignDirectory } from '@xingchuang/server';
import { CaseService } from './case-service.ts';

const On = eventsFor('rectification');

/** What others tell that calls for rectification. */
@Controller()
export class Handlers {
  constructor(
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(CaseService) readonly cases: CaseService,
  ) {}

  /** A level whose effects demand rectification opens it (S0 L117, L137). */
  @On(LevelSettledSchema)
  async levelSettled(@Payload() event: LevelSettled): Promise<void> {
    const { scheme, parameters } = await this.campaigns.rules(event.campaignId);
    for (const effect of effectsOf(scheme, event, parameters)) {
      if (effect.action !== 'rectification' && effect.action !== 'talk') continue;
      const measure = { id: `${event.campaignId}:${event.unitId}:${effect.id}`, campaignId: event.campaignId, rung: effect.rung ?? effect.id, name: effect.zh, source: effect.source };
      await this.cases.follow(measure, scheme.id, event.unitId);
    }
  }

  /** Proven fraud opens accountability where the scheme says so (S0 L135). */
  @On(ComplaintUpheldSchema)
  async complaintUpheld(@Payload() event: ComplaintUpheld): Promise<void> {
    const { scheme, parameters } = await this.campaigns.rules(event.campaignId);
    const { fraud } = noticeRule(scheme, parameters);
    const effect = event.fraud && fraud ? effectNamed(scheme, fraud.effect, parameters) : undefined;
    if (!effect || !fraud) return;
    await this.cases.follow({ id: `${event.complaintId}:${effect.id}`, campaignId: event.campaignId, rung: effect.id, name: effect.zh, source: fraud.source }, scheme.id, event.unitId);
  }
}
