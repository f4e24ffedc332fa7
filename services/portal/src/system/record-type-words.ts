import type { RecordTypeView } from '@xingchuang/contracts';
import type { Role } from '@xingchuang/rules';
import { ROLE_WORDS } from '../shared/words.ts';

const EVERY: Readonly<Record<string, string>> = { year: '每年', 'half-year': '每半年', quarter: '每季度', month: '每月', week: '每周' };

type Expected = RecordTypeView['expects'][number];

export function expectedWords({ every, months, within, grace }: Expected): string {
  const when = every ? EVERY[every]! : within?.months ? `${within.months} 个月内` : within?.days ? `${within.days} 天内` : '一次';
  const only = months ? `（${months.map((month) => `${month}月`).join('、')}）` : '';
  return `${when}${only}${grace > 0 ? `，可晚 ${grace} 天` : ''}`;
}

/** How often one is expected. */
export const frequencyWords = ({ expects }: RecordTypeView): string =>
  expects.length === 0 ? '有事即记' : [...new Set(expects.map(({ every }) => (every ? EVERY[every]! : '限期')))].join('、');

/** Who may file one. */
export const filerWords = ({ filedBy, filedByPost }: RecordTypeView): string =>
  filedByPost ? '指定岗位登记' : `${(filedBy ?? (['clerk', 'reviewer', 'supervisor'] as const)).map((role) => ROLE_WORDS[role as Role] ?? role).join('、')}登记`;

export const FIELD_WORDS: Readonly<Record<RecordTypeView['fields'][number]['type'], string>> = {
  text: '文字', number: '整数', decimal: '小数', minutes: '时长', day: '日期', yes: '是或否', choice: '选项', person: '人员', people: '多名人员', unit: '单位', link: '关联台账', files: '文件', table: '表格',
};
export const MEASURE_WORDS: Readonly<Record<RecordTypeView['measures'][number]['kind'], string>> = {
  count: '计数', sum: '合计', average: '平均', distinct: '不重复计数', by: '分类计数', rows: '行数', share: '占比', reach: '覆盖面', latest: '最新值', ratio: '比率',
};
