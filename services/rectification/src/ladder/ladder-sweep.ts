import { Inject, Injectable } from '@nestjs/common';
import { CALENDARS, CLOCK, DATABASE, reckonProvisional, TICKER, type CalendarDirectory, type Clock, type Database, type Ticker } from '@xingchuang/server';
import { passing, provisionalAfter } from '../clock-store.ts';
import { FindingStore } from '../finding/finding-store.ts';
import { chunksOf, inLanes } from '../lanes.ts';
import { CaseStore } from './case-store.ts';
import { LadderService } from './ladder-service.ts';

/** Units that are settled in one transaction. */
const AT_ONCE = 500;
const MOST_READ = 10_000;
type Late = Parameters<LadderService['settleAll']>[0][number];

/** What time does by itself to findings and rungs; safe at any moment, in any number of processes. */
@Injectable()
export class LadderSweep {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(CALENDARS) readonly calendars: CalendarDirectory,
    @Inject(TICKER) ticker: Ticker,
    @Inject(FindingStore) readonly findings: FindingStore,
    @Inject(CaseStore) readonly cases: CaseStore,
    @Inject(LadderService) readonly ladder: LadderService,
  ) {
    ticker.every('provisional limits of findings and cases', () => this.reckon()); // first: a date that moves does not pass before it has moved
    ticker.every('limits that passed', () => this.settlePast());
  }

  /** Settles every unit at which a limit has passed, some at a time, until there is none. */
  async settlePast(): Promise<void> {
    for (;;) {
      const late = await this.#late(this.clock.today());
      if (late.length === 0) return;
      await inLanes(chunksOf(late, AT_ONCE), (some) => this.database.transaction(() => this.ladder.settleAll(some)));
    }
  }

  async reckon(): Promise<void> {
    const { findings } = this.findings;
    const { cases } = this.cases;
    await reckonProvisional(this, {
      kind: 'finding',
      list: (after) => findings.list(provisionalAfter(after), { _id: 1 }, 200),
      limit: (one) => one.limit!,
      save: (one, limit) => findings.save({ ...one, limit, due: limit.lastDay }),
    });
    await reckonProvisional(this, {
      kind: 'case',
      list: (after) => cases.list(provisionalAfter(after), { _id: 1 }, 200),
      limit: (one) => one.limit!,
      save: (one, limit) => cases.save({ ...one, limit, due: limit.lastDay }),
    });
  }

  async #late(today: string): Promise<Late[]> {
    const found = new Map<string, Late>();
    for (const { model } of [this.findings.findings, this.cases.cases]) {
      const late = await model.find(passing(today)).select('unitId path schemeId').sort({ due: 1 }).limit(MOST_READ).lean<{ unitId: string; path: string[]; schemeId: string }[]>();
      for (const { unitId, path, schemeId } of late) found.set(`${unitId} ${schemeId}`, { place: { unitId, path }, schemeId });
    }
    return [...found.values()].sort((a, b) => (a.place.unitId < b.place.unitId ? -1 : 1)); // what one unit has under several schemes comes into one transaction, as far as may be
  }
}
