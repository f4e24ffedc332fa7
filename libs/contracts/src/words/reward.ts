import type { Words } from '../words.ts';

export const rewardWords: Readonly<Record<string, Words>> = {
  'reward.wrong-state': { zh: '{number}目前不能进行此操作', en: 'Line {number} of the ledger is not in a state that allows this' },
  'reward.replaced': { zh: '{number}已被更正，请办理更正后的条目', en: 'Line {number} was corrected; work on the line that took its place' },
  'reward.suspended': { zh: '{number}所依据的等级正在重新评定，暂不办理', en: 'The level behind line {number} is being decided anew' },
  'reward.own': { zh: '{number}是对本单位的奖惩，由上级落实', en: 'Line {number} concerns your own unit; another body carries it out' },
  'reward.in-future': { zh: '日期{on}在今天之后', en: 'The day {on} lies ahead' },
  'reward.too-early': { zh: '该条目自{from}起生效，落实日期不能更早', en: 'It holds from {from}; it cannot have been carried out before' },
  'reward.amount-open': { zh: '办法没有写明金额，落实{number}时请填写金额', en: 'The scheme leaves the amount open; say the amount of line {number}' },
  'reward.amount-given': { zh: '{number}的金额已定（{amount}），不能另填', en: 'The amount of line {number} is fixed ({amount})' },
  'nomination.nobody': { zh: '请选择要核查的单位或人员', en: 'Choose units or people to look at' },
  'reward.not-titled': { zh: '{unit}不是按下属单位定级结果奖惩的单位', en: '{unit} is not a unit on which anything follows from the levels under it' },
  'reward.units-open': { zh: '还有单位没有定级：{units}', en: 'Units are not settled yet: {units}' },
  'effect.unknown': { zh: '办法中没有这项奖惩，可由机构决定的有：{known}', en: 'The scheme has no such effect; those a body may call: {known}' },
  'effect.not-called': { zh: '“{effect}”按评定结果产生，不能由机构另行决定（{source}）', en: 'Effect “{effect}” follows from the result and is not called by a body ({source})' },
  'effect.other-caller': { zh: '“{effect}”由{by}决定（{source}）', en: 'Effect “{effect}” is decided by {by} ({source})' },
  'effect.other-kind': { zh: '该项奖惩的对象是{of}（{source}）', en: 'It falls on another kind of unit: {of} ({source})' },
  'effect.own': { zh: '不能对本单位作出决定（{source}）', en: 'A body does not decide upon itself ({source})' },
  'prize.twice': { zh: '同一单位列了两次', en: 'A unit stands in the list twice' },
  'prize.given-before': { zh: '{unit}在“{contest}”中已有奖项', en: '{unit} already has its prize of “{contest}”' },
  'honour.barred': { zh: '{unit}{zh}，不能推荐（{source}；{number}）', en: 'Not to be recommended: {unit}, {zh} ({source}; {number})' },
  'honour.recommended-before': { zh: '本年度已于{recommendedOn}推荐', en: 'Recommended this year already, on {recommendedOn}' },
};
