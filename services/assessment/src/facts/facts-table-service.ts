import { Inject, Injectable } from '@nestjs/common';
import type { FactsTableView } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import type { Scheme } from '@xingchuang/schemes';
import { UNITS, within, type UnitDirectory } from '@xingchuang/server';
import { CampaignService } from '../campaign/campaign-service.ts';
import { CandidacyStore } from '../candidacy/candidacy-store.ts';
import { digestOf } from '../digest.ts';
import { givenOn, type Given } from './facts-rule.ts';
import { FactsService } from './facts-service.ts';
import { FactsStore, type FactSheet } from './facts-store.ts';
import { readSheets, writeCsv, writeSheets } from './facts-table-file.ts';
import { columnOf, MAIN_SHEET, readTable, tableOf, type TableFault, type TableUnit } from './facts-table.ts';

/** The facts of a round as a table that offices fill in: out, and in again with every fault named, all rows or none. */
@Injectable()
export class FactsTableService {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(CandidacyStore) readonly candidacies: CandidacyStore,
    @Inject(FactsStore) readonly sheets: FactsStore,
    @Inject(FactsService) readonly facts: FactsService,
  ) {}

  /** All units of the round that the seat may see; without facts their cells are empty, so that it is the template too. */
  async export(campaignId: string, format: 'xlsx' | 'csv', by: Actor): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
    const campaign = await this.campaigns.get(campaignId);
    const { scheme } = await this.campaigns.programme(campaign);
    const all = await this.candidacies.ofCampaign(campaignId, await within(by, 'fact.read', undefined, this.units));
    const [units, sheets] = [await this.units.byIds(all.map(({ unitId }) => unitId)), await this.sheets.byIds(all.map(({ id }) => id))];
    const rows = all.map(({ id, unitId }) => {
      const { code, name } = units.get(unitId)!;
      const sheet = sheets.get(id);
      return { code, name, facts: sheet?.facts ?? {}, reason: Object.values(sheet?.origins ?? {}).map(({ reason }) => reason).find((reason) => reason !== undefined) ?? '' };
    });
    const table = tableOf(scheme, rows);
    return { name: `${campaign.title}-事实.${format}`, bytes: format === 'csv' ? Buffer.from(writeCsv(table)) : await writeSheets(table) };
  }

  /** Takes all units of the table, or none; `dryRun` takes none and tells. What the table has no column for stays as it is. */
  async import(campaignId: string, bytes: Buffer, dryRun: boolean, by: Actor): Promise<FactsTableView> {
    const campaign = await this.campaigns.get(campaignId);
    const { scheme } = await this.campaigns.programme(campaign);
    const { units, rows, faults: ofTable } = readTable(scheme, await readSheets(bytes));
    const faults: TableFault[] = [...ofTable];
    const known = await this.#known(campaignId, by);
    const given = units.map((unit) => ({ unit: unit.unit, ...givenWith(unit, known.get(unit.unit)) }));
    const byCode = new Map(units.map((unit) => [unit.unit, unit]));
    for (const { unit, field, zh, en } of await this.facts.faultsOf(campaignId, given, by)) faults.push({ ...placeOf(scheme, byCode.get(unit)!, field), zh: zh.replace('true 或 false', '“是”或“否”'), en: en.replace('true or false', '是 (yes) or 否 (no)') });
    faults.sort((one, other) => (one.sheet === other.sheet ? one.row - other.row : 0));
    const changed = given.filter(({ unit, facts }) => digestOf(facts) !== digestOf(givenOf(known.get(unit)).facts)).length;
    if (dryRun) return { rows, taken: 0, changed, faults };
    if (faults.length > 0) {
      const told = faults.map(({ sheet, row, column, zh, en }) => ({ field: [sheet, `第 ${row} 行`, column].filter((part) => part !== '').join(' '), zh, en }));
      throw new Refusal('invalid', 'facts.faulty-rows', { total: rows, faulty: new Set(faults.map(({ sheet, row }) => `${sheet} ${row}`)).size, faults: told.slice(0, 500) }, 'file');
    }
    return { rows, taken: await this.facts.import(campaignId, { units: given }, by), changed, faults };
  }

  /** The sheets of the units that the seat may enter facts of, by unit code. */
  async #known(campaignId: string, by: Actor): Promise<ReadonlyMap<string, FactSheet | undefined>> {
    const all = await this.candidacies.ofCampaign(campaignId, { path: by.jurisdictionId });
    for (const candidacy of all) allow(by, 'fact.enter', candidacy);
    const [units, sheets] = [await this.units.byIds(all.map(({ unitId }) => unitId)), await this.sheets.byIds(all.map(({ id }) => id))];
    return new Map(all.map(({ id, unitId }) => [units.get(unitId)!.code, sheets.get(id)]));
  }
}

const givenOf = (sheet: FactSheet | undefined): Given => (sheet ? givenOn({ ...sheet, origins: sheet.origins ?? {} }) : { facts: {} });

/** What people gave before, with what the table says in its place. Counted values are given again: they are the same, or have a reason. */
function givenWith({ facts, spoken, reason }: TableUnit, sheet: FactSheet | undefined): { facts: Record<string, unknown>; refs: Record<string, string[]>; reasons: Record<string, string> } {
  const before = givenOf(sheet);
  const kept = <T>(of: Readonly<Record<string, T>> = {}): [string, T][] => Object.entries(of).filter(([name]) => !spoken.has(name));
  const isSame = (name: string): boolean => digestOf(facts[name] ?? null) === digestOf(sheet?.facts[name] ?? null);
  const refs = [...kept(before.refs), ...Object.entries(before.refs ?? {}).filter(([name]) => spoken.has(name) && isSame(name))];
  return {
    facts: { ...Object.fromEntries(kept(before.facts)), ...facts },
    refs: Object.fromEntries(refs.map(([name, ids]) => [name, [...ids]])),
    reasons: { ...Object.fromEntries(kept(before.reasons)), ...(reason === '' ? {} : Object.fromEntries([...spoken].map((name) => [name, reason]))) },
  };
}

/** The cell of a fact, as a fault names it: `facts.rank`, `facts.visits[2].on`, `reasons.rank`. */
function placeOf(scheme: Scheme, { at, row }: TableUnit, field: string): { sheet: string; row: number; column: string } {
  const name = field.replace(/^(facts|reasons)\./, '');
  return at.get(name) ?? at.get(name.split('[')[0]!) ?? { sheet: MAIN_SHEET, row, column: columnOf(scheme, name) };
}
