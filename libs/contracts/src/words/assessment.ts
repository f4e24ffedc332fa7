import type { Words } from '../words.ts';

export const assessmentWords: Readonly<Record<string, Words>> = {
  // campaigns
  'campaign.no-units': { zh: '{unit} 下没有可评定的单位（{kinds}），请先在组织中登记', en: 'There is no unit to rate under {unit} (kinds: {kinds}); register them first' },
  'campaign.window-missing': { zh: '评定办法没有规定考评期，请填写起止日', en: 'The scheme gives no look-back window; give its first and last day' },
  'campaign.declaring-past': { zh: '申报截止日（{to}）早于今天（{today}）', en: 'The last day of declaring ({to}) is before today ({today})' },
  // facts
  'facts.missing': { zh: '还没有录入该单位的考评事实，请先录入', en: 'No facts have been entered for this unit; enter them first' },
  'facts.unknown-units': { zh: '本次评定中没有这些单位：{units}', en: 'These units do not take part in the campaign: {units}' },
  'facts.locked': { zh: '星级已审定，事实不能再改；之后发生的情况请用“调星”录入', en: 'The level has been decided and its facts are kept; enter later events as an adjustment' },
  'facts.changed': { zh: '考评事实在提出建议后有改动（第{was}版改为第{now}版），原建议作废，请重新{words}（{step}）', en: 'Facts changed after the proposal (version {was} to {now}); it is void and must be put again ({step})' },
  // declaration
  'candidacy.missing': { zh: '没有找到该单位的申报', en: 'There is no such candidacy' },
  'candidacy.wrong-state': { zh: '目前状态（{state}）不能进行此操作', en: 'This is not possible in the state {state}' },
  'candidacy.not-declared': { zh: '该支部没有申报；申报期结束后只能说明理由并按最低一级（{lowest}）或一票否决结果登记', en: 'The unit did not declare; after the window it can only be recorded at the lowest level ({lowest}) or as vetoed, with a reason' },
  'declaration.outside-window': { zh: '申报时间为 {from} 至 {to}，今天是 {today}', en: 'One may declare from {from} to {to}; today is {today}' },
  'declaration.return-over': { zh: '退回后应于 {until} 前重新提交，现已逾期', en: 'It was sent back to be handed in again by {until}; that day is over' },
  'declaration.capped': { zh: '不能申报{levelName}，最高可申报{atMostName}：{zh}（{clause}，{source}）', en: '{levelName} ({level}) cannot be declared, at most {atMostName} ({atMost}): {en} ({clause}, {source})' },
  // review and decision
  'level.unknown': { zh: '评定办法没有这个星级（{level}），可选：{known}', en: 'The scheme has no level {level}; choose of {known}' },
  'level.undecided': { zh: '评定办法没有写明{level}由谁审定', en: 'The scheme names no body that decides {level}' },
  'level.not-competent': { zh: '{levelName}应由{bodyName}办理（{clause}，{source}），不在本机构权限内', en: '{level} belongs to {body} ({clause}, {source}), not to your body' },
  'level.above-facts': { zh: '按事实最高为{byFacts}，不能定为{level}；未满足：{unmet}', en: 'By the facts it is {byFacts} at most, not {level}; unmet: {unmet}' },
  'level.needs-reason': { zh: '与原来的星级（{before}）不同，请说明理由', en: 'The level differs from the one before ({before}); give a reason' },
  'step.done': { zh: '“{words}”（{step}）已经办理', en: 'Step {step} is done already' },
  'step.not-yet': { zh: '还没有轮到这一步，目前应办理：{words}（{next}）', en: 'It is not the turn of this step; next: {next}' },
  'step.other-body': { zh: '这一步应由其他机构办理（{body}）', en: 'This step belongs to another body ({body})' },
  'body.not-over-unit': { zh: '该单位不归本机构办理', en: 'Your body does not govern this unit' },
  'verification.failed': { zh: '查核验收未通过（{steps}），不能审定；请退回或按较低星级办理', en: 'A verification failed ({steps}); send it back or put a lower level' },
  'return.until-past': { zh: '重新提交的截止日（{until}）早于今天（{today}）', en: 'The last day ({until}) is before today ({today})' },
  'decision.missing': { zh: '没有找到这份评定结果', en: 'There is no such decision' },
  // spot checks
  'spot-check.no-step': { zh: '评定办法没有这个抽查步骤（{step}），可选：{steps}', en: 'The scheme has no spot check {step}; choose of {steps}' },
  'spot-check.no-pool': { zh: '目前没有可抽查的单位（{step}）', en: 'There is no unit to draw from ({step})' },
  'spot-check.not-drawn': { zh: '该单位没有被抽中', en: 'This unit was not drawn' },
  'spot-check.entered': { zh: '{code} 的抽查结果已经录入', en: 'The result of {code} has been entered already' },
  // adjustment
  'adjustment.none': { zh: '该评定办法没有规定动态调星', en: 'The scheme has no rule of adjustment' },
  'adjustment.not-settled': { zh: '尚未定星，不能调星', en: 'There is no settled level to adjust' },
  'adjustment.day': { zh: '日期应在定星日（{from}）至今天（{today}）之间', en: 'The day must lie between {from} and {today}' },
  'adjustment.no-effect': { zh: '这些情况不影响现有星级', en: 'This does not change the level' },
  'adjustment.raises': { zh: '不能由{from}调高为{to}', en: 'The level cannot be raised from {from} to {to}' },
  'adjustment.up-yearly': { zh: '年度中不能增星：{zh}（{clause}，{source}）', en: 'A level is not raised within the year: {en} ({clause}, {source})' },
};
