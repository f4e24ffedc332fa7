import type { ASTNode } from '@marcbachmann/cel-js';
import { Refusal } from '@xingchuang/rules';
import { compare, equal, isIn, logic, sum } from './cel-operators.ts';
import { at, ExpressionFault, LIMITS, mistyped, parseExpression, tooLarge, type Fault } from './cel-parse.ts';
import { typeWords, type Frame, type Names, type Piece, type Row, type Slot, type Type, type Value } from './cel-types.ts';
import { MOST_PLACES, placesOf, plain, scaled } from './decimal.ts';
import { unknown } from './problem.ts';

/** A named value that an expression read, as shown in an explanation. */
export interface Use {
  readonly name: string;
  readonly show: (frame: Frame) => unknown;
}

/** A checked expression as a function over a row. `parts` are the operands of a top-level `&&` or `||`. */
export interface Compiled {
  readonly text: string;
  readonly type: Type;
  readonly run: (frame: Frame) => Value;
  readonly uses: readonly Use[];
  readonly parts: readonly Compiled[];
}

export type Compilation = { readonly ok: Compiled } | { readonly fault: Fault };

/**
 * Checks an expression against the names it may use and compiles it to closures over slots. Total: once compiled it cannot fail
 * and cannot loop beyond its lists. `given` are paths known not to be null (from the clause's `when`).
 */
export function compileExpression(
  text: string,
  names: Names,
  is: Type['is'],
  given: ReadonlySet<string> = new Set(),
): Compilation {
  try {
    const node = parseExpression(text);
    const ok = new Compiler(text, names).whole(node, given);
    if (ok.type.is !== is) {
      const [zh, en] = typeWords(is);
      throw at(node, { code: 'expression.type', zh: `这里的结果应是${zh}`, en: `the result must be ${en}` });
    }
    return { ok };
  } catch (error) {
    if (error instanceof ExpressionFault) return { fault: error.fault };
    if (error instanceof Refusal) return { fault: tooLarge(0).fault }; // constants beyond exact integers
    throw error;
  }
}

/** Paths that cannot be null where the expression is true: what `when` proves for `expr`. Empty for a faulty expression. */
export function provenBy(text: string | undefined): ReadonlySet<string> {
  if (text === undefined) return new Set();
  try {
    return proven(parseExpression(text), true);
  } catch {
    return new Set(); // the fault itself is reported where `when` is compiled
  }
}

class Compiler {
  readonly #text: string;
  readonly #names: Names;
  #uses = new Map<string, Use>();
  #locals = new Map<string, Slot>();

  constructor(text: string, names: Names) {
    this.#text = text;
    this.#names = names;
  }

