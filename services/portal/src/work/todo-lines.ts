import { VISIT_KIND_NAMES, type EvidenceTodo, type HealthView, type OnsiteTodo, type PublicityTodo, type RatingTodo, type RecheckDueList, type RecheckList, type RectificationTodo, type TodoList } from '@xingchuang/contracts';
import { actWord } from '../shared/words.ts';
import type { Todo } from './todo.ts';

type Of<List extends { items: readonly unknown[] }> = List['items'][number];
const dueOf = (due: string | null | undefined) => (due ? { due } : {});

export const ofCandidacy = (one: Of<TodoList>): Todo => ({
  key: `${one.campaign.id}:${one.step}:${one.unit?.id ?? ''}:${one.spotCheckId ?? ''}:${one.candidacyId ?? ''}`,
  area: 'assessment',
  verb: one.name.zh || actWord(one.act),
  object: one.level ? `${one.campaign.title}，${one.level.zh}` : one.campaign.title,
  ...(one.unit ? { unit: one.unit.name } : {}),
  ...dueOf(one.deadline),
  to: one.candidacyId ? `/app/assessment/candidacies/${one.candidacyId}${one.act === 'answer-appeal' ? '?tab=appeal' : ''}` : `/app/assessment/campaigns/${one.campaign.id}/spot-checks`,
});

const RECHECKS = '/app/assessment/rechecks';
/** Levels that this seat's body has to look at again. */
export const ofRecheckDue = (one: Of<RecheckDueList>): Todo => ({
  key: `recheck:${one.candidacyId}`, area: 'assessment', verb: '提出复核意见', object: `${one.campaignTitle}，${one.level.zh}`, unit: one.unit.name, ...dueOf(one.reportBy), to: RECHECKS,
});
export const ofRecheck = (one: Of<RecheckList>): Todo[] => {
  const line = { key: `recheck:${one.id}`, area: 'assessment', object: `${one.year}年复核，${one.level.zh}`, unit: one.unit.name, to: RECHECKS } as const;
  if (one.mine && one.state === 'suggested') return [{ ...line, verb: '决定复核结果' }];
  return one.mine && one.plaque && one.plaque.returnedOn === '' ? [{ ...line, verb: '收回牌匾', due: one.plaque.dueOn }] : [];
};

const RATING_VERBS: Readonly<Record<Of<RatingTodo>['act'], string>> = { vote: '投票', remind: '催投票', moderate: '审看文字意见' };
export const ofRating = (one: Of<RatingTodo>): Todo => ({
  key: `${one.act}:${one.roundId}`,
  area: 'rating',
  verb: RATING_VERBS[one.act],
  object: one.act === 'vote' ? one.title : one.act === 'remind' ? `${one.title}，${one.missing} 个单位未投` : `${one.title}，${one.missing} 条`,
  ...(one.act === 'moderate' ? {} : { due: one.lastDay }),
  to: `/app/assessment/ratings/${one.roundId}`,
});

const VISIT_VERBS: Readonly<Record<Of<OnsiteTodo>['kind'], string>> = { 'visit.inspect': '现场检查', 'visit.file': '反馈检查结果', 'visit.look-back': '安排回头看', 'visit.close': '办结检查' };
export const ofVisit = (one: Of<OnsiteTodo>): Todo => ({
  key: `${one.kind}:${one.visitId}`,
  area: 'onsite',
  verb: VISIT_VERBS[one.kind],
  object: `${VISIT_KIND_NAMES[one.visitKind].zh} · ${one.formName}`,
  unit: one.unit.name,
  due: one.due,
  to: one.kind === 'visit.inspect' ? `/app/assessment/onsite/check/${one.visitId}` : `/app/assessment/onsite/visits/${one.visitId}`,
});

const RECTIFICATION_VERBS: Readonly<Record<string, string>> = {
  'finding.open': '下发整改通知',
  'finding.received': '签收整改通知',
  'finding.noticed': '提交整改证明',
  'finding.look-back': '到现场回头看',
  'finding.proved': '复核整改',
  'case.called': '明确整顿负责人',
  'case.waiting': '确定整改期限',
  'case.running': '提交整顿证明',
  'case.proved': '验收整顿',
  'case.stated': '答复单位的申辩',
  'handover.sent': '接收交办事项',
  'handover.accepted': '办理交办事项',
  'handover.progress': '汇报交办进展',
  'handover.returned': '重新交办',
  'handover.proved': '核查交办事项',
};
export function ofRectification(one: Of<RectificationTodo>): Todo {
  const path = `/api/rectification/${one.kind.split('.')[0]}s/${one.id}`;
  const act =
    one.kind === 'finding.received'
      ? { act: { name: '签收', said: '已签收', order: { path: `${path}/acknowledgement` } } }
      : one.kind === 'handover.sent'
        ? { act: { name: '接收', said: '已接收', order: { path: `${path}/acceptance` } } }
        : {};
  return { key: `${one.kind}:${one.id}`, area: 'rectification', verb: RECTIFICATION_VERBS[one.kind] ?? '办理', object: one.title, unitId: one.unitId, ...dueOf(one.due), to: path.replace('/api/', '/app/'), ...act };
}

