import type { Words } from '../words.ts';

export const onsiteWords: Readonly<Record<string, Words>> = {
  // forms
  'form.missing': { zh: '没有这份检查表（{form}），请从检查表中选择', en: 'There is no form {form}; choose one of the list' },
  'form.of-another': { zh: '编号 {form} 已被其他单位的检查表使用，请换一个编号', en: 'The id {form} belongs to a form of another body; choose another id' },
  'form.item-twice': { zh: '检查表中编号重复：{id}，请改用不同的编号', en: 'The id {id} is used twice in the form; give each its own' },
  'form.drops-all': { zh: '去掉的最高分和最低分合计 {dropped} 个，评委人数下限（{judges}）应大于它', en: 'It drops {dropped} marks: at least so many judges and one more are needed, not {judges}' },
  // groups, plans, draws
  'group.leader-outside': { zh: '组长应是本组成员，请把组长加入成员', en: 'The leader must be one of the members; add the leader to them' },
  'plan.no-units': { zh: '请选择检查哪一类单位，或逐个指定单位；目前一个也没有', en: 'Name a kind of unit or single units; there is none now' },
  'plan.other-form': { zh: '该计划用的是检查表 {form}，请选择同一份', en: 'The plan uses the form {form}; choose the same' },
  'onsite.units-outside': { zh: '这些单位不归本机构：{units}，请去掉', en: 'These units are not under your body: {units}; leave them out' },
  'draw.too-few-units': { zh: '可抽的单位只有 {pool} 个，抽不出 {count} 个，请减少数量', en: 'There are {pool} units to draw from, not {count}; draw fewer' },
  'draw.too-few-inspectors': { zh: '{unit} 回避后只剩 {left} 名检查人员，少于 {perUnit} 名，请补充人员', en: 'Without its own people {left} inspectors are left for {unit}, fewer than {perUnit}; add people' },
  // visits
  'visit.own-unit': { zh: '检查人员不能检查自己所在的单位（{people}），请换人', en: 'Nobody inspects their own unit ({people}); name others' },
  'visit.no-inspectors': { zh: '请指定检查人员，或选择有成员可派的检查组', en: 'Name inspectors, or a group that has somebody to send' },
  'visit.wrong-state': { zh: '目前状态（{state}）不能进行此操作', en: 'This is not possible in the state {state}' },
  'visit.form-kind': { zh: '观摩要用观摩评分表，检查要用检查表，请换一份', en: 'An observation needs an observation form and an inspection a checklist; choose another' },
  'visit.look-back-of': { zh: '回头看应指明同一单位已反馈的检查，请选择', en: 'A look-back names an earlier filed visit to the same unit; choose it' },
  'visit.in-future': { zh: '现场日期（{heldOn}）晚于今天', en: 'The day on site ({heldOn}) is in the future' },
  'visit.not-handed-in': { zh: '还没有提交评分表：{people}；请等待，或说明不计入的理由', en: 'Not handed in yet: {people}; wait, or say why they are left out' },
  'visit.too-few-judges': { zh: '至少要有 {judges} 份评分表，现在只有 {sheets} 份', en: 'At least {judges} sheets are needed, there are {sheets}' },
  'visit.limit-missing': { zh: '发现了问题，请填写整改期限（工作日）', en: 'Something was found: give the limit in working days' },
  'visit.look-back-due': { zh: '办结前要先“回头看”，或说明免于回头看的理由', en: 'Before closing somebody must look again, or say why that is not needed' },
  'visit.unsolved': { zh: '回头看时还有未解决的问题（{count} 个），不能办结', en: 'At the look-back {count} findings were unsolved; it cannot be closed' },
  // what a phone sends
  'entry.no-item': { zh: '检查表中没有这一项（{item}）', en: 'The form has no item {item}' },
  'entry.bad-value': { zh: '“{item}”应填 {wanted}', en: '{item}: give {wanted}' },
  'entry.handed-in': { zh: '评分表已经提交，不能再改', en: 'The sheet has been handed in and cannot be changed' },
  'entry.photo-unknown': { zh: '没有找到这张照片，请重新拍照上传', en: 'The photo was not found; take and send it again' },
  'entry.evidence-away': { zh: '档案服务暂时不能核对照片，请稍后再传', en: 'The archive cannot check the photo now; send again later' },
  'entry.unanswered': { zh: '还有没填的项目：{items}', en: 'Not answered yet: {items}' },
  'entry.photo-missing': { zh: '这些项目要有照片：{items}', en: 'These items need a photo: {items}' },
};
