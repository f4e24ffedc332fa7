import { Inject, Injectable } from '@nestjs/common';
import type { DutyLine, DutyPage, DutyQuery } from '@xingchuang/contracts';
import { allow, Refusal, scopeOf, type Actor } from '@xingchuang/rules';
import { duties, type Duty, type Scheme } from '@xingchuang/schemes';
import { CLOCK, SCHEMES, UNITS, type Clock, type KnownUnit, type SchemeDirectory, type UnitDirectory } from '@xingchuang/server';
import { PeopleDirectory } from '../record/people-directory.ts';
import { RecordStore } from '../record/record-store.ts';
import { periodsWithin, standings, type Counted, type Owing } from './duty-rule.ts';

interface Owed {
  readonly owing: readonly Owing[];
  /** The unit at which each subject is shown. */
  readonly units: ReadonlyMap<string, KnownUnit>;
  readonly isPerson: boolean;
}

/** Which records the published schemes expect of whom, and which of them are there. */
@Injectable()
export class DutyService {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(SCHEMES) readonly schemes: SchemeDirectory,
    @Inject(PeopleDirectory) readonly people: PeopleDirectory,
    @Inject(RecordStore) readonly records: RecordStore,
  ) {}

  async list(query: DutyQuery, by: Actor): Promise<DutyPage> {
    const today = this.clock.today();
    const units = await this.#unitsOf(query, by);
    const schemes = (await this.schemes.all()).filter(({ id }) => query.scheme === undefined || id === query.scheme);
    const asked = schemes.flatMap((scheme) => duties(scheme).filter(({ id }) => query.duty === undefined || id === query.duty).map((duty) => ({ scheme, duty })));
    const lines = (await Promise.all(asked.map(({ scheme, duty }) => this.#lines(scheme, duty, query.period ?? today.slice(0, 4), units, today)))).flat();
    const totals = { met: 0, pending: 0, due: 0, missing: 0 };
    for (const { state } of lines) totals[state] += 1;
    const shown = lines
      .filter(({ state }) => (query.state === undefined || state === query.state) && (!query.alert || state === 'due' || state === 'missing'))
      .map((line) => ({ line, key: keyOf(line) }))
      .filter(({ key }) => query.pageToken === undefined || key > query.pageToken)
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    const page = shown.slice(0, query.limit);
    return { today, totals, items: page.map(({ line }) => line), ...(shown.length > page.length ? { nextPageToken: page.at(-1)!.key } : {}) };
  }

  async #unitsOf({ unitId, subtree }: DutyQuery, by: Actor): Promise<KnownUnit[]> {
    const scope = scopeOf(by.role, 'duty.read');
    if (scope === undefined) throw new Refusal('forbidden', 'action.not-allowed', { action: 'duty.read', role: by.role });
    if (unitId === undefined) return scope === 'own' ? [await this.units.get(by.unitId)] : this.units.under(by.jurisdictionId);
    allow(by, 'duty.read', await this.units.place(unitId));
    return subtree ? this.units.under(unitId) : [await this.units.get(unitId)];
  }

  async #lines(scheme: Scheme, duty: Duty, asked: string, units: readonly KnownUnit[], today: string): Promise<DutyLine[]> {
    const periods = periodsWithin(duty, asked);
    const owed = await this.#owed(scheme, duty, units);
    if (periods.length === 0 || owed.owing.length === 0) return [];
    const counted = await this.#counted(duty, owed, periods[0]!.from, periods.at(-1)!.to);
    return standings(duty, periods, owed.owing, counted, today).map(({ subject, recordIds, ...standing }) => {
      const unit = owed.units.get(subject)!;
      return {
        scheme: scheme.id, duty: duty.id, zh: duty.zh, en: duty.en ?? duty.zh, recordType: duty.record,
        unitId: unit.id, unitCode: unit.code, unitName: unit.name, ...standing, recordIds: [...recordIds],
        ...(duty.source !== undefined && { source: duty.source }),
        ...(duty.expect.sum !== undefined && { sum: duty.expect.sum }),
        ...(owed.isPerson && { personId: subject }),
      };
    });
  }

  /** A duty of persons is expected of the members in service, any other of the units of its kind. */
  async #owed(scheme: Scheme, duty: Duty, units: readonly KnownUnit[]): Promise<Owed> {
    if (scheme.kinds[duty.each]?.is !== 'person') {
      const owing = units.filter(({ kind }) => kind === duty.each);
      return { owing: owing.map(({ id, openedOn, closedOn }) => ({ subject: id, from: openedOn, to: closedOn })), units: new Map(owing.map((unit) => [unit.id, unit])), isPerson: false };
    }
    const byId = new Map(units.map((unit) => [unit.id, unit]));
    const people = await this.people.inService([...byId.keys()]);
    return {
      owing: people.map(({ id, since, until }) => ({ subject: id, from: since, to: until })),
      units: new Map(people.map(({ id, unitId }) => [id, byId.get(unitId)!])),
      isPerson: true,
    };
  }

  async #counted(duty: Duty, { owing, isPerson }: Owed, from: string, to: string): Promise<Counted[]> {
    const ids = owing.map(({ subject }) => subject);
    const records = await this.records.counted(duty.record, isPerson ? { personIds: ids } : { unitIds: ids }, from, to);
    return records.flatMap(({ id, unitId, day, sums, credits }) =>
      isPerson ? credits.map(({ personId, values }) => ({ recordId: id, subject: personId, on: day, values })) : [{ recordId: id, subject: unitId, on: day, values: sums }],
    );
  }
}

const keyOf = ({ scheme, duty, period, unitCode, unitId, personId = '' }: DutyLine): string => [scheme, duty, period.id, unitCode, unitId, personId].join('/');
