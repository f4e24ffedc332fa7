import type {
  ACTS, ADJUSTMENT_TIMES, CAP_PLACES, EFFECT_ACTIONS, FACT_TYPES, ITEM_KINDS, KIND_ROLES, ORIGINS, PARAMETER_TYPES, PERIODS, QUOTA_PLACES, ROUNDINGS, SPANS, TIE_RULES,
} from '../scheme.ts';

/** The words of the format as an office reads them in a workbook. */
type Words<T extends readonly string[]> = Readonly<Record<T[number], string>>;

export const KIND_WORDS: Words<typeof KIND_ROLES> = { rated: '被评定单位', titled: '授予称号的单位', body: '办事机构', parent: '上一级', self: '本单位', person: '人员', subject: '内设部分' };
export const PARAMETER_WORDS: Words<typeof PARAMETER_TYPES> = { integer: '整数', decimal: '小数', boolean: '是否', text: '文字', texts: '多个文字', level: '等级', kind: '单位类型' };
export const FACT_WORDS: Words<typeof FACT_TYPES> = { integer: '整数', decimal: '小数', boolean: '是否', text: '文字', day: '日期', level: '等级', records: '记录' };
export const ASK_WORDS = { campaign: '开展评定时', unit: '逐单位' };
export const READING_WORDS = { calendar: '自然年', rolling: '截至前一天' };
export const HOLDING_WORDS = { rolling: '满年', calendar: '自然年' };
export const RATIO_WORDS = { points: '百分点', relative: '相对比例' };
export const ORIGIN_WORDS: Words<typeof ORIGINS> = {
  records: '档案记录', duty: '应有记录', item: '任务事项', indicator: '导入指标', ranking: '导入排名', rating: '互评', survey: '测评', inspection: '现场检查', registry: '组织登记', history: '历次评定', entered: '人工填写',
};
export const SPAN_WORDS: Words<typeof SPANS> = { window: '考评期内', all: '全部' };
export const ROUNDING_WORDS: Words<typeof ROUNDINGS> = { half: '四舍五入', down: '舍去', up: '进位' };
export const ITEM_WORDS: Words<typeof ITEM_KINDS> = { count: '计数', threshold: '达标', score: '计分', boolean: '是否', text: '文字说明' };
export const QUOTA_WORDS: Words<typeof QUOTA_PLACES> = { recommending: '推荐', level: '等级' };
export const TIE_WORDS: Words<typeof TIE_RULES> = { in: '一并入选', out: '一并不选' };
export const CAP_WORDS: Words<typeof CAP_PLACES> = { declaring: '申报', level: '等级' };
export const ACT_WORDS: Words<typeof ACTS> = { declare: '申报', propose: '提出建议', decide: '研究审定', recommend: '推荐', 'spot-check': '抽查', nominate: '提名', verify: '查核验收', notice: '公示', confirm: '确认' };
export const TIME_WORDS: Words<typeof ADJUSTMENT_TIMES> = { 'at-once': '及时', yearly: '随年度评定' };
export const PERIOD_WORDS: Words<typeof PERIODS> = { week: '每周', month: '每月', quarter: '每季度', 'half-year': '每半年', year: '每年' };
export const ACTION_WORDS: Words<typeof EFFECT_ACTIONS> = {
  circular: '通报', ratio: '比例增减', priority: '优先', bar: '限制', talk: '约谈', rectification: '整顿', accountability: '追责', subsidy: '经费补助', reward: '奖励', plaque: '授牌', 'plaque-return': '收回牌匾', link: '挂钩', lower: '降级', commend: '表彰', criticise: '批评',
};
