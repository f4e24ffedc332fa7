import { Refusal } from '@xingchuang/rules';
import { unknown } from './problem.ts';
import { parameterFault } from './scheme-definitions.ts';
import type { ParameterValues, Scheme, Setting } from './scheme.ts';

/** One value of a facts file or of parameters that cannot be used, and what is expected. */
export interface InputProblem {
  /** The unit at fault; absent for what concerns all of them. */
  readonly unit?: string;
  /** Path inside the unit or the file, e.g. `facts.provincial_rank`. */
  readonly field: string;
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/**
 * The values of a scheme's parameters: what is given, else the default. Refuses unknown names, values that do not fit, and asked
 * parameters that are missing (`parameter.missing`, `names` lists them). `ask` says what is being opened: a campaign's own
 * questions by default, a unit's with `unit`; a list names the parameters needed now.
 */
export function checkParameters(
  scheme: Scheme,
  given: ParameterValues,
  ask: 'campaign' | 'unit' | readonly string[] = 'campaign',
): ParameterValues {
  const { problems, values, missing } = readParameters(scheme, given, ask);
  if (missing.length)
    throw new Refusal(
      'invalid',
      'parameter.missing',
      { names: missing, problems: missing.map((name) => missingParameter(scheme, name)) },
      missing[0],
    );
  if (problems.length) throw new Refusal('invalid', 'parameter.wrong', { problems }, problems[0]!.field);
  return values;
}

/** The same without refusing: all faults at once. */
export function readParameters(scheme: Scheme, given: ParameterValues, ask: 'campaign' | 'unit' | readonly string[]) {
  const problems: InputProblem[] = [];
  for (const [name, value] of Object.entries(given)) {
    const field = `parameters.${name}`;
    const parameter = Object.hasOwn(scheme.parameters, name) ? scheme.parameters[name] : undefined;
    const fault = parameter
      ? parameterFault(scheme, parameter, value)
      : unknown('parameter.unknown', '参数', 'parameter', name, Object.keys(scheme.parameters));
    if (fault) problems.push({ field, ...fault });
  }
  const values: Record<string, ParameterValues[string]> = {};
  const missing: string[] = [];
  for (const [name, parameter] of Object.entries(scheme.parameters)) {
    const value = Object.hasOwn(given, name) ? given[name] : parameter.default;
    if (value !== undefined) values[name] = value;
    else if (typeof ask === 'string' ? parameter.ask === ask : ask.includes(name)) missing.push(name);
  }
  return { problems, values: values as ParameterValues, missing };
}

export function missingParameter(scheme: Scheme, name: string): InputProblem {
  const { zh, en } = scheme.parameters[name]!;
  return {
    field: `parameters.${name}`,
    code: 'parameter.missing',
    zh: `请填写参数 ${name}（${zh}）`,
    en: `give the parameter ${name} (${en ?? zh})`,
  };
}

/** The value of a setting: itself, or what its parameter is given as or has as default. Refuses when nobody gave one. */
export function settle<T>(scheme: Scheme, setting: Setting<T>, given: ParameterValues = {}): T {
  if (typeof setting !== 'object' || setting === null || !('parameter' in setting)) return setting as T;
  const name = setting.parameter;
  const value = Object.hasOwn(given, name) ? given[name] : scheme.parameters[name]?.default;
  if (value === undefined)
    throw new Refusal('invalid', 'parameter.missing', { names: [name], problems: [missingParameter(scheme, name)] }, name);
  return value as T;
}
