import type { Words } from '../words.ts';

export const ratingWords: Readonly<Record<string, Words>> = {
  // rounds
  'rating.units-outside': { zh: '这些单位不归本机构管辖，不能列入：{units}', en: 'Your body does not govern these units: {units}' },
  'rating.unit-twice': { zh: '“{side}”中有单位重复，请去掉重复的', en: 'A unit is named twice on the side {side}; name each once' },
  'rating.group-too-small': { zh: '“{side}”只有 {count} 个单位，少于公布结果所需的 {minimum} 票，永远不会有结果；请增加单位或降低最少票数', en: 'The side {side} has {count} units, fewer than the {minimum} ballots that a result needs; add units or lower the minimum' },
  'rating.own-unit': { zh: '不能评价本单位或有隶属关系的单位：{pairs}', en: 'Nobody rates the own unit or one above or inside it: {pairs}' },
  'rating.period-reversed': { zh: '评价期的首日（{from}）晚于末日（{to}）', en: 'The rated period begins ({from}) after it ends ({to})' },
  'rating.last-day-past': { zh: '投票截止日（{lastDay}）早于今天（{today}）', en: 'The last day of voting ({lastDay}) is before today ({today})' },
  'rating.question-twice': { zh: '题目或选项编号 {id} 重复', en: 'The question {id}, or an option of it, is there twice' },
  'rating.scale-reversed': { zh: '评分题 {id} 的最低分（{from}）应小于最高分（{to}）', en: 'The scale of {id} must rise, from {from} to {to} it does not' },
  'rating.closed': { zh: '投票已经结束（截止 {lastDay}）', en: 'Voting is over (last day {lastDay})' },
  'rating.closed-already': { zh: '本轮已经结束（{closedOn}）', en: 'The round is closed already ({closedOn})' },
  'rating.close-early': { zh: '还没有到截止日（{lastDay}），尚有 {missing} 个单位未投票；提前结束请写明理由', en: 'The last day ({lastDay}) has not passed and {missing} units have not voted; give a reason to close early' },
  // papers and ballots
  'paper.taken': { zh: '{unit}已经投过票，每个单位只投一次', en: '{unit} has voted already; each unit votes once' },
  'paper.own-unit': { zh: '您是{unit}的人员，本轮要评价该单位，应当回避；请由本单位其他人投票', en: 'You belong to {unit}, which is rated in this round; let somebody else of your unit vote' },
  'paper.not-a-number': { zh: '选票申请无法识别，请刷新页面重试', en: 'The request for a paper cannot be read; load the page again' },
  'ballot.not-signed': { zh: '选票无效，请从投票页面重新提交', en: 'The ballot is not a signed paper; cast it from the voting page' },
  'ballot.cast-already': { zh: '这张选票已经投出，不能更改', en: 'This paper has been cast and cannot be changed' },
  'ballot.other-target': { zh: '选票上有不属于本轮的单位（{target}）', en: 'The ballot names a unit that is not rated here ({target})' },
  'ballot.unknown-question': { zh: '选票上有本轮没有的题目（{question}）', en: 'The ballot answers a question that is not asked here ({question})' },
  'ballot.unanswered': { zh: '“{question}”还没有作答；不了解可选“弃权”', en: 'Question "{question}" has no answer; abstain if you do not know' },
  'ballot.no-option': { zh: '“{question}”请从选项中选择：{options}', en: 'Question "{question}" has the options {options}' },
  'ballot.off-scale': { zh: '“{question}”请填 {from} 至 {to} 的分数，最多 {places} 位小数', en: 'Question "{question}" takes {from} to {to} with at most {places} decimals' },
  'ballot.empty': { zh: '全部弃权的选票不能提交，请至少评一项', en: 'A ballot that abstains from everything cannot be cast; answer at least one question' },
  'survey.answered-already': { zh: '这台设备已经答过本问卷，每台设备只答一次', en: 'This device has answered already; each device answers once' },
  'survey.too-many-from-here': { zh: '同一网络今天已提交 {most} 份，请明天再来或换用手机网络', en: 'This network has sent {most} answers today; come back tomorrow or use another one' },
  // scores and ranks of others
  'standing.bad-score': { zh: '得分“{score}”不是 0 至 99999 的数（最多两位小数）', en: 'The score "{score}" is no number from 0 to 99999 with at most two decimals' },
  'standing.bad-rank': { zh: '名次“{rank}”不是正整数；没有名次请留空', en: 'The rank "{rank}" is no whole number above 0; leave it empty if there is none' },
  'standing.unknown-unit': { zh: '没有编码为 {code} 的单位，或不归本机构管辖；系统外的单位请把编码留空', en: 'There is no unit {code} under your body; leave the code of a unit outside empty' },
  'standing.twice': { zh: '{key} 与第 {other} 行重复', en: '{key} is in row {other} already' },
  'standing.future': { zh: '评价日期（{on}）晚于今天（{today}）', en: 'The day ({on}) is after today ({today})' },
  'standing.faulty': { zh: '有 {count} 处问题，第 {row} 行“{column}”：{zh}', en: '{count} faults; row {row}, {column}: {en}' },
  'standing.too-large': { zh: '表格超过 {mebibytes} MB，请拆分后导入', en: 'The table is larger than {mebibytes} MB; split it' },
  // members
  'member-evaluation.day': { zh: '评议日期（{on}）应在 {year} 年内，且不晚于今天（{today}）', en: 'The day ({on}) must lie in {year} and not after today ({today})' },
  'member-evaluation.no-reason': { zh: '{year} 年的评议结果已经登记，更正请写明理由', en: 'The evaluation of {year} is there already; give a reason to correct it' },
  'member-evaluation.twice': { zh: '第 {row} 人重复', en: 'The person in row {row} is named twice' },
  'member-evaluation.not-member': { zh: '第 {row} 人在 {on} 不是本支部党员', en: 'The person in row {row} was no member of the branch on {on}' },
  'member-evaluation.level': { zh: '没有“{level}”这一等次，可选：{levels}', en: 'There is no level "{level}"; choose of {levels}' },
};
