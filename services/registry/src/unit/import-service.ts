import { Inject, Injectable } from '@nestjs/common';
import { wordsOf, type ImportFault, type UnitImportQuery, type UnitImportView } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, type Clock, type Database } from '@xingchuang/server';
import { UNIT_KINDS } from '../tokens.ts';
import { faultSheet } from './fault-sheet.ts';
import { checkAtOnce, readTable, type TableRow } from './import-reader.ts';
import { planImport, readRows, type ImportRow, type RowFault } from './import-rule.ts';
import { placeOf, type Unit, type UnitKinds } from './unit-rule.ts';
import { UnitService } from './unit-service.ts';
import { UnitStore } from './unit-store.ts';

const PREVIEW_ROWS = 100;

interface Seen {
  readonly rows: readonly ImportRow[];
  readonly units: readonly Unit[];
  readonly faults: ImportFault[];
  readonly held: ImportFault[];
}

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

  async importUnits(by: Actor, bytes: Buffer, fileName: string | undefined, { dryRun, skipFaulty }: UnitImportQuery): Promise<UnitImportView> {
    return this.#look(by, await readTable(bytes, fileName), async ({ rows, units, faults, held }) => {
      const isRefused = faults.length > 0 && !skipFaulty;
      if (!dryRun && isRefused) throw new Refusal('invalid', 'import.faulty-rows', { total: rows.length, faulty: new Set(faults.map(({ row }) => row)).size, faults });
      if (!dryRun && units.length > 0) await this.service.openAll(units);
      return { dryRun, total: rows.length, opened: isRefused ? 0 : units.length, preview: rows.slice(0, PREVIEW_ROWS), faults, held };
    });
  }

  /** The rows that are faulty or wait for one, as a workbook that can be mended and imported. */
  async faultyRows(by: Actor, bytes: Buffer, fileName: string | undefined): Promise<Buffer> {
    const table = await readTable(bytes, fileName);
    const told = await this.#look(by, table, async ({ faults, held }) => [...faults, ...held]);
    return faultSheet(table, told);
  }

  #look<T>(by: Actor, table: readonly TableRow[], then: (seen: Seen) => Promise<T>): Promise<T> {
    const rows = readRows(table, this.kinds);
    checkAtOnce(rows.length);
    return this.database.transaction(async () => {
      await this.units.lockTree();
      const root = await this.units.findRoot();
      if (!root) throw new Refusal('missing', 'unit.missing', {});
      allow(by, 'unit.manage', placeOf(root));
      const byCode = await this.units.byCodes([...new Set(rows.flatMap((row) => [row.code, row.parentCode]))]);
      const { units, faults, held } = planImport(rows, { root, byCode, kinds: this.kinds, today: this.clock.today(), newId });
      return then({ rows, units, faults: faults.map(faultOf), held: held.map(faultOf) });
    });
  }
}

export function faultOf({ row, field, code, facts }: RowFault): ImportFault {
  return { row, field, code, ...wordsOf(code, facts) };
}
