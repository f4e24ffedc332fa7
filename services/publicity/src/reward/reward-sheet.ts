import { Inject, Injectable } from '@nestjs/common';
import { writeXlsx } from 'hucre/xlsx';
import type { RewardLineView, RewardSheetQuery } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { RewardDesk, totalOf } from './reward-desk.ts';
import { RewardStore } from './reward-store.ts';
import { rewardView } from './reward-view.ts';

/** More rows open in no office program at a bearable speed. */
const MOST_ROWS = 20_000;
const HEAD = ['编号', '年度', '单位', '评定活动', '等级', '奖惩', '事项', '依据', '比例变化', '原比例', '变化后比例', '金额（元）', '生效', '截止', '状态', '更正', '落实日期', '落实单位', '落实情况', '理由', '推算'] as const;
const TOTAL_HEAD = ['单位', '优秀比例（百分点）', '优秀比例（相对，%）', '金额（元）', '金额待定', '限制', '优先', '待落实'] as const;
const STATE = { due: '待落实', done: '已落实', cancelled: '已取消', lifted: '已解除', void: '无须办理' } as const;

/** The ledger as people print and send it: its lines, and what they come to for each unit. */
@Injectable()
export class RewardSheet {
  constructor(
    @Inject(RewardStore) readonly store: RewardStore,
    @Inject(RewardDesk) readonly desk: RewardDesk,
  ) {}

  async sheet({ unitId, ...query }: RewardSheetQuery, by: Actor): Promise<Uint8Array> {
    const lines = await this.store.page(await this.desk.scope(by, unitId), query, MOST_ROWS);
    const totals = [...Map.groupBy(lines, (line) => `${line.year} ${line.unitId}`).values()].map((of) => totalOf(of, query.asOf));
    return writeXlsx({
      sheets: [
        { name: '奖惩台账', rows: [[...HEAD], ...lines.map((line) => rowOf(rewardView(line, query.asOf)).map(asText))] },
        { name: '合计', rows: [[...TOTAL_HEAD], ...totals.map((one) => [one.unitName, `${one.points}`, `${one.relative}`, one.amount, `${one.amountsOpen}`, one.bars.join('、'), one.priorities.join('、'), `${one.due}`].map(asText))] },
      ],
    });
  }
}

function rowOf(line: RewardLineView): string[] {
  const { ratio, done, ended } = line;
  const reading = ratio?.reading === 'relative' ? '%（相对）' : '个百分点';
  const correction = line.nature === 'withdrawal' ? `撤回${line.replacesNumber}` : line.replacesNumber === '' ? '' : `替换${line.replacesNumber}`;
  return [
    line.number, `${line.year}`, line.unitName, line.campaignTitle, line.levelName, line.zh, line.in.map(({ zh }) => zh).join('、'), line.source, ratio ? `${ratio.change}${reading}` : '', ratio?.base ?? '',
    ratio?.result ?? '', line.amount ?? '', line.from, line.until, line.suspended ? '暂停' : line.replacedBy === '' ? STATE[line.state] : '已更正', correction, done?.on ?? '', done?.byName ?? '', done?.text ?? '',
    [line.reason, ended?.reason ?? ''].filter(Boolean).join('；'), told(line.explanation),
  ];
}

const told = ({ zh, source, children }: RewardLineView['explanation']): string => [`${zh}${source ? `（${source}）` : ''}`, ...children.map(told)].join(' ← ');

/** Text that a spreadsheet would take for a formula stays text (CWE-1236); a negative number is no formula. */
const asText = (text: string): string => (/^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text).slice(0, 32_000);
