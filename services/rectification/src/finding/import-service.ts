import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { findDay } from '@xingchuang/calendar';
import { FINDING_ORIGINS, wordsOf, type FindingImportQuery, type FindingImportView } from '@xingchuang/contracts';
import { allow, covers, Refusal, type Actor } from '@xingchuang/rules';
import type { Scheme } from '@xingchuang/schemes';
import { CLOCK, DATABASE, SCHEMES, UNITS, type Clock, type Database, type KnownUnit, type SchemeDirectory, type UnitDirectory } from '@xingchuang/server';
import { FindingService } from './finding-service.ts';
import { readRows, type ImportRow } from './import-rows.ts';

type Fault = FindingImportView['faults'][number];
/** What people write for an origin. */
const ORIGINS: Readonly<Record<string, (typeof FINDING_ORIGINS)[number]>> = { 巡察: 'patrol', 督查: 'supervision', 督办事项: 'staged-item', 审计: 'audit', 测评: 'survey', 上级指出: 'superior', 反映: 'complaint' };

/** Supervision items of other systems: all rows of a file enter the ledger, or none does. */
@Injectable()
export class ImportService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(SCHEMES) readonly schemes: SchemeDirectory,
    @Inject(FindingService) readonly findings: FindingService,
  ) {}

  async load({ schemeId, dryRun }: FindingImportQuery, file: Readable, by: Actor): Promise<FindingImportView> {
    allow(by, 'finding.open');
    const rows = await readRows(file);
    const scheme = await this.schemes.get(schemeId);
    const units = new Map((await this.units.under(by.jurisdictionId)).map((unit) => [unit.code, unit]));
    const faults = rows.flatMap((row) => this.#faults(row, scheme, units.get(row.unitCode), by));
    if (dryRun || faults.length > 0) {
      if (!dryRun) throw new Refusal('invalid', 'finding.faulty-rows', { total: rows.length, faulty: new Set(faults.map(({ row }) => row)).size, faults }, 'file');
      return { dryRun, total: rows.length, opened: 0, faults };
    }
    const moment = { at: this.clock.now().toISOString(), today: this.clock.today(), by };
    await this.database.transaction(async () => {
      for (const { row: _, unitCode, aspect, category, origin, ...rest } of rows) {
        const { id: unitId, path } = units.get(unitCode)!;
        const dimension = scheme.dimensions.find(({ id, zh }) => id === aspect || zh === aspect)!;
        const input = { ...rest, unitId, schemeId, aspect: dimension.id, category: this.#category(scheme, category) ?? '', origin: ORIGINS[origin]!, severity: 'ordinary' as const, fileIds: [] };
        await this.findings.enter(input, { unitId, path }, moment);
      }
    });
    return { dryRun, total: rows.length, opened: rows.length, faults };
  }

  #faults({ row, unitCode, aspect, category, title, origin, foundOn }: ImportRow, scheme: Scheme, unit: KnownUnit | undefined, by: Actor): Fault[] {
    const faults: Fault[] = [];
    const say = (field: string, code: string, facts: Record<string, unknown> = {}) => void faults.push({ row, field, code, ...wordsOf(code, facts) });
    if (!unit || !covers(by, 'finding.open', { unitId: unit.id, path: unit.path })) say('单位编码', 'unit.missing', { code: unitCode });
    if (!scheme.dimensions.some(({ id, zh }) => id === aspect || zh === aspect)) say('方面', 'finding.unknown-aspect', { aspect, aspects: scheme.dimensions.map(({ zh }) => zh) });
    const categories = scheme.ladder?.categories ?? [];
    if (categories.length > 0 && this.#category(scheme, category) === undefined) say('类型', 'finding.unknown-category', { category, categories: categories.map(({ zh }) => zh) });
    if (title === '') say('问题', 'finding.title-missing');
    if (!(origin in ORIGINS)) say('来源', 'finding.unknown-origin', { origin, origins: Object.keys(ORIGINS) });
    if (!findDay(foundOn)) say('发现日期', 'day.invalid', { text: foundOn, expected: 'YYYY-MM-DD' });
    else if (foundOn > this.clock.today()) say('发现日期', 'finding.in-future', { foundOn });
    return faults;
  }

  #category = (scheme: Scheme, given: string): string | undefined => scheme.ladder?.categories.find(({ id, zh }) => id === given || zh === given)?.id;
}
