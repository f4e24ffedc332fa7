import type { Frame, Names, Row, Slot, Value } from './cel-types.ts';
import { scaled } from './decimal.ts';
import type { UnitFacts, Window } from './decision.ts';
import { parameterValue } from './scheme-definitions.ts';
import type { FactDefinition, FieldDefinition, ParameterValues, Scheme } from './scheme.ts';

/** A new row with the parameters in their slots; a parameter without a value is null. */
export function frameOf(scheme: Scheme, names: Names, parameters: ParameterValues): Frame {
  const frame: Frame = new Array<Value>(names.width).fill(null);
  for (const [name, parameter] of Object.entries(scheme.parameters)) {
    const value = parameters[name] ?? parameter.default;
    if (value !== undefined) frame[names.names.get(name)!.slot] = parameterValue(scheme, parameter, value);
  }
  return frame;
}

/** Writes a named value into its slot. */
export function put(frame: Frame, names: Names, name: string, value: Value): void {
  frame[(names.names.get(name) as Slot).slot] = value;
}

/** Writes the checked facts of a unit into the row; records outside the window are left out (S0 L131). */
export function putFacts(scheme: Scheme, frame: Frame, names: Names, { facts }: UnitFacts, window: Window | undefined): void {
  for (const [name, fact] of Object.entries(scheme.facts)) {
    const given = facts[name] ?? fact.absent ?? null;
    put(
      frame,
      names,
      name,
      fact.type === 'records' ? rows(fact, given as readonly Record<string, unknown>[], window) : plainValue(fact, given),
    );
  }
}

function rows(fact: FactDefinition, records: readonly Record<string, unknown>[], window: Window | undefined): readonly Row[] {
  const fields = Object.entries(fact.fields ?? {});
  const counted = fact.within && window ? records.filter((record) => isWithin(fact.within!, record, window)) : records;
  return counted.map((record) => fields.map(([name, field]) => plainValue(field, record[name] ?? null)));
}

/** A day inside the window, or a stretch of days that touches it; without a last day the stretch is still going on. */
function isWithin([first, last]: readonly string[], record: Record<string, unknown>, { from, to }: Window): boolean {
  const begin = record[first!] as string;
  const end = last === undefined ? begin : ((record[last] as string | undefined) ?? to);
  return begin <= to && end >= from;
}

const plainValue = (definition: FactDefinition | FieldDefinition, value: unknown): Value =>
  value !== null && definition.type === 'decimal' ? scaled(value, definition.places!)! : (value as Value);
