import { dayOf } from '@xingchuang/calendar';
import { FLAG_NAMES, VERDICT_NAMES, VERDICT_REASONS } from '@xingchuang/contracts';
import type { FlagKind } from '../flag/flag.ts';
import { printable } from '../printed.ts';
import type { Audit, AuditItem } from './audit.ts';

interface Names {
  readonly unit: (id: string) => string;
  readonly type: (id: string) => string | undefined;
}

/** A table of more rows goes on in a next one. */
const ROWS = 2_000;
const REASONS = new Map<string, string>(VERDICT_REASONS.map(({ id, zh }) => [id, zh]));

/** What the template of the sheet takes. */
export function sheetDocument(audit: Audit, items: readonly AuditItem[], flags: ReadonlyMap<string, readonly FlagKind[]>, names: Names) {
  const made = [audit.drawn!.at, audit.closed?.at ?? '', ...items.flatMap((item) => [...item.verdicts, ...item.answers].map(({ at }) => at))].sort().at(-1)!;
  const body = names.unit(audit.unitId);
  const table = (caption: string, columns: readonly object[], rows: readonly string[][]) =>
    Array.from({ length: Math.ceil(rows.length / ROWS) }, (_, part) => ({
      kind: 'table', caption: part === 0 ? caption : `${caption}（续）`, columns, rows: rows.slice(part * ROWS, (part + 1) * ROWS).map((row) => row.map((cell) => printable(cell))),
    }));
  return {
    createdAt: made,
    masthead: body.slice(0, 60),
    title: `${printable(audit.title)}情况表`,
    blocks: [
      ...wordsOf(audit, items).map((text) => ({ kind: 'paragraph', text: printable(text) })),
      ...table('按单位汇总', [{ title: '单位', align: 'left' }, { title: '抽查' }, { title: '通过' }, { title: '补正' }, { title: '不认可' }, { title: '未评' }], unitRows(items, names)),
      ...table(
        '逐件意见',
        [{ title: '序号' }, { title: '单位', align: 'left' }, { title: '材料', align: 'left' }, { title: '结论' }, { title: '理由和期限', align: 'left' }, { title: '系统提示', align: 'left' }],
        items.map((item) => itemRow(item, flags.get(item.itemId) ?? [], names)),
      ),
    ],
    signers: ['抽查人', '复核人', '被抽查单位负责人'],
    issuer: body.slice(0, 120),
    date: dayOf(new Date(made)),
  };
}

function wordsOf(audit: Audit, items: readonly AuditItem[]): string[] {
  const { way, population, seed, commitment, publicSource } = audit;
  const least = way.by !== 'list' && way.perUnit > 0 ? `，每个单位不少于 ${way.perUnit} 件` : '';
  const how = way.by === 'list' ? '按指定清单逐件检查。' : way.by === 'share' ? `按各单位材料的 ${way.share}% 抽取${least}。` : `共抽取 ${way.size} 件${least}。`;
  const source = commitment ? `抽取前已公布种子的 SHA-256：${commitment}。` : publicSource ? `抽取前已公布种子来源：${publicSource}。` : '';
  return [
    ...(audit.state === 'closed' ? [] : ['本次抽查尚未办结，本表为截至打印时的情况。']),
    `检查${dayWords(audit.from)}至${dayWords(audit.to)}的材料，共 ${population!.units} 个单位 ${population!.items} 件；${how}本表列 ${items.length} 件。`,
    ...(seed === undefined ? [] : [`${source}种子：${seed}。按“种子:编号”的 SHA-256 由小到大排序，先取各单位应抽件数，再依次补足；任何人都可以复算。`]),
    `材料清单的 SHA-256：${population!.digest}。`,
  ];
}

function unitRows(items: readonly AuditItem[], { unit }: Names): string[][] {
  return [...Map.groupBy(items, ({ unitId }) => unitId)].map(([unitId, of]) => {
    const count = (verdict: AuditItem['verdict']) => String(of.filter((item) => item.verdict === verdict).length);
    return [unit(unitId), String(of.length), count('pass'), count('supplement'), count('reject'), count(undefined)];
  });
}

function itemRow(item: AuditItem, flags: readonly FlagKind[], { unit, type }: Names): string[] {
  const last = item.verdicts.at(-1);
  const limit = last?.workdays === undefined ? [] : [item.until ? `${dayWords(item.until)}前补正` : `${last.workdays} 个工作日内补正`];
  const why = last ? [...last.reasons.map((id) => REASONS.get(id)!), last.text, ...limit].filter((text) => text !== '') : [];
  const kind = item.kind === 'record' ? type(item.type) : undefined;
  return [
    String(item.order), unit(item.unitId), `${item.title || '（限制查看）'}（${kind ? `${kind}，` : ''}${item.day}）`, item.verdict ? VERDICT_NAMES[item.verdict].zh : '未评', why.join('；'),
    flags.map((flag) => FLAG_NAMES[flag].zh).join('；'),
  ];
}

/** 2026年2月13日. */
const dayWords = (day: string): string => day.split('-').map(Number).map((part, i) => `${part}${'年月日'[i]}`).join('');
