import { Inject, Injectable } from '@nestjs/common';
import { printedSource } from '@xingchuang/schemes';
import { CAMPAIGNS, SCHEMES, UNITS, type CampaignDirectory, type SchemeDirectory, type UnitDirectory } from '@xingchuang/server';
import { AwardStore } from '../award/award-store.ts';
import { ComplaintStore } from '../notice/complaint-store.ts';
import { NoticeStore } from '../notice/notice-store.ts';
import { figure, type About, type Counted, type CountedRow, type CountSource } from './counted.ts';
import { LevelHistories } from './level-history.ts';
import { dayWords, spanWords } from './period-words.ts';
import { SHAPES } from './query-shapes.ts';

const MOST = 20_000;

/** What bulletins tell of awards, notices, and of what was found and is finished. */
@Injectable()
export class PublicQueries {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(SCHEMES) readonly schemes: SchemeDirectory,
    @Inject(AwardStore) readonly store: AwardStore,
    @Inject(NoticeStore) readonly noticed: NoticeStore,
    @Inject(ComplaintStore) readonly complaints: ComplaintStore,
    @Inject(LevelHistories) readonly histories: LevelHistories,
  ) {}

  /** Awards given in the period that stand. */
  async awards({ node, from, to }: About): Promise<Counted> {
    const found = await this.store.awards.list({ path: node.id, issuedOn: { $gte: from, $lte: to }, state: 'valid' }, { number: 1 }, MOST);
    const source: CountSource = { kind: 'award', id: node.id, zh: `${spanWords(from, to)}授予并有效的表彰，共${found.length}项`, items: found.map(({ id }) => id) };
    return {
      figures: { total: figure(SHAPES.awards.figures['total']!, found.length, source) },
      phrases: {},
      rows: found.map(({ id, unitId, unitName, levelName, programme, number, issuedOn }) => ({
        key: id, unitId,
        cells: { unitName, levelName, deed: `《${programme}》授予${levelName}`, source: number, number, issuedOn },
        source: { kind: 'award', id, zh: `证书 ${number}` },
      })),
    };
  }

  /** Units of a round that were named, each with the number of its plaque, for the body that hands it out; only what stands (S4 L101). */
  async named({ node, campaignId, issuer }: About): Promise<Counted> {
    const { scheme, campaign } = await this.campaigns.rules(campaignId);
    const isTheirs = scheme.effects.some(({ action, by }) => action === 'plaque' && (by === undefined || by === issuer.kind));
    const found = isTheirs ? await this.store.awards.list({ path: node.id, form: 'plaque', campaignId, state: 'valid' }, { number: 1 }, MOST) : [];
    const source: CountSource = { kind: 'award', id: node.id, zh: `《${campaign.title}》命名并授牌的单位，共${found.length}个`, items: found.map(({ id }) => id) };
    return {
      figures: { total: figure(SHAPES.named.figures['total']!, found.length, source) },
      phrases: {},
      rows: found.map(({ id, unitId, unitName, levelName, number }) => ({ key: id, unitId, cells: { unitName, levelName, number }, source: { kind: 'award', id, zh: `牌匾 ${number}` } })),
    };
  }

  /** Those of these awards that stand. */
  async standing(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const found = ids.length === 0 ? [] : await this.store.awards.list({ _id: { $in: [...ids] }, state: 'valid' }, { _id: 1 }, ids.length);
    return new Set(found.map(({ id }) => id));
  }

  async notices({ node, from, to }: About): Promise<Counted> {
    const within = { $gte: from, $lte: to };
    const published = await this.noticed.notices.list({ path: node.id, publishedOn: within }, { publishedOn: 1, _id: 1 }, MOST);
    const confirmed = await this.noticed.notices.list({ path: node.id, confirmedOn: within }, { _id: 1 }, MOST);
    const received = await this.complaints.complaints.list({ path: node.id, receivedOn: within }, { _id: 1 }, MOST);
    const upheld = received.filter(({ state }) => state === 'upheld');
    const from_ = (kind: 'notice' | 'complaint', zh: string, found: readonly { readonly id: string }[]): CountSource => ({ kind, id: node.id, zh: `${spanWords(from, to)}${zh}，共${found.length}件`, items: found.map(({ id }) => id) });
    const names = SHAPES.notices.figures;
    return {
      figures: {
        published: figure(names['published']!, published.length, from_('notice', '发布的公示', published)),
        confirmed: figure(names['confirmed']!, confirmed.length, from_('notice', '确认的公示', confirmed)),
        complaints: figure(names['complaints']!, received.length, from_('complaint', '收到的反映', received)),
        upheld: figure(names['upheld']!, upheld.length, from_('complaint', '查核属实的反映', upheld)),
      },
      phrases: {},
      rows: published.map(({ id, number, title, publishedOn, unitId }) => ({ key: id, unitId, cells: { number, title, publishedOn }, source: { kind: 'notice', id, zh: number } })),
    };
  }

  /** Findings of the period that are finished: complaints that proved true, rungs that failed, levels that were lowered. Never what is still looked into. */
  async exposed(about: About): Promise<Counted> {
    const rows = [...(await this.#upheld(about)), ...(await this.#failed(about)), ...(await this.#lowered(about))];
    const { from, to, node } = about;
    const unitIds = [...new Set(rows.map(({ unitId }) => unitId))];
    const source: CountSource = { kind: 'units', id: node.id, zh: `${spanWords(from, to)}查核办结的问题所涉单位，共${unitIds.length}个`, items: unitIds };
    return { figures: { total: figure(SHAPES.exposed.figures['total']!, unitIds.length, source) }, phrases: {}, rows };
  }

  async #upheld({ node, from, to }: About): Promise<CountedRow[]> {
    const within = { $gte: from, $lte: to };
    const found = await this.complaints.complaints.list({ state: 'upheld', $or: [{ handledOn: within, appeal: null }, { 'appeal.answeredOn': within }] }, { _id: 1 }, MOST);
    const units = await this.units.byIds(found.map(({ unitId }) => unitId));
    return found
      .filter(({ unitId }) => units.get(unitId)?.path.includes(node.id))
      .map(({ id, unitId, fraud }) => ({
        key: `complaint:${id}`, unitId, // what people wrote may name people: none of it is repeated here
        cells: { unitName: units.get(unitId)!.name, deed: fraud ? '公示期间的反映经查核属实，存在弄虚作假' : '公示期间的反映经查核属实', source: '公示反映查核结果' },
        source: { kind: 'complaint', id, zh: '公示反映查核结果' },
      }));
  }

  async #failed({ node, from, to }: About): Promise<CountedRow[]> {
    const found = await this.histories.failedWithin(node.id, from, to);
    const units = await this.units.byIds(found.map(({ unitId }) => unitId));
    const rows: CountedRow[] = [];
    for (const { id, caseId, unitId, rung, schemeId, schemeVersion, effectiveOn, clause } of found) {
      const scheme = schemeId === '' ? undefined : await this.schemes.get(schemeId, schemeVersion);
      const name = scheme?.ladder?.rungs.find((one) => one.id === rung)?.zh ?? '限期整改';
      rows.push({
        key: `case:${id}`, unitId,
        cells: { unitName: units.get(unitId)?.name ?? '', deed: `“${name}”期满未整改到位`, source: (scheme ? printedSource(scheme, clause) : clause.slice(0, 100)) || dayWords(effectiveOn) },
        source: { kind: 'case', id: caseId, zh: `整改台账：${name}，${dayWords(effectiveOn)}` },
      });
    }
    return rows;
  }

  async #lowered({ node, from, to }: About): Promise<CountedRow[]> {
    const found = await this.histories.begunWithin(node.id, from, to);
    const units = await this.units.byIds(found.map(({ unitId }) => unitId));
    const rows: CountedRow[] = [];
    for (const { campaignId, unitId, spans } of found) {
      for (const span of spans.filter((one) => one.lowered && one.from >= from && one.from <= to)) {
        const { scheme, campaign } = await this.campaigns.rules(campaignId);
        const name = scheme.levels.find(({ id }) => id === span.level)?.zh ?? span.level;
        rows.push({
          key: `lowered:${campaignId}:${unitId}:${span.from}`, unitId,
          cells: { unitName: units.get(unitId)?.name ?? '', deed: `等级调整为${name}`, source: span.because || dayWords(span.from) },
          source: { kind: 'levels', id: campaignId, zh: `《${campaign.title}》等级调整，${dayWords(span.from)}` },
        });
      }
    }
    return rows;
  }
}
