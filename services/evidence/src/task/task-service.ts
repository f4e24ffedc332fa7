import { Inject, Injectable } from '@nestjs/common';
import type { TaskView } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import type { Scheme } from '@xingchuang/schemes';
import { SCHEMES, type SchemeDirectory } from '@xingchuang/server';

/** The tasks of the published schemes: what evidence can be linked to. */
@Injectable()
export class TaskService {
  constructor(@Inject(SCHEMES) readonly schemes: SchemeDirectory) {}

  async list(): Promise<TaskView[]> {
    return (await this.schemes.all()).flatMap(tasksOf);
  }

  /** Of these, the tasks that a published scheme has. */
  async published(tasks: readonly string[]): Promise<string[]> {
    if (tasks.length === 0) return [];
    const known = new Set((await this.list()).map(({ id }) => id));
    return tasks.filter((task) => known.has(task));
  }

  /** Refuses a task that no published scheme has, by its place in the input. */
  async check(tasks: readonly string[], field: (index: number) => string): Promise<void> {
    if (tasks.length === 0) return;
    const known = new Set((await this.list()).map(({ id }) => id));
    const index = tasks.findIndex((task) => !known.has(task));
    if (index >= 0) throw new Refusal('invalid', 'task.unknown', { task: tasks[index] }, field(index));
  }
}

function tasksOf(scheme: Scheme): TaskView[] {
  const schemeName = { zh: scheme.name.zh, en: scheme.name.en ?? scheme.name.zh };
  return scheme.dimensions
    .flatMap(({ tasks }) => tasks)
    .flatMap((task) => [task, ...task.items])
    .map(({ id, zh, en, source }) => ({ id: `${scheme.id}/${id}`, zh, en: en ?? zh, scheme: scheme.id, schemeName, ...(source !== undefined && { source }) }));
}
