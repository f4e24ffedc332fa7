import { Inject, Injectable } from '@nestjs/common';
import { addDays, periodBefore, periodNamed, type Day } from '@xingchuang/calendar';
import { Refusal } from '@xingchuang/rules';
import { CAMPAIGNS, CLOCK, newId, UNITS, type CampaignDirectory, type Clock, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { BulletinQueries } from './bulletin-queries.ts';
import type { Bulletin, Figure, Table } from './bulletin-rule.ts';
import type { About } from './counted.ts';
import type { Kind } from './kind-schema.ts';
import { dayWords, periodWords, spanWords } from './period-words.ts';
import { asText, drafted, filled } from './place-text.ts';
import { SHAPES } from './query-shapes.ts';
import { firstOfYear } from './ranking-service.ts';

/** What a draft is to be about, as a person or the clock asks for it. */
export interface Wanted {
  readonly kind: Kind;
  readonly issuer: KnownUnit;
  readonly nodeId: string;
  readonly campaignId: string;
  readonly subject: string;
  readonly period: string;
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
  readonly title?: string | undefined;
  /** Under which it is drafted once; without it a kind with a period once for it. */
  readonly key?: string | undefined;
}
export interface CountedFor {
  readonly figures: Figure[];
  readonly tables: Table[];
  readonly phrases: Readonly<Record<string, string>>;
  readonly items: readonly { readonly figure: string; readonly items: readonly string[] }[];
}

/** Writes a draft: counts what its kind asks for, and puts what is settled into its sentences. */
@Injectable()
export class BulletinDrafts {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(BulletinQueries) readonly queries: BulletinQueries,
  ) {}

  async draft(wanted: Wanted, writer: string): Promise<{ bulletin: Bulletin; items: CountedFor['items'] }> {
    const { kind, issuer, campaignId, subject, period } = wanted;
    const about = await this.about(wanted);
    const { figures, tables, phrases, items } = await this.count(kind, about);
    const periodZh = period === '' ? spanWords(about.from, about.to) : periodWords(kind.every!, period);
    const programme = campaignId === '' ? '' : (await this.campaigns.get(campaignId)).title;
    const settled = {
      scope: about.node.name, programme, issuer: issuer.name, period: periodZh, from: about.from, to: about.to, fromDay: dayWords(about.from), toDay: dayWords(about.to), today: dayWords(about.today),
    };
    const value = (name: string): string | undefined => (Object.hasOwn(settled, name) ? asText(settled[name as keyof typeof settled]) : phrases[name]);
    const plain = Object.fromEntries(Object.entries(phrases).map(([name, text]) => [name, filled(text, (place) => figures.find((one) => one.name === place)?.value)]));
    const id = newId();
    const bulletin: Bulletin = {
      id, version: 1, key: wanted.key ?? (period === '' ? id : keyOf(issuer.id, kind.id, period)), kind: kind.id, kindZh: kind.name.zh, campaignId, subject, unitId: issuer.id, path: issuer.path, nodeId: about.node.id, issuer: issuer.name, readers: { of: kind.readers, unitIds: [] },
      period, periodZh, from: about.from, to: about.to, state: 'draft', number: '', title: wanted.title ?? filled(kind.title, (name) => settled[name as keyof typeof settled]), context: Object.entries({ ...settled, ...plain }),
      texts: Object.entries(kind.texts).map(([name, { zh, lines }]) => ({ name, zh, lines: lines.map((line) => drafted(line, value)) })),
      figures, tables, writers: writer === '' ? [] : [writer], bySystem: writer === '', draftedAt: this.clock.now().toISOString(), approvedBy: '', approvedAt: '', issuedOn: '', checkpoint: '', document: '', word: '',
    };
    return { bulletin, items };
  }

  /** Answers all queries of a kind, one after the other. */
  async count(kind: Kind, about: About): Promise<CountedFor> {
    const figures: Figure[] = [];
    const tables: Table[] = [];
    const phrases: Record<string, string> = {};
    const items: { figure: string; items: readonly string[] }[] = [];
    for (const [query, one] of Object.entries(kind.queries)) {
      const counted = await this.queries.count(one, about);
      for (const [name, { zh, value, source }] of Object.entries(counted.figures)) {
        const { items: ids, ...from } = source;
        figures.push({ name: `${query}.${name}`, zh, value, computed: value, reason: '', by: '', source: { ...from, count: ids.length } });
        items.push({ figure: `${query}.${name}`, items: ids });
      }
      for (const [name, text] of Object.entries(counted.phrases)) phrases[`${query}.${name}`] = text.replaceAll(/\{\{|\{/g, (brace) => (brace === '{{' ? brace : `{${query}.`));
      const columns = Object.entries(SHAPES[one.from].columns).map(([name, { zh, number = false }]) => ({ name, zh, number }));
      if (columns.length > 0) tables.push({ name: query, zh: SHAPES[one.from].zh, columns, rows: counted.rows.map((row) => ({ ...row, struck: false, computed: {} })) });
    }
    return { figures, tables, phrases, items };
  }

  /** Refuses what the kind needs and nobody gave, and days that are not over. */
  async about({ kind, issuer, nodeId, campaignId, subject, period, from, to }: Wanted): Promise<About> {
    if (kind.campaign && campaignId === '') throw new Refusal('invalid', 'bulletin.campaign-needed', {}, 'campaignId');
    const today = this.clock.today();
    const node = await this.units.get(nodeId);
    if (kind.every !== undefined) {
      if (period === '') throw new Refusal('invalid', 'bulletin.period-needed', {}, 'period');
      const named = periodNamed(period);
      if (named?.every !== kind.every) throw new Refusal('invalid', 'bulletin.period-wrong', { period }, 'period');
      if (kind.covers === 'past' && named.to >= today) throw new Refusal('conflict', 'bulletin.period-not-over', { period: periodWords(kind.every, period) }, 'period');
      const before = periodBefore(kind.every, named);
      return { issuer, node, campaignId, subject, every: kind.every, period, from: named.from, to: named.to, againstFrom: before.from, against: before.to, today, names: kind.names };
    }
    if (period !== '') throw new Refusal('invalid', 'bulletin.kind-by-hand', { kind: kind.name.zh }, 'period');
    const last = to ?? today;
    if (last > today) throw new Refusal('invalid', 'bulletin.day-ahead', { today }, 'to');
    const first = from ?? firstOfYear(last);
    const against = addDays(first, -1);
    if (first > last) throw new Refusal('invalid', 'bulletin.days-reversed', {}, 'from');
    return { issuer, node, campaignId, subject, every: '', period: '', from: first, to: last, againstFrom: firstOfYear(against), against, today, names: kind.names };
  }
}

export const keyOf = (unitId: string, kind: string, period: string): string => `${unitId}:${kind}:${period}`;
