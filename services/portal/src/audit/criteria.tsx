import { TaskList, type AuditItemView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { useRecordTypes } from '../evidence/record-types.ts';

/** By what an item is judged: the tasks that it serves in the words of the scheme, and what its type asks for. */
export function Criteria({ item }: { readonly item: AuditItemView }) {
  const tasks = useRead(TaskList, '/api/evidence/tasks', {}, 3_600).data?.items.filter(({ id }) => item.tasks.includes(id)) ?? [];
  const type = useRecordTypes().find(({ id }) => item.kind === 'record' && id === item.type);
  const needed = type?.fields.filter(({ required }) => required).map(({ zh }) => zh) ?? [];
  return (
    <div className="stack tight">
      {tasks.length === 0 && <p className="quiet">没有关联重点任务</p>}
      {tasks.map((task) => (
        <p key={task.id}>
          <strong>{task.zh}</strong>
          <br />
          <span className="quiet small">
            {task.schemeName.zh} {task.id.split('/')[1]}
            {task.source && ` · ${task.source}`}
          </span>
        </p>
      ))}
      {type && (
        <p>
          “{type.zh}”应有：{needed.join('、') || '无必填项'}
          {type.attachments.min > 0 && `；附件至少 ${type.attachments.min} 个`}
          {type.source && <span className="quiet small"> {type.source}</span>}
        </p>
      )}
    </div>
  );
}
