import { Inject, Injectable } from '@nestjs/common';
import { wordsOf, type IndicatorImport, type IndicatorPreview, type IndicatorQuery, type IndicatorValuesQuery } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, pageById, UNITS, within, type Clock, type Database, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { readSheet } from '../rating/score-sheet.ts';
import { IndicatorStore, PAGE, PAGE_OF_VALUES, type IndicatorList } from './indicator-store.ts';

/** Takes the values of indicators that others keep, whole or not at all; each import stays with who brought it and from where. */
@Injectable()
export class IndicatorService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(IndicatorStore) readonly indicators: IndicatorStore,
  ) {}

  async import({ rows, ...input }: IndicatorImport, by: Actor): Promise<IndicatorList> {
    const place = await this.units.place(by.unitId);
    allow(by, 'standing.import', place);
    const today = this.clock.today();
    if (input.on > today) throw new Refusal('invalid', 'indicator.in-future', { on: input.on, today }, 'on');
    const known = await this.#known(by);
    const [fault] = faultsOf(rows, known);
    if (fault) throw new Refusal('invalid', fault.code, { code: rows[fault.at]!.code, row: fault.at + 1 }, `rows[${fault.at}].code`);
    const list = { id: newId(), version: 1, ...place, ...input, count: rows.length, importedOn: today, by: by.personId };
    const lines = rows.map(({ code, value }) => ({ importId: list.id, name: input.name, unitId: known.get(code)!.id, on: input.on, value }));
    return this.database.transaction(() => this.indicators.insert(list, lines));
  }

  /** What would come of a table: 编码 and 值, and 名称 where it is there. */
  async preview(bytes: Buffer, by: Actor): Promise<IndicatorPreview> {
    allow(by, 'standing.import', await this.units.place(by.unitId));
    const read = await readSheet<keyof typeof COLUMNS>(bytes, COLUMNS, ['code', 'value'], '编码,值');
    const known = await this.#known(by);
    const rows = read.map(({ row, cell }) => ({ row, code: cell('code'), unitName: known.get(cell('code'))?.name ?? '', value: valueOf(cell('value')) }));
    const empty = rows.flatMap(({ row, code, value }) => (value === '' ? [{ row, column: '值', ...wordsOf('indicator.no-value', { row, code }) }] : []));
    const faults = faultsOf(rows, known).map(({ at, code }) => ({ row: rows[at]!.row, column: '编码', ...wordsOf(code, { code: rows[at]!.code, row: rows[at]!.row }) }));
    return { rows: rows.filter(({ value }) => value !== ''), faults: [...faults, ...empty].sort((a, b) => a.row - b.row) };
  }

  /** The values of one import. */
  async values(id: string, { pageToken }: IndicatorValuesQuery, by: Actor) {
    const list = await this.indicators.get(id);
    allow(by, 'standing.read', list);
    const { items, ...rest } = pageById(await this.indicators.valuesOf(id, pageToken), PAGE_OF_VALUES);
    const units = await this.units.byIds(items.map(({ unitId }) => unitId));
    return { ...rest, items: items.map(({ id: line, unitId, value }) => ({ id: line, unit: units.get(unitId), value })) };
  }

  async #known(by: Actor): Promise<ReadonlyMap<string, KnownUnit>> {
    return new Map((await this.units.under(by.jurisdictionId)).map((unit) => [unit.code, unit]));
  }

  async list({ name, pageToken }: IndicatorQuery, by: Actor): Promise<{ items: IndicatorList[]; nextPageToken?: string }> {
    return pageById(await this.indicators.page(await within(by, 'standing.read', undefined, this.units), name, pageToken), PAGE);
  }
}

const COLUMNS = { code: ['编码', '单位编码', 'code'], name: ['名称', '单位名称', 'name'], value: ['值', '数值', '指标值', 'value'] } as const;

/** 是 and 否 are truths, whole numbers are numbers; everything else stays as it is written, decimals too. */
function valueOf(cell: string): boolean | number | string {
  if (cell === '是' || cell === '否') return cell === '是';
  return /^(?:0|-?[1-9]\d{0,14})$/.test(cell) ? Number(cell) : cell;
}

interface RowFault {
  readonly at: number;
  readonly code: 'indicator.unit-unknown' | 'indicator.twice';
}

/** Rows of units that nobody here governs, or that stand there twice. */
function faultsOf(rows: readonly { readonly code: string }[], known: ReadonlyMap<string, KnownUnit>): RowFault[] {
  const seen = new Set<string>();
  return rows.flatMap(({ code }, at): RowFault[] => {
    const isTwice = seen.has(code);
    seen.add(code);
    return known.has(code) ? (isTwice ? [{ at, code: 'indicator.twice' }] : []) : [{ at, code: 'indicator.unit-unknown' }];
  });
}
