import { Inject, Injectable } from '@nestjs/common';
import { day } from '@xingchuang/calendar';
import { TermsChangedSchema, type TermEnter, type TermQuery } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, isDuplicate, type Clock, type Database } from '@xingchuang/server';
import { placeOf } from '../unit/unit-rule.ts';
import { UnitStore } from '../unit/unit-store.ts';
import { elect, overdue, type Overdue, type Terms } from './term-rule.ts';
import { TermStore } from './term-store.ts';

/** The committees of a unit and their terms; who is elected stays with the posts. */
@Injectable()
export class TermService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UnitStore) readonly units: UnitStore,
    @Inject(TermStore) readonly terms: TermStore,
  ) {}

  async of({ unitId }: TermQuery, by: Actor): Promise<Terms & { readonly unitId: string; readonly overdue: Overdue[] }> {
    const unit = await this.units.get(unitId ?? by.unitId);
    allow(by, 'person.read', placeOf(unit));
    return this.#seen(await this.terms.of(unit.id));
  }

  async elect({ unitId, electedOn, until }: TermEnter, by: Actor): Promise<ReturnType<TermService['of']>> {
    const unit = await this.units.get(unitId, 'unitId');
    allow(by, 'person.manage', placeOf(unit));
    const work = this.database.transaction(async () => {
      const next = elect(await this.terms.of(unitId), { since: day(electedOn, 'electedOn'), until: day(until, 'until') }, unit.openedOn, this.clock.today());
      const kept = await this.terms.keep(next);
      await this.database.emit(TermsChangedSchema, unitId, { unitId, version: kept.version, terms: kept.terms.map((term) => ({ ...term })) });
      return this.#seen(kept);
    });
    return work.catch((error: unknown) => {
      if (isDuplicate(error)) throw new Refusal('stale', 'thing.stale', { version: 1 }); // two entered the first one at once
      throw error;
    });
  }

  #seen = (terms: Terms) => ({ ...terms, unitId: terms.id, overdue: overdue(terms, this.clock.today()) });
}
