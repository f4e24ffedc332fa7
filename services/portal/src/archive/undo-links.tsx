import { TasksLinked } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { ProblemAlert } from '../shared/problem-alert.tsx';

/** Says what was just linked or unlinked, and takes it back. */
export function UndoLinks({ of: { id, changed, unchanged }, done }: { readonly of: TasksLinked; readonly done: () => void }) {
  const command = useCommand(TasksLinked, done);
  return (
    <div className="undo" role="status">
      <span>
        已改动 {changed} 项关联{unchanged > 0 && `，${unchanged} 项本来如此`}
      </span>
      {changed > 0 && (
        <button
          type="button"
          className="plain"
          disabled={command.busy}
          onClick={() => command.give({ path: `/api/evidence/task-links/${id}/undo`, body: {} })}
        >
          撤销
        </button>
      )}
      <button type="button" className="plain" onClick={done}>
        知道了
      </button>
      <ProblemAlert problem={command.problem} />
    </div>
  );
}
