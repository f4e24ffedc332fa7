import { Button } from 'antd';
import { useState } from 'react';
import { TasksLinked, type ArchiveItem, type ArchiveTask, type ArchiveView } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { State } from '../shared/page.tsx';
import { sourceWords } from '../shared/words.ts';
import { ArchiveShelf } from './archive-shelf.tsx';
import { LinkDialog } from './link-dialog.tsx';
import { UndoLinks } from './undo-links.tsx';

interface TaskCardProps {
  readonly task: ArchiveTask;
  readonly archive: ArchiveView;
  readonly canLink: boolean;
}

/** One task with its parts and what serves them; items are chosen for it here and taken off again. */
export function ArchiveTaskCard({ task, archive, canLink }: TaskCardProps) {
  const [choosing, setChoosing] = useState<{ readonly id: string; readonly zh: string }>();
  const [last, setLast] = useState<TasksLinked>();
  const command = useCommand(TasksLinked, setLast);
  const total = task.count + task.parts.reduce((sum, { count }) => sum + count, 0);
  const unlink = (of: string) => (item: ArchiveItem) =>
    canLink && (
      <button
        type="button"
        className="plain"
        aria-label={`取消关联 ${item.name}`}
        disabled={command.busy}
        onClick={() =>
          command.give({ path: '/api/evidence/task-links', body: { act: 'unlink', tasks: [of], items: [{ kind: item.kind, id: item.id }] } })
        }
      >
        取消关联
      </button>
    );
  const choose = (of: { readonly id: string; readonly zh: string }) =>
    canLink && (
      <Button size="small" onClick={() => setChoosing(of)}>
        选择材料
      </Button>
    );
  return (
    <details className="card flush archive-task">
      <summary>
        <span className="name">{task.zh}</span>
        {task.source && <span className="quiet small source">{sourceWords(task.source)}</span>}
        {task.gap ? <State tone="due">还没有材料</State> : <State tone="good">{total} 份</State>}
      </summary>
      <div className="body">
        {(task.parts.length === 0 || task.count > 0) && (
          <div className="part-head">
            <span className="quiet">{task.parts.length > 0 ? '用于整项任务' : task.count === 0 ? '还没有材料' : '材料'}</span>
            {choose(task)}
          </div>
        )}
        {task.count > 0 && <ArchiveShelf shelf={task} archive={archive} task={task.id} side={unlink(task.id)} />}
        {task.parts.map((part) => (
          <div key={part.id}>
            <div className="part-head">
              <span>
                {part.zh} {part.count === 0 && <span className="quiet small">没有材料</span>}
              </span>
              {choose(part)}
            </div>
            {part.count > 0 && <ArchiveShelf shelf={part} archive={archive} task={part.id} side={unlink(part.id)} />}
          </div>
        ))}
        <ProblemAlert problem={command.problem} />
        {last && <UndoLinks of={last} done={() => setLast(undefined)} />}
      </div>
      {choosing && (
        <LinkDialog
          task={choosing}
          archive={archive}
          close={(linked) => {
            setChoosing(undefined);
            if (linked) setLast(linked);
          }}
        />
      )}
    </details>
  );
}
