import { PublicityTodo, RectificationTodo, TodoList } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { actWord } from '../shared/words.ts';

/** One thing to do: verb, object, unit, last day, and the page on which it is done. */
export interface Todo {
  readonly key: string;
  readonly verb: string;
  readonly object: string;
  readonly unit?: string;
  readonly unitId?: string;
  readonly due?: string;
  readonly to: string;
}

const FINDING_VERBS: Readonly<Record<string, string>> = {
  'finding.open': '下发整改通知',
  'finding.noticed': '提交整改证明',
  'finding.proved': '复核整改',
  'case.waiting': '确定整改期限',
  'case.running': '提交整顿证明',
  'case.proved': '验收整顿',
};

/** What three services ask of this seat, by deadline; what has none comes last. */
export function useTodo() {
  const may = useMay();
  const assessment = useRead(TodoList, '/api/assessment/todo');
  const rectification = useRead(RectificationTodo, may('finding.read') ? '/api/rectification/todo' : undefined);
  const publicity = useRead(PublicityTodo, may('notice.publish') ? '/api/publicity/todo' : undefined);

  const items: Todo[] = [
    ...(assessment.data?.items ?? []).map((one) => ({
      key: `${one.campaign.id}:${one.step}:${one.unit?.id ?? ''}:${one.spotCheckId ?? ''}`,
      verb: one.name.zh || actWord(one.act),
      object: one.level ? `${one.campaign.title}，${one.level.zh}` : one.campaign.title,
      ...(one.unit ? { unit: one.unit.name } : {}),
      ...(one.deadline ? { due: one.deadline } : {}),
      to: one.candidacyId
        ? `/app/assessment/candidacies/${one.candidacyId}`
        : `/app/assessment/campaigns/${one.campaign.id}/spot-checks`,
    })),
    ...(rectification.data?.items ?? []).map((one) => ({
      key: `${one.kind}:${one.id}`,
      verb: FINDING_VERBS[one.kind] ?? '办理',
      object: one.title,
      unitId: one.unitId,
      ...(one.due ? { due: one.due } : {}),
      to: `/app/rectification/${one.kind.startsWith('case') ? 'cases' : 'findings'}/${one.id}`,
    })),
    ...(publicity.data?.items ?? []).map((one) => ({
      key: `${one.kind}:${one.id}`,
      ...publicityWork(one.kind, one.id, one.title),
      ...(one.due ? { due: one.due } : {}),
    })),
  ];
  items.sort((a, b) => (a.due ?? '9').localeCompare(b.due ?? '9'));
  const asked = [assessment, rectification, publicity];
  return { items, loading: assessment.isPending, errors: asked.map(({ error }) => error).filter((error) => error !== null) };
}

function publicityWork(kind: string, id: string, title: string): Pick<Todo, 'verb' | 'object' | 'unit' | 'to'> {
  if (kind === 'notice.publish')
    return { verb: '发布公示', object: `${title} 个单位待公示`, to: `/app/publicity/notices/publish/${id}` };
  if (kind === 'notice.confirm') return { verb: '确认公示结果', object: title, to: `/app/publicity/notices/${id}` };
  return { verb: '核查反映', object: '公示期间收到的反映', unit: title, to: '/app/publicity/notices' };
}
