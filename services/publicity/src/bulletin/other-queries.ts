import { Inject, Injectable } from '@nestjs/common';
import type { Bus } from '@xingchuang/bus';
import { periodBefore, periodOf, type Day, type Every } from '@xingchuang/calendar';
import { DueItemsReplySchema, DueItemsRequestSchema, PeriodSummaryReplySchema, PeriodSummaryRequestSchema, RecordWordsReplySchema, RecordWordsRequestSchema } from '@xingchuang/contracts';
import { BUS, CAMPAIGNS, UNITS, type CampaignDirectory, type UnitDirectory } from '@xingchuang/server';
import { asked } from './asking.ts';
import { figure, NOTHING, type About, type Counted, type CountSource } from './counted.ts';
import type { KindQuery } from './kind-schema.ts';
import { dayWords, periodWords, spanWords } from './period-words.ts';
import { changeWords, cut, type Moved } from './ranking-rule.ts';
import { asText } from './place-text.ts';
import { SHAPES } from './query-shapes.ts';
import { RankingService } from './ranking-service.ts';

const MOST_DUE = 500;
/** Of a record's words; a paragraph of an issue holds no more. */
const MOST_WORDS = 1_500;
const NO_RECORD = { day: '', typeName: '', words: [] };
const OPEN = '未完成';

/** What bulletins tell of rankings, of rectification, of what falls due, of units. */
@Injectable()
export class OtherQueries {
  constructor(
    @Inject(BUS) readonly bus: Bus,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(RankingService) readonly rankings: RankingService,
  ) {}

  async ranking({ campaignId, subject, node, from, to, againstFrom, against }: About, query: Extract<KindQuery, { from: 'ranking' }>): Promise<Counted> {
    const { lines, rule, ties, source, title } = await this.rankings.of({ by: query.by, campaignId, subject: query.subject ?? subject, nodeId: node.id, from, to, againstFrom, against });
    const names = SHAPES.ranking.figures;
    const counted = (zh: string, of: readonly Moved[]) => figure(names[zh]!, of.length, { ...source, zh: `${source.zh}，${names[zh]}共${of.length}个`, items: of.map(({ key }) => key) });
    const moves = Object.fromEntries((['up', 'down', 'same', 'new'] as const).map((move) => [move, counted(move, lines.filter((line) => line.move === move))]));
    return {
      figures: { total: counted('total', lines), ...moves },
      phrases: { rule: asText(rule), title: asText(title) },
      rows: cut(lines, { first: query.first, last: query.last, ties }).map((line) => ({
        key: line.key,
        unitId: line.unitId,
        cells: { place: String(line.place), unitName: line.unitName, levelName: line.levelName || NOTHING, score: line.score || NOTHING, change: changeWords(line), before: line.before === null ? NOTHING : String(line.before) },
        source,
      })),
    };
  }

  /** How rectification went in the period that is over: the one told of, or the one before a period that only begins. */
  async summary({ node, every, period, to, today }: About): Promise<Counted> {
    const sort = (every || 'month') as Every;
    const told = every !== '' && to < today ? { period } : periodBefore(sort, periodOf(sort, today));
    const { summaryId, rows } = await asked(this.bus, 'rectification.summary', PeriodSummaryRequestSchema, { every: sort, period: told.period, nodeId: node.id }, PeriodSummaryReplySchema);
    const zh = `问题整改台账汇总（${periodWords(sort, told.period)}）`;
    const sum = (name: 'opened' | 'closed' | 'closedInTime' | 'overdue' | 'open') => rows.reduce((so, row) => so + row[name], 0);
    const source = (name: 'opened' | 'closed' | 'closedInTime' | 'overdue' | 'open'): CountSource => ({ kind: 'summary', id: summaryId, zh, items: [...new Set(rows.filter((row) => row[name] > 0).map(({ unitId }) => unitId))] });
    const names = SHAPES.summary.figures;
    const counts = Object.fromEntries((['opened', 'closed', 'closedInTime', 'overdue', 'open'] as const).map((name) => [name, figure(names[name]!, sum(name), source(name))]));
    const rate = sum('closed') === 0 ? NOTHING : ((sum('closedInTime') * 100) / sum('closed')).toFixed(1);
    const units = await this.units.byIds(rows.map(({ unitId }) => unitId));
    const byUnit = [...Map.groupBy(rows, ({ unitId }) => unitId)].map(([unitId, of]) => ({ unitId, name: units.get(unitId)?.name ?? '', of }));
    byUnit.sort((a, b) => a.name.localeCompare(b.name, 'zh-CN') || (a.unitId < b.unitId ? -1 : 1));
    return {
      figures: { ...counts, rate: figure(names['rate']!, rate, source('closed')) },
      phrases: {},
      rows: byUnit.map(({ unitId, name, of }) => {
        const total = (key: 'opened' | 'closed' | 'overdue' | 'open') => String(of.reduce((so, row) => so + row[key], 0));
        return { key: unitId, unitId, cells: { unitName: name, opened: total('opened'), closed: total('closed'), overdue: total('overdue'), open: total('open') }, source: { kind: 'summary', id: summaryId, zh } };
      }),
    };
  }

