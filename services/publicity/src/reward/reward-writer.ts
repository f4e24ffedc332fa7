import { Inject, Injectable } from '@nestjs/common';
import type { Day } from '@xingchuang/calendar';
import { DATABASE, newId, type Database, type KnownCampaign, type KnownUnit } from '@xingchuang/server';
import { correct, type Draft, type RewardLine, type Wanted } from './reward-rule.ts';
import { RewardStore } from './reward-store.ts';

/** For which round and unit lines are written. */
export interface Account {
  readonly campaign: Pick<KnownCampaign, 'id' | 'title' | 'schemeId'>;
  readonly unit: Pick<KnownUnit, 'id' | 'name' | 'path'>;
}

/** Writes the ledger: new lines with their numbers, and on each line that is replaced the one that took its place. Inside a transaction. */
@Injectable()
export class RewardWriter {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(RewardStore) readonly store: RewardStore,
  ) {}

  /** Brings what stands in line with what is wanted. */
  async bring(account: Account, last: readonly RewardLine[], wanted: readonly Wanted[], from: Day, reason: string): Promise<void> {
    const { drafts, resumed } = correct(last, wanted, from, reason);
    for (const line of resumed) await this.store.lines.save(line);
    await this.write(account, drafts, last);
  }

  async write({ campaign, unit }: Account, drafts: readonly Draft[], last: readonly RewardLine[] = []): Promise<RewardLine[]> {
    const lines: RewardLine[] = [];
    for (const draft of drafts) {
      const line: RewardLine = {
        ...draft, id: newId(), version: 1, number: `奖惩〔${draft.year}〕${await this.database.nextNumber(`reward-${draft.year}`)}号`, campaignId: campaign.id, campaignTitle: campaign.title,
        schemeId: campaign.schemeId, unitId: unit.id, path: unit.path, unitName: unit.name, replacedBy: '', until: '', suspendedOn: '', done: null, ended: null,
      };
      const was = last.find(({ id }) => id === draft.replaces);
      if (was) await this.store.lines.save({ ...was, replacedBy: line.id, until: was.until || line.from, suspendedOn: '' });
      lines.push(await this.store.lines.insert(line));
    }
    return lines;
  }
}

/** A line of its own, that corrects nothing. */
export const fresh = (wanted: Wanted): Draft => ({ ...wanted, seq: 1, nature: 'grant', replaces: '', replacesNumber: '', state: 'due', year: Number(wanted.from.slice(0, 4)) });
