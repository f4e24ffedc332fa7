import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { addDays, type Day } from '@xingchuang/calendar';
import { DutyRemindedSchema, type DutyLine } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, TICKER, type Clock, type Database, type Ticker } from '@xingchuang/server';
import { EVIDENCE_CONFIG, type EvidenceConfig } from '../config.ts';
import { AdoptionDirectory, isRun } from './adoption-directory.ts';
import { DutyService } from './duty-service.ts';

/** One reminder that went out: of a duty, a period and who owes it. */
interface Reminded {
  readonly id: string;
  readonly day: string;
}
const schema = new Schema({ _id: String, day: String });
const MOST = 20_000;
/** The system itself: it sees every unit and changes none. */
const SYSTEM: Actor = { role: 'auditor', personId: '', sessionId: '', unitId: '', unitKind: '', jurisdictionId: '' };

/** Reminds of expected records some days before their period begins, as the installation configures it (S0 L97); once each, and not of what is there. */
@Injectable()
export class DutyReminders {
  readonly #reminded;

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(TICKER) ticker: Ticker,
    @Inject(EVIDENCE_CONFIG) readonly config: EvidenceConfig,
    @Inject(DutyService) readonly duties: DutyService,
    @Inject(AdoptionDirectory) readonly adoptions: AdoptionDirectory,
  ) {
    this.#reminded = database.model<Reminded>('duty-reminders', schema);
    ticker.every('reminders of expected records', () => this.remind());
  }

  async remind(): Promise<void> {
    const today = this.clock.today();
    for (const one of this.config.DUTY_REMIND) {
      const until = addDays(today, one.days);
      const nodes = (await this.adoptions.all()).filter((adopted) => adopted.schemeId === one.scheme && isRun(adopted, today, until)).map(({ nodeId }) => nodeId);
      for (const unitId of new Set(nodes)) {
        for (const year of new Set([today.slice(0, 4), until.slice(0, 4)])) {
          const lines = await this.duties.all({ unitId, subtree: true, scheme: one.scheme, duty: one.duty, period: year, alert: false }, SYSTEM, MOST);
          for (const line of lines.filter((found) => isAhead(found, today, until))) await this.#tell(line, today);
        }
      }
    }
  }

  async #tell({ scheme, duty, unitId, personId = '', zh: title, period }: DutyLine, today: Day): Promise<void> {
    const id = [scheme, duty, period.id, unitId, personId].join(':');
    if (await this.#reminded.find(id)) return;
    await this.database.transaction(async () => {
      const added = await this.#reminded.model.updateOne({ _id: id }, { $setOnInsert: { day: today } }, { upsert: true });
      if (added.upsertedCount === 0) return; // another process was quicker
      await this.database.emit(DutyRemindedSchema, unitId, { scheme, duty, unitId, personId, title, beginsOn: period.from, dueOn: period.to });
    });
  }
}

/** Its period begins within the days of the reminder, or runs, and what is expected is not there. */
const isAhead = ({ state, period, expected, found }: DutyLine, today: Day, until: Day): boolean =>
  (state === 'pending' || state === 'due') && found < expected && period.from <= until && today <= period.to;
