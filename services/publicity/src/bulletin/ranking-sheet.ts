import { writeXlsx } from 'hucre/xlsx';
import { changeWords } from './ranking-rule.ts';
import type { Ranking, Standings } from './ranking-service.ts';

const HEAD = ['名次', '单位', '等级', '得分', '上期名次', '较上期'];

/** Text that a spreadsheet would take for a formula stays text (CWE-1236). */
export const inert = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).slice(0, 32_000);

/** The ranking as a workbook, with what it was made from below it. */
export function rankingSheet({ title, rule, lines, source }: Standings, { to, against }: Ranking): Promise<Uint8Array> {
  const rows = lines.map((line) => [line.place, inert(line.unitName), inert(line.levelName), line.score === '' ? null : inert(line.score), line.before, inert(changeWords(line))]);
  const notes = [[], [inert(`截至 ${to}，与 ${against} 比较`)], [inert(rule)], [inert(`数据来源：${source.zh}`)]];
  return writeXlsx({ sheets: [{ name: '排名', rows: [[inert(title)], HEAD, ...rows, ...notes] }] });
}
