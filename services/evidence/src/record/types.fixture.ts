import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Record types that no programme has; each shows one thing that a type file can say. */
export const TYPES: Readonly<Record<string, string>> = {
  t_visit: `
format: 1
id: t_visit
zh: 走访
en: visit
filedBy: [reviewer, supervisor]
fields:
  - {id: way, zh: 方式, en: way, type: choice, required: true, values: [{id: announced, zh: 事先告知, en: announced}, {id: unannounced, zh: 四不两直, en: unannounced}]}
  - {id: result, zh: 结果, en: result, type: text, requiredWhen: {way: announced}}
unitSees: {result: {filled: true}}
measures:
  - {id: visits, zh: 走访次数, en: visits, kind: count}
expects:
  - {id: quarterly, zh: 每季走访, en: a visit a quarter, each: branch, every: quarter}`,
  t_suggestion: `
format: 1
id: t_suggestion
zh: 意见建议
en: suggestion
fields:
  - {id: visit, zh: 所属走访, en: visit, type: link, to: [t_visit], required: true}
  - {id: text, zh: 内容, en: text, type: text, required: true}`,
  t_document: `
format: 1
id: t_document
zh: 规范性文件
en: normative document
fields:
  - {id: normative, zh: 是否规范性文件, en: normative, type: yes, required: true}
  - {id: paper, zh: 文件正文, en: paper, type: files, min: 1, max: 2, media: [image]}
gaps:
  - {id: review, zh: 未做合法性审核, en: no legality review, when: {normative: true}, linkedFrom: t_review}
  - {id: paper, zh: 缺少正文, en: no paper, needs: [paper]}
measures:
  - {id: papers, zh: 文件数, en: documents, kind: count}`,
  t_review: `
format: 1
id: t_review
zh: 合法性审核
en: legality review
fields:
  - {id: of, zh: 所审文件, en: document, type: link, to: [t_document], required: true}`,
  t_opinion: `
format: 1
id: t_opinion
zh: 企业意见
en: opinion
fields:
  - {id: reply, zh: 反馈内容, en: feedback, type: text}
  - {id: satisfied, zh: 是否满意, en: satisfied, type: yes}
steps:
  items:
    - {id: collected, zh: 收集, en: collected}
    - {id: solved, zh: 解决, en: solved}
    - {id: escalated, zh: 上报, en: escalated, optional: true}
    - {id: fed_back, zh: 反馈, en: fed back, needs: [reply]}
measures:
  - {id: all, zh: 意见数, en: opinions, kind: count}
  - {id: closed, zh: 办结率, en: closed, kind: share, where: {closed: true}}
  - {id: pleased, zh: 满意率, en: satisfied, kind: share, where: {satisfied: true}, among: {closed: true}, target: {atLeast: 60}}`,
  t_talk: `
format: 1
id: t_talk
zh: 谈心谈话
en: talk
subject: person
reading: {roles: [supervisor], posts: [branch_secretary], when: {private: true}}
fields:
  - {id: member, zh: 谈话对象, en: member, type: person, required: true}
  - {id: private, zh: 涉及隐私, en: private, type: yes}`,
  t_log: `
format: 1
id: t_log
zh: 纪检监督日志
en: supervision log
filedByPost: [branch_discipline]
fields:
  - {id: text, zh: 内容, en: text, type: text, required: true}`,
  t_project: `
format: 1
id: t_project
zh: 项目资金
en: project
units: [branch]
ahead: true
fields:
  - {id: items, zh: 明细, en: items, type: table, required: true, max: 3, columns: [
      {id: name, zh: 名称, en: name, type: text, required: true},
      {id: amount, zh: 金额, en: amount, type: decimal, measure: 万元, min: 0, required: true},
      {id: sort, zh: 类别, en: sort, type: choice, values: [{id: won, zh: 已争取, en: won}, {id: asked, zh: 申报中, en: asked}]},
      {id: people, zh: 责任人, en: people, type: people}]}
measures:
  - {id: won, zh: 资金, en: funds, kind: sum, of: items.amount}
  - {id: mean, zh: 平均, en: mean, kind: average, of: items.amount}
  - {id: rows, zh: 已争取项数, en: won, kind: rows, of: items, where: {sort: won}}
  - {id: sorts, zh: 按类别, en: by sort, kind: by, of: items.sort}
  - {id: people, zh: 责任人数, en: people, kind: distinct, of: items.people}
  - {id: per, zh: 每个走访项目, en: per visit, kind: ratio, of: rows, over: t_visit.visits}`,
  t_team: `
format: 1
id: t_team
zh: 班子成员
en: team
fields:
  - {id: members, zh: 成员, en: members, type: people, required: true}`,
  t_contact: `
format: 1
id: t_contact
zh: 联系点走访
en: contact visit
fields:
  - {id: leader, zh: 班子成员, en: leader, type: person, required: true}
expects:
  - {id: twice, zh: 每人每年两次, en: twice a year, each: {register: t_team, of: members}, every: year, expect: {atLeast: 2}, by: leader}`,
  t_plan: `
format: 1
id: t_plan
zh: 参观计划
en: plan
fields:
  - {id: planned, zh: 计划次数, en: planned, type: number, min: 1, required: true}`,
  t_trip: `
format: 1
id: t_trip
zh: 参观
en: trip
fields:
  - {id: plan, zh: 所属计划, en: plan, type: link, to: [t_plan], required: true}
expects:
  - {id: as_planned, zh: 按计划参观, en: as planned, each: {register: t_plan}, every: year, expect: {atLeast: {of: planned}}}`,
  t_training: `
format: 1
id: t_training
zh: 培训
en: training
fields:
  - {id: people, zh: 参训人员, en: people, type: people, required: true}
measures:
  - {id: covered, zh: 五年覆盖率, en: covered in five years, kind: reach, each: member, years: 5}
expects:
  - {id: fresh, zh: 新任书记半年内培训, en: new secretaries within six months, each: {post: branch_secretary}, since: appointment, within: {months: 6}}
  - {id: yearly, zh: 书记每年培训, en: secretaries every year, each: {post: branch_secretary}, every: year}`,
};

/** A folder with these types. */
export function typesFolder(types: Readonly<Record<string, string>> = TYPES): string {
  const folder = mkdtempSync(join(tmpdir(), 'xingchuang-types-'));
  for (const [id, text] of Object.entries(types)) writeFileSync(join(folder, `${id}.yaml`), text.trimStart());
  return folder;
}
