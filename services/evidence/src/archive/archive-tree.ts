import type { ArchiveItem, ArchiveTask, ArchiveView } from '@xingchuang/contracts';
import type { Scheme, Words } from '@xingchuang/schemes';

/** A shelf shows so many of its items; the rest is asked for. */
const SHOWN = 20;

const byDay = (one: ArchiveItem, other: ArchiveItem): number => (one.day === other.day ? (one.id < other.id ? 1 : -1) : one.day < other.day ? 1 : -1);
const words = ({ zh, en }: Words): { zh: string; en: string } => ({ zh, en: en ?? zh });

/** The tasks of a scheme with what serves each; what serves none of them stands apart. Items are sorted by day, the latest first. */
export function archiveTree(scheme: Scheme, items: readonly ArchiveItem[]): Pick<ArchiveView, 'dimensions' | 'apart' | 'counts'> {
  const sorted = items.toSorted(byDay);
  const on = new Map<string, ArchiveItem[]>();
  for (const item of sorted) for (const task of item.tasks) on.set(task, [...(on.get(task) ?? []), item]);
  const shelf = (list: readonly ArchiveItem[] = []) => ({ count: list.length, items: list.slice(0, SHOWN) });
  const part = (task: Words & { readonly id: string; readonly source?: string | undefined }) => {
    const id = `${scheme.id}/${task.id}`;
    return { id, ...words(task), ...(task.source === undefined ? {} : { source: task.source }), ...shelf(on.get(id)) };
  };
  const dimensions = scheme.dimensions.map((dimension) => ({
    id: dimension.id,
    ...words(dimension),
    tasks: dimension.tasks.map((task): ArchiveTask => {
      const [own, parts] = [part(task), task.items.map(part)];
      return { ...own, parts, gap: own.count === 0 && parts.every(({ count }) => count === 0) };
    }),
  }));
  const tasks = dimensions.flatMap((dimension) => dimension.tasks);
  return {
    dimensions,
    apart: shelf(apartFrom(scheme.id, sorted)),
    counts: {
      files: items.filter(({ kind }) => kind === 'file').length,
      records: items.filter(({ kind }) => kind === 'record').length,
      tasks: tasks.length,
      gaps: tasks.filter(({ gap }) => gap).length,
    },
  };
}

/** One page of what serves a task, or of what serves none of the scheme; `after` is the last item of the page before. */
export function archivePage(scheme: string, items: readonly ArchiveItem[], task: string | undefined, after: { readonly at: string; readonly id: string } | undefined, limit: number): ArchiveItem[] {
  const sorted = items.toSorted(byDay);
  const chosen = task === undefined ? apartFrom(scheme, sorted) : sorted.filter(({ tasks }) => tasks.includes(task));
  const rest = after ? chosen.filter(({ day, id }) => day < after.at || (day === after.at && id < after.id)) : chosen;
  return rest.slice(0, limit + 1);
}

const apartFrom = (scheme: string, items: readonly ArchiveItem[]): ArchiveItem[] => items.filter(({ tasks }) => !tasks.some((task) => task.startsWith(`${scheme}/`)));
