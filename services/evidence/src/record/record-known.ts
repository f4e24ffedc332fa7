import { Inject, Injectable } from '@nestjs/common';
import type { Bus } from '@xingchuang/bus';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { LevelsHeldReplySchema, LevelsHeldRequestSchema, type LevelHeld, type RecordKnown } from '@xingchuang/contracts';
import { allow, type Actor } from '@xingchuang/rules';
import { BUS, CLOCK, UNITS, type Clock, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { DutyService } from '../duty/duty-service.ts';
import { RecordCatalogue } from './record-catalogue.ts';
import type { RecordField } from './record-type.ts';

const WITHIN_MS = 10_000;
const MOST_NAMED = 10;

/** What the system knows for a record that is begun (S0 L143, S3 L20, L51): words that say where they come from, and that people correct. */
@Injectable()
export class RecordKnowledge {
  constructor(
    @Inject(BUS) readonly bus: Bus,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(RecordCatalogue) readonly catalogue: RecordCatalogue,
    @Inject(DutyService) readonly duties: DutyService,
  ) {}

  async of(typeId: string, unitId: string, by: Actor): Promise<RecordKnown> {
    const unit = await this.units.get(unitId);
    allow(by, 'record.file', { unitId, path: unit.path });
    const fields = this.catalogue.get(typeId).fields.filter(({ fill }) => fill !== undefined);
    const held = fields.some(({ fill }) => fill!.levels) ? await this.#held(unitId) : [];
    const items: RecordKnown['items'] = [];
    for (const field of fields) {
      const value = await this.#words(field, unit, held, by);
      if (value !== '') items.push({ field: field.id, value });
    }
    return { items };
  }

  async #words({ fill }: RecordField, unit: KnownUnit, held: readonly LevelHeld[], by: Actor): Promise<string> {
    const parts = [...(fill!.levels ? levelWords(unit.id, held.filter(({ schemeId }) => fill!.levels!.length === 0 || fill!.levels!.includes(schemeId))) : []), ...(fill!.duties ? await this.#dutyWords(unit, by) : [])];
    return parts.length === 0 ? '' : `【系统填写，据${this.clock.today()}的定级结果和台账】${parts.join('；')}。`;
  }

  async #dutyWords({ id: unitId }: KnownUnit, by: Actor): Promise<string[]> {
    const { year, totals, rows } = await this.duties.summary({ unitId, subtree: true }, by);
    const missing = rows.filter(({ months }) => months.some((month) => month.totals.missing > 0)).map(({ zh }) => zh);
    const done = totals.met + totals.late;
    if (done + totals.missing + totals.due === 0) return [];
    const named = missing.slice(0, MOST_NAMED).join('、');
    return [`${year}年度到期应办事项完成${done}项，缺少${totals.missing}项，正到期${totals.due}项${named && `（缺少：${named}${missing.length > MOST_NAMED ? '等' : ''}）`}`];
  }

  /** None while assessment is away: people then write it themselves. */
  async #held(unitId: string): Promise<LevelHeld[]> {
    const question = toBinary(LevelsHeldRequestSchema, create(LevelsHeldRequestSchema, { unitId, day: this.clock.today() }));
    const answer = await this.bus.request('assessment.levels-held', question, WITHIN_MS).catch(() => undefined);
    return answer ? fromBinary(LevelsHeldReplySchema, answer).items : [];
  }
}

/** The unit's own levels one by one, those of the units under it by number. */
function levelWords(unitId: string, held: readonly LevelHeld[]): string[] {
  return [...Map.groupBy(held, ({ campaignTitle }) => campaignTitle)].map(([title, of]) => {
    const own = of.find((one) => one.unitId === unitId);
    if (own) return `《${title}》${own.levelName}（${own.since}）`;
    return `《${title}》下属单位${[...Map.groupBy(of, ({ levelName }) => levelName)].map(([level, units]) => `${level}${units.length}个`).join('、')}`;
  });
}
