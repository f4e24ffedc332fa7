import { unknown, type Findings } from './problem.ts';
import type { KindRole, ParameterType, Scheme, Setting } from './scheme.ts';

/** Says at its place where a name is used that the scheme does not have, or a parameter of the wrong type. */
export class References {
  readonly #scheme: Scheme;
  readonly #found: Findings;
  readonly levels: readonly string[];
  readonly kinds: readonly string[];

  constructor(scheme: Scheme, found: Findings) {
    this.#scheme = scheme;
    this.#found = found;
    this.levels = scheme.levels.map(({ id }) => id);
    this.kinds = Object.keys(scheme.kinds);
  }

  kindsThat(...roles: readonly KindRole[]): string[] {
    return this.kinds.filter((id) => roles.includes(this.#scheme.kinds[id]!.is));
  }

  one(path: string, value: string | undefined, among: readonly string[], zh: string, en: string): void {
    if (value !== undefined && !among.includes(value)) this.#found.add(path, unknown(`${en}.unknown`, zh, en, value, among));
  }

  each(path: string, values: readonly string[] | undefined, among: readonly string[], zh: string, en: string): void {
    values?.forEach((value, i) => this.one(`${path}[${i}]`, value, among, zh, en));
  }

  level(path: string, value: Setting<string> | undefined): void {
    if (typeof value === 'object') this.parameter(path, value, 'level');
    else this.one(path, value, this.levels, '星级', 'level');
  }

  kind(path: string, value: Setting<string> | undefined): void {
    if (typeof value === 'object') this.parameter(path, value, 'kind');
    else this.one(path, value, this.kinds, '单位类型', 'kind');
  }

  documents(path: string, values: readonly string[] | undefined): void {
    this.each(path, values, Object.keys(this.#scheme.documents), '文书', 'document');
  }

  effects(path: string, values: readonly string[] | undefined): void {
    this.each(path, values, this.#scheme.effects.map(({ id }) => id), '奖惩条款', 'effect');
  }

  parameter(path: string, value: unknown, ...types: readonly ParameterType[]): void {
    if (typeof value !== 'object' || value === null) return;
    const { parameter: id } = value as { parameter: string };
    const declared = Object.hasOwn(this.#scheme.parameters, id) ? this.#scheme.parameters[id] : undefined;
    if (!declared) return this.one(path, id, Object.keys(this.#scheme.parameters), '参数', 'parameter');
    if (types.includes(declared.type)) return;
    this.#found.add(path, {
      code: 'parameter.type',
      zh: `参数 ${id} 的类型是 ${declared.type}，这里要 ${types.join(' 或 ')}`,
      en: `parameter ${id} is ${declared.type}, ${types.join(' or ')} is needed here`,
    });
  }

  /** The settings of a term, a day of the year or a window of a step. */
  time(path: string, time: object | undefined): void {
    const { workdays, months, countStart, tolerance, holiday } = (time ?? {}) as Record<string, unknown>;
    this.parameter(`${path}.workdays`, workdays, 'integer');
    this.parameter(`${path}.months`, months, 'integer');
    this.parameter(`${path}.tolerance`, tolerance, 'integer');
    this.parameter(`${path}.countStart`, countStart, 'boolean');
    this.parameter(`${path}.holiday`, holiday, 'text');
  }
}
