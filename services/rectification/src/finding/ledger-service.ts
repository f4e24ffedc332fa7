import { Inject, Injectable } from '@nestjs/common';
import { writeXlsx } from 'hucre/xlsx';
import type { FindingQuery } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { scopeFor, UNITS, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { isOpen, type Finding } from './finding-rule.ts';
import { FindingStore } from './finding-store.ts';

/** More rows open in no office program at a bearable speed. */
const MOST_ROWS = 20_000;
const HEAD = [
  '单位编码', '单位', '方面', '问题', '具体情况', '严重程度', '来源', '来源编号', '发现日期', '责任人', '领导责任', '具体责任', '直接责任', '原因', '解决方案', '长效措施', '整改通知', '整改要求', '期限', '状态', '逾期', '销号日期',
] as const;
const SEVERITY = { minor: '轻微', ordinary: '一般', serious: '严重' } as const;
const ORIGIN: Readonly<Record<Finding['origin'], string>> = {
  observation: '观摩', 'spot-check': '抽查', audit: '档案抽查', complaint: '反映举报', survey: '调查测评', patrol: '巡察', supervision: '督查', 'staged-item': '督办事项', superior: '上级指出', self: '自查',
};
const STATE = { open: '待下发通知', noticed: '整改中', proved: '待复核', closed: '已销号', joined: '已并入' } as const;

/** The problem ledger as people print and send it. */
@Injectable()
export class LedgerService {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(FindingStore) readonly findings: FindingStore,
  ) {}

  async sheet(query: FindingQuery, by: Actor): Promise<Uint8Array> {
    const found = await this.findings.page(await scopeFor(by, 'finding.read', query, this.units), query, MOST_ROWS);
    const units = await this.units.byIds([...new Set(found.flatMap((one) => [one.unitId, ...Object.values(one.responsible)]))]);
    const rows = found.map((one) => rowOf(one, units).map(asText));
    return writeXlsx({ sheets: [{ name: '问题台账', rows: [[...HEAD], ...rows] }] });
  }
}

function rowOf(one: Finding, units: ReadonlyMap<string, KnownUnit>): string[] {
  const name = (id: string) => units.get(id)?.name ?? '';
  const { leading, working, direct } = one.responsible;
  return [
    units.get(one.unitId)?.code ?? '', name(one.unitId), one.aspectName, one.title, one.detail, SEVERITY[one.severity], one.sources.map(({ origin }) => ORIGIN[origin]).join('、'),
    one.sources.map(({ reference }) => reference).filter((text) => text !== '').join('、'), one.foundOn, one.owner, name(leading), name(working), name(direct), one.cause, one.plan, one.measure, one.number,
    one.demand, one.limit ? `${one.limit.lastDay}${one.limit.provisional ? '（暂定）' : ''}` : '', STATE[one.state], one.overdueOn !== '' && isOpen(one) ? '是' : '', one.closedOn,
  ];
}

/** Text that a spreadsheet would take for a formula stays text (CWE-1236). */
const asText = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).slice(0, 32_000);
