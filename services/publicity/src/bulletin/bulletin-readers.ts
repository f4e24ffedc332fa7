import { scopeOf, type Actor } from '@xingchuang/rules';
import type { Bulletin } from './bulletin-rule.ts';

/** The part of a query over issues that leaves out what a seat may not read. `path`: from the top of the tree down to the seat's unit. */
export function readableBy(by: Actor, path: readonly string[]): Record<string, unknown> {
  const over = scopeOf(by.role, 'ranking.read'); // who looks over units sees what these issue
  if (over === 'any') return {};
  return {
    $or: [
      { 'readers.of': { $in: ['public', 'everyone', null] } },
      { 'readers.of': 'subtree', nodeId: { $in: [...path] } },
      { 'readers.of': 'units', 'readers.unitIds': { $in: [...path] } },
      { unitId: by.unitId },
      ...(over === 'subtree' ? [{ path: by.jurisdictionId }] : []),
    ],
  };
}

/** Whether those who sit at a unit are among the readers that an issue is for. */
export function isFor({ readers, nodeId }: Pick<Bulletin, 'readers' | 'nodeId'>, path: readonly string[]): boolean {
  if (readers?.of === 'subtree') return path.includes(nodeId);
  return readers?.of === 'units' ? readers.unitIds.some((id) => path.includes(id)) : true;
}
