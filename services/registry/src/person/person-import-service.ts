import { Inject, Injectable } from '@nestjs/common';
import { PersonChangedSchema, type PersonImportView } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, type Clock, type Database } from '@xingchuang/server';
import { faultSheet } from '../unit/fault-sheet.ts';
import { checkAtOnce, readTable } from '../unit/import-reader.ts';
import { faultOf } from '../unit/import-service.ts';
import { UnitStore } from '../unit/unit-store.ts';
import { planPeople, readPersonRows, type PersonRow } from './person-import-rule.ts';
import { lastMembership } from './person-rule.ts';
import { PersonStore } from './person-store.ts';

const PREVIEW_ROWS = 100;

/** Enters many people from one file, all of them or none. */
@Injectable()
export class PersonImportService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UnitStore) readonly units: UnitStore,
    @Inject(PersonStore) readonly people: PersonStore,
  ) {}

  async importPeople(by: Actor, bytes: Buffer, fileName: string | undefined, dryRun: boolean): Promise<PersonImportView> {
    const rows = readPersonRows(await readTable(bytes, fileName));
    return this.database.transaction(async () => {
      const { people, faults } = await this.#plan(by, rows);
      const told = faults.map(faultOf);
      if (!dryRun && told.length > 0) throw new Refusal('invalid', 'import.faulty-people', { total: rows.length, faulty: new Set(told.map(({ row }) => row)).size, faults: told });
      if (!dryRun) {
        await this.people.insertAll(people);
        await this.database.emitAll(PersonChangedSchema, people.map((person) => {
          const { unitId, since, until } = lastMembership(person);
          return { key: person.id, init: { personId: person.id, unitId, memberInService: person.memberInService, since, until, version: person.version } };
        }));
      }
      return { dryRun, total: rows.length, entered: told.length > 0 ? 0 : people.length, preview: rows.slice(0, PREVIEW_ROWS), faults: told };
    });
  }

  async faultyRows(by: Actor, bytes: Buffer, fileName: string | undefined): Promise<Buffer> {
    const table = await readTable(bytes, fileName);
    const { faults } = await this.#plan(by, readPersonRows(table));
    return faultSheet(table, faults.map(faultOf));
  }

  async #plan(by: Actor, rows: readonly PersonRow[]) {
    allow(by, 'unit.manage');
    checkAtOnce(rows.length);
    const units = await this.units.byCodes([...new Set(rows.map(({ unitCode }) => unitCode))]);
    const names = await this.people.namesAt([...units.values()].map(({ id }) => id));
    return planPeople(rows, { units, names, today: this.clock.today(), newId });
  }
}
