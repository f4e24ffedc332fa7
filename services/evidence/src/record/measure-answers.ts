import { create } from '@bufbuild/protobuf';
import { Inject, Injectable } from '@nestjs/common';
import { MeasuresReplySchema, type DutyLine, type MeasureAsk, type MeasuresReply, type MeasuresRequest } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { UNITS, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { AdoptionDirectory, isRun } from '../duty/adoption-directory.ts';
import { DutyService } from '../duty/duty-service.ts';
import { reckon, type Measured } from './measure-rule.ts';
import { RecordCatalogue } from './record-catalogue.ts';
import { valuesAt } from './record-condition.ts';
import { RecordStore } from './record-store.ts';
import { fieldAt } from './record-type-meaning.ts';
import type { Measure, RecordType } from './record-type.ts';

const MOST_IDS = 1_000;
const MOST_LINES = 2_000_000;
interface Told {
  readonly value: unknown;
  readonly recordIds: readonly string[];
}

/** Tells another service what the records of units come to. Records that their unit does not see yet do not count. */
@Injectable()
export class MeasureAnswers {
  constructor(
    @Inject(RecordCatalogue) readonly catalogue: RecordCatalogue,
    @Inject(RecordStore) readonly records: RecordStore,
    @Inject(DutyService) readonly duties: DutyService,
    @Inject(AdoptionDirectory) readonly adoptions: AdoptionDirectory,
    @Inject(UNITS) readonly units: UnitDirectory,
  ) {}

  async of({ nodeId, unitIds, asks }: MeasuresRequest): Promise<MeasuresReply> {
    const reply = create(MeasuresReplySchema);
    for (const ask of asks) {
      const told = ask.duty === '' ? await this.#ofRecords(ask, unitIds) : await this.#ofDuty(ask, nodeId, unitIds);
      if (!told) reply.unknown.push(ask.name);
      for (const [unitId, { value, recordIds }] of told ?? []) {
        reply.values.push({ $typeName: 'xingchuang.evidence.v1.Measured', name: ask.name, unitId, valueJson: JSON.stringify(value ?? null), recordIds: recordIds.slice(0, MOST_IDS) });
      }
    }
    return reply;
  }

  async #ofRecords(ask: MeasureAsk, unitIds: readonly string[]): Promise<Map<string, Told> | undefined> {
    const type = this.catalogue.find(ask.recordType);
    if (!type || !knows(type, ask)) return undefined;
    const byUnit = new Map<string, Measured[]>(unitIds.map((id) => [id, []]));
    const shown = { hidden: { $ne: true } };
    for await (const record of this.records.register({ unitId: { $in: [...unitIds] } }, type.id, ask.from, ask.to, shown)) byUnit.get(record.unitId)!.push(record);
    return new Map([...byUnit].map(([unitId, held]) => [unitId, measured(type, ask, held)]));
  }

  /** Periods of a duty that count for each unit: its own and those of who stands under it, else those of the nearest body over it. Unknown where nobody runs the scheme there. */
  async #ofDuty({ scheme, duty, measure, from, to }: MeasureAsk, nodeId: string, unitIds: readonly string[]): Promise<Map<string, Told> | undefined> {
    const { path } = await this.units.get(nodeId);
    const run = (await this.adoptions.all()).filter((one) => one.schemeId === scheme && path.includes(one.nodeId) && isRun(one, from, to));
    const node = path.find((id) => run.some((one) => one.nodeId === id));
    if (node === undefined || !(await this.duties.tallyService.expected()).some((one) => one.scheme === scheme && one.duty === duty)) return undefined;
    const lines: DutyLine[] = [];
    const since = run.map((one) => one.since).sort()[0]!;
    for (const year of yearsOf(from > since ? from : since, to)) {
      const ofYear = await this.duties.all({ scheme, duty, period: year, unitId: node, subtree: true, alert: false }, onBehalfOf(node), MOST_LINES);
      lines.push(...ofYear.filter(({ period }) => period.to >= from && period.from <= to));
    }
    const byUnit = Map.groupBy(lines, ({ unitId }) => unitId);
    const owing = await this.units.byIds([...byUnit.keys()]);
    const wanted = measure === 'missed' ? ['missing'] : ['met', 'late'];
    const asked = await this.units.byIds(unitIds);
    return new Map(
      unitIds.map((id) => {
        const counted = countingFor(asked.get(id), [...owing.values()]).flatMap((unit) => byUnit.get(unit.id)!.filter(({ state }) => wanted.includes(state)));
        return [id, { value: counted.length, recordIds: [...new Set(counted.flatMap(({ recordIds }) => recordIds))] }];
      }),
    );
  }
}

/** Who of those who owe a duty owes it for a unit. */
function countingFor(unit: KnownUnit | undefined, owing: readonly KnownUnit[]): readonly KnownUnit[] {
  if (!unit) return [];
  const under = owing.filter(({ path }) => path.includes(unit.id));
  if (under.length > 0) return under;
  const over = owing.filter(({ jurisdictionId }) => unit.path.includes(jurisdictionId)).sort((a, b) => unit.path.indexOf(b.jurisdictionId) - unit.path.indexOf(a.jurisdictionId));
  return over.slice(0, 1);
}

const yearsOf = (from: string, to: string): string[] => {
  const first = Number(from.slice(0, 4));
  return Array.from({ length: Number(to.slice(0, 4)) - first + 1 }, (_, i) => String(first + i));
};

/** The archive itself asks: it sees every record, and tells numbers and ids only. */
const onBehalfOf = (nodeId: string): Actor => ({ personId: '', role: 'auditor', unitId: nodeId, unitKind: '', jurisdictionId: nodeId }) as Actor;

/** Whether a list's fields or the field of a number are there; `on` of a list is the day of the record. */
function knows(type: RecordType, { measure, field, fields }: MeasureAsk): boolean {
  const has = (name: string): boolean => fieldAt(type.fields, name) !== undefined;
  if (measure === 'list') return fields.every((name) => name === 'on' || has(name));
  return measure === 'count' || has(field);
}

function measured(type: RecordType, { measure, field, fields }: MeasureAsk, held: readonly Measured[]): Told {
  const by = (kind: Measure['kind']): Told => reckon(type, { kind, of: field } as Measure, held);
  const recordIds = held.map(({ id }) => id);
  switch (measure) {
    case 'list':
      return { value: held.map((record) => row(record, fields)), recordIds };
    case 'count':
      return { value: held.length, recordIds };
    case 'sum':
      return by('sum');
    case 'mean':
      return by('average');
    case 'last': {
      const last = held.findLast((one) => valuesAt(field, one.fields).length > 0);
      return { value: last ? valuesAt(field, last.fields)[0] : null, recordIds: last ? [last.id] : [] };
    }
    default: {
      const sign = measure === 'lowest' ? -1 : 1;
      const values = held.flatMap((one) => valuesAt(field, one.fields).map((value) => ({ id: one.id, value })));
      const best = values.sort((a, b) => sign * (Number(b.value) - Number(a.value)))[0];
      return { value: best?.value ?? null, recordIds: best ? [best.id] : [] };
    }
  }
}

function row({ day, fields: held }: Measured, fields: readonly string[]): Record<string, unknown> {
  const values = fields.map((name) => [name, valuesAt(name, held)[0] ?? (name === 'on' ? day : undefined)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}
