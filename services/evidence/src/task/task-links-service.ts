import { Inject, Injectable } from '@nestjs/common';
import type { ItemRef, TasksLinked, TasksLinking } from '@xingchuang/contracts';
import { Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, type Clock, type Database } from '@xingchuang/server';
import { FileTaskService } from '../file/file-task-service.ts';
import { FileAccess } from '../file/file-access.ts';
import { RecordService } from '../record/record-service.ts';
import { RecordAccess } from '../record/record-access.ts';
import type { LinkAct } from './task-link-rule.ts';
import { TaskLinkStore, type LinkBatch } from './task-link-store.ts';
import { TaskService } from './task-service.ts';

/** So many links change in one transaction. */
const MOST = 400;

type Change = LinkBatch['changed'][number];

/** Links of many items and tasks by one order: all of it or nothing, and it can be taken back. */
@Injectable()
export class TaskLinksService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(FileAccess) readonly files: FileAccess,
    @Inject(FileTaskService) readonly fileTasks: FileTaskService,
    @Inject(RecordAccess) readonly records: RecordAccess,
    @Inject(RecordService) readonly recordService: RecordService,
    @Inject(TaskService) readonly tasks: TaskService,
    @Inject(TaskLinkStore) readonly links: TaskLinkStore,
  ) {}

  async change({ act, tasks, items }: TasksLinking, by: Actor): Promise<TasksLinked> {
    if (act === 'link') await this.tasks.check(tasks, (index) => `tasks[${index}]`);
    const wanted = items.flatMap((item) => [...new Set(tasks)].map((task) => ({ ...item, task })));
    if (wanted.length > MOST) throw new Refusal('limit', 'links.too-many', { most: MOST, wanted: wanted.length }, 'items');
    return this.database.transaction(async () => {
      const changed = await this.#apply(act, wanted, by);
      const id = newId();
      if (changed.length > 0) await this.links.insertBatch({ id, version: 1, act, changed, by: by.personId, at: this.clock.now().toISOString() });
      return { id, changed: changed.length, unchanged: wanted.length - changed.length };
    });
  }

  /** What the order changed is as it was before; what others changed since stays. */
  async undo(id: string, by: Actor): Promise<TasksLinked> {
    return this.database.transaction(async () => {
      const batch = await this.links.findBatch(id);
      if (!batch || batch.by !== by.personId) throw new Refusal('missing', 'thing.missing');
      if (batch.undoneAt !== undefined) throw new Refusal('conflict', 'links.undone', { at: batch.undoneAt });
      const changed = await this.#apply(batch.act === 'link' ? 'unlink' : 'link', batch.changed, by);
      await this.links.saveBatch({ ...batch, undoneAt: this.clock.now().toISOString() });
      return { id, changed: changed.length, unchanged: batch.changed.length - changed.length };
    });
  }

  async #apply(act: LinkAct, wanted: readonly Change[], by: Actor): Promise<Change[]> {
    const changed: Change[] = [];
    for (const change of wanted) {
      const { tasks } = await this.#item(change, by);
      if (tasks.includes(change.task) === (act === 'link')) continue;
      if (change.kind === 'file') await this.fileTasks.change(act, change.id, change.task, by);
      else await this.recordService.changeTask(act, change.id, change.task, by);
      changed.push({ kind: change.kind, id: change.id, task: change.task });
    }
    return changed;
  }

  #item({ kind, id }: ItemRef, by: Actor): Promise<{ readonly tasks: readonly string[] }> {
    return kind === 'file' ? this.files.get(id, by, 'file.upload') : this.records.get(id, by, 'record.file');
  }
}