  async due({ node, from, to }: About): Promise<Counted> {
    const { items } = await asked(this.bus, 'rectification.due', DueItemsRequestSchema, { nodeId: node.id, from, to, limit: MOST_DUE }, DueItemsReplySchema);
    const units = await this.units.byIds(items.map(({ unitId }) => unitId));
    const zh = `整改台账中${spanWords(from, to)}到期的事项`;
    return {
      figures: { total: figure(SHAPES.due.figures['total']!, items.length, { kind: 'due', id: node.id, zh: `${zh}，共${items.length}项`, items: items.map(({ id }) => id) }) },
      phrases: {},
      rows: items.map(({ kind, id, unitId, title, dueOn }) => ({
        key: `${kind}:${id}`, unitId,
        cells: { what: title.slice(0, 200), due: dueOn, who: units.get(unitId)?.name.slice(0, 100) ?? NOTHING, state: OPEN },
        source: { kind: 'due', id: `${kind}:${id}`, zh: `整改台账，${dayWords(dueOn)}到期` },
      })),
    };
  }

  /** Rounds that end their declaring or their window in these days. */
  async rounds({ node, from, to }: About): Promise<Counted> {
    const found = (await this.campaigns.endingWithin(from, to)).filter(({ nodeId }) => nodeId === '' || node.path.includes(nodeId));
    const ends = found.flatMap(({ id, title, declaringTo, windowTo }) => [
      ...(declaringTo >= from && declaringTo <= to ? [{ id, what: `《${title}》申报截止`, due: declaringTo }] : []),
      ...(windowTo >= from && windowTo <= to ? [{ id, what: `《${title}》考察期结束`, due: windowTo }] : []),
    ]);
    ends.sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : a.id < b.id ? -1 : 1));
    const zh = `评定活动中${spanWords(from, to)}到期的节点`;
    return {
      figures: { total: figure(SHAPES.rounds.figures['total']!, ends.length, { kind: 'round', id: node.id, zh: `${zh}，共${ends.length}个`, items: ends.map(({ id }) => id) }) },
      phrases: {},
      rows: ends.map(({ id, what, due }) => ({ key: `${id}:${due}`, unitId: '', cells: { what, due, who: '参加评定的单位', state: OPEN }, source: { kind: 'round', id, zh: what } })),
    };
  }

  /** The record that the issue tells of; a draft made by hand has none, and says where to write. */
  async record({ subject }: About): Promise<Counted> {
    const { day, typeName, words } = subject === '' ? NO_RECORD : await asked(this.bus, 'evidence.record-words', RecordWordsRequestSchema, { recordId: subject }, RecordWordsReplySchema);
    const isThere = words.length > 0;
    const source: CountSource = { kind: 'record', id: isThere ? subject : '', zh: isThere ? `${typeName}台账，${dayWords(day as Day)}` : '台账', items: isThere ? [subject] : [] };
    const said = isThere ? words.map(({ name, value }) => `${name}：${value.replaceAll(/\s+/g, ' ')}`).join('；').slice(0, MOST_WORDS) : '请在此填写情况、原因和已采取的措施';
    return { figures: { total: figure(SHAPES.record.figures['total']!, source.items.length, source) }, phrases: { day: isThere ? dayWords(day as Day) : NOTHING, type: asText(typeName || NOTHING), words: asText(said) }, rows: [] };
  }

  async unitsOf({ node, today }: About): Promise<Counted> {
    const found = await this.units.under(node.id);
    return { figures: { total: figure(SHAPES.units.figures['total']!, found.length, { kind: 'units', id: node.id, zh: `${node.name}及所属单位，${dayWords(today)}，共${found.length}个`, items: found.map(({ id }) => id) }) }, phrases: {}, rows: [] };
  }
}
