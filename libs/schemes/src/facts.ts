import { findDay } from '@xingchuang/calendar';
import { Refusal } from '@xingchuang/rules';
import { LIMITS } from './cel-parse.ts';
import { plain, scaled } from './decimal.ts';
import type { FactsFile, QuotaChange, UnitFacts, Window } from './decision.ts';
import { atOnce, isDue, spend, type Pieces } from './effort.ts';
import { missingParameter, readParameters, type InputProblem } from './parameters.ts';
import { unknown } from './problem.ts';
import { compiled, restsOn } from './scheme-compile.ts';
import { plainFits } from './scheme-definitions.ts';
import type { FactDefinition, FieldDefinition, ParameterValues, Scheme, Setting } from './scheme.ts';

/**
 * Checks a facts file against its scheme and returns it in one form: decimals as plain strings, absent values filled in,
 * parameters complete. Refuses `facts.invalid` with every problem: unknown names, wrong types, missing required facts, each with
 * unit and field. `needed` narrows what must be there to the facts and parameters that those names stand for.
 */
export const parseFacts = (scheme: Scheme, json: unknown, needed = namesToDecide(scheme)): FactsFile => atOnce(parseFactsInPieces(scheme, json, needed));

export function* parseFactsInPieces(scheme: Scheme, json: unknown, needed = namesToDecide(scheme)): Pieces<FactsFile> {
  const reading = new FactsReading(scheme, needed);
  const file = yield* reading.file(json);
  if (reading.problems.length) {
    const { unit, field } = reading.problems[0]!;
    throw new Refusal(
      'invalid',
      'facts.invalid',
      { problems: reading.problems },
      unit === undefined ? field : `units[${unit}].${field}`,
    );
  }
  return file;
}

/** Steps that it takes to check a value. */
const READ = 10;

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

class FactsReading {
  readonly problems: InputProblem[] = [];
  readonly #scheme: Scheme;
  readonly #kinds: readonly string[];
  readonly #needed: ReadonlySet<string>;
  readonly #byParent: boolean;
  readonly #definitions: readonly (readonly [string, FactDefinition])[];
  #unit: string | undefined;

  constructor(scheme: Scheme, needed: ReadonlySet<string>) {
    this.#scheme = scheme;
    this.#needed = needed;
    this.#definitions = Object.entries(scheme.facts);
    this.#byParent = needed.has('parent');
    this.#kinds = Object.keys(scheme.kinds).filter((id) => scheme.kinds[id]!.is === 'rated');
  }

