import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { wordsOf, type RecordListReceipt } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { DATABASE, isDuplicate, UNITS, type Database, type UnitDirectory } from '@xingchuang/server';
import { incoming } from '../file/file-intake.ts';
import { readTable } from '../upload/table-reader.ts';
import { PeopleDirectory } from './people-directory.ts';
import { PersonNames } from './person-names.ts';
import { RecordAccess } from './record-access.ts';
import { RecordCatalogue } from './record-catalogue.ts';
import { DAY, fieldAt, listColumns, recordsIn, type ListFault, type ListedRecord, type PersonFinder, TITLE } from './record-list.ts';
import { RecordService } from './record-service.ts';
import type { RecordType } from './record-type.ts';
import type { Table } from './table.ts';

const LIST_LIMIT = 5 * 1024 * 1024;
/** As many as one transaction files well within its time. */
const MOST_ROWS = 500;

interface Filed {
  readonly id: string;
  readonly recordIds: readonly string[];
}

/** Many records of one type from a table, such as a platform gives out: all of them or none, and the same list once. */
@Injectable()
export class RecordListService {
  readonly #filed;

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(RecordCatalogue) readonly catalogue: RecordCatalogue,
    @Inject(RecordAccess) readonly access: RecordAccess,
    @Inject(RecordService) readonly records: RecordService,
    @Inject(PeopleDirectory) readonly people: PeopleDirectory,
    @Inject(PersonNames) readonly names: PersonNames,
  ) {
    this.#filed = database.model<Filed>('record-lists', new Schema({ _id: String, recordIds: [String] }));
  }

  async file(unitId: string, typeId: string, bytes: AsyncIterable<Uint8Array>, by: Actor): Promise<RecordListReceipt> {
    const unit = await this.units.get(unitId);
    allow(by, 'record.file', { unitId: unit.id, path: unit.path });
    const type = await this.access.typeFor(typeId, unit, by);
    const chunks: Uint8Array[] = [];
    for await (const chunk of incoming(bytes, LIST_LIMIT)) chunks.push(chunk);
    const list = Buffer.concat(chunks);
    const rows = (await readTable(list, MOST_ROWS)).filter(({ cells }) => cells.some((cell) => cell !== ''));
    if (rows.length < 2) throw new Refusal('invalid', 'import.empty', {}, 'file');
    if (rows.length - 1 > MOST_ROWS) throw new Refusal('invalid', 'import.too-many-rows', { rows: rows.length - 1, most: MOST_ROWS }, 'file');
    const faults: ListFault[] = [];
    const listed = recordsIn(type, rows, await this.#finder(unit.id, type, by), (fault) => void faults.push(fault));
    const id = createHash('sha256').update(`${unit.id} ${type.id} `).update(list).digest('hex');
    const receipt = (recordIds: readonly string[], duplicate: boolean): RecordListReceipt => ({ unitId: unit.id, type: type.id, records: recordIds.length, recordIds: [...recordIds], duplicate });
    const known = await this.#filed.find(id);
    if (known) return receipt(known.recordIds, true);
    try {
      return receipt(await this.database.transaction(() => this.#enter(id, unit.id, type, listed, [...faults], rows.length - 1, by)), false);
    } catch (error) {
      if (isDuplicate(error)) return receipt((await this.#filed.get(id)).recordIds, true); // the same list came twice at once
      throw error;
    }
  }

  /** An empty list of a type, with its columns. */
  template(typeId: string): Table {
    const type = this.catalogue.get(typeId);
    return { name: `${type.zh}导入模板`, head: listColumns(type).map(({ name }) => name), rows: [] };
  }

  /** Whatever a row is refused for, the others are looked at too: who mends a list wants to hear all of it. */
  async #enter(id: string, unitId: string, type: RecordType, listed: readonly ListedRecord[], faults: ListFault[], total: number, by: Actor): Promise<string[]> {
    const recordIds: string[] = [];
    for (const { row, day, title, fields } of listed) {
      try {
        recordIds.push((await this.records.file({ unitId, type: type.id, day, title, fields, fileIds: [], tasks: [] }, by)).id);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        faults.push(...faultsOf(error, row, type));
      }
    }
    if (faults.length > 0) throw new Refusal('invalid', 'list.faulty-rows', { total, faults: faults.slice(0, 500) }, 'file');
    await this.#filed.insert({ id, recordIds });
    return recordIds;
  }

  /** The members of the unit by id, and by names that only one of them has. */
  async #finder(unitId: string, { fields }: RecordType, by: Actor): Promise<PersonFinder> {
    const ids = fields.some(({ type }) => type === 'person') ? (await this.people.inService([unitId])).map(({ id }) => id) : [];
    const named = Map.groupBy(await this.names.of(ids, by), ([, name]) => name);
    return (text) => {
      if (ids.includes(text)) return { id: text };
      const found = named.get(text) ?? [];
      return found.length === 1 ? { id: found[0]![0] } : { fault: found.length === 0 ? 'record-list.nobody' : 'record-list.not-one' };
    };
  }
}

function faultsOf({ code, facts }: Refusal, row: number, { fields }: RecordType): ListFault[] {
  const { faults } = facts as { faults?: readonly ListFault[] };
  const columnOf = (field: string): string => (field === 'day' ? DAY : field === 'title' ? TITLE : (fields.find(({ id }) => field === `fields.${id}`)?.zh ?? ''));
  return faults ? faults.map(({ field, zh, en }) => ({ field: fieldAt(row, columnOf(field)), zh, en })) : [{ field: fieldAt(row, ''), ...wordsOf(code, facts) }];
}
