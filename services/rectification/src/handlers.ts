import { create } from '@bufbuild/protobuf';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { ComplaintUpheldSchema, DeadlineMovedSchema, FindingRaisedSchema, LevelSettledSchema, LookedAgainSchema, type ComplaintUpheld, type DeadlineMoved, type FindingRaised, type LevelSettled, type LookedAgain } from '@xingchuang/contracts';
import { DueItemsReplySchema, DueItemsRequestSchema, PeriodSummaryReplySchema, PeriodSummaryRequestSchema, UndatedFindingsReplySchema, UndatedFindingsRequestSchema, type DueItemsRequest, type PeriodSummaryRequest, type UndatedFindingsRequest } from '@xingchuang/contracts';
import { effectNamed, effectsOf, noticeRule } from '@xingchuang/schemes';
import { Answers, CAMPAIGNS, eventsFor, UNITS, type CampaignDirectory, type UnitDirectory } from '@xingchuang/server';
import { CalendarService } from './calendar/calendar-service.ts';
import { ClockedStore } from './due/clocked-store.ts';
import { SummaryService } from './due/summary-service.ts';
import { FindingService } from './finding/finding-service.ts';
import { FindingStore } from './finding/finding-store.ts';
import { CaseService, measureId } from './ladder/case-service.ts';
import { CaseStore } from './ladder/case-store.ts';

const On = eventsFor('rectification');

/** What others tell that calls for rectification. */
@Controller()
export class Handlers {
  constructor(
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CaseService) readonly cases: CaseService,
    @Inject(CaseStore) readonly caseStore: CaseStore,
    @Inject(FindingService) readonly findings: FindingService,
    @Inject(CalendarService) readonly calendar: CalendarService,
    @Inject(SummaryService) readonly summaries: SummaryService,
    @Inject(ClockedStore) readonly things: ClockedStore,
    @Inject(FindingStore) readonly ledger: FindingStore,
  ) {}

  @On(FindingRaisedSchema)
  async findingRaised(@Payload() event: FindingRaised): Promise<void> {
    await this.findings.raised(event);
  }

  @On(DeadlineMovedSchema)
  async deadlineMoved(@Payload() event: DeadlineMoved): Promise<void> {
    await this.calendar.moved(event);
  }

  @On(LookedAgainSchema)
  async lookedAgain(@Payload() event: LookedAgain): Promise<void> {
    await this.findings.lookedAgain(event);
  }

  /** A level whose effects demand rectification opens it (S0 L117, L137); one that is settled anew ends what it demands no longer. */
  @On(LevelSettledSchema)
  async levelSettled(@Payload() event: LevelSettled): Promise<void> {
    if (!(await this.caseStore.isNewest(event.campaignId, event.unitId, event.version))) return;
    const { scheme, parameters } = await this.campaigns.rules(event.campaignId);
    const { kind } = await this.units.get(event.unitId);
    const basis = { ...event, kind, score: event.score || null, held: event.held || null };
    const measures = effectsOf(scheme, basis, parameters)
      .filter(({ action }) => action === 'rectification' || action === 'talk')
      .map(({ id, rung = id, zh: name, source }) => ({ id: measureId(event.campaignId, event.unitId, id), campaignId: event.campaignId, rung, name, source }));
    await this.cases.lapseOthers(event.campaignId, scheme.id, event.unitId, measures); // first: it makes room on its rung
    for (const measure of measures) await this.cases.follow(measure, scheme.id, event.unitId);
  }

  /** A complaint that proves true enters the problem ledger; proven fraud opens accountability where the scheme says so (S0 L135). */
  @On(ComplaintUpheldSchema)
  async complaintUpheld(@Payload() event: ComplaintUpheld): Promise<void> {
    const { scheme, parameters } = await this.campaigns.rules(event.campaignId);
    const { fraud, verified } = noticeRule(scheme, parameters);
    await this.findings.complained(event, verified.source);
    const effect = event.fraud && fraud ? effectNamed(scheme, fraud.effect, parameters) : undefined;
    if (!effect || !fraud) return;
    await this.cases.follow({ id: `${event.complaintId}:${effect.id}`, campaignId: event.campaignId, rung: effect.id, name: effect.zh, source: fraud.source }, scheme.id, event.unitId);
  }

  /** Another service tells of a period that is over. */
  @Answers('rectification.summary', PeriodSummaryRequestSchema, PeriodSummaryReplySchema)
  async summary(@Payload() { every, period, nodeId }: PeriodSummaryRequest) {
    return create(PeriodSummaryReplySchema, await this.summaries.of(every, period, nodeId));
  }

  /** … and of what falls due. */
  @Answers('rectification.due', DueItemsRequestSchema, DueItemsReplySchema)
  async due(@Payload() { nodeId, from, to, limit }: DueItemsRequest) {
    const found = await this.things.list(this.things.limits, { path: nodeId }, { $gte: from, $lte: to }, {}, limit);
    return create(DueItemsReplySchema, { items: found.map(({ kind, id, unitId, title, due }) => ({ kind, id, unitId, title, dueOn: due })) });
  }

  /** … and of what is open while no last day runs. */
  @Answers('rectification.undated', UndatedFindingsRequestSchema, UndatedFindingsReplySchema)
  async undated(@Payload() { unitId }: UndatedFindingsRequest) {
    return create(UndatedFindingsReplySchema, { count: await this.ledger.countUndated(unitId) });
  }
}
