import { Checkbox, Modal } from 'antd';
import { useState } from 'react';
import { RecordPage, TasksLinked, type ArchiveView, type ItemRef } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useList } from '../api/reading.ts';
import { FilePick } from '../evidence/file-pick.tsx';
import { dayWords } from '../shared/day-words.ts';
import { LongList } from '../shared/long-list.tsx';
import { MoreBelow } from '../shared/more-below.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';

interface LinkDialogProps {
  readonly task: { readonly id: string; readonly zh: string };
  readonly archive: ArchiveView;
  readonly close: (linked?: TasksLinked) => void;
}

/** Chooses records and files of the unit for a task, as many as serve it, and links them at once. */
export function LinkDialog({ task, archive: { unitId, year }, close }: LinkDialogProps) {
  const [records, setRecords] = useState<readonly string[]>([]);
  const [files, setFiles] = useState<readonly string[]>([]);
  const command = useCommand(TasksLinked, close);
  const found = useList(RecordPage, '/api/evidence/records', { unitId, from: `${year}-01-01`, to: `${year}-12-31` });
  const items: ItemRef[] = [
    ...records.map((id) => ({ kind: 'record' as const, id })),
    ...files.map((id) => ({ kind: 'file' as const, id })),
  ];
  const toggle = (id: string) => setRecords(records.includes(id) ? records.filter((one) => one !== id) : [...records, id]);
  return (
    <Modal
      open
      title={`选择用于“${task.zh}”的材料`}
      okText={items.length === 0 ? '关联' : `关联 ${items.length} 份`}
      cancelText="取消"
      okButtonProps={{ disabled: items.length === 0, loading: command.busy }}
      onOk={() => command.give({ path: '/api/evidence/task-links', body: { act: 'link', tasks: [task.id], items } })}
      onCancel={() => close()}
    >
      <div className="stack tight">
        <h3>台账</h3>
        {found.items.length === 0 ? (
          <p className="quiet">{found.loading ? '正在载入…' : `${year}年还没有台账。`}</p>
        ) : (
          <div className="archive-pick">
            <LongList of={found.items} label="可选台账" keyOf={({ id }) => id} goesOn={found.more !== undefined}>
              {(record) => (
                <Checkbox
                  checked={records.includes(record.id) || record.tasks.includes(task.id)}
                  disabled={record.tasks.includes(task.id)}
                  onChange={() => toggle(record.id)}
                >
                  {record.title} <span className="quiet small">{dayWords(record.day)}</span>
                </Checkbox>
              )}
            </LongList>
            <MoreBelow of={found} />
          </div>
        )}
        <h3>材料</h3>
        <FilePick unitId={unitId} chosen={files} onChange={setFiles} />
        <ProblemAlert problem={command.problem} />
      </div>
    </Modal>
  );
}
