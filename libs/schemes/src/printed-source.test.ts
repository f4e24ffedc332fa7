import { printedSource } from './printed-source.ts';

const sources = { S0: { document: '示例意见（试行）', date: '2023-03-23' } };

test.each([
  ['S0 L137「市直工委通报表扬」', '《示例意见（试行）》「市直工委通报表扬」'],
  ['S0 L127', '《示例意见（试行）》'],
  ['S0 L101-103「命名」; derived: 有收回就有授予', '《示例意见（试行）》「命名」'],
  ['derived: 有收回就有授予', '推定：有收回就有授予'],
  ['S9 L1「没有这份文件」', 'S9 L1「没有这份文件」'],
  ['', ''],
])('%s is printed as %s', (citation, printed) => {
  expect(printedSource({ sources }, citation)).toBe(printed);
});
