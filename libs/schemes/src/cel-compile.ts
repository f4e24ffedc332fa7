import type { ASTNode } from '@marcbachmann/cel-js';
import { Refusal } from '@xingchuang/rules';
import { isNumberFunction, NUMBER_FUNCTIONS, numberFunction } from './cel-functions.ts';
import { alike, compare, equal, isIn, isNumeric, logic, quotient, sum } from './cel-operators.ts';
import { at, ExpressionFault, LIMITS, mistyped, nodesOf, parseExpression, tooLarge, type Fault } from './cel-parse.ts';
import { isPopulationFunction, POPULATION_FUNCTIONS, populationType } from './cel-population.ts';
import { keyOf, notZero, operandsOf, pathOf, proven, union } from './cel-proofs.ts';
import { shown } from './cel-shown.ts';
import { bounded, spend } from './effort.ts';
import { CycleError, typeWords, type Frame, type Names, type Piece, type Row, type Slot, type Type, type Value } from './cel-types.ts';
import { MOST_PLACES, placesOf, scaled } from './decimal.ts';
import { safe } from './fraction.ts';
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
  /** What joins the parts; null where there are none. */
  readonly joint: '&&' | '||' | null;
}

export type Compilation = { readonly ok: Compiled } | { readonly fault: Fault };

/**
 * Checks an expression against the names it may use and compiles it to closures over slots. Total: once compiled it cannot fail
 * and cannot loop beyond its lists. `given` are paths known not to be null (from the clause's `when`).
 */