type OrderKind = Exclude<Of<EvidenceTodo>['kind'], 'audit.answer' | 'audit.review' | 'audit.publish' | 'duty.due' | 'disposal.approve'>;
const ORDER_VERBS: Readonly<Record<OrderKind, string>> = { 'order.dispatch': '派单', 'order.accept': '接单', 'order.claim': '领单', 'order.finish': '办结服务单', 'order.rate': '评价服务' };
export function ofEvidence(one: Of<EvidenceTodo>): Todo {
  const { kind, id, title, unitId, auditId, count = 0 } = one;
  const line = { key: `${kind}:${id}`, area: 'evidence', unitId, ...dueOf(one.due) } as const;
  switch (kind) {
    case 'audit.answer':
      return { ...line, verb: '补正材料', object: title || '（限制查看的材料）', to: `/app/evidence/audits/${auditId}` };
    case 'audit.review':
      return { ...line, verb: '审查档案', object: `${title}，还有 ${count} 件未看`, to: `/app/evidence/audits/${id}/review` };
    case 'audit.publish':
      return { ...line, verb: '反馈审查结果', object: `${title}，${count} 件待反馈`, to: `/app/evidence/audits/${id}` };
    case 'duty.due':
      return { ...line, verb: '补齐应有记录', object: `今年有 ${count} 项到期或缺失`, to: '/app/evidence/duties' };
    case 'disposal.approve':
      return { ...line, verb: '审批销毁', object: `${count} 件到期材料`, to: `/app/evidence/disposals/${id}` };
    case 'order.accept':
      return { ...line, verb: ORDER_VERBS[kind], object: title, to: `/app/evidence/community/orders/${id}`, act: { name: '接单', said: '已接单', order: { path: `/api/evidence/community/orders/${id}/accept` } } };
    default:
      return { ...line, verb: ORDER_VERBS[kind], object: title, to: `/app/evidence/community/orders/${id}` };
  }
}

const PUBLICITY_VERBS: Readonly<Record<string, readonly [verb: string, page: string]>> = {
  'notice.confirm': ['确认公示结果', '/app/publicity/notices'],
  'plaque.hand-over': ['交付牌匾', '/app/publicity/awards'],
  'plaque.take-back': ['收回牌匾', '/app/publicity/awards'],
  'plaque.hang': ['悬挂牌匾', '/app/publicity/awards'],
  'bulletin.approve': ['审签通报', '/app/publicity/bulletins'],
  'article.review': ['审核典型经验', '/app/publicity/showcase'],
};
export function ofPublicity({ kind, id, title, due }: Of<PublicityTodo>): Todo {
  const line = { key: `${kind}:${id}`, area: 'publicity', ...dueOf(due) } as const;
  const [verb, page] = PUBLICITY_VERBS[kind] ?? [];
  if (verb && page) return { ...line, verb, object: title, to: `${page}/${id}` };
  if (kind === 'notice.publish') return { ...line, verb: '发布公示', object: `${title} 个单位待公示`, to: `/app/publicity/notices/publish/${id}` };
  if (kind === 'reward.carry') return { ...line, verb: '落实奖惩', object: title, to: `/app/publicity/rewards/${id}` };
  return { ...line, verb: '核查反映', object: '公示期间收到的反映', unit: title, to: `/app/publicity/complaints/${id}` };
}

/** A service that is not well, or that keeps messages it could not take in. */
export const ofHealth = ({ service, ok, parked }: HealthView, name: string): Todo[] => [
  ...(ok ? [] : [{ key: `health:${service}`, area: 'system', verb: '检查服务', object: `${name}服务不正常`, to: '/app/system/messages' } as const]),
  ...(parked > 0 ? [{ key: `parked:${service}`, area: 'system', verb: '处理停住的消息', object: `${name}服务停住 ${parked} 条消息`, to: '/app/system/messages' } as const] : []),
];
