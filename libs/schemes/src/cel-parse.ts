import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import { typeWords, type Type } from './cel-types.ts';
import type { Said } from './problem.ts';

/** A fault in an expression, `at` characters after its beginning. */
export interface Fault extends Said {
  readonly at: number;
}

/** Thrown inside the compiler only; `compileExpression` turns it into a value. */
export class ExpressionFault extends Error {
  constructor(readonly fault: Fault) {
    super(fault.en);
  }
}

/** Bounds of an expression, and of its run for one unit: `work` steps over lists and fractions take some 20 ms at most, a `piece` 2 ms. */
export const LIMITS = { characters: 1_000, nodes: 200, depth: 16, lists: 2, recordsPerFact: 1_000, work: 1_000_000, piece: 100_000 } as const;

const parser = new Environment({
  unlistedVariablesAreDyn: true,
  limits: { maxAstNodes: LIMITS.nodes, maxDepth: LIMITS.depth, maxListElements: 100, maxMapEntries: 1, maxCallArguments: 5 },
});

/** Parses CEL text within the limits; only the tree is used, never the library's evaluator. Throws ExpressionFault. */
export function parseExpression(text: string): ASTNode {
  if (text.length > LIMITS.characters) throw tooLarge(0);
  try {
    const { ast } = parser.parse(text);
    if (depthOf(ast) > LIMITS.depth) throw tooLarge(0);
    return ast;
  } catch (error) {
    if (error instanceof ExpressionFault) throw error;
    const { code, summary, range } = error as { code?: string; summary?: string; range?: { start: number } };
    if (code?.includes('limit') || code?.includes('exceed')) throw tooLarge(range?.start ?? 0);
    throw new ExpressionFault({
      at: range?.start ?? 0,
      code: 'expression.syntax',
      zh: `表达式写法有误（CEL）：${summary ?? '无法解析'}`,
      en: `the expression is not valid CEL: ${summary ?? 'cannot be parsed'}`,
    });
  }
}

export const tooLarge = (at: number): ExpressionFault =>
  new ExpressionFault({
    at,
    code: 'expression.too-large',
    zh: `表达式过长或嵌套过深（最多 ${LIMITS.characters} 字符、${LIMITS.nodes} 个节点、${LIMITS.depth} 层）：请拆成几个条款`,
    en: `the expression is too long or too deep (at most ${LIMITS.characters} characters, ${LIMITS.nodes} nodes, ${LIMITS.depth} levels): split it into several clauses`,
  });

/** A fault at a node. */
export const at = (node: ASTNode, said: Said): ExpressionFault => new ExpressionFault({ at: node.start, ...said });

export function mistyped(node: ASTNode, is: Type, wanted: Type['is']): ExpressionFault {
  const [zh, en] = typeWords(wanted);
  const [isZh, isEn] = typeWords(is.is);
  return at(node, { code: 'expression.type', zh: `这里应是${zh}，写的是${isZh}`, en: `${en} is needed here, this is ${isEn}` });
}

/** Nodes below a node, of any operator. */
function childrenOf(node: ASTNode): ASTNode[] {
  const isNode = (value: unknown): value is ASTNode =>
    typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
  const flat = (value: unknown): ASTNode[] => (isNode(value) ? [value] : Array.isArray(value) ? value.flatMap(flat) : []);
  return flat(node.args);
}

export const nodesOf = (node: ASTNode): number => 1 + childrenOf(node).reduce((sum, child) => sum + nodesOf(child), 0);

function depthOf(node: ASTNode): number {
  return 1 + Math.max(0, ...childrenOf(node).map(depthOf));
}
