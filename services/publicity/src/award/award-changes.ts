import { Inject, Injectable } from '@nestjs/common';
import { AwardChangedSchema } from '@xingchuang/contracts';
import { DATABASE, STEPS, type Database, type NewStep, type StepLog } from '@xingchuang/server';
import type { Award } from './award-rule.ts';
import { AwardStore } from './award-store.ts';

/** Saves what became of an award, and tells it where its state is another one: both or neither. */
@Injectable()
export class AwardChanges {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(AwardStore) readonly store: AwardStore,
    @Inject(STEPS) readonly steps: StepLog,
  ) {}

  /** Nothing where nothing changed. */
  async save(was: Award, next: Award): Promise<Award> {
    if (next === was) return was;
    return this.database.transaction(async () => {
      const saved = await this.store.awards.save(next);
      const { id: awardId, number, campaignId, unitId, state, since, reason, plaqueDue } = saved;
      if (state !== was.state || plaqueDue !== was.plaqueDue) await this.database.emit(AwardChangedSchema, awardId, { awardId, number, campaignId, unitId, state, since, reason, plaqueDue });
      await this.steps.add(stepsOf(saved, was.history.length));
      return saved;
    });
  }
}

/** What happened to an award by itself, from a line of its history on. */
export function stepsOf({ id: objectId, number, unitId, path, history }: Award, known: number): NewStep[] {
  return history.slice(known).flatMap(({ on, what, reason, clause, by }, index) =>
    by === null ? [{ key: `award:${objectId}:${known + index}`, day: on, what: `award-${what}`, kind: 'award', objectId, unitId, path, text: [number, reason].filter((text) => text !== '').join('：'), clause }] : [],
  );
}
