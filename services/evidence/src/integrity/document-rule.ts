import type { IntegrityFault } from '@xingchuang/contracts';
import { canonicalJson, commitmentOf } from '@xingchuang/transparency';
import type { LogEntry } from '../log/log-store.ts';

type Content = Readonly<Record<string, unknown>>;
type Fault = Pick<IntegrityFault, 'place' | 'expected' | 'found'>;

/** Acts whose content says what the whole document is. */
const WHOLE = /^(file\.(received|imported)|record\.\w[\w-]*)$/;

/** Statements whose own content is no longer the one that was committed to. */
export function brokenStatements(entries: readonly LogEntry[]): (Fault & { readonly entry: LogEntry })[] {
  return entries
    .filter(({ erased }) => !erased)
    .map((entry) => ({ entry, found: commitmentOf(entry.salt, entry.content) }))
    .filter(({ entry, found }) => found !== entry.commitment)
    .map(({ entry, found }) => ({ entry, place: `log-entries/${entry.id}.content`, expected: entry.commitment, found }));
}

/** What the log says the thing is now: the last whole statement, with the tasks that were linked and unlinked since. */
export function statedContent(entries: readonly LogEntry[]): Content | undefined {
  const at = entries.findLastIndex(({ act, content }) => WHOLE.test(act) && ('unitId' in content || 'unit' in content));
  if (at < 0) return undefined;
  const { reason: _, ...content } = entries[at]!.content;
  if (!Array.isArray(content['tasks'])) return content;
  const tasks = new Set(content['tasks'] as string[]);
  for (const { act, content: { task } } of entries.slice(at + 1)) {
    if (act === 'task.linked') tasks.add(task as string);
    if (act === 'task.unlinked') tasks.delete(task as string);
  }
  return { ...content, tasks: [...tasks] };
}

/** Fields in which a stored document is not what the log says of it. */
export function changedFields(collection: string, id: string, stated: Content, found: Content): Fault[] {
  const names = [...new Set([...Object.keys(stated), ...Object.keys(found)])].toSorted();
  const text = (field: string, content: Content): string => canonicalJson(field === 'tasks' ? (content[field] as string[] | undefined)?.toSorted() ?? null : (content[field] ?? null));
  return names
    .filter((name) => text(name, stated) !== text(name, found))
    .map((name) => ({ place: `${collection}/${id}.${name}`, expected: shortened(text(name, stated)), found: shortened(text(name, found)) }));
}

/** Enough to see the difference, not enough to move personal data about. */
const shortened = (text: string): string => (text.length <= 80 ? text : `${text.slice(0, 79)}…`);
