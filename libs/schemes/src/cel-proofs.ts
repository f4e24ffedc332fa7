import type { ASTNode } from '@marcbachmann/cel-js';

/** What an expression proves of its parts: which names have a value, which numbers are not 0. */

export const operandsOf = (node: ASTNode, op: '&&' | '||'): ASTNode[] =>
  node.op === op ? node.args.flatMap((arg) => operandsOf(arg, op)) : [node];
export const union = (a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> => (b.size === 0 ? a : new Set([...a, ...b]));

export function pathOf(node: ASTNode): string | undefined {
  if (node.op === 'id') return node.args;
  const base = node.op === '.' ? pathOf(node.args[0]) : undefined;
  return base === undefined ? undefined : `${base}.${(node.args as [ASTNode, string])[1]}`;
}

/** What stands for the same value wherever it is written: the path of a name, or a function with its arguments. */
export function keyOf(node: ASTNode): string | undefined {
  const path = pathOf(node);
  if (path !== undefined) return path;
  if (node.op === 'value') return `'${String(node.args)}`;
  if (node.op !== 'rcall' && node.op !== 'call') return undefined;
  const parts = (node.op === 'rcall' ? [node.args[1], ...node.args[2]] : node.args[1]).map(keyOf);
  return parts.includes(undefined) ? undefined : `${node.args[0]}(${parts.join(', ')})`;
}

/** How the proofs say that a node is not 0. */
export const notZero = (node: ASTNode): string => `${keyOf(node)} != 0`;

/** Paths that cannot be null, and nodes that cannot be 0, when the node has this verdict. */
export function proven(node: ASTNode, verdict: boolean): ReadonlySet<string> {
  if (node.op === '!_') return proven(node.args, !verdict);
  if (node.op === (verdict ? '&&' : '||')) return union(proven(node.args[0], verdict), proven(node.args[1], verdict));
  if (node.op === (verdict ? '!=' : '==')) {
    const [a, b] = node.args as [ASTNode, ASTNode];
    const isNull = (n: ASTNode): boolean => n.op === 'value' && n.args === null;
    const path = isNull(b) ? keyOf(a) : isNull(a) ? keyOf(b) : undefined;
    if (path !== undefined) return new Set([path]);
  }
  const number = (n: ASTNode): number | undefined => (n.op === 'value' && ['bigint', 'number'].includes(typeof n.args) ? Number(n.args) : undefined);
  if (node.op === (verdict ? '!=' : '==') && number(node.args[1]) === 0) return new Set([notZero(node.args[0])]);
  if (verdict && node.op === '>' && (number(node.args[1]) ?? -1) >= 0) return new Set([notZero(node.args[0])]);
  if (verdict && node.op === '>=' && (number(node.args[1]) ?? 0) > 0) return new Set([notZero(node.args[0])]);
  return new Set();
}
