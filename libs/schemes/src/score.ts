import type { Compiled } from './cel-compile.ts';
import { provenBy } from './cel-compile.ts';
import type { Fault } from './cel-parse.ts';
import { toPlaces } from './cel-functions.ts';
import type { Frame, Names, Type, Value } from './cel-types.ts';
import { MOST_PLACES, placesOf, scaled } from './decimal.ts';
import { safe } from './fraction.ts';
import { scoreName, type ScoreAt } from './scheme-names.ts';
import type { Rounding, Scheme, Setting } from './scheme.ts';

/** A score or figure, compiled. */
export interface CompiledScore {
  readonly at: ScoreAt;
  readonly type: Type;
  readonly slot: number;
  readonly run: (frame: Frame) => Value;
  readonly when?: Compiled;
  readonly expr?: Compiled;
}

interface Context {
  readonly names: Names;
  readonly typeOf: (name: string) => Type;
  readonly compile: (path: string, text: string, is: readonly Type['is'][], given?: ReadonlySet<string>) => Compiled | undefined;
  readonly report: (path: string, fault: Fault) => void;
}

/** Compiles a score: its value or the sum below, rounded where the scheme says so, then bounded. */
export function compileScore(scheme: Scheme, at: ScoreAt, is: readonly Type['is'][], context: Context): CompiledScore {
  const { names, compile, report } = context;
  const { score, path } = at;
  const slot = names.names.get(is.includes('boolean') ? at.id : scoreName(at.id))!.slot;
  const when = score.when === undefined ? undefined : compile(`${path}.when`, score.when, ['boolean']);
  const wanted = [...new Set([...is, 'fraction'])] as Type['is'][];
  const expr = score.expr === undefined ? undefined : compile(`${path}.expr`, score.expr, wanted, provenBy(score.when));
  if (score.expr !== undefined && !expr) return { at, slot, type: { is: 'number', places: 0 }, run: () => 0 }; // the fault is told
  const own = { at, slot, ...(when ? { when } : {}), ...(expr ? { expr } : {}) };
  const piece = expr ?? sumOf(at, context);
  if (piece.type.is !== 'number' && piece.type.is !== 'fraction') return { ...own, type: piece.type, run: guarded(when, piece.run, false) };

  const exact = piece.type.is === 'number' ? piece.type.places : undefined;
  const loses = score.places === undefined ? exact === undefined && !is.includes('fraction') : exact === undefined || exact > score.places;
  if (loses && (score.places === undefined || score.rounding === undefined)) {
    report(score.expr === undefined ? path : `${path}.expr`, {
      at: 0,
      code: 'score.rounding',
      zh: '结果可能有更多小数：写 places: 2 和 rounding: half（或 down、up），或在式中写 round(…, 2)',
      en: 'the result can have more places: write places: 2 and rounding: half (or down, up), or round(…, 2) in the expression',
    });
  }
  const bounds = { min: boundOf(scheme, names, score.min), max: boundOf(scheme, names, score.max) };
  if (exact === undefined && score.places === undefined && !bounds.min && !bounds.max) return { ...own, type: { is: 'fraction' }, run: guarded(when, piece.run, 0) };
  const places = Math.min(Math.max(score.places ?? exact ?? MOST_PLACES, bounds.min?.places ?? 0, bounds.max?.places ?? 0), 9);
  const value = loses ? toPlaces(piece, score.places ?? MOST_PLACES, roundingOf(names, score.rounding)) : piece;
  const from = value.type.is === 'number' ? value.type.places : 0;
  const factor = 10 ** (places - from);
  if (factor === 1 && !bounds.min && !bounds.max) return { ...own, type: { is: 'number', places }, run: guarded(when, value.run as (frame: Frame) => Value, 0) };
  const run = (frame: Frame): Value => {
    let result = safe((value.run(frame) as number) * factor);
    const [least, most] = [bounds.min?.run(frame), bounds.max?.run(frame)];
    if (most != null) result = Math.min(result, most * 10 ** (places - bounds.max!.places));
    if (least != null) result = Math.max(result, least * 10 ** (places - bounds.min!.places));
    return result;
  };
  return { ...own, type: { is: 'number', places }, run: guarded(when, run, 0) };
}

/** What does not apply is worth nothing. */
function guarded(when: Compiled | undefined, run: (frame: Frame) => Value, otherwise: Value): (frame: Frame) => Value {
  return when ? (frame) => (when.run(frame) ? run(frame) : otherwise) : run;
}

/** The sum of the scores below, brought to the same places. */
function sumOf({ below, path }: ScoreAt, { names, typeOf, report }: Context): { type: Type; run: (frame: Frame) => Value } {
  if (below.length === 0)
    report(path, { at: 0, code: 'score.empty', zh: '下面没有计分项：写 expr，或给其下的项写 score', en: 'nothing below has a score: write expr, or score on what is below' });
  const parts = below.map(({ id }) => {
    const type = typeOf(scoreName(id));
    return { slot: names.names.get(scoreName(id))!.slot, places: type.is === 'number' ? type.places : 0 };
  });
  const places = Math.max(0, ...parts.map((part) => part.places));
  const terms = parts.map((part) => ({ slot: part.slot, factor: 10 ** (places - part.places) }));
  const run = (frame: Frame): Value => {
    let sum = 0;
    for (const { slot, factor } of terms) sum += (frame[slot] as number) * factor;
    return safe(sum);
  };
  return { type: { is: 'number', places }, run };
}

interface Bound {
  readonly places: number;
  readonly run: (frame: Frame) => number | null;
}

function boundOf(scheme: Scheme, names: Names, bound: Setting<number | string> | undefined): Bound | undefined {
  if (bound === undefined) return undefined;
  if (typeof bound !== 'object') {
    const places = placesOf(String(bound)) ?? 0;
    const value = scaled(bound, places) ?? null;
    return { places, run: () => value };
  }
  const slot = names.names.get(bound.parameter)?.slot;
  const places = scheme.parameters[bound.parameter]?.places ?? 0;
  return slot === undefined ? undefined : { places, run: (frame) => frame[slot] as number | null };
}

function roundingOf(names: Names, rounding: Setting<Rounding> | undefined): Rounding | ((frame: Frame) => Rounding) {
  if (typeof rounding !== 'object') return rounding ?? 'half';
  const slot = names.names.get(rounding.parameter)?.slot;
  return slot === undefined ? 'half' : (frame) => frame[slot] as Rounding;
}
