import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@xingchuang/rules';
import { DATABASE, type Database } from '@xingchuang/server';
import { SearchIndex } from '../search/search-index.ts';
import { linked, type LinkAct } from '../task/task-link-rule.ts';
import { TaskLinkStore, type TaskLink } from '../task/task-link-store.ts';
import { TaskService } from '../task/task-service.ts';
import { FileAccess } from './file-access.ts';
import { FileStore, type EvidenceFile } from './file-store.ts';

/** Which tasks a file is evidence for. */
@Injectable()
export class FileTaskService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(FileStore) readonly files: FileStore,
    @Inject(FileAccess) readonly access: FileAccess,
    @Inject(TaskService) readonly tasks: TaskService,
    @Inject(TaskLinkStore) readonly links: TaskLinkStore,
    @Inject(SearchIndex) readonly search: SearchIndex,
  ) {}

  async change(act: LinkAct, id: string, task: string, by: Actor): Promise<EvidenceFile> {
    const was = await this.access.get(id, by, 'file.upload');
    if (act === 'link') await this.tasks.check([task], () => 'task');
    const next = { ...was, tasks: linked(act, was.tasks, task) };
    return this.database.transaction(async () => {
      await this.links.note(act, id, [task], by);
      const saved = await this.files.save(next);
      await this.search.relinked(saved);
      return saved;
    });
  }

  async log(id: string, by: Actor): Promise<TaskLink[]> {
    return this.links.log((await this.access.get(id, by)).id);
  }
}
