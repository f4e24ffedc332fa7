import type { Frame, Names, Row, Slot, Value } from './cel-types.ts';
import { scaled } from './decimal.ts';
import type { UnitFacts, Window } from './decision.ts';
import { spend } from './effort.ts';
import { parameterValue } from './scheme-definitions.ts';
import { PARENT } from './scheme-names.ts';
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

/** Writes the checked facts of a unit into its row. */
export type RowWriter = (frame: Frame, unit: UnitFacts, window: Window | undefined) => void;

/** A writer for all units of a scheme; records outside the window are left out (S0 L131). */
export function rowWriter(scheme: Scheme, names: Names): RowWriter {
  const facts = Object.entries(scheme.facts).map(([name, fact]) => ({ name, fact, slot: names.names.get(name)!.slot, read: readerOf(scheme, fact) }));
  const kinds = Object.keys(scheme.kinds).filter((kind) => scheme.kinds[kind]!.is === 'rated');
  const byHand = scheme.exclusions.flatMap(({ id, reason }) => (reason ? [{ id, slot: names.names.get(`exclusions.${id}`)!.slot }] : []));
  const [kindSlot, parentSlot] = [names.names.get('kind')!.slot, names.names.get(PARENT)!.slot];
  return (frame, unit, window) => {
    for (const { name, fact, slot, read } of facts) frame[slot] = read(unit.facts[name] ?? fact.absent ?? null, window);
    frame[kindSlot] = unit.kind ?? kinds[0]!;
    frame[parentSlot] = unit.parent ?? null;
    for (const { id, slot } of byHand) frame[slot] = unit.reasons?.[id] !== undefined;
  };
}

function readerOf(scheme: Scheme, fact: FactDefinition): (given: unknown, window: Window | undefined) => Value {
  if (fact.type === 'level') {
    const ranks = new Map(scheme.levels.map(({ id }, i) => [id, i]));
    return (given) => (given === null ? null : ranks.get(given as string)!);
  }
  if (fact.type !== 'records') return (given) => plainValue(fact, given);
  const fields = Object.entries(fact.fields ?? {});
  return (given, window) => {
    const records = (given ?? []) as readonly Record<string, unknown>[];
    const counted = fact.within && window ? records.filter((record) => isWithin(fact.within!, record, window)) : records;
    spend(counted.length * fields.length);
    return counted.map((record): Row => fields.map(([name, field]) => plainValue(field, record[name] ?? null)));
  };
}

/** A day inside the window, or a stretch of days that touches it; without a last day the stretch is still going on. */
function isWithin([first, last]: readonly string[], record: Record<string, unknown>, { from, to }: Window): boolean {
  const begin = record[first!] as string;
  const end = last === undefined ? begin : ((record[last] as string | undefined) ?? to);
  return begin <= to && end >= from;
}

const plainValue = (definition: FactDefinition | FieldDefinition, value: unknown): Value =>
  value !== null && definition.type === 'decimal' ? scaled(value, definition.places!)! : (value as Value);