export function compileExpression(
  text: string,
  names: Names,
  is: Type['is'] | readonly Type['is'][],
  given: ReadonlySet<string> = new Set(),
): Compilation {
  try {
    const node = parseExpression(text);
    const ok = new Compiler(text, names).whole(node, given);
    const wanted = typeof is === 'string' ? [is] : is;
    if (!wanted.includes(ok.type.is)) {
      const [zh, en] = typeWords(wanted[0]!);
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
  /** True from the first list that is gone through. */
  #loops = false;

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
    const run = piece.run as (frame: Frame) => Value;
    return { text, type: piece.type, run: this.#loops ? bounded(run) : run, uses: [...this.#uses.values()], parts, joint: node.op === '&&' || node.op === '||' ? node.op : null };
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
      case '/': {
        const divisor = this.#sure(node.args[1], known);
        this.#notZero(node.args[1], divisor, known);
        return quotient(this.#sure(node.args[0], known), divisor, node);
      }
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
          zh: `不支持这种写法（${node.op}）。可用：&& || ! == != < <= > >= + - * / in ?: size() exists() all() filter()`,
          en: `not supported here (${node.op}). Use && || ! == != < <= > >= + - * / in ?: size() exists() all() filter()`,
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

  #named(node: ASTNode, sure: ReadonlySet<string>): Piece {
    const path = pathOf(node);
    if (path === undefined && node.op === '.') this.#piece(node.args[0], sure); // says what is wrong before the dot
    const local = path === undefined ? undefined : this.#local(node, path);
    if (local) return { ...local, type: sure.has(path!) ? sureOf(local.type) : local.type };
    const slot = path === undefined ? undefined : this.#names.names.get(path);
    if (slot) return this.#read(path!, { slot: slot.slot, type: this.#typeOf(slot, node) }, sure);
    const level = this.#names.levels.indexOf(path ?? '');
    if (level >= 0) return { type: { is: 'level' }, run: () => level, constant: level };
    const known = [...this.#names.names.keys()].filter((name) => !name.includes(' '));
    const all = [...this.#locals.keys(), ...known, ...this.#names.levels, ...(this.#names.populations?.all.keys() ?? [])];
    throw at(node, unknown('expression.unknown-name', '名称', 'name', path ?? this.#text.slice(node.start, node.end), all));
  }

  #read(name: string, { slot, type }: Slot, known: ReadonlySet<string>): Piece {
    const run = (frame: Frame): Value => frame[slot] as Value;
    this.#uses.set(name, { name, show: (frame) => shown(run(frame), type, this.#names.levels) });
    return { type: known.has(name) ? sureOf(type) : type, run };
  }

  /** The type of a name; finding that of a computed one compiles what is behind it, which may lead back here. */
  #typeOf(slot: Slot, node: ASTNode): Type {
    return this.#within(node, () => slot.type);
  }

  #within<T>(node: ASTNode, enter: () => T): T {
    try {
      return enter();
    } catch (error) {
      if (!(error instanceof CycleError)) throw error;
      const way = error.names.join(' → ');
      throw at(node, {
        code: 'condition.cycle',
        zh: `最终取决于自己：${way}。去掉其中一处引用`,
        en: `it depends on itself in the end: ${way}. Remove one of the references`,
      });
    }
  }

  /** That what is divided by cannot be 0. */
  #notZero(node: ASTNode, piece: Piece, known: ReadonlySet<string>): void {
    if (piece.positive || (piece.constant !== undefined && piece.constant !== 0) || known.has(notZero(node))) return;
    const text = this.#text.slice(node.start, node.end);
    throw at(node, {
      code: 'expression.maybe-zero',
      zh: `除数 ${text} 可能是 0：写成 ${text} != 0 ? … / ${text} : 0`,
      en: `${text} may be 0: write ${text} != 0 ? … / ${text} : 0`,
    });
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
    const [left, right] = isNumeric(yes) && isNumeric(no) ? alike(yes, no, b) : [yes, no];
    if (left.type.is !== right.type.is) throw mistyped(b, no.type, yes.type.is);
    return { type: left.type, run: (frame) => (test(frame) ? left.run(frame) : right.run(frame)) };
  }

  #call(node: ASTNode, name: string, args: readonly ASTNode[], known: ReadonlySet<string>): Piece {
    if (name === 'size' && args.length === 1) return this.#size(args[0]!, known);
    if (isNumberFunction(name)) return numberFunction(name, args.map((arg) => this.#sure(arg, known)), node);
    const called = this.#names.functions.get(name);
    if (!called)
      throw at(node, unknown('expression.unknown-function', '函数', 'function', name, ['size', ...NUMBER_FUNCTIONS, ...this.#names.functions.keys()]));
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
    if (target.op === 'id' && this.#names.populations?.all.has(target.args)) return this.#population(node, target.args, known);
    if (target.op === 'id' && !this.#locals.has(target.args) && !this.#names.names.has(target.args)) this.#named(target, known); // says so
    if (name === 'size' && args.length === 0) return this.#size(target, known);
    if (!isListFunction(name) || args.length !== 2)
      throw at(node, unknown('expression.unknown-function', '函数', 'function', name, ['size', ...LIST_FUNCTIONS]));
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
    this.#loops = true;
    const steps = nodesOf(args[1]!);
    const body = isListNumber(name) ? this.#sure(args[1]!, known) : this.#truth(args[1]!, known);
    this.#locals.delete(variable);
    const rows = (frame: Frame): readonly Row[] => {
      const all = list.run(frame) as readonly Row[];
      spend(all.length * steps);
      return all;
    };
    if (isListNumber(name)) return this.#listNumber(name, body, rows, slot, node);
    const test = body.run;
    const holds =
      (frame: Frame) =>
      (row: Row): boolean => {
        frame[slot] = row;
        return test(frame) as boolean;
      };
    if (name === 'filter')
      return { type: { is: 'records', fields: list.fields }, run: (frame) => rows(frame).filter(holds(frame)) };
    if (name === 'all') return { type: { is: 'boolean' }, run: (frame) => rows(frame).every(holds(frame)) };
    return { type: { is: 'boolean' }, run: (frame) => rows(frame).some(holds(frame)) };
  }

  /** The sum, highest or lowest of a number over a list; 0 over none. */
  #listNumber(name: ListNumber, body: Piece, rows: (frame: Frame) => readonly Row[], slot: number, node: ASTNode): Piece {
    if (body.type.is !== 'number') throw mistyped(node, body.type, 'number');
    const value = body.run as (frame: Frame) => number;
    const fold = LIST_NUMBERS[name];
    const run = (frame: Frame): number => {
      let result: number | undefined;
      for (const row of rows(frame)) {
        frame[slot] = row;
        const next = value(frame);
        result = result === undefined ? next : fold(result, next);
      }
      return result ?? 0;
    };
    return { type: { is: 'number', places: body.type.places }, run };
  }

  /** A function of a population; its arguments are read for every unit of the group, so nothing around it holds for them. */
  #population(node: ASTNode & { op: 'rcall' }, population: string, known: ReadonlySet<string>): Piece {
    const [name, , given] = node.args;
    if (!isPopulationFunction(name)) throw at(node, unknown('expression.unknown-function', '函数', 'function', name, POPULATION_FUNCTIONS));
    const { all, calls, met } = this.#names.populations!;
    const text = this.#text.slice(node.start, node.end).replace(/\s+/g, ' ');
    const [uses, locals] = [this.#uses, this.#locals];
    this.#uses = new Map();
    this.#locals = new Map();
    const args = given.map((arg) => this.#piece(arg, new Set())).map((piece) => (this.#loops ? { ...piece, run: bounded(piece.run) } : piece));
    const reads = [...this.#uses.keys()];
    [this.#uses, this.#locals] = [uses, locals];
    const type = populationType(name, args, all.get(population)!, node);
    let call = calls.get(text);
    if (!call) {
      call = { text, population, call: name, args, reads, type, slot: this.#names.width + LIMITS.lists + calls.size };
      calls.set(text, call);
      this.#within(node, () => met(call!));
    }
    const piece = this.#read(text, call, known);
    const sure = known.has(keyOf(node)!) ? { ...piece, type: sureOf(type) } : piece;
    return ['rank', 'rankFromBottom'].includes(name) || (name === 'size' && all.get(population)) ? { ...sure, positive: true } : sure;
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
    if (known.has(keyOf(node)!)) return { ...piece, type: sureOf(piece.type) };
    const text = this.#text.slice(node.start, node.end);
    throw at(node, {
      code: 'expression.maybe-null',
      zh: `${text} 可能没有值：先写 ${text} != null && …，或写在 when 里`,
      en: `${text} may have no value: write ${text} != null && … first, or put that into when`,
    });
  }
}

const sureOf = (type: Type): Type => ({ ...type, nullable: false });

const LIST_NUMBERS = {
  sum: (a: number, b: number) => safe(a + b),
  highest: (a: number, b: number) => Math.max(a, b),
  lowest: (a: number, b: number) => Math.min(a, b),
};
type ListNumber = keyof typeof LIST_NUMBERS;
const isListNumber = (name: string): name is ListNumber => Object.hasOwn(LIST_NUMBERS, name);
const LIST_FUNCTIONS = ['exists', 'all', 'filter', ...Object.keys(LIST_NUMBERS)];
const isListFunction = (name: string): boolean => LIST_FUNCTIONS.includes(name);
