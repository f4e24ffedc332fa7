import { create } from '@bufbuild/protobuf';
import { Inject, Injectable } from '@nestjs/common';
import { RecordWordsReplySchema, type RecordWordsReply, type RecordWordsRequest } from '@xingchuang/contracts';
import { UNITS, type UnitDirectory } from '@xingchuang/server';
import { RecordCatalogue } from './record-catalogue.ts';
import { idsIn } from './record-condition.ts';
import { RecordStore } from './record-store.ts';
import { cellOf } from './register-service.ts';

/** What names people, or leads to other things, is not told on. */
const KEPT_BACK: ReadonlySet<string> = new Set(['person', 'people', 'link', 'files', 'table']);

/** What a record says, for a document of another service. One that only some may read is told like one that does not exist. */
@Injectable()
export class RecordWords {
  constructor(
    @Inject(RecordStore) readonly records: RecordStore,
    @Inject(RecordCatalogue) readonly catalogue: RecordCatalogue,
    @Inject(UNITS) readonly units: UnitDirectory,
  ) {}

  async of({ recordId }: RecordWordsRequest): Promise<RecordWordsReply> {
    const record = await this.records.find(recordId);
    const type = record && this.catalogue.find(record.type);
    if (!record || !type || type.reading || record.restricted || record.hidden) return create(RecordWordsReplySchema);
    const fields = type.fields.filter(({ id, type: sort }) => !KEPT_BACK.has(sort) && record.fields[id] !== undefined);
    const named = fields.filter((field) => field.type === 'unit').flatMap(({ id }) => idsIn(record.fields[id]!));
    const units = new Map([...(await this.units.byIds(named))].map(([id, { name }]) => [id, name]));
    const words = fields.map((field) => ({ name: field.zh, value: String(cellOf(field, record.fields[field.id], { people: new Map(), units, records: new Map() })) }));
    return create(RecordWordsReplySchema, { unitId: record.unitId, day: record.day, typeName: type.zh, words });
  }
}