  *file(json: unknown): Pieces<FactsFile> {
    if (!isObject(json)) {
      this.#add(
        '',
        'facts.type',
        '事实文件是一个 JSON 对象：{"window", "parameters", "units"}',
        'a facts file is a JSON object: {"window", "parameters", "units"}',
      );
      return { units: [] };
    }
    this.#keys(json, ['window', 'parameters', 'quotas', 'units'], '');
    const window = this.#window(json['window']);
    const parameters = this.#parameters(json['parameters'] ?? {});
    const quotas = this.#quotas(json['quotas']);
    const units = Array.isArray(json['units']) ? json['units'] : undefined;
    if (!units) this.#add('units', 'facts.type', 'units 是单位列表', 'units is a list of units');
    const read: UnitFacts[] = [];
    for (const [i, unit] of (units ?? []).entries()) {
      read.push(this.#unitFacts(unit, i));
      spend(this.#definitions.length * READ);
      if (isDue()) yield;
    }
    const seen = new Set<string>();
    for (const { unit } of read) {
      this.#unit = unit;
      if (seen.has(unit)) this.#add('unit', 'unit.twice', `单位重复：${unit}`, `the unit occurs twice: ${unit}`);
      seen.add(unit);
    }
    return { ...(window ? { window } : {}), parameters, ...(quotas ? { quotas } : {}), units: read };
  }

  /** Shares or counts set for this round, each for a quota that may be adjusted, with a reason. */
  #quotas(given: unknown): readonly QuotaChange[] | undefined {
    if (given === undefined) return undefined;
    const levels = this.#scheme.levels.map(({ id }) => id);
    const fits = (change: unknown): boolean => {
      if (!isObject(change) || typeof change['reason'] !== 'string' || !/\S/.test(change['reason'])) return false;
      if (!['undefined', 'string'].includes(typeof change['group'])) return false;
      const set = change['shares'] ?? change['counts'];
      if (!isObject(set) || ('shares' in change && 'counts' in change)) return false;
      const amounts = Object.values(set).map((amount) => scaled(amount, 'shares' in change ? 4 : 0) ?? -1);
      const sum = amounts.reduce((a, b) => a + b, 0);
      return Object.keys(set).every((level) => levels.includes(level)) && amounts.every((amount) => amount >= 0) && (!('shares' in change) || sum <= 1_000_000);
    };
    const list = Array.isArray(given) ? (given as unknown[]) : [undefined];
    list.forEach((change, i) => {
      const quota = isObject(change) ? this.#scheme.quotas.find(({ id }) => id === change['quota']) : undefined;
      if (isObject(change)) this.#keys(change, ['quota', 'group', 'shares', 'counts', 'reason'], `quotas[${i}].`);
      if (quota?.adjust && fits(change)) return;
      this.#add(
        `quotas[${i}]`,
        'quota.wrong',
        '调整名额写 {"quota": 可调整的名额条款, "group"?: 组, "shares" 或 "counts": {等级: 数}, "reason": "理由"}，比例合计不超过 100',
        'write {"quota": a quota with adjust, "group"?: group, "shares" or "counts": {level: number}, "reason": "why"}; shares add up to at most 100',
      );
    });
    return given as readonly QuotaChange[];
  }

  #window(given: unknown): Window | undefined {
    const dated = Object.entries(this.#scheme.facts).some(([name, { within }]) => within && this.#needed.has(name));
    if (given === undefined && !dated) return undefined;
    const window = isObject(given) ? given : {};
    this.#keys(window, ['from', 'to'], 'window.');
    const from = findDay(window['from']);
    const to = findDay(window['to']);
    if (from && to && from <= to) return { from, to };
    this.#add(
      'window',
      'window.wrong',
      '写考评期首日和末日，如 {"from": "2025-01-01", "to": "2025-12-31"}',
      'give the first and last day that count, such as {"from": "2025-01-01", "to": "2025-12-31"}',
    );
    return undefined;
  }

  #parameters(given: unknown): ParameterValues {
    if (!isObject(given)) {
      this.#add('parameters', 'facts.type', 'parameters 是对象：参数名到值', 'parameters is an object from names to values');
      return {};
    }
    const { problems, values, missing } = readParameters(this.#scheme, given as ParameterValues, [...this.#needed]);
    this.problems.push(...problems, ...missing.map((name) => missingParameter(this.#scheme, name)));
    return values;
  }

  #unitFacts(json: unknown, index: number): UnitFacts {
    this.#unit = `${index}`;
    if (!isObject(json) || typeof json['unit'] !== 'string' || !json['unit'] || !isObject(json['facts'])) {
      this.#add('', 'unit.wrong', '每个单位写 {"unit": "编号", "facts": {…}}', 'write each unit as {"unit": "id", "facts": {…}}');
      return { unit: '', facts: {} };
    }
    const unit = json['unit'];
    this.#unit = unit;
    this.#keys(json, ['unit', 'kind', 'parent', 'facts', 'refs', 'reasons'], '');
    const kind = json['kind'] ?? (this.#kinds.length === 1 ? this.#kinds[0] : undefined);
    const parent = json['parent'];
    if (parent === undefined ? this.#byParent : typeof parent !== 'string' || parent === '')
      this.#add('parent', 'parent.missing', '写上级单位编号：本方案在同一上级的单位之间比较', 'give the id of the unit above: this scheme compares the units under it');
    const reasons = this.#reasons(json['reasons']);
    if (!this.#kinds.includes(kind as string))
      this.#say('kind', unknown('kind.unknown', '被评定的单位类型', 'rated kind', String(kind), this.#kinds));
    const refs = json['refs'];
    if (refs !== undefined) this.#refs(refs);
    return {
      unit,
      kind: kind as string,
      ...(typeof parent === 'string' ? { parent } : {}),
      ...(reasons ? { reasons } : {}),
      facts: this.#facts(json['facts'] as Json),
      ...(isObject(refs) ? { refs: refs as Record<string, string[]> } : {}),
    };
  }

  #facts(given: Json): Json {
    const { facts } = this.#scheme;
    for (const name of Object.keys(given)) {
      if (!Object.hasOwn(facts, name))
        this.#say(`facts.${name}`, unknown('fact.unknown', '事实', 'fact', name, Object.keys(facts)));
    }
    const read: Record<string, unknown> = {};
    for (const [name, fact] of this.#definitions) read[name] = this.#fact(name, fact, Object.hasOwn(given, name) ? given[name] : undefined);
    return read;
  }

  #fact(name: string, fact: FactDefinition, given: unknown): unknown {
    const value = given === undefined || given === null ? fact.absent : given;
    // Most values are plain and right; only what is wrong needs its place.
    if (value !== undefined && fact.type !== 'decimal' && fact.type !== 'records' && fact.type !== 'level' && plainFits(fact, value)) return value;
    const field = `facts.${name}`;
    if (value === undefined) {
      if (!fact.optional && this.#needed.has(name))
        this.#add(
          field,
          'fact.missing',
          `缺少${fact.zh}（${typeHint(fact)[0]}）`,
          `${fact.en ?? fact.zh} is missing (${typeHint(fact)[1]})`,
        );
      return null;
    }
    return fact.type === 'records' ? this.#records(field, fact, value) : this.#plain(field, fact, value);
  }

  #records(field: string, fact: FactDefinition, value: unknown): unknown {
    if (!Array.isArray(value) || value.length > LIMITS.recordsPerFact) {
      this.#wrong(field, fact);
      return [];
    }
    const fields = fact.fields ?? {};
    spend(value.length * Object.keys(fields).length * READ);
    return value.map((record: unknown, i) => {
      const at = `${field}[${i}]`;
      if (!isObject(record)) {
        this.#add(
          at,
          'fact.type',
          `每条记录是对象：${Object.keys(fields).join('、')}`,
          `each record is an object of ${Object.keys(fields).join(', ')}`,
        );
        return {};
      }
      for (const name of Object.keys(record)) {
        if (!Object.hasOwn(fields, name))
          this.#say(`${at}.${name}`, unknown('field.unknown', '字段', 'field', name, Object.keys(fields)));
      }
      const read = Object.entries(fields).map(
        ([name, definition]) => [name, this.#field(`${at}.${name}`, definition, record[name])] as const,
      );
      const [first, last] = (fact.within ?? []).map((name) => record[name]);
      if (typeof first === 'string' && typeof last === 'string' && last < first)
        this.#add(at, 'record.order', '末日早于首日', 'the last day is before the first');
      return Object.fromEntries(read.filter(([, part]) => part !== null));
    });
  }

  #field(field: string, definition: FieldDefinition, value: unknown): unknown {
    if (value !== undefined && value !== null) return this.#plain(field, definition, value);
    if (!definition.optional)
      this.#add(
        field,
        'field.missing',
        `缺少${definition.zh}（${typeHint(definition)[0]}）`,
        `${definition.en ?? definition.zh} is missing (${typeHint(definition)[1]})`,
      );
    return null;
  }

  #plain(field: string, definition: FactDefinition | FieldDefinition, value: unknown): unknown {
    const fits = definition.type === 'level' ? this.#scheme.levels.some(({ id }) => id === value) : plainFits(definition, value);
    if (!fits) {
      this.#wrong(field, definition);
      return null;
    }
    return definition.type === 'decimal' ? plain(scaled(value, definition.places!)!, definition.places!) : value;
  }

  #reasons(given: unknown): Readonly<Record<string, string>> | undefined {
    if (given === undefined) return undefined;
    const known = this.#scheme.exclusions.filter(({ reason }) => reason).map(({ id }) => id);
    const fine = isObject(given) && Object.entries(given).every(([id, reason]) => known.includes(id) && typeof reason === 'string' && /\S/.test(reason));
    if (fine) return given as Record<string, string>;
    this.#add(
      'reasons',
      'reason.missing',
      `reasons 写 {不得参评条款: "书面理由"}，条款为：${known.join('、') || '（无）'}`,
      `reasons maps an exclusion to the reason written for it; exclusions: ${known.join(', ') || '(none)'}`,
    );
    return undefined;
  }

  #refs(refs: unknown): void {
    const fine =
      isObject(refs) && Object.values(refs).every((ids) => Array.isArray(ids) && ids.every((id) => typeof id === 'string'));
    if (!fine)
      return this.#add('refs', 'refs.wrong', 'refs 写事实名到记录编号列表', 'refs maps fact names to lists of record ids');
    for (const name of Object.keys(refs)) {
      if (!Object.hasOwn(this.#scheme.facts, name))
        this.#say(`refs.${name}`, unknown('fact.unknown', '事实', 'fact', name, Object.keys(this.#scheme.facts)));
    }
  }

  #keys(json: Json, known: readonly string[], prefix: string): void {
    for (const key of Object.keys(json))
      if (!known.includes(key)) this.#say(`${prefix}${key}`, unknown('key.unknown', '键', 'key', key, known));
  }

  #wrong(field: string, definition: FactDefinition | FieldDefinition): void {
    const [zh, en] = typeHint(definition);
    this.#add(field, 'fact.type', `${definition.zh}：应为${zh}`, `${definition.en ?? definition.zh}: ${en} is needed`);
  }

  #say(field: string, said: { code: string; zh: string; en: string }): void {
    this.#add(field, said.code, said.zh, said.en);
  }

  #add(field: string, code: string, zh: string, en: string): void {
    this.problems.push({ ...(this.#unit === undefined ? {} : { unit: this.#unit }), field, code, zh, en });
  }
}

function typeHint({ type, places, values }: FactDefinition | FieldDefinition): [string, string] {
  switch (type) {
    case 'integer':
      return ['整数', 'a whole number'];
    case 'decimal':
      return [`最多 ${places} 位小数的数`, `a number with at most ${places} decimal places`];
    case 'level':
      return ['等级标识', 'the id of a level'];
    case 'boolean':
      return ['true 或 false', 'true or false'];
    case 'day':
      return ['日期，如 2026-03-02', 'a day such as 2026-03-02'];
    case 'records':
      return [`记录列表（最多 ${LIMITS.recordsPerFact} 条）`, `a list of at most ${LIMITS.recordsPerFact} records`];
    default:
      return values
        ? [
            `以下之一：${Object.entries(values)
              .map(([id, { zh }]) => `${id}（${zh}）`)
              .join('、')}`,
            `one of ${Object.keys(values).join(', ')}`,
          ]
        : ['文字', 'a text'];
  }
}

type Rule = { readonly level?: Setting<string>; readonly atMost?: Setting<string> };

/** Everything that computed names rest on, with the parameters that settings of rules name. */
export function namesReadBy(scheme: Scheme, names: readonly string[], rules: readonly Rule[]): ReadonlySet<string> {
  const settings = rules.flatMap(({ level, atMost }) => [level, atMost]).flatMap((setting) => (typeof setting === 'object' ? [setting.parameter] : []));
  return restsOn(compiled(scheme), [...names, ...settings]);
}

/** What a decision reads. */
function namesToDecide(scheme: Scheme): ReadonlySet<string> {
  const { exclusions, direct, vetoes, caps, quotas, populations } = scheme;
  const settings = quotas.flatMap(({ shares = {}, counts = {}, rounding, ties, carry }) => [...Object.values(shares), ...Object.values(counts), rounding, ties, carry]);
  const parameters = settings.flatMap((setting) => (typeof setting === 'object' ? [setting.parameter] : []));
  const by = quotas.flatMap(({ population }) => populations[population]!.by ?? []);
  const kept = exclusions.flatMap(({ keep }) => keep ?? []);
  const steps = compiled(scheme).steps.map(({ name }) => name);
  return namesReadBy(scheme, [...steps, ...parameters, ...by, ...kept], [...exclusions, ...direct, ...vetoes, ...caps]);
}
