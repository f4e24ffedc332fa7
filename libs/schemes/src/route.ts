import { Refusal } from '@xingchuang/rules';
import { citation, words } from './explain-clause.ts';
import { settle } from './parameters.ts';
import type { ParameterValues, Scheme, Setting, Stage, Step, Words } from './scheme.ts';

/** A step with its acting kind of unit; null while the parameter that names it has no value. */
export interface RouteStep extends Step {
  readonly kind: string | null;
}

/** Steps that may be done in any order among each other, all of them before the next group. */
export interface RouteGroup {
  readonly stage: Words & { readonly id: string };
  readonly steps: readonly RouteStep[];
}

/** Who decides a level, after whose verification, and with whom the decision is filed. */
export interface Competence {
  readonly level: string;
  readonly step: string;
  readonly kind: string | null;
  readonly verifiedBy: readonly string[];
  readonly files: string | null;
  readonly source: string;
}

const covers = ({ levels }: Step, level: string): boolean => levels?.includes(level) ?? true;

function kindOf(scheme: Scheme, by: Setting<string>, parameters: ParameterValues): string | null {
  if (typeof by === 'string') return by;
  return (parameters[by.parameter] ?? scheme.parameters[by.parameter]?.default ?? null) as string | null;
}

function knownLevel({ levels }: Scheme, level: string): void {
  if (!levels.some(({ id }) => id === level))
    throw new Refusal('invalid', 'level.unknown', { level, known: levels.map(({ id }) => id) }, 'level');
}

/** The way of a candidate of this level through the bodies, in order (S0 L133-135). Refuses `level.unknown`. */
export function routeOf(scheme: Scheme, level: string, parameters: ParameterValues = {}): RouteGroup[] {
  knownLevel(scheme, level);
  const groups: { stage: RouteGroup['stage']; steps: RouteStep[] }[] = [];
  for (const stage of scheme.process) {
    const steps = stage.steps.filter((step) => covers(step, level) && settle(scheme, step.use ?? true, parameters));
    steps.forEach((step, i) => {
      const next = { ...step, kind: kindOf(scheme, step.by, parameters) };
      if (step.beside && i > 0) groups.at(-1)!.steps.push(next);
      else groups.push({ stage: stageWords(stage), steps: [next] });
    });
  }
  return groups;
}

const stageWords = (stage: Stage): RouteGroup['stage'] => ({ id: stage.id, ...words(stage) });

/** The body that decides this level. Refuses `level.unknown`, and `level.undecided` where the scheme has no process. */
export function competence(scheme: Scheme, level: string, parameters: ParameterValues = {}): Competence {
  const steps = routeOf(scheme, level, parameters).flatMap((group) => group.steps);
  const index = steps.findIndex(({ act }) => act === 'decide');
  const step = steps[index];
  if (!step) throw new Refusal('missing', 'level.undecided', { level });
  const verifiedBy = steps.slice(0, index).flatMap(({ act, kind }) => (act === 'verify' && kind !== null ? [kind] : []));
  return { level, step: step.id, kind: step.kind, verifiedBy, files: step.files ?? null, source: citation(step) };
}

/** True when a body of this kind decides this level: results of lower bodies never exceed their range (S0 L133). */
export function mayDecide(scheme: Scheme, level: string, unitKind: string, parameters: ParameterValues = {}): boolean {
  return competence(scheme, level, parameters).kind === unitKind;
}

/** The levels that a body of this kind decides, rising. */
export function decidableLevels(scheme: Scheme, unitKind: string, parameters: ParameterValues = {}): string[] {
  return scheme.levels.map(({ id }) => id).filter((level) => mayDecide(scheme, level, unitKind, parameters));
}
