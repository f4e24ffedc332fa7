import type { Words } from '../words.ts';

export const auditWords: Readonly<Record<string, Words>> = {
  'audit.wrong-state': { zh: '抽查目前的状态（{state}）不能这样做；可以：{allowed}', en: 'Not possible while the audit is {state}; possible are {allowed}' },
  'audit.days': { zh: '起始日 {from} 晚于截止日 {to}', en: 'The first day {from} is after the last day {to}' },
  'audit.own-unit': { zh: '不能抽查本人所在单位的材料，请由其他人评', en: 'Nobody audits their own unit; leave it to others' },
  'audit.own-item': { zh: '这件材料是您本人报送的，请由其他人评', en: 'You filed this item yourself; leave it to others' },
  'audit.size-too-small': { zh: '抽取 {size} 件不够：每个单位至少 {perUnit} 件，共需 {least} 件', en: 'A sample of {size} is too small: at least {perUnit} of each unit make {least}' },
  'audit.population-too-large': { zh: '范围内超过 {most} 件，请缩小单位、时间或任务的范围', en: 'More than {most} items; narrow the units, days or tasks' },
  'audit.nothing-to-draw': { zh: '所选范围内没有可抽取的材料', en: 'There is nothing to draw from in what was chosen' },
  'audit.item-outside': { zh: '清单中的 {item} 不在抽查范围内', en: 'The listed {item} is not within what is audited' },
  'audit.seed-missing': { zh: '请填写事先公布来源的种子（{source}）', en: 'Give the seed whose source was announced ({source})' },
  'audit.seed-surplus': { zh: '这次抽查的种子已经确定，不能另填', en: 'The seed of this audit is settled; give none' },
  'audit.not-drawn': { zh: '还没有抽取', en: 'Nothing has been drawn yet' },
  'audit.reason-missing': { zh: '结论不是“通过”的，请选择或填写理由', en: 'Choose or write a reason for a verdict other than passed' },
  'audit.workdays': { zh: '限期补正应填写工作日数，其他结论不填', en: 'Working days belong to a supplement, and only to it' },
  'audit.nothing-to-answer': { zh: '这件材料已经通过，不需要答复', en: 'This item has passed; there is nothing to answer' },
  'audit.file-unknown': { zh: '本单位没有这个文件', en: 'The unit has no such file' },
  'audit.unjudged': { zh: '还有 {left} 件没有评，不能办结', en: 'There are {left} items without a verdict' },
  'audit.unpublished': { zh: '还有 {left} 件的结论没有告知单位，不能办结', en: 'There are {left} verdicts that the units have not been told' },
  'audit.answers-unread': { zh: '还有 {left} 件单位的答复没有处理，不能办结', en: 'There are {left} answers that nobody has judged' },
  'audit.supplements-running': { zh: '还有 {left} 件在补正期限内，不能办结', en: 'There are {left} items whose time to supplement still runs' },
  'flag.dismissed': { zh: '这条提示已经排除', en: 'This flag was put aside already' },
};
