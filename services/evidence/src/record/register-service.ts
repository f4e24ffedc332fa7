import { Inject, Injectable } from '@nestjs/common';
import type { DutyExportQuery, DutyLine, DutyState, RecordFieldValue, RegisterQuery } from '@xingchuang/contracts';
import { Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, scopeFor, UNITS, within, type Clock, type UnitDirectory } from '@xingchuang/server';
import { DutyService } from '../duty/duty-service.ts';
import { PersonNames } from './person-names.ts';
import { RecordAccess } from './record-access.ts';
import { RecordCatalogue } from './record-catalogue.ts';
import { idsIn, peopleOf, rowsOf } from './record-condition.ts';
import { filedAfter } from './record-view.ts';
import { RecordStore, type EvidenceRecord } from './record-store.ts';
import type { RecordField, RecordType } from './record-type.ts';
import { named } from './record-rule.ts';
import { MOST_ROWS, type Cell, type Table } from './table.ts';

const STATES: Readonly<Record<DutyState, string>> = { met: '已完成', late: '迟报', pending: '未到期', due: '到期', missing: '缺少', skipped: '无需', exempt: '豁免' };

/** Words for what a record names by id. */
interface Words {
  readonly people: ReadonlyMap<string, string>;
  readonly units: ReadonlyMap<string, string>;
  readonly records: ReadonlyMap<string, string>;
}

/** Registers and lists of what is expected, as tables for people. */
@Injectable()
export class RegisterService {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(RecordCatalogue) readonly catalogue: RecordCatalogue,
    @Inject(RecordStore) readonly records: RecordStore,
    @Inject(RecordAccess) readonly access: RecordAccess,
    @Inject(DutyService) readonly duties: DutyService,
    @Inject(PersonNames) readonly names: PersonNames,
  ) {}

  async register({ type: typeId, from = '1900-01-01', to = '2999-12-31', ...where }: RegisterQuery, by: Actor): Promise<Table> {
    const type = this.catalogue.get(typeId);
    const records: EvidenceRecord[] = [];
    const [filter, seen] = [await this.access.filter(by), await within(by, 'record.read', undefined, this.units)];
    for await (const record of this.records.register(await scopeFor(by, 'record.read', where, this.units), type.id, from, to, filter)) {
      if (records.push(record) > MOST_ROWS) throw new Refusal('limit', 'export.too-long', { most: MOST_ROWS }, 'type');
    }
    const found = records.map(({ fields }) => named(type, fields));
    const words: Words = {
      people: await this.names.of([...found.flatMap(({ people }) => people), ...records.map(({ filedBy }) => filedBy)], by),
      units: await this.#unitNames([...found.flatMap(({ units }) => units), ...records.map(({ unitId }) => unitId)]),
      records: new Map((await this.records.among([...new Set(found.flatMap(({ links }) => links))], seen, filter)).map(({ id, title }) => [id, title])),
    };
    const steps = type.steps?.items ?? [];
    const sums = type.measures.filter(({ kind, of }) => kind === 'sum' && !type.fields.some(({ id, type: is }) => id === of && is !== 'people'));
    return {
      name: type.zh,
      head: ['单位', '日期', '标题', ...type.fields.map(({ zh, measure }) => (measure === undefined ? zh : `${zh}（${measure}）`)), ...sums.map(({ zh }) => zh), ...steps.map(({ zh }) => zh), ...(steps.length > 0 ? ['办结日期'] : []), ...(type.gaps.length > 0 ? ['缺项'] : []), '附件数', '登记人', '登记时间', '事后天数'],
      rows: records.map((record) => [
        words.units.get(record.unitId) ?? '', record.day, record.title, ...type.fields.map((field) => cellOf(field, record.fields[field.id], words)), ...sums.map(({ id }) => record.sums[id] ?? ''),
        ...steps.map(({ id }) => record.steps[id]?.day ?? ''), ...(steps.length > 0 ? [record.closedOn ?? ''] : []), ...(type.gaps.length > 0 ? [gapWords(type, record)] : []),
        record.fileIds.length, words.people.get(record.filedBy) ?? '', record.filedAt, filedAfter(record),
      ]),
    };
  }

  async expected({ format: _, ...asked }: DutyExportQuery, by: Actor): Promise<Table> {
    const lines = await this.duties.all(asked, by, MOST_ROWS);
    const people = await this.names.of(lines.flatMap(({ personId }) => personId ?? []), by);
    const row = (line: DutyLine): Cell[] => [
      line.unitCode, line.unitName, line.personId === undefined ? (line.post === undefined ? '' : '（空缺）') : (people.get(line.personId) ?? ''), line.zh, this.catalogue.find(line.recordType)?.zh ?? line.recordType,
      line.period.id, line.period.from, line.period.to, line.expected, line.found, STATES[line.state], line.lateBy ?? '', line.note?.zh ?? '', line.source ?? '',
    ];
    return { name: '应有记录', head: ['单位编码', '单位', '人员', '要求', '台账', '期间', '起', '止', '应有', '已有', '情况', '迟报天数', '说明', '依据'], rows: lines.map(row) };
  }

  async #unitNames(ids: readonly string[]): Promise<Map<string, string>> {
    return new Map([...(await this.units.byIds([...new Set(ids)]))].map(([id, { name }]) => [id, name]));
  }
}

const gapWords = ({ gaps }: RecordType, record: EvidenceRecord): string => gaps.filter(({ id }) => record.gaps.includes(id)).map(({ zh }) => zh).join('、');

/** A value as people read it; rows of a table one below the other. */
export function cellOf(field: RecordField, value: RecordFieldValue | undefined, words: Words): Cell {
  if (value === undefined) return '';
  switch (field.type) {
    case 'yes':
      return value === true ? '是' : '否';
    case 'choice':
      return idsIn(value).map((id) => field.values!.find((one) => one.id === id)?.zh ?? id).join('、');
    case 'person':
    case 'people':
      return peopleOf(value).map(({ personId, minutes }) => `${words.people.get(personId) ?? ''}${minutes === undefined ? '' : `（${minutes}分钟）`}`).join('、');
    case 'unit':
      return idsIn(value).map((id) => words.units.get(id) ?? '').join('、');
    case 'link':
      return idsIn(value).map((id) => words.records.get(id) ?? '').join('、');
    case 'files':
      return idsIn(value).length;
    case 'table':
      return rowsOf(value).map((row) => (field.columns as RecordField[]).map((column) => `${column.zh}：${cellOf(column, row[column.id], words)}`).join('；')).join('\n');
    default:
      return typeof value === 'number' ? value : String(value);
  }
}