  whole(node: ASTNode, known: ReadonlySet<string>): Compiled {
    const parts: Compiled[] = [];
    if (node.op === '&&' || node.op === '||') {
      let proofs = known;
      for (const operand of operandsOf(node, node.op)) {
        parts.push(this.whole(operand, proofs));
        proofs = union(proofs, proven(operand, node.op === '&&'));
      }
    }
    this.#uses = new Map();
    const piece = this.#piece(node, known);
    if (piece.type.is === 'record' || piece.type.is === 'null') throw mistyped(node, piece.type, 'boolean');
    const text = this.#text.slice(node.start, node.end);
    return { text, type: piece.type, run: piece.run as (frame: Frame) => Value, uses: [...this.#uses.values()], parts };
  }

  #piece(node: ASTNode, known: ReadonlySet<string>): Piece {
    switch (node.op) {
      case 'value':
        return this.#literal(node);
      case 'id':
      case '.':
        return this.#named(node, known);
      case '&&':
      case '||': {
        const [a, b] = node.args;
        const left = this.#truth(a, known);
        return logic(node.op, left, this.#truth(b, union(known, proven(a, node.op === '&&'))));
      }
      case '!_': {
        const run = this.#truth(node.args, known).run;
        return { type: { is: 'boolean' }, run: (frame) => !run(frame) };
      }
      case '?:':
        return this.#choice(node.args, known);
      case '==':
      case '!=':
        return equal(node.op, this.#piece(node.args[0], known), this.#piece(node.args[1], known), node);
      case '<':
      case '<=':
      case '>':
      case '>=':
        return compare(node.op, this.#sure(node.args[0], known), this.#sure(node.args[1], known), node);
      case '+':
      case '-':
      case '*':
        return sum(node.op, this.#sure(node.args[0], known), this.#sure(node.args[1], known), node);
      case '-_':
        return sum('-', { type: { is: 'number', places: 0 }, run: () => 0, constant: 0 }, this.#sure(node.args, known), node);
      case 'in':
        return isIn(this.#sure(node.args[0], known), this.#listed(node.args[1], known), node);
      case 'call':
        return this.#call(node, node.args[0], node.args[1], known);
      case 'rcall':
        return this.#method(node, known);
      default:
        throw at(node, {
          code: 'expression.operator',
          zh: `不支持这种写法（${node.op}）。可用：&& || ! == != < <= > >= + - * in ?: size() exists() all() filter()`,
          en: `not supported here (${node.op}). Use && || ! == != < <= > >= + - * in ?: size() exists() all() filter()`,
        });
    }
  }

  #literal(node: ASTNode): Piece {
    const value = node.op === 'value' ? node.args : undefined;
    const fixed = (type: Type, constant: Value): Piece => ({ type, constant, run: () => constant });
    if (typeof value === 'boolean') return fixed({ is: 'boolean' }, value);
    if (typeof value === 'string') return fixed({ is: 'text' }, value);
    if (value === null) return fixed({ is: 'null' }, null);
    const text = this.#text.slice(node.start, node.end);
    const places = placesOf(text);
    const size = places === undefined || places > MOST_PLACES ? undefined : scaled(text, places);
    if (size !== undefined) return fixed({ is: 'number', places: places! }, size);
    throw at(node, {
      code: 'expression.number',
      zh: `数写成最多 9 位整数、${MOST_PLACES} 位小数：${text}`,
      en: `a number has at most 9 digits and ${MOST_PLACES} decimal places: ${text}`,
    });
  }

  #named(node: ASTNode, known: ReadonlySet<string>): Piece {
    const path = pathOf(node);
    if (path === undefined && node.op === '.') this.#piece(node.args[0], known); // says what is wrong before the dot
    const local = path === undefined ? undefined : this.#local(node, path);
    if (local) return { ...local, type: known.has(path!) ? sureOf(local.type) : local.type };
    const slot = path === undefined ? undefined : this.#names.names.get(path);
    if (slot) {
      const type = known.has(path!) ? sureOf(slot.type) : slot.type;
      const run = (frame: Frame): Value => frame[slot.slot] as Value;
      this.#uses.set(path!, { name: path!, show: (frame) => shown(run(frame), slot.type, this.#names.levels) });
      return { type, run };
    }
    const level = this.#names.levels.indexOf(path ?? '');
    if (level >= 0) return { type: { is: 'level' }, run: () => level, constant: level };
    const all = [...this.#locals.keys(), ...this.#names.names.keys(), ...this.#names.levels];
    throw at(node, unknown('expression.unknown-name', '名称', 'name', path ?? this.#text.slice(node.start, node.end), all));
  }

  /** A list variable, or a field of one. */
  #local(node: ASTNode, path: string): Piece | undefined {
    const [head, field, more] = path.split('.');
    const variable = this.#locals.get(head!);
    if (!variable || more !== undefined) return undefined;
    if (field === undefined) return { type: variable.type, run: (frame) => frame[variable.slot] as Row };
    if (variable.type.is !== 'record') return undefined;
    const slot = variable.type.fields.get(field);
    if (!slot) throw at(node, unknown('expression.unknown-field', '字段', 'field', field, variable.type.fields.keys()));
    return { type: slot.type, run: (frame) => (frame[variable.slot] as Row)[slot.slot]! };
  }

  #choice([condition, a, b]: [ASTNode, ASTNode, ASTNode], known: ReadonlySet<string>): Piece {
    const test = this.#truth(condition, known).run;
    const yes = this.#sure(a, union(known, proven(condition, true)));
    const no = this.#sure(b, union(known, proven(condition, false)));
    const same =
      yes.type.is === no.type.is && (yes.type.is !== 'number' || yes.type.places === (no.type as typeof yes.type).places);
    if (!same) throw mistyped(b, no.type, yes.type.is);
    return { type: yes.type, run: (frame) => (test(frame) ? yes.run(frame) : no.run(frame)) };
  }

  #call(node: ASTNode, name: string, args: readonly ASTNode[], known: ReadonlySet<string>): Piece {
    if (name === 'size' && args.length === 1) return this.#size(args[0]!, known);
    const called = this.#names.functions.get(name);
    if (!called)
      throw at(node, unknown('expression.unknown-function', '函数', 'function', name, ['size', ...this.#names.functions.keys()]));
    const level = args.length === 1 ? this.#sure(args[0]!, known) : undefined;
    if (level?.type.is !== 'level')
      throw at(node, { code: 'expression.type', zh: `${name}() 的参数是一个星级`, en: `${name}() takes one level` });
    const run = (frame: Frame): number => called.run(frame, level.run(frame) as number);
    const text = this.#text.slice(node.start, node.end);
    this.#uses.set(text, { name: text, show: run });
    return { type: { is: 'number', places: 0 }, run };
  }

  #method(node: ASTNode & { op: 'rcall' }, known: ReadonlySet<string>): Piece {
    const [name, target, args] = node.args;
    if (name === 'size' && args.length === 0) return this.#size(target, known);
    if (name !== 'exists' && name !== 'all' && name !== 'filter')
      throw at(node, unknown('expression.unknown-function', '函数', 'function', name, ['size', 'exists', 'all', 'filter']));
    const list = this.#records(target, known);
    const variable = args[0]!.op === 'id' ? args[0]!.args : '';
    const slot = this.#names.width + this.#locals.size;
    if (this.#locals.size >= LIMITS.lists)
      throw at(node, {
        code: 'expression.too-large',
        zh: `列表最多嵌套 ${LIMITS.lists} 层`,
        en: `lists nest at most ${LIMITS.lists} deep`,
      });
    if (this.#locals.has(variable) || this.#names.names.has(variable))
      throw at(args[0]!, {
        code: 'expression.name-taken',
        zh: `变量名已被使用：${variable}`,
        en: `the name is already in use: ${variable}`,
      });
    this.#locals.set(variable, { slot, type: { is: 'record', fields: list.fields } });
    const test = this.#truth(args[1]!, known).run;
    this.#locals.delete(variable);
    const holds =
      (frame: Frame) =>
      (row: Row): boolean => {
        frame[slot] = row;
        return test(frame) as boolean;
      };
    const rows = (frame: Frame): readonly Row[] => list.run(frame) as readonly Row[];
    if (name === 'filter')
      return { type: { is: 'records', fields: list.fields }, run: (frame) => rows(frame).filter(holds(frame)) };
    if (name === 'all') return { type: { is: 'boolean' }, run: (frame) => rows(frame).every(holds(frame)) };
    return { type: { is: 'boolean' }, run: (frame) => rows(frame).some(holds(frame)) };
  }

  #size(node: ASTNode, known: ReadonlySet<string>): Piece {
    const list = this.#sure(node, known);
    if (list.type.is !== 'records' && list.type.is !== 'texts') throw mistyped(node, list.type, 'records');
    return { type: { is: 'number', places: 0 }, run: (frame) => (list.run(frame) as readonly unknown[]).length };
  }

  #records(node: ASTNode, known: ReadonlySet<string>): { fields: ReadonlyMap<string, Slot>; run: Piece['run'] } {
    const list = this.#sure(node, known);
    if (list.type.is !== 'records') throw mistyped(node, list.type, 'records');
    return { fields: list.type.fields, run: list.run };
  }

  #listed(node: ASTNode, known: ReadonlySet<string>): Piece | readonly Piece[] {
    return node.op === 'list' ? node.args.map((item) => this.#sure(item, known)) : this.#sure(node, known);
  }

  #truth(node: ASTNode, known: ReadonlySet<string>): Piece {
    const piece = this.#sure(node, known);
    if (piece.type.is !== 'boolean') throw mistyped(node, piece.type, 'boolean');
    return piece;
  }

  /** A piece that cannot be null. */
  #sure(node: ASTNode, known: ReadonlySet<string>): Piece {
    const piece = this.#piece(node, known);
    if (!piece.type.nullable) return piece;
    const text = this.#text.slice(node.start, node.end);
    throw at(node, {
      code: 'expression.maybe-null',
      zh: `${text} 可能没有值：先写 ${text} != null && …，或写在 when 里`,
      en: `${text} may have no value: write ${text} != null && … first, or put that into when`,
    });
  }
}

const operandsOf = (node: ASTNode, op: '&&' | '||'): ASTNode[] =>
  node.op === op ? node.args.flatMap((arg) => operandsOf(arg, op)) : [node];
const union = (a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> => (b.size === 0 ? a : new Set([...a, ...b]));
const sureOf = (type: Type): Type => ({ ...type, nullable: false });

function pathOf(node: ASTNode): string | undefined {
  if (node.op === 'id') return node.args;
  const base = node.op === '.' ? pathOf(node.args[0]) : undefined;
  return base === undefined ? undefined : `${base}.${(node.args as [ASTNode, string])[1]}`;
}

/** Paths that cannot be null when the node has this verdict. */
function proven(node: ASTNode, verdict: boolean): ReadonlySet<string> {
  if (node.op === '!_') return proven(node.args, !verdict);
  if (node.op === (verdict ? '&&' : '||')) return union(proven(node.args[0], verdict), proven(node.args[1], verdict));
  if (node.op === (verdict ? '!=' : '==')) {
    const [a, b] = node.args as [ASTNode, ASTNode];
    const isNull = (n: ASTNode): boolean => n.op === 'value' && n.args === null;
    const path = isNull(b) ? pathOf(a) : isNull(a) ? pathOf(b) : undefined;
    if (path !== undefined) return new Set([path]);
  }
  return new Set();
}

/** A value as JSON for people and archives: decimals as plain strings, levels by id, records as objects without empty fields. */
export function shown(value: Value, type: Type, levels: readonly string[]): unknown {
  if (value === null) return null;
  if (type.is === 'number') return type.places === 0 ? value : plain(value as number, type.places);
  if (type.is === 'level') return levels[value as number];
  if (type.is !== 'records') return value;
  return (value as readonly Row[]).map((row) => {
    const fields = [...type.fields].map(([name, field]) => [name, shown(row[field.slot]!, field.type, levels)] as const);
    return Object.fromEntries(fields.filter(([, field]) => field !== null));
  });
}
