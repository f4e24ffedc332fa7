import { Inject, Injectable } from '@nestjs/common';
import { addDays, day, yearOf, type Day } from '@xingchuang/calendar';
import { recheckOf } from '@xingchuang/schemes';
import { STEPS, TICKER, type NewStep, type StepLog, type Ticker } from '@xingchuang/server';
import { turns } from '../candidacy/candidacy-rule.ts';
import { CandidacyStore } from '../candidacy/candidacy-store.ts';
import type { Programme } from '../candidacy/programme.ts';
import { dueFrom } from '../recheck/recheck-service.ts';
import { RecheckStore } from '../recheck/recheck-store.ts';
import type { Campaign } from './campaign-rule.ts';
import { CampaignService } from './campaign-service.ts';
import { scheduleOf, type ScheduledStep } from './schedule-rule.ts';

/** Logs what days alone do to rounds: windows open and close, last days of steps pass, levels come up for their re-check. */
@Injectable()
export class CampaignDays {
  constructor(
    @Inject(STEPS) readonly steps: StepLog,
    @Inject(TICKER) ticker: Ticker,
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(CandidacyStore) readonly candidacies: CandidacyStore,
    @Inject(RecheckStore) readonly rechecks: RecheckStore,
  ) {
    ticker.every('days of rounds', () => this.steps.onDays('rounds', (from, to) => this.#lines(from, to)));
  }

  async #lines(from: Day, to: Day): Promise<NewStep[]> {
    const lines: NewStep[] = [];
    const looked = new Set<string>(); // a unit that a later round of the scheme gave a level is looked at for that one
    for (const campaign of await this.campaigns.all()) {
      if (campaign.cancelled) continue;
      const programme = await this.campaigns.programme(campaign);
      const days = scheduleOf(programme, campaign).flatMap((one) => daysOf(one)).filter((one) => from <= one.day && one.day <= to);
      const late = days.some(({ ends }) => ends) ? await this.#waiting(programme, campaign) : new Map<string, number>();
      for (const { day: on, what, ends, before, step } of days) {
        const { id: objectId, unitId, path } = campaign;
        const key = ['campaign', objectId, step.id, what, on].join(':');
        lines.push({ key, day: on, what, kind: 'campaign', objectId, unitId, path, before, text: step.zh, clause: step.source ?? step.basis ?? '', count: ends ? (late.get(step.id) ?? 0) : 0 });
      }
      for (let year = yearOf(from); year <= yearOf(to); year += 1) {
        const first = day(`${year}-01-01`);
        if (from <= first && first <= to) lines.push(...(await this.#rechecks(programme, campaign, year, looked)));
      }
    }
    return lines.sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0));
  }

  /** How many candidacies have not done a step whose turn it is. */
  async #waiting(programme: Programme, campaign: Campaign): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    for (const one of await this.candidacies.ofCampaign(campaign.id)) for (const { id } of turns(programme, one)) counts.set(id, (counts.get(id) ?? 0) + 1);
    return counts;
  }

  async #rechecks(programme: Programme, { id: objectId, unitId, path, schemeId }: Campaign, year: number, looked: Set<string>): Promise<NewStep[]> {
    const rule = recheckOf(programme.scheme, programme.parameters);
    if (!rule) return [];
    const held = await this.candidacies.holding(objectId, rule.levels, {});
    const kept = await this.rechecks.lastKept(held.map(({ id }) => id));
    const due = held.filter((one) => year >= dueFrom(programme, rule, one, kept) && !looked.has(`${schemeId} ${one.unitId} ${year}`));
    for (const one of due) looked.add(`${schemeId} ${one.unitId} ${year}`);
    if (due.length === 0) return [];
    return [{ day: `${year}-01-01`, what: 'recheck-due', kind: 'campaign', objectId, unitId, path, text: rule.zh, clause: rule.source ?? rule.basis ?? '', count: due.length }];
  }
}

/** The days of a step on which something changes: the first of its window, the ones after its last days. */
function daysOf({ step, window, due }: ScheduledStep): { readonly step: ScheduledStep['step']; readonly day: Day; readonly what: string; readonly ends: boolean; readonly before: string }[] {
  const after = (last: string): Day => addDays(day(last), 1);
  return [
    ...(window ? [{ step, day: day(window.from), what: 'window-opened', ends: false, before: '' }, { step, day: after(window.to), what: 'window-closed', ends: true, before: window.to }] : []),
    ...(due && due.lastDay !== window?.to ? [{ step, day: after(due.lastDay), what: 'step-due-passed', ends: true, before: due.lastDay }] : []),
  ];
}
