import { Inject, Injectable } from '@nestjs/common';
import { wordsOf, type ImportFault, type UnitImportView } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, type Clock, type Database } from '@xingchuang/server';
import { UNIT_KINDS } from '../tokens.ts';
import { readTable } from './import-reader.ts';
import { planImport, readRows, type RowFault } from './import-rule.ts';
import { placeOf, type UnitKinds } from './unit-rule.ts';
import { UnitService } from './unit-service.ts';
import { UnitStore } from './unit-store.ts';

const PREVIEW_ROWS = 100;

/** Opens many units from one file, all of them or none. */
@Injectable()
export class ImportService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNIT_KINDS) readonly kinds: UnitKinds,
    @Inject(UnitStore) readonly units: UnitStore,
    @Inject(UnitService) readonly service: UnitService,
  ) {}

  async importUnits(by: Actor, bytes: Buffer, fileName: string | undefined, dryRun: boolean): Promise<UnitImportView> {
    const rows = readRows(await readTable(bytes, fileName), this.kinds);
    return this.database.transaction(async () => {
      await this.units.lockTree();
      const root = await this.units.findRoot();
      if (!root) throw new Refusal('missing', 'unit.missing', {});
      allow(by, 'unit.manage', placeOf(root));
      const byCode = await this.units.byCodes([...new Set(rows.flatMap((row) => [row.code, row.parentCode]))]);
      const { units, faults } = planImport(rows, { root, byCode, kinds: this.kinds, today: this.clock.today(), newId });
      const told = faults.map(faultOf);
      if (!dryRun && told.length > 0) throw new Refusal('invalid', 'import.faulty-rows', { total: rows.length, faulty: new Set(told.map(({ row }) => row)).size, faults: told });
      if (!dryRun && units.length > 0) await this.service.openAll(units);
      return { dryRun, total: rows.length, opened: told.length > 0 ? 0 : units.length, preview: rows.slice(0, PREVIEW_ROWS), faults: told };
    });
  }
}

function faultOf({ row, field, code, facts }: RowFault): ImportFault {
  return { row, field, code, ...wordsOf(code, facts) };
}
