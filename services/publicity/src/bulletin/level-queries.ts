import { Inject, Injectable } from '@nestjs/common';
import { effectsOf, printedSource, titlesOf, type Scheme } from '@xingchuang/schemes';
import { CAMPAIGNS, UNITS, type CampaignDirectory, type KnownCampaign, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import type { Candidate } from '../notice/candidate-rule.ts';
import { NoticeStore } from '../notice/notice-store.ts';
import { basisOf } from '../reward/effect-service.ts';
import { figure, NOTHING, type About, type Counted, type CountedRow, type CountSource } from './counted.ts';
import { LevelHistories } from './level-history.ts';
import { heldOn, type LevelHistory, type LevelSpan } from './level-span.ts';
import { dayWords } from './period-words.ts';
import { asText } from './place-text.ts';
import { SHAPES } from './query-shapes.ts';

interface Held {
  readonly history: LevelHistory;
  readonly span: LevelSpan;
  readonly unit: KnownUnit;
}
interface Sheet {
  readonly campaign: KnownCampaign;
  readonly scheme: Scheme;
  readonly held: readonly Held[];
}
const rankOf = (scheme: Scheme, id: string): number => scheme.levels.findIndex((level) => level.id === id);
const nameOf = (scheme: Scheme, id: string): string => scheme.levels.find((level) => level.id === id)?.zh ?? id;

/** What bulletins tell of levels: how they stood on a day, and whom the scheme wants commended for one. */
@Injectable()
export class LevelQueries {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(LevelHistories) readonly histories: LevelHistories,
    @Inject(NoticeStore) readonly notices: NoticeStore,
  ) {}

  /** The units of a round with the level that each held at the end of a day, the highest first, then by name. */
  async sheet(campaignId: string, nodeId: string, day: string): Promise<Sheet> {
    const { scheme, campaign } = await this.campaigns.rules(campaignId);
    const found = (await this.histories.of(campaignId, nodeId)).flatMap((history) => {
      const span = heldOn(history.spans, day);
      return span ? [{ history, span }] : [];
    });
    const units = await this.units.byIds(found.map(({ history }) => history.unitId));
    const held = found.flatMap((one) => {
      const unit = units.get(one.history.unitId);
      return unit ? [{ ...one, unit }] : [];
    });
    return { campaign, scheme, held: held.sort((a, b) => rankOf(scheme, b.span.level) - rankOf(scheme, a.span.level) || a.unit.name.localeCompare(b.unit.name, 'zh-CN') || (a.unit.id < b.unit.id ? -1 : 1)) };
  }

  async levels({ campaignId, node, to, names }: About): Promise<Counted> {
    const { campaign, scheme, held: all } = await this.sheet(campaignId, node.id, to);
    const stands = names ? new Map((await this.notices.candidatesOf(campaignId, { path: node.id }, 'settled')).map((one) => [one.unitId, one.level])) : undefined;
    const held = stands ? all.filter(({ unit, span }) => stands.get(unit.id) === span.level) : all;
    const source = (zh: string, of: readonly Held[]): CountSource => ({ kind: 'levels', id: campaignId, zh: `《${campaign.title}》${zh}，截至${dayWords(to)}，共${of.length}个单位`, items: of.map(({ unit }) => unit.id) });
    const byLevel = scheme.levels.toReversed().map((level) => ({ level, of: held.filter(({ span }) => span.level === level.id) })).filter(({ of }) => of.length > 0);
    const each = Object.fromEntries(byLevel.map(({ level, of }) => [`level.${level.id}`, figure(`${level.zh}单位数`, of.length, source(`定级结果中的${level.zh}单位`, of))]));
    return {
      figures: { total: figure(SHAPES.levels.figures['total']!, held.length, source('定级结果', held)), ...each },
      phrases: { byLevel: byLevel.map(({ level }) => `${asText(level.zh)}{level.${level.id}}个`).join('、') || '没有定级的单位' },
      rows: held.map(({ unit, span }) => ({
        key: unit.id,
        unitId: unit.id,
        cells: { unitName: unit.name, levelName: nameOf(scheme, span.level), since: span.from, note: span.because === '' ? NOTHING : `依据${span.because}` },
        source: { kind: 'levels', id: campaignId, zh: `《${campaign.title}》定级结果，截至${dayWords(to)}` },
      })),
    };
  }

  /** Units that the scheme wants commended in a circular by the body that issues this one; only what is settled and stands. */
  async commended({ campaignId, node, issuer }: About): Promise<Counted> {
    const { scheme, campaign, parameters } = await this.campaigns.rules(campaignId);
    const settled = await this.#standing(campaignId, await this.notices.candidatesOf(campaignId, { path: node.id }, 'settled'));
    const units = await this.units.byIds(settled.map((one) => one.unitId));
    const found = settled.flatMap((one) => {
      const unit = units.get(one.unitId);
      const effect = unit && effectsOf(scheme, basisOf(scheme, one, unit.kind), parameters).find(({ action, by }) => action === 'circular' && (by === undefined || by === issuer.kind));
      return effect ? [{ one, unit, effect }] : [];
    });
    found.sort((a, b) => rankOf(scheme, b.one.level) - rankOf(scheme, a.one.level) || a.unit.name.localeCompare(b.unit.name, 'zh-CN'));
    const zh = `《${campaign.title}》中应予通报表扬的单位`;
    return {
      figures: { total: figure(SHAPES.commended.figures['total']!, found.length, { kind: 'levels', id: campaignId, zh: `${zh}，共${found.length}个`, items: found.map(({ unit }) => unit.id) }) },
      phrases: {},
      rows: found.map(({ unit, one, effect }) => ({
        key: unit.id,
        unitId: unit.id,
        cells: { unitName: unit.name, levelName: nameOf(scheme, one.level), deed: `《${campaign.title}》评定为${nameOf(scheme, one.level)}`, source: printedSource(scheme, effect.source) },
        source: { kind: 'levels', id: campaignId, zh },
      })),
    };
  }

  /** Larger units that earn a title by the levels of all rated units under them; none as long as one of those is not settled or does not stand (S0 L137). */
  async titles({ campaignId, node }: About): Promise<Counted> {
    const { scheme, campaign, parameters } = await this.campaigns.rules(campaignId);
    const rated = Object.keys(scheme.kinds).filter((kind) => scheme.kinds[kind]!.is === 'rated');
    const zh = `《${campaign.title}》中符合称号条件的单位`;
    const rows: CountedRow[] = [];
    for (const kind of new Set(scheme.titles.map(({ of }) => of))) {
      for (const unit of await this.units.under(node.id, kind)) {
        const standing = await this.#standing(campaignId, await this.notices.candidatesOf(campaignId, { path: unit.id }, 'settled'));
        let members = 0;
        for (const one of rated) members += (await this.units.under(unit.id, one)).length;
        if (standing.length === 0 || standing.length < members) continue;
        for (const { title, zh: name, granted, explanation } of titlesOf(scheme, standing.map(({ level }) => level), parameters).filter(({ of }) => of === kind)) {
          if (!granted) continue;
          const deed = scheme.levels.toReversed().map((level) => [level.zh, standing.filter((one) => one.level === level.id).length] as const).filter(([, count]) => count > 0).map(([level, count]) => `${level}${count}个`).join('、');
          rows.push({ key: `${unit.id}:${title}`, unitId: unit.id, cells: { unitName: unit.name, title: name, deed: `${name}（${deed}）`, source: printedSource(scheme, explanation.source) }, source: { kind: 'levels', id: campaignId, zh } });
        }
      }
    }
    rows.sort((a, b) => a.cells['unitName']!.localeCompare(b.cells['unitName']!, 'zh-CN') || (a.key < b.key ? -1 : 1));
    return { figures: { total: figure(SHAPES.titles.figures['total']!, rows.length, { kind: 'levels', id: campaignId, zh: `${zh}，共${rows.length}个`, items: rows.map(({ unitId }) => unitId) }) }, phrases: {}, rows };
  }

  /** Those whose notice was confirmed in their favour, and those that needed none. */
  async #standing(campaignId: string, candidates: readonly Candidate[]): Promise<readonly Candidate[]> {
    const unitIds = candidates.filter(({ needsNotice }) => needsNotice).map(({ unitId }) => unitId);
    if (unitIds.length === 0) return candidates;
    const confirmed = await this.notices.notices.list({ campaignId, 'candidates.unitId': { $in: unitIds }, state: 'confirmed' });
    const stands = new Set(confirmed.flatMap((notice) => notice.candidates.filter(({ disqualified, withdrawn }) => !disqualified && withdrawn !== true).map(({ unitId }) => unitId)));
    return candidates.filter(({ needsNotice, unitId }) => !needsNotice || stands.has(unitId));
  }
}
