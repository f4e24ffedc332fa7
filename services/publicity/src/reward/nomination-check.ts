import { Inject, Injectable } from '@nestjs/common';
import { writeXlsx } from 'hucre/xlsx';
import type { Bus } from '@xingchuang/bus';
import { DueItemsReplySchema, DueItemsRequestSchema, UndatedFindingsReplySchema, UndatedFindingsRequestSchema, type NominationCheck, type NominationCheckQuery, type NominationFinding, type NominationFindingKind } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { BUS, CAMPAIGNS, CLOCK, UNITS, type CampaignDirectory, type Clock, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { AwardStore } from '../award/award-store.ts';
import { asked } from '../bulletin/asking.ts';
import { ComplaintService } from '../notice/complaint-service.ts';
import { NoticeStore } from '../notice/notice-store.ts';
import { PersonNames } from '../notify/person-names.ts';
import { RewardDesk } from './reward-desk.ts';
import { counts, type RewardLine } from './reward-rule.ts';
import { RewardStore } from './reward-store.ts';

/** What speaks for somebody; everything else that the ledger does speaks against. */
const GOOD: ReadonlySet<string> = new Set(['circular', 'priority', 'reward', 'subsidy', 'plaque', 'commend', 'prize']);
const NEUTRAL: ReadonlySet<string> = new Set(['link']);
const [FIRST, LAST, MOST] = ['1900-01-01', '2999-12-31', 200];
const WORDS: Readonly<Record<NominationFindingKind, string>> = {
  bar: '限制', penalty: '处理', exclusion: '不得参评', veto: '一票否决', cap: '等级上限', suspended: '表彰暂停', revoked: '表彰撤销', finding: '未销号问题', case: '限期整改', handover: '未办结交办事项', complaint: '未办结举报', priority: '优先', honour: '表彰奖励',
};
/** A reader is told of nothing that he could not look into himself. */
const ONLY_HANDLERS = '未办结的举报只向受理举报的人列出，且只列件数';
type Item = NominationCheck['items'][number];

/** What holds for units and people today that a nomination must look at, each with where it stands (S1 L119). It decides nothing. */
@Injectable()
export class NominationChecks {
  constructor(
    @Inject(BUS) readonly bus: Bus,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(RewardDesk) readonly desk: RewardDesk,
    @Inject(RewardStore) readonly lines: RewardStore,
    @Inject(NoticeStore) readonly notices: NoticeStore,
    @Inject(AwardStore) readonly awards: AwardStore,
    @Inject(ComplaintService) readonly complaints: ComplaintService,
    @Inject(PersonNames) readonly names: PersonNames,
  ) {}

  async check({ unitIds, personIds, honour = '' }: NominationCheckQuery, by: Actor): Promise<NominationCheck> {
    if (unitIds.length + personIds.length === 0) throw new Refusal('invalid', 'nomination.nobody', {}, 'unitIds');
    const day = this.clock.today();
    const items: Item[] = [];
    for (const id of new Set(unitIds)) {
      const unit = await this.units.get(id);
      allow(by, 'effect.read', { unitId: id, path: unit.path });
      items.push(judged('unit', id, unit.name, [...(await this.#ofLedger({ unitId: { $in: [...unit.path] } }, unit, honour, day)), ...(await this.#ofRounds(unit)), ...(await this.#ofAwards(unit)), ...(await this.#open(unit)), ...(await this.#complaints(unit, by))]));
    }
    const called = await this.names.of(personIds, by);
    for (const id of new Set(personIds)) {
      const held = await this.lines.lines.list({ ...(await this.desk.scope(by, undefined)), personId: id }, { _id: 1 }, MOST);
      items.push(judged('person', id, called.get(id) ?? '', standing(held, honour, day)));
    }
    return { day, honour, items };
  }

  /** The same as people print and file it. */
  async sheet(query: NominationCheckQuery, by: Actor): Promise<Uint8Array> {
    const { day, items } = await this.check(query, by);
    const rows = items.flatMap(({ name, clear, against, inFavour }) => {
      const told = [...against.map((one) => ['不利', one] as const), ...inFavour.map((one) => ['有利', one] as const)];
      const head = [name, clear ? '未发现不利情形' : '有不利情形'];
      return told.length === 0 ? [[...head, '', '', '', '', '', '']] : told.map(([side, one]) => [...head, side, WORDS[one.kind], one.zh, one.source, one.day, one.unitName]);
    });
    return writeXlsx({ sheets: [{ name: '提名前核查', rows: [[`核查日期 ${day}`, ONLY_HANDLERS], ['对象', '结论', '方面', '类别', '情形', '依据', '日期', '所在单位'], ...rows.map((row) => row.map(asText))] }] });
  }

  /** A bar of a unit above holds for what belongs to it; other lines are its own. */
  async #ofLedger(where: Record<string, unknown>, unit: KnownUnit, honour: string, day: string): Promise<NominationFinding[]> {
    const held = await this.lines.lines.list({ ...where, replacedBy: '', personId: '' }, { _id: 1 }, 1_000);
    return standing(held.filter(({ unitId, action }) => unitId === unit.id || action === 'bar'), honour, day);
  }

  /** What the rounds of the unit say of it: exclusions, vetoes and caps of its settled levels. */
  async #ofRounds({ id, name }: KnownUnit): Promise<NominationFinding[]> {
    const found: NominationFinding[] = [];
    for (const { campaignId, vetoes, caps, exclusions = [], settledOn } of await this.notices.candidates.list({ unitId: id, state: 'settled' }, { _id: -1 }, MOST)) {
      const { scheme, campaign } = await this.campaigns.rules(campaignId);
      const told = (kind: NominationFindingKind, ids: readonly string[], of: readonly { readonly id: string; readonly zh: string; readonly source?: string; readonly basis?: string }[]): void => {
        for (const one of of.filter((clause) => ids.includes(clause.id))) found.push({ kind, zh: `《${campaign.title}》${one.zh}`, source: one.source ?? one.basis ?? one.id, day: settledOn, unitName: name, id: campaignId });
      };
      told('veto', vetoes, scheme.vetoes);
      told('cap', caps, scheme.caps);
      told('exclusion', exclusions, scheme.exclusions);
    }
    return found;
  }

  async #ofAwards({ id: unitId }: KnownUnit): Promise<NominationFinding[]> {
    const held = await this.awards.awards.list({ unitId, state: { $in: ['suspended', 'revoked'] } }, { _id: -1 }, MOST);
    return held.map(({ id, state, programme, levelName, number, reason, clause, since, unitName }) => ({
      kind: state === 'suspended' ? 'suspended' as const : 'revoked' as const, zh: `${number}《${programme}》${levelName}${reason && `：${reason}`}`, source: clause || number, day: since, unitName, id,
    }));
  }

  /** What the unit itself has yet to put right or to do. */
  async #open(unit: KnownUnit): Promise<NominationFinding[]> {
    const { items } = await asked(this.bus, 'rectification.due', DueItemsRequestSchema, { nodeId: unit.id, from: FIRST, to: LAST, limit: MOST }, DueItemsReplySchema);
    const { count } = await asked(this.bus, 'rectification.undated', UndatedFindingsRequestSchema, { unitId: unit.id }, UndatedFindingsReplySchema);
    const undated = counted('finding', count, `没有期限的未销号问题${count}项（待下达、已中止或待验收）`, '整改台账', unit);
    const dated = items.filter(({ unitId }) => unitId === unit.id).map(({ kind, id, title, dueOn }): NominationFinding => ({ kind: kind as 'finding' | 'case' | 'handover', zh: title, source: '整改台账', day: dueOn, unitName: unit.name, id }));
    return [...dated, ...undated];
  }

  /** Only how many: who complained and in which words stands with the complaint alone. */
  async #complaints(unit: KnownUnit, by: Actor): Promise<NominationFinding[]> {
    const count = await this.complaints.countOpen(unit.id, by);
    return counted('complaint', count, `未办结举报${count}件`, '举报受理', unit);
  }
}

