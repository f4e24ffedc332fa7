import type { Words } from '../words.ts';

export const registryWords: Readonly<Record<string, Words>> = {
  'unit.missing': { zh: '没有这个单位', en: 'There is no such unit' },
  'body.missing': { zh: '没有找到管辖 {unit} 的机构（{kind}），请先在组织中登记', en: 'No body of kind {kind} governs {unit}; register it first' },
};
