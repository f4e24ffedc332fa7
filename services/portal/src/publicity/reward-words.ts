import type { RewardLineView } from '@xingchuang/contracts';
import type { NameFact } from '../shared/explanation.tsx';
import { shown } from '../shared/explanation.tsx';
import type { Tone } from '../shared/page.tsx';

type Line = Pick<RewardLineView, 'state' | 'replacedBy' | 'suspended' | 'ratio' | 'amount'>;

export const REWARD_STATE_WORDS: Readonly<Record<RewardLineView['state'], readonly [string, Tone]>> = {
  due: ['待落实', 'due'],
  done: ['已落实', 'good'],
  cancelled: ['已取消', ''],
  lifted: ['已解除', ''],
  void: ['无须办理', ''],
};

export const REWARD_ACTION_WORDS: Readonly<Record<string, string>> = {
  circular: '通报', ratio: '优秀比例', priority: '优先', bar: '限制', talk: '约谈', rectification: '整顿', accountability: '追责', commend: '表彰', criticise: '批评', subsidy: '经费补助', reward: '奖励', plaque: '授牌',
  'plaque-return': '收回牌匾', link: '挂钩', lower: '降级',
};

export const REWARD_ORIGIN_WORDS: Readonly<Record<RewardLineView['origin'], string>> = {
  level: '定级结果', title: '下属单位定级汇总', rung: '整改逾期', recheck: '年度复查', complaint: '举报查实', called: '机构决定', prize: '竞赛奖项',
};

/** How a line stands: one that was corrected or whose level is decided anew is not worked on. */
export function stateOf({ state, replacedBy, suspended }: Line): readonly [string, Tone] {
  if (replacedBy !== '') return ['已更正', ''];
  return suspended ? ['暂停', ''] : REWARD_STATE_WORDS[state];
}

/** What is given or taken, in figures; empty where there are none. */
export function figureOf({ ratio, amount }: Line): string {
  if (amount !== null) return /^[\d.]+$/.test(amount) ? `${amount} 元` : amount;
  if (!ratio) return '';
  const change = ratio.change > 0 ? `+${ratio.change}` : `${ratio.change}`;
  const by = ratio.reading === 'relative' ? `${change}%（相对）` : `${change} 个百分点`;
  return ratio.result === null ? `${by}，基数未填` : `${by}：${ratio.base}% → ${ratio.result}%`;
}

const FACTS: Readonly<Record<string, string>> = {
  base: '基数（%）', change: '增减', reading: '计算方式', result: '结果（%）', stars: '星数', decidedOn: '审定日期', because: '调整依据', calledOn: '决定日期', effectiveOn: '生效日期', level: '等级', held: '原等级', total: '总分或总数',
};
const READINGS: Readonly<Record<string, string>> = { points: '百分点', relative: '相对比例' };
export const rewardFact: NameFact = (name, value) => [FACTS[name] ?? name, READINGS[String(value)] ?? shown(value)];
