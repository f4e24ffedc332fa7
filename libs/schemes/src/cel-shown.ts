import type { Row, Type, Value } from './cel-types.ts';
import { plain } from './decimal.ts';
import { spend } from './effort.ts';
import { shownFraction, type Fraction } from './fraction.ts';

/** Steps that it takes to show a field of a record. */
const FIELD = 10;

/** A value as JSON for people and archives: decimals as plain strings, levels by id, records as objects without empty fields. */
export function shown(value: Value, type: Type, levels: readonly string[]): unknown {
  if (value === null) return null;
  if (type.is === 'fraction') return shownFraction(value as Fraction);
  if (type.is === 'number') return type.places === 0 ? value : plain(value as number, type.places);
  if (type.is === 'level') return levels[value as number];
  if (type.is !== 'records') return value;
  const rows = value as readonly Row[];
  spend(rows.length * type.fields.size * FIELD);
  return rows.map((row) => {
    const fields = [...type.fields].map(([name, field]) => [name, shown(row[field.slot]!, field.type, levels)] as const);
    return Object.fromEntries(fields.filter(([, field]) => field !== null));
  });
}
