import { Refusal } from '@xingchuang/rules';

export type LinkAct = 'link' | 'unlink';

/** The tasks of an item after one was linked or unlinked. One item serves as many tasks as it is evidence for. */
export function linked(act: LinkAct, tasks: readonly string[], task: string): string[] {
  if (act === 'link' && tasks.includes(task)) throw new Refusal('conflict', 'task.linked', { task }, 'task');
  if (act === 'unlink' && !tasks.includes(task)) throw new Refusal('conflict', 'task.not-linked', { task }, 'task');
  return act === 'link' ? [...tasks, task] : tasks.filter((other) => other !== task);
}