/** Things that are told by their number; the portal leads to their list. */
const counted = (kind: NominationFindingKind, count: number, zh: string, source: string, { name: unitName }: KnownUnit): NominationFinding[] =>
  count === 0 ? [] : [{ kind, zh, source, day: '', unitName, id: '' }];

function standing(held: readonly RewardLine[], honour: string, day: string): NominationFinding[] {
  return held
    .filter((line) => counts(line, day) && !NEUTRAL.has(line.action) && (line.state === 'due' || line.state === 'done'))
    .filter((line) => honour === '' || (line.action !== 'bar' && line.action !== 'priority') || line.in.some(({ id }) => id === honour))
    .map(({ id, action, zh, in: honours, source, number, from, unitName, ratio }) => ({
      kind: kindOf(action, ratio?.change ?? 0),
      zh: honours.length > 0 ? `${zh}（${honours.map((one) => one.zh).join('、')}）` : zh,
      source: [source, number].filter(Boolean).join('，'), day: from, unitName, id,
    }));
}

function kindOf(action: string, change: number): NominationFindingKind {
  if (action === 'bar' || action === 'priority') return action;
  if (action === 'ratio') return change < 0 ? 'penalty' : 'honour';
  return GOOD.has(action) ? 'honour' : 'penalty';
}

const judged = (kind: Item['kind'], id: string, name: string, found: readonly NominationFinding[]): Item => {
  const isGood = (one: NominationFinding): boolean => one.kind === 'priority' || one.kind === 'honour';
  const against = found.filter((one) => !isGood(one));
  return { kind, id, name, clear: against.length === 0, against, inFavour: found.filter(isGood) };
};

/** Text that a spreadsheet would take for a formula stays text (CWE-1236). */
const asText = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
