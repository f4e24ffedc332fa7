import { Refusal } from '@xingchuang/rules';
import type { Frame } from './cel-types.ts';
import { frameOf } from './row.ts';
import { compiled, type CompiledScheme } from './scheme-compile.ts';
import type { ParameterValues, Scheme } from './scheme.ts';

/** True of a level that the settings of a round leave out, such as one whose line is not drawn: no fact can win it. */
export function isUnset({ parameters }: Scheme, { clauses }: CompiledScheme, level: string, frame: Frame): boolean {
  const expr = clauses.get(`level ${level}`)?.expr;
  if (!expr) return false;
  const parts = expr.joint === '&&' ? expr.parts : [expr];
  return parts.some(({ uses, run }) => uses.length > 0 && uses.every(({ name }) => Object.hasOwn(parameters, name)) && run(frame) === false);
}

/** The levels that a round with these settings has, rising; the lowest always. */
export function openLevels(scheme: Scheme, parameters: ParameterValues = {}): string[] {
  const built = compiled(scheme);
  const frame = frameOf(scheme, built.names.unit, parameters);
  return scheme.levels.map(({ id }) => id).filter((id, i) => i === 0 || !isUnset(scheme, built, id, frame));
}

/** Refuses `level.unset` where somebody names a level that the round does not have, `level.unknown` of one that the scheme does not have. */
export function refuseUnset(scheme: Scheme, level: string, parameters: ParameterValues = {}, field = 'level'): void {
  const named = scheme.levels.find(({ id }) => id === level);
  if (!named) throw new Refusal('invalid', 'level.unknown', { level, known: scheme.levels.map(({ id }) => id) }, field);
  const open = openLevels(scheme, parameters);
  if (!open.includes(level)) throw new Refusal('invalid', 'level.unset', { level, levelName: named.zh, open: scheme.levels.filter(({ id }) => open.includes(id)).map(({ zh }) => zh) }, field);
}

/** The same of every setting of a round that is a level. */
export function refuseUnsetSettings(scheme: Scheme, parameters: ParameterValues): void {
  for (const [name, { type }] of Object.entries(scheme.parameters)) {
    const value = parameters[name];
    if (type === 'level' && typeof value === 'string') refuseUnset(scheme, value, parameters, `parameters.${name}`);
  }
}
