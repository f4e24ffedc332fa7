import type { StatisticsView } from '@xingchuang/contracts';
import { writeXlsx } from 'hucre/xlsx';

const HEADS = ['编码', '名称', '报到单位', '在职党员', '报到党员', '活跃党员', '服务人次', '服务小时', '点单', '办结', '满意'];

/** The statistics as a workbook: one row a unit and the total at the end; a rate without a base stays empty. */
export async function statisticsSheet({ from, to, rates, total, items }: StatisticsView): Promise<Uint8Array> {
  const cells = ({ counts, rates: values }: StatisticsView['total']) => [
    counts.unitsRegistered, counts.membersInService, counts.membersRegistered, counts.membersActive, counts.personTimes, Math.round(counts.minutes / 6) / 10,
    counts.ordersPosted, counts.ordersDone, counts.ordersSatisfied, ...rates.map(({ id }) => values[id] ?? ''),
  ];
  const rows = [
    [`双报到统计 ${from} 至 ${to}`],
    [...HEADS, ...rates.map(({ zh }) => `${zh}（%）`)],
    ...items.map((line) => [line.unitCode, line.unitName, ...cells(line)]),
    ['', '合计', ...cells(total)],
  ];
  return writeXlsx({ sheets: [{ name: '双报到统计', rows }] });
}
