import { Button, Select } from 'antd';
import { useState } from 'react';
import { FileView, TaskLinkLog, TaskList } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useRead } from '../api/reading.ts';
import { PersonName } from '../registry/person-name.tsx';
import { useMay } from '../session/session.ts';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { Timeline } from '../shared/timeline.tsx';

/** Which tasks a file is evidence for: linking, unlinking, and the log of both. */
export function FileTasks({ file }: { readonly file: FileView }) {
  const may = useMay()('file.upload');
  const say = useSay();
  const tasks = useRead(TaskList, '/api/evidence/tasks', {}, 3_600).data?.items ?? [];
  const log = useRead(TaskLinkLog, `/api/evidence/files/${file.id}/task-links`).data?.items ?? [];
  const [task, setTask] = useState<string>();
  const command = useCommand(FileView, () => {
    setTask(undefined);
    say('已保存');
  });
  const change = (act: 'link' | 'unlink', id: string) => command.give({ path: `/api/evidence/files/${file.id}/${act}-task`, body: { task: id } });
  const nameOf = (id: string): string => tasks.find((one) => one.id === id)?.zh ?? id;
  return (
    <section className="card">
      <h2>用于哪些任务</h2>
      <div className="stack tight">
        {file.tasks.length === 0 && <p className="quiet">还没有关联任务。</p>}
        <ul className="stack tight" aria-label="已关联的任务">
          {file.tasks.map((id) => (
            <li key={id} className="row between" style={{ flexWrap: 'nowrap' }}>
              <span style={{ minWidth: 0, overflowWrap: 'anywhere' }}>{nameOf(id)}</span>
              {may && (
                <button type="button" className="plain small nowrap" disabled={command.busy} onClick={() => change('unlink', id)} aria-label={`取消关联 ${nameOf(id)}`}>
                  取消关联
                </button>
              )}
            </li>
          ))}
        </ul>
        {may && (
          <div className="row" style={{ flexWrap: 'nowrap' }}>
            <Select
              aria-label="选择任务"
              placeholder="选择任务"
              style={{ flex: 1, minWidth: 0 }}
              showSearch={{ optionFilterProp: 'label' }}
              value={task ?? null}
              onChange={(id) => setTask(id ?? undefined)}
              options={tasks.filter(({ id }) => !file.tasks.includes(id)).map(({ id, zh }) => ({ value: id, label: zh }))}
            />
            <Button disabled={task === undefined} loading={command.busy} onClick={() => change('link', task!)}>
              关联
            </Button>
          </div>
        )}
        <ProblemAlert problem={command.problem} />
        {log.length > 0 && (
          <details>
            <summary className="quiet">关联记录（{log.length}）</summary>
            <Timeline moments={log.map(({ at, act, task: id, by }) => ({ at, title: `${act === 'link' ? '关联' : '取消关联'}：${nameOf(id)}`, by: <PersonName id={by} /> }))} />
          </details>
        )}
      </div>
    </section>
  );
}
